"""Percent of pupils who missed a tenth of the school year or more, by race, for each district and the state."""

import pandas as pd

from etl.contract import Rows, Source
from etl.harmonize import Labels
from etl.school import PERCENT_CAVEATS, district_percents, percent_columns


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row a district or the state, school year and group: a percentage without its base."""
    return Rows(tables={"outcome": district_percents(raw, labels, "chronic_absenteeism")})


SOURCE = Source(
    id="ct_chronic_absenteeism",
    title="Chronically absent pupils, by race and ethnicity and district",
    title_es="Alumnado con ausentismo crónico, por raza y etnicidad y distrito",
    publisher="Connecticut State Department of Education",
    address="https://github.com/CT-Data-Collaborative/chronic-absenteeism-by-race-ethnicity",
    licence="Public Domain Dedication and License (ODC PDDL)",
    frequency="yearly",
    caveats=PERCENT_CAVEATS,
    key=("District", "Year", "Race/Ethnicity"),
    columns=percent_columns("Chronically Absent Students"),
    transform=transform,
)
