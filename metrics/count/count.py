"""A count: rows of the warehouse, summed by agency, period and whatever they can be divided by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Protocol

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import cube, warehouse
from metrics.count import ahead

UNIT = ("agency", "period", "nature")
UNDIVIDED = "undivided"
"""Of a count that is divided by one dimension at a time: whether a row is everyone, or of a group."""


class Kind(StrEnum):
    """What is counted, which says whether chance has a part in it: people and events, or things and dollars."""

    PEOPLE = "people"
    EVENTS = "events"
    THINGS = "things"
    DOLLARS = "dollars"


class Read(Protocol):
    """Reads a count, summed by UNIT, `race_standard` where it has one, and `by`: the same columns and `value`."""

    def __call__(self, connection: Connection, by: Sequence[str]) -> pd.DataFrame: ...


Rows = Callable[[Connection], pd.DataFrame]
"""Finds rows of the warehouse: UNIT and whatever they can be divided by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """`name`: how definitions and the policy call it; `dimensions`: what it can be divided by; `tables`: of the
    warehouse, whose snapshots are its sources; `cities`: only cities have any, and the sum is over them."""

    name: str
    kind: Kind
    tables: tuple[str, ...]
    dimensions: tuple[str, ...]
    read: Read
    cities: bool = False


def summed(table: str, column: str | None, **where: str | tuple[str, ...]) -> Read:
    """Return a reader that sums a column of a table, or counts its rows, where columns hold one of the words."""

    def read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
        of = warehouse.TABLES[table]
        kept = [of.c[name].in_([words] if isinstance(words, str) else words) for name, words in where.items()]
        keys = [*UNIT, *(["race_standard"] if "race_standard" in of.c else [])]
        value = None if column is None else of.c[column]

        def cells(named: Sequence[cube.Expression], sets: Sequence[Sequence[str]]) -> list[sa.Select[Any]]:
            return [cube.cells([of.c[name] for name in keys], named, sets, of, where=kept, value=value)]

        return ahead.read(connection, read, of, keys, by, cells)

    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How long things took: `read` returns UNIT, what `by` names and `days`, a row a thing.

    `kind`: what took so long. `delivered`: each row is a median that was sent, of so many `people`; there is no median
    of several of them.
    """

    name: str
    tables: tuple[str, ...]
    dimensions: tuple[str, ...]
    read: Read
    kind: Kind = Kind.THINGS
    delivered: bool = False


def listed(rows: Rows, value: str | None = None) -> Read:
    """Return a reader that counts the rows that `rows` finds in the warehouse, or sums their column `value`."""

    def read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
        found = rows(connection)
        found = found.assign(value=1.0 if value is None else found[value].astype("float64"))
        keys = list(dict.fromkeys([*UNIT, *by]))
        summed: pd.DataFrame = found.groupby(keys, as_index=False, dropna=False)[["value"]].sum()
        return summed

    return read


def sources(connection: Connection, tables: Sequence[str]) -> pd.DataFrame:
    """Return the source ids of the tables' rows: UNIT and `source`, blank in what a table does not have."""
    found = [
        ahead.remembered(connection, ("sources", name), partial(_sources, connection, name))
        for name in dict.fromkeys(tables)
    ]
    together = pd.concat(found, ignore_index=True)
    return together.where(together.notna(), None)


def _sources(connection: Connection, table: str) -> pd.DataFrame:
    of, snapshots = warehouse.TABLES[table], warehouse.snapshot
    known = [name for name in (*UNIT, "source") if name in of.c]
    rows = warehouse.read(connection, sa.select(*(of.c[name] for name in (*known, "snapshot"))).distinct())
    if "source" not in known:
        files = warehouse.read(connection, sa.select(snapshots.c.snapshot, snapshots.c.source))
        rows = rows.merge(files, on="snapshot", how="left")
    return rows.reindex(columns=[*UNIT, "source"]).astype(object).drop_duplicates(ignore_index=True)


def things(name: str, table: str, rows: Rows, *dimensions: str, also: tuple[str, ...] = ()) -> Count:
    """Return a count of things: the rows that `rows` finds, of `table` and of the tables `also`."""
    return Count(name=name, kind=Kind.THINGS, tables=(table, *also), dimensions=dimensions, read=listed(rows))


def dollars(name: str, table: str, rows: Rows, value: str, *dimensions: str, also: tuple[str, ...] = ()) -> Count:
    """Return a count of dollars: the sum of the column `value` of the rows that `rows` finds."""
    read = listed(rows, value)
    return Count(name=name, kind=Kind.DOLLARS, tables=(table, *also), dimensions=dimensions, read=read)
