"""People below the poverty level by race, one-year survey."""

import pandas as pd

from etl.census import TOO_FEW, absent_years, comparable, groups, share_margin
from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import SUPPRESSED, notes, number, outcomes, refuse

TOTAL = "Total"
BELOW = "Income in the past 12 months below poverty level"
ABOVE = "Income in the past 12 months at or above poverty level"


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """People below the level in percent of those whose status is known, both sexes, with its margin, each year."""
    keys = ["year", "source_table"]
    both = raw.assign(row=raw.index, people=number(raw["estimate"]), margin=number(raw["moe"]))
    both = both[both["sex"] == "Both"]
    parts = {status: both[both["status"] == status].set_index(keys) for status in (TOTAL, BELOW, ABOVE)}
    whole = parts[TOTAL]
    below, above = (parts[status].reindex(whole.index) for status in (BELOW, ABOVE))
    differs = whole["people"].notna() & (below["people"] + above["people"] != whole["people"])
    refuse(
        labels,
        ("estimate", differs.set_axis(whole["row"]), "is not the people below plus those at or above the level"),
    )
    shown = whole["people"].notna()
    rows = pd.DataFrame(
        {
            "race_ethnicity": whole["race_ethnicity"],
            "indicator": "poverty_rate",
            "period": whole.index.get_level_values("year"),
            "numerator": below["people"],
            "denominator": whole["people"],
            "value": 100 * below["people"] / whole["people"],
            "margin_of_error": share_margin(below["people"], below["margin"], whole["people"], whole["margin"]),
            "unit": "percent",
            "status": shown.map({True: "shown", False: SUPPRESSED}),
            "reason": shown.map({True: "", False: TOO_FEW}),
        }
    ).set_axis(whole["row"])
    rows = comparable(rows)
    known = groups(rows["race_ethnicity"], labels)
    rows = rows.assign(dimension=known["dimension"], group=known["group"], note=notes(known["note"], rows["reason"]))
    return Rows(tables={"outcome": outcomes(rows, absent_years(rows))})


SOURCE = Source(
    id="ct_poverty",
    title="Poverty in Connecticut, by race and sex (American Community Survey, one-year, B17001A-I)",
    title_es="Pobreza en Connecticut, por raza y sexo (Encuesta sobre la Comunidad Estadounidense, un año, B17001A-I)",
    publisher="U.S. Census Bureau",
    address="https://github.com/gabrieljohndusing/NCNW-Project-Datasets",
    licence="Public domain",
    frequency="yearly",
    caveats=(
        "People whose poverty status is determined: not those in prisons, dormitories and nursing homes.",
        "Groups other than White (not Hispanic) and Hispanic include Hispanic members.",
        "2016 is not in this edition. American Indians and Pacific Islanders are too few to be published.",
    ),
    key=("year", "source_table", "status", "sex"),
    columns=(
        Column(name="year", meaning="survey year", promise=Like(r"20\d{2}", "a year such as 2018")),
        Column(
            name="source_table",
            meaning="table of the survey",
            promise=Like("B17001[A-I]?", "B17001 or B17001A to B17001I"),
        ),
        Column(name="race_ethnicity", meaning="group of people, or All", promise=Text(80)),
        Column(name="status", meaning="income against the poverty level", promise=OneOf((TOTAL, BELOW, ABOVE))),
        Column(name="sex", meaning="sex", promise=OneOf(("Both", "Female", "Male"))),
        Column(
            name="estimate", meaning="people; blank if not published", promise=Number(0, 5e6, whole=True), blank=True
        ),
        Column(name="moe", meaning="90 % margin of error", promise=Number(0, 5e6, whole=True), blank=True),
    ),
    transform=transform,
)
