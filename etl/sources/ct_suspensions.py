"""Percent of pupils suspended at least once, by race and ethnicity, for each district and the state."""

import pandas as pd

from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.school import CODES, SchoolYear, district_percents


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row a district or the state, school year and group: a percentage without its base."""
    return Rows(tables={"outcome": district_percents(raw, labels, "suspension_rate")})


SOURCE = Source(
    id="ct_suspensions",
    title="Pupils suspended, by race and ethnicity and district",
    title_es="Alumnado suspendido, por raza y etnicidad y distrito",
    publisher="Connecticut State Department of Education",
    address="https://github.com/CT-Data-Collaborative/suspension-rate-by-race",
    licence="Public Domain Dedication and License (ODC PDDL)",
    frequency="yearly",
    caveats=(
        "Percentages without their bases: no interval can be given, and districts cannot be added up.",
        "The publisher withholds percentages of small groups, and marks those it does not have the same way.",
        "2019-20 and 2020-21 are pandemic years.",
    ),
    key=("District", "Year", "Race/Ethnicity"),
    columns=(
        Column(name="District", meaning="school district; Connecticut is the statewide row", promise=Text(120)),
        Column(
            name="FIPS",
            meaning="code of the town",
            promise=Like(r"9|9\d{8}", "9 for the state, or nine digits that begin with 9"),
            blank=True,
        ),
        Column(name="Year", meaning="school year", promise=SchoolYear()),
        Column(name="Race/Ethnicity", meaning="group of pupils", promise=Text(80)),
        Column(name="Variable", meaning="what is counted", promise=OneOf(("Suspensions",))),
        Column(name="Measure Type", meaning="kind of value", promise=OneOf(("Percent",))),
        Column(
            name="Value",
            meaning="percent; -9999 suppressed or not available, -6666 missing",
            promise=Number(0, 100, also=tuple(CODES)),
        ),
    ),
    transform=transform,
)
