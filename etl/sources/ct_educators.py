"""Certified educators of public schools by race: counts and percentages of districts, percentages of the state."""

import pandas as pd

from etl.contract import Column, Number, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import number, outcomes, refuse
from etl.school import AGENCY, SchoolYear, places, school_year

STATE = "State of Connecticut"
_ROUNDING = 0.06


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row a district or the state, school year and group: the group's share of educators.

    A district's base is the sum of its groups. The statewide share stays as published, without a base: the groups
    of districts that report nobody are not listed, so a sum would not be the publisher's.
    """
    educators, percent = number(raw["educators"]), number(raw["pct_of_total"])
    base = educators.groupby([raw["school_year"], raw["district"]]).transform("sum", min_count=1)
    share = 100 * educators / base
    statewide = raw["district"] == STATE
    refuse(
        labels,
        ("educators", educators.isna() & ~statewide, "is blank; only the statewide row has no count"),
        (
            "pct_of_total",
            educators.notna() & ~((share - percent).abs() <= _ROUNDING),
            "is not the group's percent of the district's educators; a group may be missing",
        ),
    )
    rows = places(raw["district"], STATE).assign(
        agency=AGENCY,
        indicator="educator_share",
        period=school_year(raw["school_year"]),
        dimension="race_ethnicity",
        group=labels.standard(raw["race_ethnicity"], "race_ethnicity"),
        numerator=educators,
        denominator=base.where(educators.notna()),
        value=share.where(educators.notna(), percent),
        unit="percent",
    )
    return Rows(tables={"outcome": outcomes(rows)})


SOURCE = Source(
    id="ct_educators",
    title="Public school educators, by race and ethnicity and district",
    title_es="Docentes de escuelas públicas, por raza y etnicidad y distrito",
    publisher="Connecticut State Department of Education",
    address="https://github.com/CT-Data-Collaborative/edsight-data",
    licence="Open Data Commons Attribution License (ODC-By)",
    frequency="yearly",
    caveats=(
        "Certified educators. Statewide figures are published as percentages only.",
        "Groups that a district does not have are not listed.",
    ),
    key=("school_year", "district", "race_ethnicity"),
    columns=(
        Column(name="school_year", meaning="school year", promise=SchoolYear()),
        Column(
            name="district", meaning="school district; State of Connecticut is the statewide row", promise=Text(120)
        ),
        Column(name="race_ethnicity", meaning="group of educators", promise=Text(80)),
        Column(
            name="educators",
            meaning="certified educators; blank for the state",
            promise=Number(0, 100_000, whole=True),
            blank=True,
        ),
        Column(name="pct_of_total", meaning="percent of all educators there", promise=Number(0, 100)),
    ),
    transform=transform,
)
