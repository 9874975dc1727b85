"""The warehouse: its tables, and the only code that opens its file.

The warehouse holds real counts. It is a pure function of the snapshots: it is built beside the old one and
swapped in whole, never updated in place, and the web server is never given its path.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from etl import delivered, driver
from etl.cube import Staged
from etl.engine import Engine, tables
from etl.limits import Limits

# Tables here are many and small: taking their texts to Arrow and back took a quarter of a release's time.
pd.set_option("mode.string_storage", "python")

metadata = sa.MetaData()
DEFAULT = Limits()
ENGINE, READ = "engine", "tables read"


def _text(name: str, comment: str, *, key: bool = False, blank: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=blank, comment=comment)


def _number(name: str, comment: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=True, comment=comment)


snapshot = sa.Table(
    "snapshot",
    metadata,
    _text("snapshot", "SHA-256 of the bytes as received", key=True),
    _text("source", "Id of the source or standard delivery"),
    _text("name", "File name as received"),
    _text("address", "Path or address it was taken from"),
    sa.Column("bytes", sa.BigInteger, nullable=False, comment="Size"),
    _text("received", "Day of the load, ISO"),
    _text("nature", "official or demonstration"),
    sa.Column("rows", sa.BigInteger, nullable=False, comment="Data rows in the file"),
    comment="Files as received, that the rows of the warehouse come from",
)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False, comment="Order of loading"),
    _text("snapshot", "SHA-256 of the bytes as received"),
    comment="The loads this warehouse was built from, oldest first",
)

made = sa.Table(
    "made",
    metadata,
    _text("table", "Name of a table of deliveries", key=True),
    _text("parts", "Checksum of the parts of snapshots that its rows are"),
    _text("whole", "no if years that were not over were left out of it, waiting if records are not counted, else yes"),
    comment="What each table was made of, so that a load makes anew only what it changes",
)

record = sa.Table(
    "record",
    metadata,
    _text("table", "Name of a table of records"),
    _text("file", "Parquet file that holds rows of it, beside the warehouse"),
    comment="Files that hold records which are not in the warehouse itself",
)

source = sa.Table(
    "source",
    metadata,
    _text("source", "Id", key=True),
    _text("publisher", "Who issues it"),
    _text("title", "What it is called"),
    _text("title_es", "The same in Spanish"),
    _text("address", "Where it is published", blank=True),
    _text("licence", "As stated by the publisher", blank=True),
    _text("frequency", "How often a new delivery is promised", blank=True),
    _text("caveats", "What a reader must know, one a line", blank=True),
    comment="Who publishes what",
)

agency = sa.Table(
    "agency",
    metadata,
    _text("agency", "Code", key=True),
    _text("name", "Full name"),
    _text("acronym", "Acronym", blank=True),
    _text("former_names", "Former names, joined by ;", blank=True),
    _text("valid_from", "ISO date", blank=True),
    _text("valid_to", "ISO date", blank=True),
    _text("size_group", "Peers for comparison", blank=True),
    _text("nature", "official or demonstration"),
    comment="The register of agencies",
)

workforce_count = sa.Table(
    "workforce_count",
    metadata,
    _text("agency", "Agency code"),
    _text("period", "See etl.vocabulary.period"),
    _text("job_category", "EEO-4 job category"),
    _text("race_standard", "omb_1997 or omb_2024"),
    _text("race_ethnicity", "Standard label"),
    _text("sex", "Standard label"),
    _text("age_band", "Standard label, blank if not delivered", blank=True),
    _text("full_time", "yes, no, not reported; blank if not delivered", blank=True),
    _text("disability", "yes, no, not reported; blank if not delivered", blank=True),
    _text("veteran", "yes, no, not reported; blank if not delivered", blank=True),
    sa.Column("employees", sa.BigInteger, nullable=False, comment="Head count on the last day"),
    _text("nature", "official or demonstration"),
    _text("snapshot", "Snapshot it came from"),
    comment="Employees by agency and cell",
)

outcome = sa.Table(
    "outcome",
    metadata,
    _text("source", "Source id"),
    _text("agency", "Agency code, or ALL for a condition of the population"),
    _text("indicator", "Stable id of what is counted"),
    _text("period", "See etl.vocabulary.period"),
    _text("geography", "Connecticut, or the town, region, district or office"),
    _text("geography_kind", "state, region, county, town, district, office, department"),
    _text("dimension", "race_ethnicity, sex, ... ; ALL for everyone"),
    _text("group", "Standard label, two dimensions joined by ' x '; ALL for everyone"),
    _number("numerator", "People, households or events"),
    _number("denominator", "The base"),
    _number("value", "In its unit: percent 0-100, dollars, persons"),
    _number("margin_of_error", "90 % margin of `value`, in its unit; blank if none is published"),
    _text("unit", "percent, persons, dollars, ratio, days, events, per_1000, years"),
    _text("status", "shown, suppressed_by_publisher, not_collected, not_applicable, missing"),
    _text("vintage", "Which edition of the series", blank=True),
    _text("note", "What a reader must know of this row", blank=True),
    _text("nature", "official or demonstration"),
    _text("snapshot", "Snapshot it came from"),
    comment="Published aggregates and agencies' outcomes",
)

benchmark = sa.Table(
    "benchmark",
    metadata,
    _text("benchmark", "population, labor_force, availability, ..."),
    _text("geography", "Connecticut, or a region or town"),
    _text("vintage", "Year or window of the survey: a period"),
    _text("job_category", "EEO-4 job category, or ALL"),
    _text("dimension", "race_ethnicity, sex, ..."),
    _text("group", "Standard label"),
    _number("share", "Percent of everyone in the benchmark"),
    _number("count", "Persons"),
    _number("margin_of_error", "90 % margin of `share` in points; blank if none is published"),
    _text("source", "Source id"),
    _text("note", "How the group differs from the workforce's, blank if it does not", blank=True),
    _text("nature", "official or demonstration"),
    _text("snapshot", "Snapshot it came from"),
    comment="What shares are compared with",
)

warning = sa.Table(
    "warning",
    metadata,
    _text("code", "What kind of warning"),
    _text("source", "Source id"),
    _text("agency", "Agency code, or ALL"),
    _text("period", "Period, or ALL"),
    _text("message", "What was found, what is expected, what to do"),
    _text("message_es", "The same in Spanish"),
    _text("snapshot", "Snapshot it came from"),
    comment="What looked wrong but did not stop a load",
)

delivered.declare(metadata)

TABLES: Mapping[str, sa.Table] = metadata.tables


def _engine(path: Path, limits: Limits, *, read_only: bool) -> sa.Engine:
    # A pool would keep the file open after its last user is done.
    return sa.create_engine(
        f"duckdb:///{path}",
        connect_args={"read_only": read_only, "config": limits.settings(path)},
        poolclass=NullPool,
        pool_reset_on_return=None,
    )


def outdated(connection: Connection) -> bool:
    """Whether a warehouse lacks a table or a column that is declared now: it was built before there was such."""
    rows = connection.exec_driver_sql("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    there = {tuple(row) for row in rows}
    return any((table.name, column.name) not in there for table in TABLES.values() for column in table.columns)


def filled(connection: Connection) -> set[str]:
    """Return the names of the tables that have rows, or files of them."""
    rows = connection.exec_driver_sql("SELECT table_name FROM duckdb_tables() WHERE estimated_size > 0").fetchall()
    return {str(row[0]) for row in rows} | set(connection.scalars(sa.select(record.c.table)))


def failed(problem: Exception) -> str | None:
    """Return in a line what a database file could not do (no room, damage), or nothing for any other failure.

    Of a failure after a failure it is the first that says why.
    """
    if not isinstance(problem, OperationalError) and type(problem) is not DatabaseError:
        return None
    lines = str(problem.orig).splitlines()
    cause = next((line for line in lines if line.startswith("Original error:")), lines[0])
    return cause.removeprefix("Original error:").strip(' "')


_BLANK: list[bytes] = []


def _make(fresh: Path, limits: Limits) -> None:
    """Write a warehouse without rows. Its tables are made once: that takes as long as a small load, copying nothing."""
    if not _BLANK:
        engine = _engine(fresh, limits, read_only=False)
        with engine.begin() as connection:
            metadata.create_all(connection, checkfirst=False)
        engine.dispose()
        _BLANK.append(fresh.read_bytes())
    else:
        fresh.write_bytes(_BLANK[0])


@contextmanager
def rebuild(path: Path, limits: Limits = DEFAULT, *, keep: bool = False) -> Iterator[Connection]:
    """Yield a connection to a new, empty warehouse; when the block ends well, it replaces `path` whole.

    With `keep` it is a copy of the one at `path`.
    """
    fresh = path.with_suffix(".new")
    for leftover in (fresh, fresh.with_name(fresh.name + ".wal")):
        leftover.unlink(missing_ok=True)
    engine = _engine(fresh, limits, read_only=False)
    try:
        if keep:
            shutil.copyfile(path, fresh)
        else:
            _make(fresh, limits)
        with engine.begin() as connection:
            if keep:
                metadata.create_all(connection)
            yield connection
        with engine.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
        engine.dispose()
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(fresh, path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        engine.dispose()
        fresh.unlink(missing_ok=True)


@contextmanager
def reading(path: Path, limits: Limits = DEFAULT, counting: Engine | None = None) -> Iterator[Connection]:
    """Yield a read-only connection to the warehouse at `path`; what asks for records only is asked of `counting`."""
    engine = _engine(path, limits, read_only=True)
    try:
        with engine.connect() as connection:
            ask(connection, counting)
            yield connection
    finally:
        engine.dispose()


def fill(connection: Connection, table: sa.Table, rows: pd.DataFrame) -> None:
    """Append `rows`, whose columns are the table's in any order; absent ones are blank."""
    if rows.empty:
        return
    frame = rows.reindex(columns=[column.name for column in table.columns])
    cursor = connection.connection.cursor()
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    with driver.told(connection):
        cursor.register("incoming", frame)
        # Names come from our own table declarations; SQLAlchemy has no insert from a registered frame.
        cursor.execute(f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM incoming')  # noqa: S608
        cursor.unregister("incoming")


def read(connection: Connection, statement: sa.Select[Any] | Staged) -> pd.DataFrame:
    """Run a select and return its rows: numbers as float64 (blank: NaN), texts as objects (blank: None).

    Values are bound by SQLAlchemy, never pasted in. Of a count in two stages this database keeps the first as a table
    of its own until the second is counted, and ends the transaction; another engine is asked for both at once.
    """
    whole = statement.whole if isinstance(statement, Staged) else statement
    connection.info.setdefault(READ, set()).update(tables(whole))
    engine: Engine | None = connection.info.get(ENGINE)
    if engine is not None and engine.holds(whole):
        return framed(engine.columns(whole), whole)
    if isinstance(statement, Staged):
        with _kept(connection, statement.first) as first:
            then = statement.then(first)
            return framed(driver.arrow(connection, then), then)
    return framed(driver.arrow(connection, statement), statement)


@contextmanager
def _kept(connection: Connection, statement: sa.Select[Any]) -> Iterator[sa.Table]:
    """Yield a table of what a select gives, which only this connection sees and which is gone afterwards."""
    made = statement.into("staged", temporary=True)
    connection.execute(made)
    # Where the block fails nothing is dropped: a transaction that failed refuses it, and that would be told instead.
    yield made.table
    made.table.drop(connection)
    # What was dropped takes memory until the transaction ends.
    connection.commit()


def framed(columns: pa.Table, statement: sa.Select[Any]) -> pd.DataFrame:
    """Return what a select gave, column by column, as `read` returns it."""
    names = [column.name for column in statement.selected_columns]
    rows = pd.DataFrame(
        {name: objects(cells) for name, cells in zip(names, columns.columns, strict=True)}, columns=names, dtype=object
    )
    for column in statement.selected_columns:
        if isinstance(column.type, sa.Float | sa.Numeric | sa.Integer):
            rows[column.name] = rows[column.name].astype("float64")
    return rows


def objects(column: pa.ChunkedArray) -> NDArray[Any]:
    """Return cells of Arrow as numpy has them; a text that stands in many of them is held once."""
    if not pa.types.is_string(column.type):
        plain: NDArray[Any] = column.to_numpy()
        return plain
    coded = (column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()).dictionary_encode()
    words = np.empty(len(coded.dictionary) + 1, dtype=object)
    words[:-1] = coded.dictionary.to_pylist()
    # A null has no code: -1 is the last word, which is None.
    codes = coded.indices.fill_null(-1) if coded.null_count else coded.indices
    found: NDArray[Any] = words[codes.to_numpy(zero_copy_only=False)]
    return found


def empty(connection: Connection, table: sa.Table) -> None:
    """Take all rows out of a table, which is no view from then on."""
    if connection.scalar(sa.select(sa.func.count()).select_from(record).where(record.c.table == table.name)):
        view(connection, table, ())
    connection.execute(sa.delete(table))


def ask(connection: Connection, counting: Engine | None) -> None:
    """From now on ask `counting` whatever is asked of records alone, as the warehouse holds them now."""
    if counting is not None:
        files: dict[str, list[Path]] = {}
        folder = Path(str(connection.engine.url.database)).parent
        for table, file in connection.execute(sa.select(record.c.table, record.c.file)):
            files.setdefault(table, []).append(folder / file)
        counting.attach(files)
        connection.info[ENGINE] = counting


def view(connection: Connection, table: sa.Table, files: Sequence[Path]) -> None:
    """Let a table be what Parquet files hold; an empty table if there are none."""
    stands = "SELECT 1 FROM duckdb_views() WHERE NOT internal AND view_name = ?"
    kind = "VIEW" if connection.exec_driver_sql(stands, (table.name,)).first() else "TABLE"
    connection.exec_driver_sql(f'DROP {kind} IF EXISTS "{table.name}"')
    connection.execute(sa.delete(record).where(record.c.table == table.name))
    if not files:
        table.create(connection)
        return
    folder = Path(str(connection.engine.url.database)).parent
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    connection.exec_driver_sql(f'CREATE VIEW "{table.name}" AS SELECT * FROM read_parquet([{listed}])')  # noqa: S608
    rows = pd.DataFrame({"table": table.name, "file": [os.path.relpath(file, folder) for file in files]})
    fill(connection, record, rows)
