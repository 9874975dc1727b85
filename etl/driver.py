"""What the database's driver gives beside SQLAlchemy, rows by column, with its failures as SQLAlchemy tells them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError


@contextmanager
def told(connection: Connection) -> Iterator[None]:
    """Within, the driver is used directly; what fails raises the DBAPIError that a statement of SQLAlchemy would."""
    try:
        yield
    except duckdb.Error as problem:
        raise DBAPIError.instance(None, None, problem, duckdb.Error, dialect=connection.dialect) from problem


def arrow(connection: Connection, statement: sa.Select[Any]) -> pa.Table:
    """Run a select and return its rows by column, in the types they are held in: a row at a time takes ten times as
    long. Values are bound by SQLAlchemy. Raises DBAPIError, also where the file turns out damaged on the way."""
    result = connection.execute(statement)
    # Blocks are read while rows are fetched, not all when the statement begins.
    with told(connection):
        return result.cursor.to_arrow_table()
