"""The bundled crosswalks: reviewed tables, each row with a source that exists."""

import csv

import pytest

from etl.harmonize import CROSSWALKS, load_crosswalks
from etl.registry import sources

FILES = sorted(CROSSWALKS.glob("*.csv"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_is_for_a_known_source_and_stands_once(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["source", "label", "standard", "note"]
    assert {row["source"] for row in rows} <= {"*", *sources()}
    keys = [(row["source"], row["label"].lower()) for row in rows]
    assert len(keys) == len(set(keys))


def test_the_crosswalks_load():
    assert ("ct_town_profile", "latino") in load_crosswalks([CROSSWALKS])["race_ethnicity"]
