"""Many employees with a record each month load as any delivery does."""

import itertools
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import warehouse
from etl.demonstration import scale
from etl.home import Home
from etl.load import load

pytestmark = pytest.mark.long


def test_a_file_a_month_with_everybody_on_its_last_day(home: Home, tmp_path: Path) -> None:
    files = scale.write(tmp_path / "months", ["DOT", "DOC", "DAS"], 2000)
    assert len(files) == 12
    assert not load(files, home).refused
    table = warehouse.TABLES["workforce"]
    with warehouse.reading(home.warehouse) as connection:
        rows = warehouse.read(connection, sa.select(table.c.period, table.c.person_id, table.c.hire_date))
    many = rows.groupby("period").size()
    assert list(many) == [2000] * 12
    assert list(many.index[[0, 7, 11]]) == ["2024-07-31", "2025-02-28", "2025-06-30"]
    people = [set(part["person_id"]) for _, part in rows.groupby("period")]
    assert [len(now - before) for before, now in itertools.pairwise(people)] == [14] * 11
    new = rows[(rows["period"] == "2025-06-30") & rows["person_id"].isin(people[11] - people[10])]
    assert new["hire_date"].str.startswith("2025-06").all()


def test_the_same_seed_makes_the_same_months() -> None:
    one, other = (dict(scale.months(["DOT"], 1000)) for _ in range(2))
    for day, rows in one.items():
        pd.testing.assert_frame_equal(rows, other[day])
