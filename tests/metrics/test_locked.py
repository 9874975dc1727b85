"""The readers' connection: what it refuses, beside a plain connection that does each of these things."""

import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import duckdb
import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from metrics import locked

FILES = [
    "SELECT * FROM read_csv('{other}.csv')",
    "SELECT * FROM '{other}.csv'",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM read_json('{other}.json')",
    "SELECT * FROM read_parquet('{other}.parquet')",
    "SELECT * FROM sniff_csv('{other}.csv')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM duckdb_secrets()",
    "COPY cells TO '{new}.csv'",
    "COPY cells TO '{new}.parquet' (FORMAT parquet)",
    "COPY cells FROM '{other}.csv'",
    "COPY (SELECT 1) TO '{new}.json'",
    "EXPORT DATABASE '{new}'",
    "IMPORT DATABASE '{other}'",
    "ATTACH '{other}.duckdb' AS other",
    "ATTACH '{new}.duckdb' AS new",
    "ATTACH ':memory:' AS memory_too",
    "CREATE PERSISTENT SECRET s (TYPE http, EXTRA_HTTP_HEADERS MAP {{'a': 'b'}})",
]
SETTINGS = [
    "SET enable_external_access = false",
    "SET allowed_directories = ['/tmp']",
    "SET memory_limit = '8GB'",
    "SET threads = 8",
    "SET temp_directory = '{new}'",
    "SET GLOBAL max_temp_directory_size = '1GB'",
    "SET python_enable_replacements = true",
    "SET autoinstall_known_extensions = true",
    "SET extension_directory = '{new}'",
    "SET custom_extension_repository = 'http://127.0.0.1:9'",
    "SET lock_configuration = false",
    "RESET memory_limit",
    "PRAGMA memory_limit = '8GB'",
    "PRAGMA threads = 8",
    "PRAGMA profiling_output = '{new}.txt'",
    "PRAGMA log_query_path = '{new}.log'",
]
CHANGES = [
    "CREATE TABLE t (a INTEGER)",
    "CREATE VIEW v AS SELECT 1",
    "CREATE MACRO m(a) AS a + 1",
    "CREATE SEQUENCE s",
    "CREATE TYPE mood AS ENUM ('good')",
    "CREATE SCHEMA other",
    "CREATE INDEX i ON cells (period)",
    "INSERT INTO cells VALUES ('FY2026', 1)",
    "UPDATE cells SET value = 0",
    "DELETE FROM cells",
    "TRUNCATE cells",
    "ALTER TABLE cells ADD COLUMN name TEXT",
    "COMMENT ON TABLE cells IS 'x'",
    "DROP TABLE cells",
]
EXTENSIONS = [
    "INSTALL httpfs",
    "FORCE INSTALL httpfs FROM core",
    "LOAD httpfs",
    "LOAD '{other}.duckdb_extension'",
    "SELECT * FROM read_csv('https://127.0.0.1:9/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "ATTACH 'https://127.0.0.1:9/x.duckdb' AS far",
]
WITHOUT = [
    "SELECT getenv('HOME')",
    "SELECT * FROM frame",
]
"""What a program's connection cannot do anyway: environment variables, and here Python's variables."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release file and what a statement may reach for, to be copied."""
    folder = tmp_path_factory.mktemp("locked") / "home"
    folder.mkdir()
    other = folder / "other"
    with duckdb.connect(str(folder / "release.duckdb")) as plain:
        plain.execute("CREATE TABLE cells (period TEXT, value DOUBLE)")
        plain.execute("INSERT INTO cells VALUES ('FY2025', 7), ('FY2024', NULL)")
        for form in ("csv", "json", "parquet"):
            plain.execute(f"COPY cells TO '{other}.{form}'")
        plain.execute(f"EXPORT DATABASE '{other}'")
    duckdb.connect(f"{other}.duckdb").close()
    # An import makes its tables anew.
    (other / "schema.sql").write_text("CREATE TABLE imported (a INTEGER);")
    (other / "load.sql").write_text("")
    return folder


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(copytree(made, tmp_path / "home")) / "release.duckdb"


@pytest.fixture
def engine(path: Path) -> Iterator[sa.Engine]:
    engine = locked.engine(path)
    yield engine
    engine.dispose()


