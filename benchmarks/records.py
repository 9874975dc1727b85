"""Records of people: the cube of 44 sets a year, and how many people were in each cell, beside what one would pick.

Person-months of 60 agencies over five years, seeded, as Parquet a month. Three in a hundred change their job in a year.
"""

import itertools
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import sqlalchemy as sa

from benchmarks.contest import OURS, Contest
from benchmarks.goal import Goal, megabytes, seconds, times
from etl import cube, warehouse
from etl.limits import Limits
from etl.spark import spark

MONTHS = 60
DIMENSIONS = ("agency", "job_category", "race_ethnicity", "sex", "age_band", "disability")
SETS = tuple(each for size in range(5) for each in itertools.combinations(DIMENSIONS, size))[:44]
"""Everyone, each dimension, all pairs and triples, and two of four."""
LIMITS, ROOM = Limits("400MB", 2), Limits("12GB", 2)
_YEAR = "year"
_YEARS = [f"FY{2021 + n}" for n in range(MONTHS // 12)]
_RECORDS = sa.table("records", *(sa.column(name, sa.Text) for name in (_YEAR, "person_id", *DIMENSIONS)))
_BARE = ", ".join(DIMENSIONS)


def made(folder: Path, rows: int) -> Path:
    """Return a folder of seeded Parquet files with so many person-months, made where it is absent."""
    place = folder / f"records-{rows}"
    if not (place / f"{MONTHS - 1:02}.parquet").exists():
        place.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(config={"threads": "2", "memory_limit": "1GB"}) as connection:
            for month in range(MONTHS):
                _month(connection, place / f"{month:02}.parquet", rows // MONTHS, month)
    return place


def _month(connection: duckdb.DuckDBPyConnection, path: Path, people: int, month: int) -> None:
    year = 2021 + (month // 12)
    # In the second half of a year some have another job.
    moved = f"hash(p, 2, {year}) % 100 < 3" if month % 12 >= 6 else "false"
    connection.execute(
        f"""COPY (SELECT 'FY{year}' AS year, 'e' || p AS person_id,
        'A' || lpad((hash(p, 1) % 60)::VARCHAR, 2, '0') AS agency,
        'J' || CASE WHEN {moved} THEN hash(p, 3, {year}) % 8 ELSE hash(p, 3) % 8 END AS job_category,
        'R' || hash(p, 4) % 7 AS race_ethnicity, 'S' || hash(p, 5) % 3 AS sex, 'B' || hash(p, 6) % 6 AS age_band,
        'D' || hash(p, 7) % 3 AS disability FROM range({people}) t(p)) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
    )


def contests(folder: Path, rows: int = 10_000_000, fewer: int = 5_000_000) -> Iterator[Contest]:
    """Yield the contests, on records made in `folder`."""
    yield _cube(made(folder, rows), rows)
    yield _people(made(folder, fewer), fewer)


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    keys = [_YEAR, *DIMENSIONS]
    filled = rows[[*keys, "value"]].astype({"value": "float64"})
    filled[keys] = filled[keys].astype(object).where(filled[keys].notna(), "")
    return filled.sort_values(keys, ignore_index=True)


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two cubes hold the same cells."""
    return _sorted(one).equals(_sorted(other))


def ours(place: Path, statements: Sequence[sa.Select[Any] | cube.Staged], limits: Limits = LIMITS) -> pd.DataFrame:
    """Run our statements over the records one after the other, as a publish does."""
    engine = sa.create_engine(
        "duckdb:///:memory:",
        connect_args={"config": limits.settings(place / "spill")},
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE VIEW records AS SELECT * FROM read_parquet('{place}/*.parquet')")
        return pd.concat([warehouse.read(connection, each) for each in statements], ignore_index=True)


def cells() -> sa.Select[Any]:
    """Our cube of the records."""
    return cube.cells([_RECORDS.c.year], [_RECORDS.c[name] for name in DIMENSIONS], SETS, _RECORDS)


def people() -> list[cube.Staged]:
    """Our people of the records, each once a cell and year: a year after the other."""
    of = _RECORDS.c
    each = partial(cube.people, of.person_id, [of.year], [of[name] for name in DIMENSIONS], SETS, _RECORDS)
    return [each(part=part) for part in cube.parts(of.year, _YEARS)]


def _grouped(value: str) -> str:
    sets = ", ".join(f"({', '.join((_YEAR, *each))})" for each in SETS)
    return f"SELECT year, {_BARE}, {value} AS value FROM %s GROUP BY GROUPING SETS ({sets})"


def _duckdb(place: Path, text: str, limits: Limits = LIMITS) -> pd.DataFrame:
    with duckdb.connect(config=limits.settings(place / "bare")) as connection:
        found: pd.DataFrame = connection.execute(text).df()
        return found


def _cube(place: Path, rows: int) -> Contest:
    source = f"read_parquet('{place}/*.parquet')"
    finest = f"(SELECT year, {_BARE}, count(*) AS n FROM {source} GROUP BY ALL)"

    def polars() -> pd.DataFrame:
        import polars as pl  # noqa: PLC0415 - it would be in the memory of every other contestant

        records = pl.scan_parquet(f"{place}/*.parquet")
        first = records.group_by([_YEAR, *DIMENSIONS]).agg(pl.len().alias("value")).collect(engine="streaming")
        parts = [first.group_by([_YEAR, *each]).agg(pl.col("value").sum()) for each in SETS]
        return pl.concat(parts, how="diagonal").to_pandas()

    def pandas() -> pd.DataFrame:
        columns = [_YEAR, *DIMENSIONS]
        records = pd.concat(
            [pd.read_parquet(path, columns=columns).astype("category") for path in sorted(place.glob("*.parquet"))]
        ).astype("category")
        first = records.groupby(columns, observed=True).size().rename("value").reset_index()
        parts = [first.groupby([_YEAR, *each], observed=True)["value"].sum().reset_index() for each in SETS]
        return pd.concat([each.astype({name: object for name in each if name != "value"}) for each in parts])

    def on_spark() -> pd.DataFrame:
        with spark("local[2]") as engine:
            engine.attach({"records": sorted(place.glob("*.parquet"))})
            return warehouse.framed(engine.columns(cells()), cells())

    return Contest(
        title=f"Cube of {len(SETS)} sets a year, {rows:,} records",
        contestants={
            "bare SQL, two stages": lambda: _duckdb(place, _grouped("sum(n)") % finest),
            OURS: lambda: ours(place, [cells()]),
            "bare SQL, grouping sets": lambda: _duckdb(place, _grouped("count(*)") % source),
            "polars": polars,
            "pandas": pandas,
            "Spark, this machine": on_spark,
        },
        same=same,
        beside={
            OURS: f"the statement that a publish runs, memory of {LIMITS.memory} set, rows as pandas",
            "bare SQL, two stages": "the floor: the same by hand, no statement built, no types held to",
            "bare SQL, grouping sets": "what one writes first",
            "polars": "finest cell first too, then a group-by for each set; no limit on memory",
            "pandas": "finest cell first too; file by file as categories",
            "Spark, this machine": "our statement, compiled for Spark; with its start",
        },
        alone=__name__,
        goals=(
            Goal("cube of 10 M records, two processors, s", 1.0, seconds()),
            Goal("cube of 10 M records, MB", 500, megabytes(), "{:,.0f}"),
            Goal("cube against the same by hand", 1.3, times(OURS, "bare SQL, two stages")),
        ),
    )


def _people(place: Path, rows: int) -> Contest:
    source = f"read_parquet('{place}/*.parquet')"
    return Contest(
        title=f"People in each cell of {len(SETS)} sets a year, each once, {rows:,} records",
        contestants={
            OURS: lambda: ours(place, people()),
            "count(DISTINCT)": lambda: _duckdb(place, _grouped("count(DISTINCT person_id)") % source, ROOM),
        },
        same=same,
        beside={
            OURS: "exact: people of one cell a year add up, the others are counted apart",
            "count(DISTINCT)": f"in each set; given {ROOM.memory}, since with 1.4 GB it stops for want of memory",
        },
        alone=__name__,
        goals=(Goal("people, exact: times as fast as count(DISTINCT)", 8, times("count(DISTINCT)", OURS), least=True),),
    )
