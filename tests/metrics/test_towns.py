"""The table of towns: every town once, those that have not begun too, as of the day that the records tell."""

from pathlib import Path

import pandas as pd
import pytest

from etl import warehouse
from metrics.table import municipal
from tests.metrics import deliveries, small

RECORDS = [
    {"town": "Avon", "action": "1.1", "step": "Form a team", "date": "2024-01-10", "applied_to": ""},
    {"town": "Avon", "action": "1.1", "step": "Apply to an action", "date": "2024-07-10", "applied_to": "3.1"},
    {"town": "Bolton", "action": "1.2", "step": "Done", "date": "2024-02-01", "applied_to": ""},
]


def towns(path: Path, geography: str = "Connecticut", **more: list[dict[str, str]]) -> pd.DataFrame:
    with warehouse.reading(deliveries.build(path / "w.duckdb", more)) as connection:
        return municipal.towns(connection, geography)


@pytest.mark.long
def test_every_town_has_one_row_and_one_that_has_not_begun_has_no_step(tmp_path: Path) -> None:
    rows = towns(tmp_path, municipal_actions=RECORDS).set_index("town")
    assert (len(rows), rows["region"].nunique()) == (169, 9)
    avon, bolton = rows.loc["Avon"], rows.loc["Bolton"]
    assert (avon["step"], avon["applied"], avon["bronze"], avon["silver"]) == ("Apply to an action", 1, True, False)
    assert 5.9 < avon["months"] < 6.1
    assert pd.isna(bolton["step"])
    assert not bolton["bronze"]
    assert bolton["applied"] == 0


@pytest.mark.long
def test_without_records_the_towns_are_those_of_connecticut_and_of_no_other_state(tmp_path: Path) -> None:
    rows = towns(tmp_path)
    assert (len(rows), rows["step"].notna().sum(), set(rows["nature"])) == (169, 0, {"official"})
    assert towns(tmp_path, "Texas").empty


@pytest.mark.long
def test_the_table_is_public_as_it_is(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    work = small.compute(tmp_path, tables)
    assert len(work["towns"]) == 169
