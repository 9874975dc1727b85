"""Percent of pupils suspended at least once, by race and ethnicity, for each district and the state."""

import pandas as pd

from etl.contract import Rows, Source
from etl.harmonize import Labels
from etl.school import PERCENT_CAVEATS, district_percents, percent_columns


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
    caveats=PERCENT_CAVEATS,
    key=("District", "Year", "Race/Ethnicity"),
    columns=percent_columns("Suspensions"),
    transform=transform,
)
