"""A walk through a table of a release, one part after the other, in an order that is settled to the last row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from metrics.browse import BLANK, Condition
from metrics.release import Release, shaped
from metrics.schema import TABLES

Value = str | float | None
_ROW, _BY = "_row", "_by"
# A release is written once, in the order of its texts: where a row stands in the file is its place in that order.
_POSITION = sa.literal_column("rowid", sa.BigInteger)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk has come to: the number of the last row in the file, and its value of the column sorted by."""

    row: int
    value: Value = None


@dataclass(frozen=True, slots=True)
class Way:
    """The order of a walk: by a column, downward or not; blank: the order of the release. Blank cells come last."""

    column: str = ""
    down: bool = False


def among(name: str, column: str, values: Collection[str | bool]) -> Condition:
    """Return the condition that a column is one of the values, of which `BLANK` is a blank cell.

    Raises KeyError for a table or column that is none.
    """
    found = TABLES[name].c[column]
    there = [value for value in values if value != BLANK]
    blank = found.is_(None)
    if len(there) == len(values):
        return found.in_(there)
    return sa.or_(blank, found.in_(there)) if there else blank


def part(
    release: Release,
    name: str,
    conditions: Sequence[Condition],
    columns: Sequence[str],
    way: Way,
    after: Place | None,
    most: int,
) -> tuple[pa.Table, Place | None]:
    """Return up to `most` rows that come after a place, and the place of the last, if more rows follow it.

    Whole numbers stay whole; blank cells are null. Raises TooLong as `Release.run` does, KeyError for a column that
    the table does not have.
    """
    statement = release.statement(name)
    if statement is None:
        empty = shaped(name, pd.DataFrame())[list(columns)]
        return pa.Table.from_pandas(empty, preserve_index=False), None
    there = {column.name: column for column in statement.selected_columns if isinstance(column, sa.Column)}
    # A column that came to later releases is blank throughout in this one, and nothing to sort by.
    by = _comparable(there.get(way.column))
    asked = [*(statement.selected_columns[each] for each in columns), _POSITION.label(_ROW)]
    if by is not None:
        asked.append(by.label(_BY))
    order = [] if by is None else [sa.nulls_last(by.desc() if way.down else by.asc())]
    found = (
        statement.with_only_columns(*asked, maintain_column_froms=True)
        .where(*conditions)
        .order_by(*order, _POSITION)
        .limit(most + 1)
    )
    if after is not None:
        found = found.where(_beyond(by, way.down, after))
    rows = release.arrow(found)
    last = None
    if rows.num_rows > most:
        rows = rows.slice(0, most)
        value = rows[_BY][most - 1].as_py() if by is not None else None
        last = Place(rows[_ROW][most - 1].as_py(), value)
    return rows.select(list(columns)), last


def _comparable(column: sa.Column[Any] | None) -> sa.ColumnElement[Any] | None:
    yes_no = column is not None and isinstance(column.type, sa.Boolean)
    return sa.cast(column, sa.Integer) if yes_no else column


def _beyond(by: sa.ColumnElement[Any] | None, down: bool, after: Place) -> Condition:
    further = after.row < _POSITION
    if by is None:
        return further
    if after.value is None:
        return sa.and_(by.is_(None), further)
    past = by < after.value if down else by > after.value
    return sa.or_(past, sa.and_(by == after.value, further), by.is_(None))
