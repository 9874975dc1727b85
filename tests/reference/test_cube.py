"""Cells of records, held against going through the records one by one."""

import itertools
from collections import Counter, defaultdict

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from etl import cube, warehouse

_NAMES = ("agency", "race", "sex", "job")
_RECORDS = sa.table(
    "records", *(sa.column(name, sa.Text) for name in ("year", "person", *_NAMES)), sa.column("pay", sa.Double)
)
_SETS = [each for k in range(4) for each in itertools.combinations(_NAMES, k)]
Record = tuple[str | None, ...]


def records(seed: int, many: int) -> list[Record]:
    """People of two years, some in several cells, some of no known sex, some whose row stands twice."""
    chance = np.random.default_rng(seed)
    people = [f"p{n}" for n in range(max(many // 3, 1))]
    choices = (["2024", "2025"], [*people, None], ["A", "B"], ["x", "y", "z"], ["F", "M", None], ["j", "k"])
    return [tuple(each[chance.integers(len(each))] for each in choices) for _ in range(many)]


def asked(
    rows: list[Record], statement: sa.Select[tuple[object, ...]] | cube.Staged
) -> dict[tuple[object, ...], float]:
    with sa.create_engine("duckdb:///:memory:").connect() as connection:
        names = ", ".join(f'"{name}" VARCHAR' for name in ("year", "person", *_NAMES))
        connection.exec_driver_sql(f"CREATE TABLE records ({names}, pay DOUBLE)")
        columns = [each.name for each in _RECORDS.c]
        connection.execute(sa.insert(_RECORDS), [dict(zip(columns, [*row, 2.5], strict=True)) for row in rows])
        found = warehouse.read(connection, statement)
    keys = found[["year", *_NAMES, cube.LEVEL]].itertuples(index=False, name=None)
    cells = dict(zip(keys, found[cube.VALUE], strict=True))
    assert len(cells) == len(found), "each cell stands once"
    return cells


def place(row: Record, kept: tuple[str, ...]) -> tuple[object, ...]:
    """The cell of a row in one set of dimensions."""
    cell = [row[2 + _NAMES.index(name)] if name in kept else None for name in _NAMES]
    return (row[0], *cell, float(sum(2**i for i, name in enumerate(_NAMES) if name not in kept)))


def columns() -> tuple[list[sa.ColumnElement[str]], list[sa.ColumnElement[str]]]:
    return [_RECORDS.c.year], [_RECORDS.c[name] for name in _NAMES]


@pytest.mark.long
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_cells_are_the_records_one_by_one(seed: int, many: int) -> None:
    rows = records(seed, many)
    slow = Counter(place(row, kept) for row in rows for kept in _SETS)
    assert asked(rows, cube.cells(*columns(), _SETS, _RECORDS)) == slow
    summed = asked(rows, cube.cells(*columns(), _SETS, _RECORDS, value=_RECORDS.c.pay, where=[_RECORDS.c.sex == "F"]))
    assert summed == Counter({cell: 2.5 * n for cell, n in Counter(
        place(row, kept) for row in rows if row[4] == "F" for kept in _SETS).items()})  # fmt: skip


@pytest.mark.long
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_people_are_those_in_each_cell_each_once(seed: int, many: int) -> None:
    rows = records(seed, many)
    there: dict[tuple[object, ...], set[str | None]] = defaultdict(set)
    for row, kept in itertools.product(rows, _SETS):
        if row[1] is not None:
            there[place(row, kept)].add(row[1])
    counted = asked(rows, everybody())
    assert counted == {cell: len(people) for cell, people in there.items()}


def everybody(part: cube.Part | None = None) -> cube.Staged:
    return cube.people(_RECORDS.c.person, *columns(), _SETS, _RECORDS, part=part)


@pytest.mark.long
@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_people_of_one_part_after_the_other_are_those_of_all(seed: int, many: int) -> None:
    # Of some the year is not known either.
    rows = [(None if row[4] is None else row[0], *row[1:]) for row in records(seed, many)]
    whole = asked(rows, everybody())
    assert asked(rows, everybody().whole) == whole, "in one statement as in two"
    for part in cube.parts(_RECORDS.c.year, ["2024", "2025", "2026", None]):
        assert part is not None
        those = {cell: n for cell, n in whole.items() if cell[0] == part.value}
        assert asked(rows, everybody(part)) == asked(rows, everybody(part).whole) == those
    assert [asked(rows, everybody(part)) for part in cube.parts(_RECORDS.c.year, [])] == [whole]


def test_what_fails_in_the_second_statement_is_what_is_told() -> None:
    broken = cube.Staged(everybody().first, lambda places: sa.select(sa.func.error("no room")).select_from(places))
    with pytest.raises(DBAPIError, match="no room"):
        asked(records(1, 30), broken)


@pytest.mark.parametrize("sets", [[()], [("agency",)], [("agency", "race"), ("race",)]])
def test_a_dimension_that_no_set_names_is_summed_over(sets: list[tuple[str, ...]]) -> None:
    rows = records(1, 30)
    slow = Counter(place(row, kept) for row in rows for kept in sets)
    assert asked(rows, cube.cells(*columns(), sets, _RECORDS)) == slow
