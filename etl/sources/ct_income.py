"""Median household income by race of the householder, one-year survey."""

import pandas as pd

from etl.census import TOO_FEW, absent_years, comparable, groups
from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import SUPPRESSED, notes, number, outcomes

BOTTOM, TOP = 2499, 250001
_LIMITS = {
    BOTTOM: "published only as under 2,500 dollars",
    TOP: "published only as 250,000 dollars or more",
}


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Dollars of each year with the published margin; per-head income and earnings of the file are left out.

    2499 and 250001 are the ends of the survey's scale, not incomes: such a cell has no value.
    """
    raw = comparable(raw[raw["measure"] == "median_household_income"])
    income = number(raw["estimate"])
    limit = income.map(_LIMITS)
    shown = income.notna() & limit.isna()
    known = groups(raw["race_ethnicity"], labels)
    reason = limit.fillna(TOO_FEW).where(~shown, "in dollars of " + raw["year"])
    rows = known.assign(
        indicator="median_household_income",
        period=raw["year"],
        value=income.where(shown),
        margin_of_error=number(raw["moe"]).where(shown),
        unit="dollars",
        status=shown.map({True: "shown", False: SUPPRESSED}),
        note=notes(known["note"], reason),
    )
    return Rows(tables={"outcome": outcomes(rows, absent_years(rows))})


SOURCE = Source(
    id="ct_income",
    title="Income and earnings in Connecticut, by race (American Community Survey, one-year, B19013, B19301, B20017)",
    title_es="Ingresos en Connecticut, por raza "
    "(Encuesta sobre la Comunidad Estadounidense, un año, B19013, B19301, B20017)",
    publisher="U.S. Census Bureau",
    address="https://github.com/gabrieljohndusing/NCNW-Project-Datasets",
    licence="Public domain",
    frequency="yearly",
    caveats=(
        "Dollars of each year, not adjusted for prices between years.",
        "Groups other than White (not Hispanic) and Hispanic include Hispanic members.",
        "2016 is not in this edition. Medians of small groups are not published, or only as under 2,500 dollars.",
    ),
    key=("year", "source_table", "label"),
    columns=(
        Column(name="year", meaning="survey year", promise=Like(r"20\d{2}", "a year such as 2018")),
        Column(
            name="source_table",
            meaning="table of the survey",
            promise=Like("(B19013|B19301|B20017)[A-I]?", "B19013, B19301 or B20017, with a letter from A to I or none"),
        ),
        Column(name="race_ethnicity", meaning="race of the householder, or All", promise=Text(80)),
        Column(
            name="measure",
            meaning="what is measured",
            promise=OneOf(("median_household_income", "per_capita_income", "median_earnings")),
        ),
        Column(name="sex", meaning="sex and hours of work, of earnings", promise=Text(120)),
        Column(name="label", meaning="the survey's own label", promise=Text(200)),
        Column(
            name="estimate", meaning="dollars; blank if not published", promise=Number(0, 1e6, whole=True), blank=True
        ),
        Column(name="moe", meaning="90 % margin of error", promise=Number(0, 1e6, whole=True), blank=True),
    ),
    transform=transform,
)
