"""Parts of a release's tables: the rows that meet conditions, in an order, some of them at a time."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from metrics.release import TABLES, Release, shaped

Condition = sa.ColumnElement[bool]


def among(release: Release, name: str, column: str, values: Collection[str]) -> pd.DataFrame:
    """Return a table's rows whose column is one of the values. Raises KeyError for a table or column that is none."""
    return select(release, name, TABLES[name].c[column].in_(list(values)))


def select(
    release: Release,
    name: str,
    *conditions: Condition,
    order: Sequence[sa.ColumnElement[Any]] = (),
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
