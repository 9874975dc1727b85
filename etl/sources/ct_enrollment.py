"""Pupils of public schools by race: counts by district and by state, and the shares that educators are held against."""

import pandas as pd

from etl.contract import Column, Number, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import SUPPRESSED, benchmarks, number, outcomes, refuse
from etl.school import AGENCY, SchoolYear, places, school_year
from etl.vocabulary.label import EVERYONE, NOT_REPORTED

TOTAL = "Total"
_ASIAN_BEFORE_2010 = "until 2009-10 with Pacific Islanders, and before the group Two or More Races existed"
_FIRST_NEW_LABELS = "SY2010-11"


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Pupils by district and group, with the publisher's own statewide row; statewide shares as benchmark.

    A district's blank is a count that the publisher withheld (one to five), never zero. The state's counts are
    published, not added up from districts.
    """
    pupils = number(raw["students"])
    everyone = raw["race_ethnicity"] == TOTAL
    group = pd.Series(EVERYONE, index=raw.index, dtype="object")
    group[~everyone] = labels.standard(raw["race_ethnicity"][~everyone], "race_ethnicity")
    period = school_year(raw["school_year"])
    early = (group == "Asian") & (period < _FIRST_NEW_LABELS)
    rows = places(raw["district"], TOTAL).assign(
        period=period,
        dimension=everyone.map({True: EVERYONE, False: "race_ethnicity"}),
        group=group,
        numerator=pupils,
        value=pupils,
        status=pupils.notna().map({True: "shown", False: SUPPRESSED}),
        note=early.map({True: _ASIAN_BEFORE_2010, False: ""}),
    )
    state = rows[rows["geography_kind"] == "state"]
    parts = state["value"].where(state["group"] != EVERYONE).groupby(state["period"]).transform("sum")
    refuse(
        labels,
        ("students", state["value"].isna(), "is blank in a statewide row; expected the number of pupils"),
        (
            "students",
            (state["group"] == EVERYONE) & (state["value"] != parts),
            "is not the sum of the statewide groups; a group is missing or wrong",
        ),
    )
    return Rows(
        tables={
            "outcome": outcomes(rows.assign(agency=AGENCY, indicator="enrollment", unit="persons")),
            "benchmark": _shares(state),
        }
    )


def _shares(state: pd.DataFrame) -> pd.DataFrame:
    """Return each group's share of pupils with a reported group."""
    groups = state[~state["group"].isin([EVERYONE, NOT_REPORTED])]
    base = groups["value"].groupby(groups["period"]).transform("sum")
    return benchmarks(
        pd.DataFrame(
            {
                "benchmark": "enrollment",
                "vintage": groups["period"],
                "dimension": "race_ethnicity",
                "group": groups["group"],
                "share": 100 * groups["value"] / base,
                "count": groups["value"],
                "note": groups["note"],
            }
        )
    )


SOURCE = Source(
    id="ct_enrollment",
    title="Public school enrollment, by race and ethnicity and district",
    title_es="Matrícula de escuelas públicas, por raza y etnicidad y distrito",
    publisher="Connecticut State Department of Education",
    address="https://github.com/CT-Data-Collaborative/edsight-data",
    licence="Open Data Commons Attribution License (ODC-By)",
    frequency="yearly",
    caveats=(
        "The publisher withholds districts' counts of one to five pupils, so districts do not add up to the state.",
        "Labels changed in 2010-11: Two or More Races and Pacific Islanders became groups of their own.",
    ),
    key=("district", "school_year", "race_ethnicity"),
    columns=(
        Column(name="district", meaning="school district; Total is the statewide row", promise=Text(120)),
        Column(name="school_year", meaning="school year", promise=SchoolYear()),
        Column(name="race_ethnicity", meaning="group of pupils; Total is everyone", promise=Text(80)),
        Column(
            name="students",
            meaning="pupils enrolled; blank if the publisher withheld it",
            promise=Number(0, 1_000_000, whole=True),
            blank=True,
        ),
    ),
    transform=transform,
)
