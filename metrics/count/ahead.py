"""Counts read ahead: what definitions will ask of a count is read in one pass over its rows, and kept for the others.

Records may be many, and a measure asks for its count by each of its dimensions. The first to ask has the sets of all.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import cube, warehouse
from etl.engine import tables

Statements = Callable[[Sequence[cube.Expression], Sequence[Sequence[str]]], Sequence[sa.Select[Any] | cube.Staged]]
"""Given columns to divide by and sets of their names, selects that together are the cells, one at least."""
_EXPECTED, _KEPT = "sets that will be asked", "what was read"
_Made = TypeVar("_Made")


def expect(connection: Connection, asked: Mapping[object, Collection[Sequence[str]]]) -> None:
    """Say which sets of columns will be asked of each reader over this connection, which nobody writes to."""
    connection.info[_EXPECTED] = {reader: {frozenset(each) for each in sets} for reader, sets in asked.items()}


def remembered(connection: Connection, key: object, make: Callable[[], _Made]) -> _Made:
    """Return what was made under a key over this connection before, or make it."""
    kept = connection.info.setdefault(_KEPT, {})
    log: set[str] = connection.info.setdefault(warehouse.READ, set())
    if key not in kept:
        before = set(log)
        log.clear()
        kept[key] = make(), frozenset(log)
        log |= before
    found: _Made
    found, read_for = kept[key]
    log |= read_for
    return found


def read(
    connection: Connection,
    reader: object,
    of: sa.FromClause,
    keys: Sequence[str],
    by: Sequence[str],
    cells: Statements,
) -> pd.DataFrame:
    """Return what `cells` counts in `of` by `keys` and `by`: these columns and `value`.

    `reader` names the count: what is expected of it is read along.
    """
    own = [name for name in dict.fromkeys(by) if name not in keys]
    if _EXPECTED not in connection.info:
        return _read(connection, of, keys, [own], cells)[frozenset(own)][[*keys, *own, cube.VALUE]]
    expected = connection.info[_EXPECTED].get(reader, set())
    kept = remembered(connection, reader, dict[frozenset[str], pd.DataFrame])
    wanted = frozenset(own)
    if wanted not in kept:
        sets = {wanted, *(each - set(keys) for each in expected)} - kept.keys()
        kept |= _read(connection, of, keys, [sorted(each) for each in sets], cells)
    connection.info.setdefault(warehouse.READ, set()).update(tables(of.select()))
    return kept[wanted][[*keys, *own, cube.VALUE]]


def _read(
    connection: Connection, of: sa.FromClause, keys: Sequence[str], sets: Sequence[Sequence[str]], cells: Statements
) -> dict[frozenset[str], pd.DataFrame]:
    named = sorted({name for each in sets for name in each})
    statements = cells([of.c[name] for name in named], sets)
    # One after the other: each has the memory to itself.
    rows = pd.concat([warehouse.read(connection, each) for each in statements], ignore_index=True)
    return {
        frozenset(each): rows.loc[rows[cube.LEVEL] == cube.level(named, each), [*keys, *each, cube.VALUE]].reset_index(
            drop=True
        )
        for each in sets
    }
