"""Deliveries from a real PostgreSQL server: whole, read-only, repeatable without it, and no secret in any message."""

import os
from collections.abc import Iterator

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import snapshot, warehouse
from etl.desk import State
from etl.home import Home
from etl.load import Report, load, refresh
from etl.origins.fetch import fetched
from tests.etl.origins import postgres

pytestmark = pytest.mark.long
SCHEMA = """
create table units (code text primary key, title text not null);
create table posts (
    unit text, fiscal int, job int, race text, sex char(1), heads numeric(8, 2), full_time boolean, born date);
insert into units values ('PARKS', 'Parks Department'), ('FIRE', 'Fire Department');
insert into posts values
    ('PARKS', 2025, 1, 'WH', 'F', 12, true, '1980-02-01'), ('PARKS', 2025, 1, 'hi', 'M', 30.00, false, null),
    ('FIRE', 2025, 2, 'BL', 'X', 7, true, '1999-12-31');
create role reader login password 'canary-8d2e';
grant select on units, posts to reader;
"""
COUNTS = """
select unit as agency, 'FY' || fiscal as period, job as job_category, race as race_ethnicity, sex, heads as employees
from posts where unit not like 'Z%' order by unit, fiscal, job, race, sex;
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    programs = postgres.programs()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is absent; scripts/system installs it")
        pytest.skip("starts PostgreSQL, which is not installed; scripts/system installs it")
    with postgres.running(programs) as address:
        yield address


@pytest.fixture
def database(server: str) -> Iterator[str]:
    """The server with a fresh schema, as whoever may only read it."""
    engine = sa.create_engine(server, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(SCHEMA)
    yield server.replace(f"owner:{postgres.PASSWORD}", "reader:canary-8d2e")
    with engine.begin() as connection:
        connection.exec_driver_sql("drop owned by reader; drop role reader; drop table units, posts")
    engine.dispose()


def owner(server: str, statement: str) -> None:
    engine = sa.create_engine(server, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def settings(home: Home, **queries: str) -> None:
    home.path.mkdir(exist_ok=True)
    text = '[payroll]\nkind = "sql"\nconnection = { environment = "PAYROLL" }\n'
    for name, query in queries.items():
        text += f'[payroll.deliveries.{name}]\nquery = """{query}"""\n'
    home.origins.write_text(text, encoding="utf-8")


def fetch_and_load(home: Home, address: str) -> Report:
    with fetched("payroll", home, {"PAYROLL": address}) as deliveries:
        return load([], home, fetched=deliveries)


def told(report: Report) -> str:
    return "\n".join(str(problem) for delivery in report.deliveries for problem in delivery.problems)


def counts(home: Home) -> pd.DataFrame:
    with warehouse.reading(home.warehouse) as connection:
        return warehouse.read(connection, sa.select(warehouse.workforce_count))


REGISTER = "select code as agency, title as name from units order by code"


def test_queries_become_deliveries_that_pass_the_same_contracts(home: Home, database: str) -> None:
    settings(home, agencies=REGISTER, workforce_counts=COUNTS)
    report = fetch_and_load(home, database)
    assert [each.state for each in report.deliveries] == [State.LOADED, State.LOADED], told(report)
    rows = counts(home).sort_values("employees")
    assert rows["agency"].tolist() == ["FIRE", "PARKS", "PARKS"]
    assert rows["race_ethnicity"].tolist() == ["Black or African American", "White", "Hispanic or Latino"]
    assert rows["employees"].tolist() == [7, 12, 30]
    entry = snapshot.loads(home.snapshots)[1]
    assert entry.address.endswith("/postgres, query payroll.workforce_counts")
    assert "reader" not in entry.address
    assert not any("canary-8d2e" in path.read_text(errors="ignore") for path in home.path.rglob("*") if path.is_file())


def test_what_came_is_kept_so_the_load_is_repeated_without_the_database(home: Home, database: str, server: str) -> None:
    settings(home, agencies=REGISTER, workforce_counts=COUNTS)
    fetch_and_load(home, database)
    owner(server, "delete from posts")
    home.warehouse.unlink()
    refresh(home)
    assert counts(home)["employees"].sum() == 49
    assert [path for path in home.fetching.rglob("*") if path.is_file() and path.suffix != ".lock"] == []


def test_the_same_rows_again_change_nothing_and_a_correction_is_a_revision(
    home: Home, database: str, server: str
) -> None:
    settings(home, agencies=REGISTER, workforce_counts=COUNTS)
    fetch_and_load(home, database)
    assert {each.state for each in fetch_and_load(home, database).deliveries} == {State.UNCHANGED}
    owner(server, "update posts set heads = 8 where unit = 'FIRE'")
    assert [each.state for each in fetch_and_load(home, database).deliveries] == [State.UNCHANGED, State.LOADED]
    assert counts(home)["employees"].sum() == 50


def test_broken_promises_and_failed_queries_refuse_that_delivery_and_the_rest_is_loaded(
    home: Home, database: str
) -> None:
    settings(
        home,
        agencies=REGISTER,
        workforce_counts=COUNTS.replace("heads as", "heads * -1 as"),
        workforce_counts_gone="select nothing_like_it from posts",
        workforce_counts_cast="select sex::int from posts",
        workforce_counts_array="select array[1, 2] as employees",
        workforce_counts_twice="select 1 as a, 2 as a",
        workforce_counts_table="select * from pg_authid",
    )
    report = fetch_and_load(home, database)
    assert [each.state for each in report.deliveries] == [State.LOADED, *[State.REFUSED] * 6]
    said = told(report)
    assert "workforce_counts.csv, row 2, column employees: expected a whole number" in said
    assert 'column "nothing_like_it" does not exist (42703)' in said
    assert "the query failed: InvalidTextRepresentation (22P02)" in said
    assert '"F"' not in said, "a message of the database may hold a cell"
    assert "the column employees holds list" in said
    assert "the column a comes twice" in said
    assert "permission denied for table pg_authid" in said


@pytest.mark.parametrize(
    "query",
    ["delete from posts", "with gone as (delete from posts returning *) select * from gone", "drop table posts",
     "select setval('counter', 5)"],
)  # fmt: skip
def test_nothing_in_the_database_can_be_changed_not_even_by_its_owner(
    home: Home, database: str, server: str, query: str
) -> None:
    owner(server, "create sequence if not exists counter")
    settings(home, agencies=query)
    assert "the query failed" in told(fetch_and_load(home, server))
    settings(home, agencies=REGISTER, workforce_counts=COUNTS)
    assert not fetch_and_load(home, server).refused


def test_all_queries_see_one_moment(home: Home, database: str, server: str) -> None:
    from etl.origins import database as reader
    from etl.origins.settings import Query, origin

    settings(home, agencies=REGISTER)
    with reader.connected(origin(home.origins, "payroll"), {"PAYROLL": database}) as connection:
        assert reader.fetch(connection, Query(query=COUNTS), home.path / "first.csv") == 3
        owner(server, "insert into posts values ('FIRE', 2024, 1, 'AS', 'F', 3)")
        assert reader.fetch(connection, Query(query=COUNTS), home.path / "second.csv") == 3
    assert (home.path / "first.csv").read_bytes() == (home.path / "second.csv").read_bytes()


def test_typed_cells_become_the_text_of_a_file(home: Home, database: str) -> None:
    from etl.origins import database as reader
    from etl.origins.settings import Query, origin

    settings(home, agencies=REGISTER)
    query = (
        "select 12.50::numeric as n, 1e20::numeric as large, null::text as nothing, true as yes,"
        " date '2025-06-30' as d, timestamp '2025-06-30' as midnight,"
        " 2.0::float8 as f, 'NaN'::numeric as nan, 'a, \"b\"' as quoted, '50%' as p"
    )
    with reader.connected(origin(home.origins, "payroll"), {"PAYROLL": database}) as connection:
        reader.fetch(connection, Query(query=query), home.path / "x.csv")
    row = (home.path / "x.csv").read_text().splitlines()[1]
    assert row == '12.50,100000000000000000000,,yes,2025-06-30,2025-06-30,2,,"a, ""b""",50%'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("reader:canary-8d2e", "reader:wrong-canary"), "refuses this user or password"),
        (("/postgres", "/canary-none"), "has no such database or user"),
        (("postgresql://", "canarydb://"), "no driver for canarydb is installed"),
        (("postgresql://", "canary "), "the connection is no address"),
    ],
)
def test_a_database_that_lets_nobody_in_is_told_without_its_password(
    home: Home, database: str, change: tuple[str, str], said: str
) -> None:
    settings(home, agencies=REGISTER, workforce_counts=COUNTS)
    before, _, after = database.rpartition(change[0])
    address = before + change[1] + after
    report = fetch_and_load(home, address)
    assert [each.state for each in report.deliveries] == [State.REFUSED, State.REFUSED]
    assert said in told(report)
    assert "wrong-canary" not in told(report)
    assert "canary-8d2e" not in told(report)


def test_a_database_that_is_down_is_told(home: Home) -> None:
    settings(home, agencies=REGISTER)
    report = fetch_and_load(home, "postgresql://reader:canary-8d2e@127.0.0.1:1/x")
    assert "postgresql://127.0.0.1:1/x cannot be reached" in told(report)
