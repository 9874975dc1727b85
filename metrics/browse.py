"""Parts of a release's tables: the rows that meet conditions, in an order, some of them at a time."""

import re
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from metrics.release import Release, shaped
from metrics.schema import TABLES

Condition = sa.ColumnElement[bool]
Order = sa.ColumnElement[Any]
BLANK = "-"
_EVERYONE = "ALL"
_NUMBER = r"\s*(-?\d+(?:\.\d+)?)\s*"


def among(
    release: Release, name: str, column: str, values: Collection[str], wanted: Sequence[str] = ()
) -> pd.DataFrame:
    """Return a table's rows whose column is one of the values, of them the columns `wanted` (none named: all).

    Raises KeyError for a table or column that is none.
    """
    statement = release.statement(name)
    if statement is None:
        return shaped(name, pd.DataFrame())[list(wanted or TABLES[name].c.keys())]
    held = statement.selected_columns
    narrowed = statement.with_only_columns(*(held[each] for each in wanted)) if wanted else statement
    return release.run(narrowed.where(TABLES[name].c[column].in_(list(values))))


def select(
    release: Release,
    name: str,
    *conditions: Condition,
    order: Sequence[Order] = (),
    limit: int | None = None,
    offset: int = 0,
) -> pd.DataFrame:
    """Return the rows of a table under conditions on its columns (`TABLES[name].c`), in an order, a part of them.

    Raises TooLong where the file took too long to answer.
    """
    statement = release.statement(name)
    if statement is None:
        return shaped(name, pd.DataFrame())
    return release.run(statement.where(*conditions).order_by(*order).limit(limit).offset(offset or None))


def columns(release: Release, name: str) -> tuple[str, ...]:
    """Return the columns that this release has of a table; those that came later are left out."""
    statement = release.statement(name)
    if statement is None:
        return tuple(column.name for column in TABLES[name].columns)
    return tuple(column.name for column in statement.selected_columns if isinstance(column, sa.Column))


def count(release: Release, name: str, *conditions: Condition) -> int:
    """Return how many rows of a table meet conditions on its columns. Raises TooLong as `select` does."""
    statement = release.statement(name)
    if statement is None:
        return 0
    rows = sa.select(sa.func.count().label("rows")).select_from(statement.where(*conditions).subquery())
    return int(release.run(rows)["rows"].iloc[0])


def held(release: Release, geography: str) -> pd.DataFrame:
    """Return each measure and agency with a figure of this geography, once. Raises TooLong as `select` does."""
    columns = TABLES["figures"].c
    statement = sa.select(columns.measure, columns.agency).where(columns.geography == geography).distinct()
    return release.run(statement)


def together(release: Release, name: str) -> pd.DataFrame:
    """Return a table's rows of all agencies together, and every row of the measures that have none.

    `name` is a table with measures and agencies. Raises TooLong as `select` does.
    """
    statement = release.statement(name)
    if statement is None:
        return shaped(name, pd.DataFrame())
    table = TABLES[name].c
    of_all = sa.select(table.measure).where(table.agency == _EVERYONE)
    return release.run(statement.where(sa.or_(table.agency == _EVERYONE, table.measure.not_in(of_all))))


def is_number(name: str, column: str) -> bool:
    """Return whether a column of a table holds numbers."""
    return TABLES[name].c[column].type.python_type in (int, float)


def condition(name: str, column: str, asked: str) -> Condition | None:
    """Return what a reader asks of a column; None for what is no number where one is needed.

    Of texts "agency" is a part and "=agency" the whole, capitals aside; of numbers 5, =5, >=5, <5 and 5..10 are asked;
    "-" is a blank cell.
    """
    found = TABLES[name].c[column]
    if asked == BLANK:
        return found.is_(None)
    if is_number(name, column):
        return _of_number(found, asked)
    if asked.startswith("="):
        return sa.func.lower(found) == asked[1:].strip().lower()
    return sa.func.contains(sa.func.lower(sa.cast(found, sa.Text)), asked.lower())


def either(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that one of these holds."""
    return sa.or_(*conditions)


def order(name: str, there: Sequence[str], first: str, *, down: bool) -> list[Order]:
    """Return an order of rows, settled to the last: by the column `first` (blank: none), then by the texts of `there`.

    What is blank comes last where it is sorted by.
    """
    table = TABLES[name].c
    ways = [] if not first else [sa.nulls_last(table[first].desc() if down else table[first].asc())]
    texts = [table[each] for each in there if each != first and table[each].type.python_type is str]
    return [*ways, *(sa.nulls_first(column.asc()) for column in texts)]


def values(release: Release, name: str, column: str, most: int) -> tuple[str, ...]:
    """Return what a column holds, sorted; nothing where that is more than `most` values."""
    statement = release.statement(name)
    if statement is None:
        return ()
    held = statement.subquery().c[column]
    found = release.run(sa.select(held).where(held.is_not(None)).distinct().limit(most + 1))[column]
    each = tuple(sorted(str(value) for value in found if value != ""))
    return each if len(each) <= most else ()


def _of_number(column: sa.ColumnElement[float], asked: str) -> Condition | None:
    if between := re.fullmatch(rf"{_NUMBER}\.\.{_NUMBER}", asked):
        return column.between(float(between[1]), float(between[2]))
    if (one := re.fullmatch(rf"(>=|<=|>|<|=)?{_NUMBER}", asked)) is None:
        return None
    number = float(one[2])
    match one[1]:
        case ">=":
            return column >= number
        case "<=":
            return column <= number
        case ">":
            return column > number
        case "<":
            return column < number
        case _:
            return column == number
