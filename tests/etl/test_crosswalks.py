"""The bundled crosswalks: reviewed tables, each row with a source that exists and a label that is standard."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl.harmonize import CROSSWALKS, MERGERS, load_crosswalks
from etl.registry import sources
from etl.vocabulary.label import STANDARD

FILES = sorted(path for path in CROSSWALKS.glob("*.csv") if path.stem != MERGERS)
COLUMNS = ["source", "label", "standard", "note", "reviewed_by", "reviewed_on"]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_is_for_a_known_source_and_stands_once(path):
    rows = rows_of(path)
    assert list(rows[0]) == COLUMNS
    assert {row["source"] for row in rows} <= {"*", *sources()}
    keys = [(row["source"], row["label"].lower()) for row in rows]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_leads_to_a_standard_label_and_was_reviewed(path):
    for row in rows_of(path):
        assert row["standard"] in STANDARD[path.stem].values(), row
        assert row["reviewed_by"], row
        assert date.fromisoformat(row["reviewed_on"]) <= datetime.now(UTC).date(), row


def test_the_crosswalks_load():
    assert ("ct_town_profile", "latino") in load_crosswalks([CROSSWALKS])["race_ethnicity"]


def test_a_table_of_mergers_is_no_crosswalk_of_labels():
    assert MERGERS not in load_crosswalks([CROSSWALKS])
