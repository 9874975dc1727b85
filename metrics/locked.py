"""Opening a release file: read-only, locked down, every reading within a time limit."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import sqlalchemy as sa
from duckdb_sqlalchemy import ConnectionWrapper
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from etl import driver
from etl.warehouse import objects
from metrics.deadline import within

Settings = dict[str, str | bool | int | float | list[str]]
SECONDS, PATIENT = 2.0, 600.0
"""So long may one reading take: for a reader who waits for a page; for a command, which nobody else waits for."""

# A reader opens this one file (or two) and nothing else: no other file, no extension, no variable of this program, no
# setting, and what does not fit into memory is not written beside the release. A reading asks for few rows: sharing it
# between threads costs more than it saves, and the site's own threads read beside each other.
_SETTINGS: Settings = {
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "temp_directory": "",
    "max_temp_directory_size": "0KB",
    "memory_limit": "256MB",
    "threads": 1,
}
_CLOSED: Settings = {"enable_external_access": False, "lock_configuration": True}
# The files never change: a transaction around a reading would take as long as a short reading, for nothing.
_PLAIN: dict[str, Any] = {
    "isolation_level": "AUTOCOMMIT",
    "skip_autocommit_rollback": True,
    "pool_reset_on_return": None,
}
Columns = dict[str, set[str]]


class TooLong(RuntimeError):
    """A reading was stopped because it took longer than it may."""


def engine(path: Path) -> sa.Engine:
    """Return an engine whose connections read `path` and can do nothing else."""
    return sa.create_engine(
        f"duckdb:///{path}", connect_args={"read_only": True, "config": _SETTINGS | _CLOSED}, **_PLAIN
    )


def both(files: dict[str, Path], prepare: Callable[[Columns], Sequence[str]]) -> sa.Engine:
    """Return an engine whose connections read some files, each by its name as a catalog, and can do nothing else.

    `prepare`: what each connection runs first, given the columns of each table of the first file. Engines of the same
    files share what they have read.
    """
    places = tuple((name, str(path), path.stat().st_mtime_ns) for name, path in files.items())

    def connect() -> ConnectionWrapper:
        with _OPENING:
            opened, columns = _opened(places)
            connection = opened.cursor()
        for statement in prepare(columns):
            connection.execute(statement)
        return ConnectionWrapper(connection)

    return sa.create_engine("duckdb://", creator=connect, poolclass=sa.pool.QueuePool, **_PLAIN)


_OPENING = threading.Lock()


@lru_cache(maxsize=4)
def _opened(places: tuple[tuple[str, str, int], ...]) -> tuple[duckdb.DuckDBPyConnection, Columns]:
    opened = duckdb.connect(":memory:", config=_SETTINGS)
    for name, path, _ in places:
        quoted = path.replace("'", "''")
        opened.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
    for setting, value in _CLOSED.items():
        opened.execute(f"SET {setting} = {str(value).lower()}")
    columns: Columns = {}
    asked = "SELECT table_name, column_name FROM information_schema.columns WHERE table_catalog = ?"
    for table, column in opened.execute(asked, [places[0][0]]).fetchall():
        columns.setdefault(table, set()).add(column)
    return opened, columns


def before_fork() -> None:
    """Close the database that importing DuckDB opens: a fork leaves its threads behind, and what then waits for them
    is aborted. https://github.com/duckdb/duckdb-python/issues/292"""
    duckdb.default_connection().close()


@contextmanager
def reading(opened: sa.Engine, seconds: float = SECONDS) -> Iterator[Connection]:
    """Yield a connection whose queries, all together, are interrupted after `seconds`. Raises TooLong."""
    with opened.connect() as connection:
        database = connection.connection.driver_connection
        with within(seconds, database.interrupt) as known:  # type: ignore[union-attr]
            try:
                yield connection
            except DBAPIError as problem:
                if known.over:
                    raise TooLong(f"reading {opened.url.database} took over {seconds:g} s and was stopped") from problem
                raise


def read(connection: Connection, statement: sa.Select[tuple[object, ...]]) -> pd.DataFrame:
    """Run a select and return its rows: numbers as float64 (blank: NaN), others as objects (blank: None).

    Values are bound by SQLAlchemy, never pasted in. Rows come by column: a sixth of the time of rows one by one.
    """
    table = driver.arrow(connection, statement)
    index = pd.RangeIndex(table.num_rows)
    rows = {}
    for position, column in enumerate(statement.selected_columns):
        cells = objects(table.column(position))
        number = isinstance(column.type, sa.Float | sa.Numeric | sa.Integer)
        typed = np.asarray(cells, dtype=np.float64 if number else np.object_)
        # Each column is named its kind at once, as pandas would look for one.
        rows[column.name] = pd.Series(typed, index, dtype=typed.dtype, copy=False)
    return pd.DataFrame(rows, index)
