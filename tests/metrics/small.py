"""A warehouse of a few rows, typed by hand."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import copy

import pandas as pd

import metrics.compute
from etl import warehouse
from metrics.compute import Tables, Work
from metrics.count import registry
from metrics.definition import DEFINITIONS, Duration, Outcome, load_measures
from metrics.disclosure import policy, whole
from metrics.disclosure.protect import Report
from metrics.table import cells

LEADERS = "Officials and Administrators"
OTHERS = "Professionals"
HEADS = ("age", "disability", "veterans")
"""Measures of head counts that need more than race, sex and job category; `compute` leaves them out."""
NO_CELLS = pd.DataFrame(columns=cells.COLUMNS)
"""The cells of an earlier release where there is none."""


def counts(
    agency: str,
    period: str,
    cells: Mapping[tuple[str, str, str], int],
    nature: str = "official",
    standard: str = "omb_1997",
) -> pd.DataFrame:
    """Rows of `workforce_count`: (race, sex, job) -> employees."""
    return pd.DataFrame(
        [
            {
                "agency": agency, "period": period, "job_category": job, "race_standard": standard,
                "race_ethnicity": race, "sex": sex, "employees": n, "nature": nature, "snapshot": "s1",
            }
            for (race, sex, job), n in cells.items()
        ]
    )  # fmt: skip


def people(agency: str, period: str, races: Mapping[str, int], nature: str = "official", **more: str) -> pd.DataFrame:
    """Rows of `workforce_count` by race: all women, none of them a leader."""
    return counts(agency, period, {(race, "Female", OTHERS): n for race, n in races.items()}, nature, **more)


def shares(benchmark: str, vintage: str, groups: Mapping[str, float], **more: object) -> pd.DataFrame:
    """Rows of `benchmark`: race -> share in percent."""
    rows = pd.DataFrame({"group": list(groups), "share": list(groups.values())})
    given: dict[str, object] = {
        "benchmark": benchmark, "geography": "Connecticut", "vintage": vintage, "job_category": "ALL",
        "dimension": "race_ethnicity", "source": "survey", "nature": "official", "snapshot": "s1",
    }  # fmt: skip
    return rows.assign(**(given | more))


def outcomes(indicator: str, rows: Iterable[Mapping[str, object]], **common: object) -> pd.DataFrame:
    """Rows of `outcome`, filled up with what they leave unsaid."""
    unsaid: dict[str, object] = {
        "source": "publication", "agency": "SDE", "indicator": indicator, "period": "SY2018-19",
        "geography": "Connecticut", "geography_kind": "state", "dimension": "race_ethnicity", "unit": "percent",
        "status": "shown", "nature": "official", "snapshot": "s1",
    }  # fmt: skip
    return pd.DataFrame([{**unsaid, **common, **row} for row in rows])


def agencies(*codes: str, **more: object) -> pd.DataFrame:
    """Rows of `agency`."""
    return pd.DataFrame(
        {"agency": list(codes), "name": [f"Agency {code}" for code in codes], "nature": "official"}
    ).assign(**more)


def build(path: Path, **tables: pd.DataFrame) -> Path:
    """Write a warehouse with these tables, and the sources that their rows name."""
    snapshot = {
        "snapshot": "s1", "source": "workforce_counts", "name": "f.csv", "address": "f.csv", "bytes": 1,
        "received": "2026-01-01", "nature": "official", "rows": 1,
    }  # fmt: skip
    source = {"source": "workforce_counts", "publisher": "The agencies", "title": "Head counts", "title_es": "Recuento"}
    filled = {"snapshot": pd.DataFrame([snapshot]), "source": pd.DataFrame([source]), **tables}
    with warehouse.rebuild(path) as connection:
        for name, rows in filled.items():
            warehouse.fill(connection, warehouse.TABLES[name], rows)
    return path


def definitions(folder: Path, tables: Mapping[str, pd.DataFrame]) -> Path:
    """Copy the definitions whose rows the tables hold into a new folder; the others would only cost time."""
    folder.mkdir(exist_ok=True)
    held = set(tables["outcome"]["indicator"]) if "outcome" in tables else set()
    for name, measure in load_measures().items():
        if isinstance(measure.formula, Outcome):
            there = measure.formula.indicator in held
        elif isinstance(measure.formula, Duration):
            there = set(registry.spans()[measure.formula.span].tables) <= tables.keys()
        else:
            counts = [registry.counts()[each] for each in whole.counts_of(measure)]
            # Of a head count the two measures that most tests are about; what is counted of all definitions is none.
            there = bool(counts) and all(set(each.tables) <= tables.keys() for each in counts) and name not in HEADS
        if there:
            copy(DEFINITIONS / f"{name}.toml", folder)
    return folder


def compute(folder: Path, tables: Mapping[str, pd.DataFrame]) -> Tables:
    """Return the internal tables of a warehouse with these tables."""
    return metrics.compute.compute(build(folder / "w.duckdb", **tables), definitions(folder / "definitions", tables))


def public(work: Work) -> Tables:
    """Return the public tables of a first release."""
    shown, _ = protected(work.inner)
    return metrics.compute.public(work, shown)


def protected(
    rows: pd.DataFrame, earlier: pd.DataFrame = NO_CELLS, inside: pd.DataFrame = NO_CELLS, *, processes: int = 1
) -> tuple[pd.DataFrame, dict[str, Report]]:
    """Return the cells of head counts as the public gets them, and how each period went."""
    with cells.protecting(rows, policy.current(), earlier, inside, processes=processes) as counts:
        return counts(lambda _: None)