def stated(statement: str, path: Path) -> str:
    return statement.format(other=path.parent / "other", new=path.parent / "new")


@pytest.mark.parametrize("statement", [*FILES, *SETTINGS, *CHANGES])
def test_what_a_plain_connection_does_is_refused(engine: sa.Engine, path: Path, statement: str) -> None:
    before = sorted(path.parent.rglob("*"))
    content = path.read_bytes()
    with pytest.raises(DBAPIError), locked.reading(engine) as connection:
        connection.exec_driver_sql(stated(statement, path)).fetchall()
    engine.dispose()
    assert sorted(path.parent.rglob("*")) == before
    assert path.read_bytes() == content
    settings = {"secret_directory": str(path.parent / "secrets"), "storage_compatibility_version": "latest"}
    with duckdb.connect(str(path), config=settings) as plain:
        plain.execute(stated(statement, path)).fetchall()


@pytest.mark.parametrize("statement", [*EXTENSIONS, *WITHOUT])
def test_nothing_is_loaded_fetched_or_taken_from_the_program(engine: sa.Engine, path: Path, statement: str) -> None:
    frame = pd.DataFrame({"secret": [1]})
    assert len(frame)
    with pytest.raises(DBAPIError) as refused, locked.reading(engine) as connection:
        connection.exec_driver_sql(stated(statement, path)).fetchall()
    said = str(refused.value.orig)
    assert any(word in said for word in ("disabled", "does not exist", "Cannot access", "requires the extension"))
    assert not any(word in said for word in ("HTTP", "Could not connect", "Failed to download"))


@pytest.mark.long
def test_what_a_session_makes_for_itself_leaves_no_file(engine: sa.Engine, path: Path) -> None:
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(DBAPIError, match=r"(?i)memory"), locked.reading(engine, 60) as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE t AS SELECT random() AS a, random() AS b FROM range(40_000_000)")
    assert sorted(path.parent.rglob("*")) == before


def test_a_query_that_takes_too_long_is_stopped(engine: sa.Engine) -> None:
    slow = "SELECT count(*) FROM range(100000000) a(x), range(100000) b(y) WHERE (x * y) % 7 = 3"
    begun = time.monotonic()
    with pytest.raises(locked.TooLong, match=r"release.duckdb took over 0.2 s"), locked.reading(engine, 0.2) as one:
        one.exec_driver_sql(slow).fetchall()
    assert time.monotonic() - begun < 2
    with locked.reading(engine, 0.5) as next_one:
        assert next_one.exec_driver_sql("SELECT count(*) FROM cells").scalar() == 2


@pytest.mark.long
def test_a_stream_of_rows_is_stopped_as_well(engine: sa.Engine) -> None:
    def drain(connection: sa.Connection) -> None:
        rows = connection.exec_driver_sql("SELECT x, y FROM range(100000000) a(x), range(100000) b(y)")
        while rows.fetchmany(10_000):
            pass

    with pytest.raises(locked.TooLong), locked.reading(engine, 0.2) as connection:
        drain(connection)


def test_a_reading_in_time_is_left_alone_however_often(engine: sa.Engine) -> None:
    statement = sa.text("SELECT count(*) FROM cells")
    for _ in range(200):
        with locked.reading(engine) as connection:
            assert connection.execute(statement).scalar() == 2


def test_another_mistake_is_told_as_it_is(engine: sa.Engine) -> None:
    with pytest.raises(DBAPIError, match="payroll"), locked.reading(engine) as connection:
        connection.exec_driver_sql("SELECT * FROM payroll")


def test_rows_come_as_numbers_and_objects(engine: sa.Engine) -> None:
    cells = sa.table("cells", sa.column("period", sa.Text), sa.column("value", sa.Double))
    with locked.reading(engine) as connection:
        rows = locked.read(connection, sa.select(*cells.columns).order_by(cells.c.period))
        none = locked.read(connection, sa.select(*cells.columns).where(cells.c.period == "x' OR 'a' = 'a"))
    assert [str(kind) for kind in rows.dtypes] == ["object", "float64"]
    assert rows["period"].tolist() == ["FY2024", "FY2025"]
    assert rows["value"].isna().tolist() == [True, False]
    assert none.empty
    assert [str(kind) for kind in none.dtypes] == ["object", "float64"]
