"""Writes the bundled figures anew from a folder of publications: `python -m etl.reference.collect FOLDER`.

Statewide rows by one dimension, of the years named here, and the residents of each town; a few hundred, as a reader
without the files needs.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from etl.contract import Source
from etl.harmonize import CROSSWALKS, Labels, load_crosswalks
from etl.published import number, outcomes
from etl.reference import FOLDER, PAGES
from etl.registry import publication_of, sources
from etl.table import read_table, suffix
from etl.vocabulary.label import EVERYONE

DIMENSIONS = (EVERYONE, "race_ethnicity", "sex")
SINCE = {
    "children_in_placement": "2009-07-01",
    "suspension_rate": "SY2011-12",
    "chronic_absenteeism": "SY2011-12",
    "graduation_rate": "SY2010-11",
    "educator_share": "SY2007-08",
    "enrollment": "SY2010-11",
    "traffic_stops": "2014/2015",
    "unemployment_rate": "2014",
    "homeownership_rate": "2015/2019",
    "median_household_income": "2014",
    "poverty_rate": "2014",
    "uninsured_rate": "2014",
    "population": "2013/2017",
    "infant_mortality_rate": "1999/2003",
    "housing_cost_burden": "2018",
}
VINTAGES = {
    "availability": ("2018",),
    "labor_force": ("2010", "2014", "2018"),
    "population": ("2018", "2013/2017", "2015/2019", "2016/2020", "2017/2021", "2018/2022", "2019/2023"),
    "enrollment": tuple(f"SY{year}-{year - 1999}" for year in range(2010, 2017)),
}
TOWNS = "2019/2023"
"""The window whose residents of every town are bundled: those whom dollars are divided by."""
RETRIEVED = {
    "ct_children_in_placement": "copy of CT Data Collaborative, commit 0178ec1, read 2026-11-22",
    "ct_suspensions": "copy of CT Data Collaborative, commit 7809bfa, read 2026-11-22",
    "ct_chronic_absenteeism": "copy of CT Data Collaborative, commit 01512a0, read 2026-11-22",
    "ct_graduation": "copy of CT Data Collaborative, commit b3bb00f, read 2026-11-22",
    "ct_educators": "copy of CT Data Collaborative, commit b3bb00f, read 2026-11-22",
    "ct_enrollment": "copy of CT Data Collaborative, commit b3bb00f, read 2026-11-22",
    "ct_traffic_stops": "copy of Trend CT, commit 2a4eb58, read 2026-11-22",
    "ct_labor_force": "copy of gabrieljohndusing/NCNW-Project-Datasets, commit 8b63f3f, read 2026-11-22",
    "ct_occupations": "copy of gabrieljohndusing/NCNW-Project-Datasets, commit 8b63f3f, read 2026-11-22",
    "ct_population_age": "copy of gabrieljohndusing/NCNW-Project-Datasets, commit 8b63f3f, read 2026-11-22",
    "ct_income": "copy of gabrieljohndusing/NCNW-Project-Datasets, commit 8b63f3f, read 2026-11-22",
    "ct_poverty": "copy of gabrieljohndusing/NCNW-Project-Datasets, commit 8b63f3f, read 2026-11-22",
    "ct_insurance": "copy of gabrieljohndusing/NCNW-Project-Datasets, commit 8b63f3f, read 2026-11-22",
    "ct_housing_tenure": "copy of CT Data Collaborative, commit f470e45, read 2026-11-22",
    "ct_infant_mortality": "copy of CT Data Collaborative, commit 72a8de0, read 2026-11-22",
    "ct_housing_cost_burden": "copy of CT-Data-Haven, commit 5b55376, read 2026-11-22",
    "ct_town_profile": "copies of CT-Data-Haven (2023: commit a33ecc5), read 2026-11-22",
}


def collect(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the outcome and the benchmark rows to be bundled, in a fixed order. Raises ContractError."""
    known, crosswalks = sources(), load_crosswalks([CROSSWALKS])
    found: dict[str, list[pd.DataFrame]] = {"outcome": [_pages()], "benchmark": []}
    for source, raw in _publications(folder, known):
        labels = Labels(source.id, crosswalks, {}, source.id)
        source.check(raw, source.id)
        for name, rows in source.transform(raw, labels).tables.items():
            kept = _outcomes(rows) if name == "outcome" else _benchmarks(rows)
            moment = kept["period" if name == "outcome" else "vintage"]
            found[name].append(
                kept.assign(
                    source=source.id,
                    citation=f"{source.publisher}: {source.title}, " + moment,
                    retrieved=RETRIEVED[source.id],
                )
            )
    outcome, benchmark = (pd.concat(found[name], ignore_index=True).round(6) for name in ("outcome", "benchmark"))
    return (
        outcome.sort_values(["indicator", "source", "period", "dimension", "group"], ignore_index=True),
        benchmark.sort_values(
            ["benchmark", "source", "vintage", "job_category", "dimension", "group"], ignore_index=True
        ),
    )


def _publications(folder: Path, known: Mapping[str, Source]) -> Iterator[tuple[Source, pd.DataFrame]]:
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and suffix(each)):
        raw = read_table(path)
        source = publication_of(list(raw.columns), known, raw.iloc[0].to_dict() if len(raw) else None)
        if source is not None and source.id in RETRIEVED:
            yield source, raw


def _outcomes(rows: pd.DataFrame) -> pd.DataFrame:
    late_enough = rows["period"] >= rows["indicator"].map(SINCE)
    return rows[(rows["geography_kind"] == "state") & rows["dimension"].isin(DIMENSIONS) & late_enough]


def _benchmarks(rows: pd.DataFrame) -> pd.DataFrame:
    chosen = pd.Series(
        [vintage in VINTAGES[name] for name, vintage in zip(rows["benchmark"], rows["vintage"], strict=True)],
        index=rows.index,
        dtype=bool,
    )
    state = (rows["geography"] == "Connecticut") & rows["dimension"].isin(DIMENSIONS[1:]) & chosen
    residents = (rows["dimension"] == EVERYONE) & (rows["vintage"] == TOWNS)
    return rows[state | residents]


def _pages() -> pd.DataFrame:
    """Return the figures that were read from pages, and what pages say is not collected."""
    pages = pd.read_csv(FOLDER / "pages.csv", dtype=str, keep_default_na=False)
    pages["value"] = number(pages["value"])
    rows = outcomes(pages.assign(numerator=pages["value"].where(pages["unit"] == "persons")))
    return rows.assign(source=PAGES, citation=pages["citation"], retrieved=pages["retrieved"])


def main(folder: Path) -> None:
    """Write `outcomes.csv` and `benchmarks.csv` beside this module."""
    for name, rows in zip(("outcomes", "benchmarks"), collect(folder), strict=True):
        rows.to_csv(FOLDER / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
