"""A slice of the cells: what a page reads of a release, from 1 and from 10 million cells, laid out as a release is.

Ten times the cells are ten times the measures, of which a page reads one as before, or ten times the periods of each,
so that a page has ten times the rows to read.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import sqlalchemy as sa

from benchmarks.contest import OURS, Contest
from benchmarks.goal import Goal, Measure, times
from metrics import locked
from metrics.release import GROUP

READS, MANY = 100, 500
"""Slices read in a round; measures of ten times the cells."""
_CELL = sa.table(
    "cell",
    *(sa.column(name, sa.Text) for name in ("measure", "agency", "dimension", "grp", "period")),
    *(sa.column(name, sa.Double) for name in ("value", "lower", "upper")),
)
_WANTED = [(f"m{n % 50:03}", f"A{n % 60:02}") for n in range(READS)]


def made(folder: Path, cells: int, measures: int = 50, *, ordered: bool = True) -> Path:
    """Return a database of so many cells: these measures, 60 agencies, 40 groups, as many periods as it takes."""
    path = folder / f"cells-{cells}-{measures}-{GROUP}{'' if ordered else '-unsorted'}.duckdb"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with duckdb.connect(config={"memory_limit": "1GB", "threads": "2"}) as connection:
            connection.execute(f"ATTACH '{fresh}' AS release (ROW_GROUP_SIZE {GROUP})")
            connection.execute("USE release")
            pairs = 60 * measures
            order = "measure, agency, dimension, grp, period" if ordered else "hash(measure, agency, grp, period)"
            connection.execute(
                f"""CREATE TABLE cell AS SELECT 'm' || lpad((i % {measures})::VARCHAR, 3, '0') AS measure,
                'A' || lpad((i // {measures} % 60)::VARCHAR, 2, '0') AS agency, 'd' || (i // {pairs} % 4) AS dimension,
                'g' || (i // {pairs} % 40) AS grp, 'P' || (i // {40 * pairs}) AS period,
                hash(i) % 1000 / 10.0 AS value,
                hash(i, 1) % 500 / 10.0 AS lower, 50 + hash(i, 2) % 500 / 10.0 AS upper
                FROM range({cells}) t(i) ORDER BY {order}"""
            )
        fresh.replace(path)
    return path


def ours(path: Path) -> np.ndarray:
    """Read the slices as the pages do: a locked, read-only file, values bound; return the seconds of each."""
    engine, found = locked.engine(path), []
    for pair in _WANTED:
        start = time.perf_counter()
        rows = _slice(engine, pair)
        found.append(time.perf_counter() - start)
        if rows.empty:
            raise ValueError(f"no cell of {pair}")
    engine.dispose()
    return np.array(found)


def _slice(engine: sa.Engine, pair: tuple[str, str]) -> pd.DataFrame:
    of, (measure, agency) = _CELL.c, pair
    with locked.reading(engine) as connection:
        return locked.read(connection, sa.select(_CELL).where(of.measure == measure, of.agency == agency))


def _bare(path: Path) -> np.ndarray:
    with duckdb.connect(str(path), read_only=True) as connection:
        for pair in _WANTED:
            if _bare_slice(connection, pair).empty:
                raise ValueError(f"no cell of {pair}")
    return np.zeros(READS)


def _bare_slice(connection: duckdb.DuckDBPyConnection, pair: tuple[str, str]) -> pd.DataFrame:
    rows: pd.DataFrame = connection.execute("SELECT * FROM cell WHERE measure = ? AND agency = ?", pair).df()
    return rows


def _agree(path: Path) -> None:
    """Hold our slices of a file to the bare database's. Raises ValueError."""
    engine = locked.engine(path)
    found = [_slice(engine, pair) for pair in _WANTED]
    engine.dispose()
    # Only now: the database opens no file twice with different settings.
    names = [column.name for column in _CELL.columns]
    with duckdb.connect(str(path), read_only=True) as connection:
        for pair, mine in zip(_WANTED, found, strict=True):
            one, other = (
                rows[names].astype(object).sort_values(names, ignore_index=True)
                for rows in (mine, _bare_slice(connection, pair))
            )
            if not one.equals(other):
                raise ValueError(f"{path.name}: our slice of {pair} is not the bare database's; mend that first")


def contests(folder: Path) -> Iterator[Contest]:
    """Yield the contest, on cells made in `folder`."""
    million, ten, long = made(folder, 1_000_000), made(folder, 10_000_000, MANY), made(folder, 10_000_000)
    loose = made(folder, 10_000_000, MANY, ordered=False)
    for path in (million, ten, long):
        _agree(path)
    yield Contest(
        title=f"{READS} slices of one measure and agency",
        contestants={
            "bare DuckDB, 10 M cells": lambda: _bare(ten),
            OURS: lambda: ours(ten),
            "ours, 1 M cells": lambda: ours(million),
            "bare DuckDB, 10 M cells, long slices": lambda: _bare(long),
            "ours, 10 M cells, long slices": lambda: ours(long),
            "ours, 10 M cells unsorted": lambda: ours(loose),
        },
        same=lambda one, other: len(one) == len(other),
        beside={
            OURS: "10 M cells of ten times the measures, slices of 333 rows; locked file, values bound, time limit",
            "bare DuckDB, 10 M cells": "the floor: no limit on what a query may do",
            "ours, 1 M cells": "slices of 333 rows too",
            "bare DuckDB, 10 M cells, long slices": "ten times the periods: slices of 3,333 rows",
            "ours, 10 M cells, long slices": "ten times the periods: slices of 3,333 rows",
            "ours, 10 M cells unsorted": "why a release is sorted",
        },
        alone=__name__,
        goals=(
            Goal("slice of 1 M cells, p99, ms", 5.0, _late(million)),
            Goal("slice of 10 M cells, p99, ms", 5.0, _late(ten)),
            Goal("slices of 10 M cells against 1 M", 1.5, times(OURS, "ours, 1 M cells")),
            Goal("slice of ten times the rows, of 10 M cells, p99, ms", 5.0, _late(long)),
        ),
    )


def _late(path: Path) -> Measure:
    """Return what measures the milliseconds that all but a hundredth of a round's slices take, the median of seven.

    Each round opens the file, which a worker does once: rounds thrown together would have a hundredth of openings.
    """
    return lambda _: 1000 * float(np.median([np.quantile(ours(path), 0.99) for _ in range(7)]))
