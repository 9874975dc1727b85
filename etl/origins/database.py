"""Deliveries from a database: each is the rows of one query, read in one transaction that can change nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from etl.origins.refusal import Refused
from etl.origins.settings import Origin, Query
from etl.origins.written import write

_AT_ONCE = 5_000
_SECONDS_TO_CONNECT = 15


@contextmanager
def connected(origin: Origin, variables: Mapping[str, str]) -> Iterator[sa.Connection]:
    """Yield a connection: in PostgreSQL read-only and with all queries seeing one moment. Raises Refused."""
    assert origin.secret is not None  # noqa: S101 - settings without a connection are refused
    try:
        url = sa.make_url(origin.secret.reveal(variables))
    except ArgumentError:
        raise Refused("the connection is no address; expected postgresql://USER:PASSWORD@HOST/DATABASE") from None
    postgres = url.get_backend_name() == "postgresql"
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if postgres else {}
    try:
        # The driver is imported here, so that only who reads a database needs one.
        engine = sa.create_engine(
            url,
            poolclass=sa.NullPool,
            connect_args={"connect_timeout": _SECONDS_TO_CONNECT} if postgres else {},
            hide_parameters=True,
        )
    except (ImportError, NoSuchModuleError, TypeError):
        raise Refused(f"no driver for {url.drivername} is installed; for PostgreSQL install psycopg[binary]") from None
    try:
        connection = engine.connect().execution_options(**options)
    except SQLAlchemyError as problem:
        engine.dispose()
        raise Refused(f"{_shown(url)} {_unreached(problem)}") from None
    try:
        with connection:
            yield connection
    finally:
        engine.dispose()


def fetch(connection: sa.Connection, ask: Query, path: Path) -> int:
    """Write the rows of a query to `path` and return how many they are. Raises Refused."""
    try:
        with connection.begin_nested():
            result = connection.exec_driver_sql(
                ask.query.rstrip("; \n"), execution_options={"yield_per": _AT_ONCE, "no_parameters": True}
            )
            if not result.returns_rows:
                raise Refused("the query returns no rows; expected a SELECT")
            with result:
                return write(path, list(result.keys()), result)
    except SQLAlchemyError as problem:
        raise Refused(f"the query failed: {_reason(problem)}; try it in the database, then again") from None


def address(connection: sa.Connection) -> str:
    """Return where the database is, without who reads it."""
    return _shown(connection.engine.url)


def _shown(url: sa.URL) -> str:
    host = f"{url.host or 'localhost'}{f':{url.port}' if url.port else ''}"
    return f"{url.get_backend_name()}://{host}/{url.database or ''}"


def _unreached(problem: SQLAlchemyError) -> str:
    text = str(problem).lower()
    if "authentication failed" in text or "no password supplied" in text:
        return "refuses this user or password; mend the connection"
    if "does not exist" in text:
        return "has no such database or user; mend the connection"
    return "cannot be reached; see that it runs and lets this machine in"


def _reason(problem: SQLAlchemyError) -> str:
    """What went wrong, without a cell: of PostgreSQL's messages only those of class 42 name nothing but the query."""
    cause = problem.orig if isinstance(problem, DBAPIError) else None
    state = getattr(cause, "sqlstate", None)
    kind = type(cause or problem).__name__
    if state and state.startswith(("42", "25")):
        return f"{getattr(getattr(cause, 'diag', None), 'message_primary', None) or kind} ({state})"
    return f"{kind} ({state})" if state else kind
