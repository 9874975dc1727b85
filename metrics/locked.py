"""Opening a release file: read-only, locked down, every reading within a time limit."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from etl.warehouse import objects

SECONDS = 2.0
_AGAIN = 0.05

# A reader opens this one file and nothing else: no other file, no extension, no variable of this program, no
# setting, and what does not fit into memory is not written beside the release.
_SETTINGS = {
    "enable_external_access": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "temp_directory": "",
    "max_temp_directory_size": "0KB",
    "memory_limit": "256MB",
    "threads": 2,
    "lock_configuration": True,
}


class TooLong(RuntimeError):
    """A reading was stopped because it took longer than it may."""


def engine(path: Path) -> sa.Engine:
    """Return an engine whose connections read `path` and can do nothing else."""
    return sa.create_engine(f"duckdb:///{path}", connect_args={"read_only": True, "config": dict(_SETTINGS)})


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
    result = connection.execute(statement)
    table = result.cursor.to_arrow_table()
    rows = {}
    for position, column in enumerate(statement.selected_columns):
        cells = objects(table.column(position))
        number = isinstance(column.type, sa.Float | sa.Numeric | sa.Integer)
        rows[column.name] = pd.Series(cells, dtype="float64" if number else object)
    return pd.DataFrame(rows, columns=[column.name for column in statement.selected_columns])
