"""A count: rows of the warehouse, summed by agency, period and whatever they can be divided by."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse

UNIT = ("agency", "period", "nature")


class Kind(StrEnum):
    """What is counted, which says whether chance has a part in it: people and events, or things and dollars."""

    PEOPLE = "people"
    EVENTS = "events"
    THINGS = "things"
    DOLLARS = "dollars"


class Read(Protocol):
    """Reads a count, summed by UNIT, `race_standard` where it has one, and `by`: the same columns and `value`."""

    def __call__(self, connection: Connection, by: Sequence[str]) -> pd.DataFrame: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """`name`: how definitions and the policy call it; `dimensions`: what it can be divided by; `tables`: of the
    warehouse, whose snapshots are its sources."""

    name: str
    kind: Kind
    tables: tuple[str, ...]
    dimensions: tuple[str, ...]
    read: Read


def summed(table: str, column: str | None, **where: str | tuple[str, ...]) -> Read:
    """Return a reader that sums a column of a table, or counts its rows, where columns hold one of the words."""

    def read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
        of = warehouse.TABLES[table]
        value = sa.func.count() if column is None else sa.func.sum(of.c[column])
        kept = [of.c[name].in_([words] if isinstance(words, str) else words) for name, words in where.items()]
        standard = ["race_standard"] if "race_standard" in of.c else []
        groups = [of.c[name] for name in dict.fromkeys([*UNIT, *standard, *by])]
        return warehouse.read(
            connection, sa.select(*groups, value.cast(sa.Double).label("value")).where(*kept).group_by(*groups)
        )

    return read


def sources(connection: Connection, counts: Sequence[Count]) -> pd.DataFrame:
    """Return the source ids of each agency, period and nature that the counts are read from: UNIT and `source`."""
    found = []
    for name in dict.fromkeys(table for each in counts for table in each.tables):
        of, snapshots = warehouse.TABLES[name], warehouse.snapshot
        rows = sa.select(*(of.c[key] for key in UNIT if key in of.c), snapshots.c.source)
        found.append(
            warehouse.read(connection, rows.join_from(of, snapshots, of.c.snapshot == snapshots.c.snapshot).distinct())
        )
    return pd.concat(found, ignore_index=True)


def of_things(name: str, table: str, *dimensions: str, **where: str | tuple[str, ...]) -> Count:
    """Return a count of things: the rows of a table."""
    read = summed(table, None, **where)
    return Count(name=name, kind=Kind.THINGS, tables=(table,), dimensions=dimensions, read=read)
