"""A table of a release as files: CSV beside the database's own and pandas, a workbook written and read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pandas as pd

from benchmarks.contest import OURS, Contest
from benchmarks.goal import Goal, times
from etl.workbook import cells
from metrics.export import harmless, separated
from metrics.workbook import workbook


def rows(many: int) -> pd.DataFrame:
    """Return so many seeded rows in the shape of table `figures`."""
    chance = np.random.default_rng(24)
    texts = {
        f"text{n}": np.array([f"word {k}" for k in range(50)], object)[chance.integers(50, size=many)] for n in range(8)
    }
    numbers = {f"number{n}": chance.uniform(0, 100, many).round(6) for n in range(8)}
    return pd.DataFrame({**texts, **numbers})


def _csv(folder: Path, many: int) -> Contest:
    held = rows(many)

    def ours() -> Path:
        separated(held, folder / "ours.csv")
        return folder / "ours.csv"

    def pandas() -> Path:
        harmless(held).to_csv(folder / "pandas.csv", index=False)
        return folder / "pandas.csv"

    def bare() -> Path:
        with duckdb.connect() as connection:
            connection.register("held", held)
            connection.execute(f"COPY held TO '{folder / 'bare.csv'}' (HEADER)")
        return folder / "bare.csv"

    return Contest(
        title=f"CSV of {many:,} rows",
        contestants={"DuckDB COPY": bare, OURS: ours, "pandas": pandas},
        same=lambda one, other: bool(one.read_bytes() == other.read_bytes()),
        beside={OURS: "cells that a spreadsheet would run made safe", "DuckDB COPY": "the floor: no cell made safe",
                "pandas": "cells made safe"},
        goals=(Goal("CSV against DuckDB's COPY", 1.5, times(OURS, "DuckDB COPY")),),
    )  # fmt: skip


def _written(folder: Path, many: int) -> Contest:
    held = rows(many)

    def peer() -> int:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("figures")
        sheet.append(list(held))
        for row in held.itertuples(index=False, name=None):
            sheet.append(row)
        book.save(folder / "peer.xlsx")
        return many

    def ours() -> int:
        (folder / "ours.xlsx").write_bytes(workbook({"figures": held}, "figures"))
        return many

    return Contest(
        title=f"Workbook of {many:,} rows written",
        contestants={OURS: ours, "openpyxl": peer},
        same=lambda one, other: bool(one == other),
        beside={OURS: "cells that a spreadsheet would run made safe, headings frozen", "openpyxl": "rows only"},
    )


def _read(folder: Path, many: int) -> Contest:
    path = folder / "read.xlsx"
    path.write_bytes(workbook({"figures": rows(many)}, "figures"))

    def ours() -> list[list[str]]:
        return cells(path, path.name)

    def peer() -> list[list[Any]]:
        sheet = openpyxl.load_workbook(path, read_only=True).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    return Contest(
        title=f"Workbook of {many:,} rows read",
        contestants={OURS: ours, "openpyxl": peer},
        same=lambda one, other: len(one) == len(other),
        beside={OURS: "by calamine, in a process of its own with limits on memory and time", "openpyxl": "in process"},
    )


def contests(folder: Path) -> Iterator[Contest]:
    """Yield the contests."""
    folder.mkdir(parents=True, exist_ok=True)
    yield _csv(folder, 200_000)
    yield _written(folder, 20_000)
    yield _read(folder, 20_000)
