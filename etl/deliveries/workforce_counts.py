"""Employees of an agency on the last day of a period, by job category, race and ethnicity, sex and more."""

import pandas as pd

from etl.contract import NATURE, Column, Number, OneOf, PeriodText, Rows, Source
from etl.harmonize import Labels
from etl.vocabulary.label import RACE_STANDARDS

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


SOURCE = Source(
    id="workforce_counts",
    stem="workforce_counts",
    title="Employees by agency, job category, race and ethnicity, and sex",
    title_es="Personal por agencia, categoría de empleo, raza y etnicidad, y sexo",
    publisher="The agencies",
    frequency="Every fiscal year, after 30 June",
    key=("agency", "period", "job_category", "race_ethnicity", "sex", "age_band", "full_time", "disability"),
    columns=(
        Column(name="agency", meaning="code, acronym, name or former name of the agency"),
        Column(name="period", meaning="when the heads were counted", promise=PeriodText()),
        Column(name="job_category", meaning="EEO-4 job category, by name or number 1 to 8"),
        Column(name="race_ethnicity", meaning="race and ethnicity, by name or code"),
        Column(name="sex", meaning="Female, Male, X or Not reported"),
        Column(name="age_band", meaning="age band", optional=True, blank=True),
        Column(name="full_time", meaning="yes, no or not reported", optional=True, blank=True),
        Column(name="disability", meaning="yes, no or not reported", optional=True, blank=True),
        Column(name="employees", meaning="head count of the cell", promise=Number(0, 1_000_000, whole=True)),
        Column(
            name="race_standard",
            meaning="omb_1997 (default) or omb_2024",
            promise=OneOf(RACE_STANDARDS),
            optional=True,
            blank=True,
        ),
        NATURE,
    ),
    transform=transform,
)
