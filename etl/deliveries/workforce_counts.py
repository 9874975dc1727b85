"""Employees of an agency on the last day of a period, by job category, race and ethnicity, sex and more."""

import pandas as pd

from etl.column import AGENCY, JOB, PERIOD, RACE, RACE_STANDARD, SEX
from etl.contract import NATURE, Column, Number, Problem, Rows, Source
from etl.harmonize import Labels
from etl.promise import Standard
from etl.standard import broken

_KINDS = ("job_category", "race_ethnicity", "sex")
_OPTIONAL_KINDS = ("age_band", "full_time", "disability")


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row a cell; a column that is absent stays blank."""
    rows = pd.DataFrame(
        {
            "agency": labels.agency(raw["agency"]),
            "period": raw["period"],
            "employees": raw["employees"].astype("float64").astype("int64"),
        }
    )
    for kind in _KINDS:
        rows[kind] = labels.standard(raw[kind], kind)
    for kind in _OPTIONAL_KINDS:
        rows[kind] = labels.standard(raw[kind], kind) if kind in raw else ""
    for kind, default in (("race_standard", "omb_1997"), ("nature", "official")):
        rows[kind] = raw[kind].replace("", default) if kind in raw else default
    return Rows(tables={"workforce_count": rows})


def across(raw: pd.DataFrame, labels: Labels) -> list[Problem]:
    """Return the labels that nobody knows."""
    return list(broken(raw, COLUMNS, (), labels))


def _optional(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning, promise=Standard(name), kind=name, optional=True, blank=True)


COLUMNS = (
    AGENCY,
    PERIOD,
    JOB,
    RACE,
    SEX,
    _optional("age_band", "age band"),
    _optional("full_time", "whether the position is full time"),
    _optional("disability", "whether a disability is reported"),
    Column(name="employees", meaning="head count of the cell", promise=Number(0, 1_000_000, whole=True)),
    RACE_STANDARD,
    NATURE,
)

SOURCE = Source(
    id="workforce_counts",
    stem="workforce_counts",
    title="Employees by agency, job category, race and ethnicity, and sex",
    title_es="Personal por agencia, categoría de empleo, raza y etnicidad, y sexo",
    publisher="The agencies",
    frequency="Every fiscal year, after 30 June",
    key=("agency", "period", "job_category", "race_ethnicity", "sex", "age_band", "full_time", "disability"),
    columns=COLUMNS,
    transform=transform,
    across=across,
    table="workforce_count",
    unit=("agency", "period"),
)
