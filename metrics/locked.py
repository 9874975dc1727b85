"""Opening a release file: read-only, locked down, every reading within a time limit."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from duckdb_sqlalchemy import ConnectionWrapper
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from etl.warehouse import objects

Settings = dict[str, str | bool | int | float | list[str]]
SECONDS, PATIENT = 2.0, 600.0
"""So long may one reading take: for a reader who waits for a page; for a command, which nobody else waits for."""
_AGAIN = 0.05

# A reader opens this one file (or two) and nothing else: no other file, no extension, no variable of this program, no
# setting, and what does not fit into memory is not written beside the release.
_SETTINGS: Settings = {
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "temp_directory": "",
    "max_temp_directory_size": "0KB",
    "memory_limit": "256MB",
    "threads": 2,
}
_CLOSED: Settings = {"enable_external_access": False, "lock_configuration": True}
Columns = dict[str, set[str]]


class TooLong(RuntimeError):
    """A reading was stopped because it took longer than it may."""


def engine(path: Path) -> sa.Engine:
    """Return an engine whose connections read `path` and can do nothing else."""
    return sa.create_engine(f"duckdb:///{path}", connect_args={"read_only": True, "config": _SETTINGS | _CLOSED})


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

    return sa.create_engine("duckdb://", creator=connect, poolclass=sa.pool.QueuePool)


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


@contextmanager
def reading(opened: sa.Engine, seconds: float = SECONDS) -> Iterator[Connection]:
    """Yield a connection whose queries, all together, are interrupted after `seconds`. Raises TooLong."""
    with opened.connect() as connection:
        done, over = threading.Event(), threading.Event()

        def watch() -> None:
            if done.wait(seconds):
                return
            over.set()
            # One interrupt between two queries would stop neither.
            while not done.wait(_AGAIN):
                connection.connection.driver_connection.interrupt()  # type: ignore[union-attr]

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield connection
        except DBAPIError as problem:
            if over.is_set():
                raise TooLong(f"reading {opened.url.database} took over {seconds:g} s and was stopped") from problem
            raise
        finally:
            # The connection goes back to the pool: nobody may interrupt whoever has it next.
            done.set()
            watcher.join()


def read(connection: Connection, statement: sa.Select[tuple[object, ...]]) -> pd.DataFrame:
    """Run a select and return its rows: numbers as float64 (blank: NaN), others as objects (blank: None).

    Values are bound by SQLAlchemy, never pasted in. Rows come by column: a sixth of the time of rows one by one.
    """
    table = arrow(connection, statement)
    rows = {}
    for position, column in enumerate(statement.selected_columns):
        cells = objects(table.column(position))
        number = isinstance(column.type, sa.Float | sa.Numeric | sa.Integer)
        rows[column.name] = pd.Series(cells, dtype="float64" if number else object)
    return pd.DataFrame(rows, columns=[column.name for column in statement.selected_columns])


def arrow(connection: Connection, statement: sa.Select[tuple[object, ...]]) -> pa.Table:
    """Run a select and return its rows in the types they are held in. Values are bound, as in `read`."""
    return connection.execute(statement).cursor.to_arrow_table()
