"""School years, and the codes that Connecticut's education publications use for absent values."""

import re
from dataclasses import dataclass

import pandas as pd

from etl.contract import Column, Like, Number, OneOf, Text
from etl.harmonize import Labels
from etl.published import SUPPRESSED, number, outcomes
from etl.vocabulary.label import EVERYONE

AGENCY = EVERYONE  # a condition of the population, not a score of the department that counts it
CODES = {"-9999": SUPPRESSED, "-6666": "missing"}
PANDEMIC = {
    "SY2019-20": "pandemic year: schools closed in March 2020; not comparable with other years",
    "SY2020-21": "pandemic year: much teaching was remote; not comparable with other years",
}


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year as publishers write it: 2018-2019 or 2018-19."""

    text: str = "a school year such as 2018-19, its second year following the first"

    def broken(self, values: pd.Series) -> pd.Series:
        def bad(text: str) -> bool:
            years = re.fullmatch(r"(\d{4})-(?:\d{2})?(\d{2})", text)
            return years is None or int(years[2]) != (int(years[1]) + 1) % 100

        return values.map({text: bad(text) for text in values.unique()}).astype(bool)


def school_year(years: pd.Series) -> pd.Series:
    """Return the periods of school years.

    >>> school_year(pd.Series(["2018-2019", "2009-10"])).to_list()
    ['SY2018-19', 'SY2009-10']
    """
    return "SY" + years.str[:5] + years.str[-2:]


def places(districts: pd.Series, state: str) -> pd.DataFrame:
    """Return geography and geography_kind; `state` is the name that the publisher gives to the statewide row."""
    statewide = districts == state
    return pd.DataFrame(
        {
            "geography": districts.where(~statewide, "Connecticut"),
            "geography_kind": statewide.map({True: "state", False: "district"}),
        }
    )


def district_percents(raw: pd.DataFrame, labels: Labels, indicator: str) -> pd.DataFrame:
    """Return outcome rows of a publication of percentages by district and race, without their bases.

    -9999 is suppressed or not available, -6666 missing; neither is a number.
    """
    period = school_year(raw["Year"])
    value = number(raw["Value"], codes=tuple(CODES))
    return outcomes(
        places(raw["District"], "Connecticut").assign(
            agency=AGENCY,
            indicator=indicator,
            period=period,
            dimension="race_ethnicity",
            group=labels.standard(raw["Race/Ethnicity"], "race_ethnicity"),
            value=value,
            unit="percent",
            status=raw["Value"].map(CODES).where(value.isna(), "shown"),
            note=period.map(PANDEMIC).fillna(""),
        )
    )


def percent_columns(variable: str) -> tuple[Column, ...]:
    """Return the columns of such a publication; `variable` is what the publisher calls what is counted."""
    return (
        Column(name="District", meaning="school district; Connecticut is the statewide row", promise=Text(120)),
        Column(
            name="FIPS",
            meaning="code of the town",
            promise=Like(r"9|9\d{8}", "9 for the state, or nine digits that begin with 9"),
            blank=True,
        ),
        Column(name="Year", meaning="school year", promise=SchoolYear()),
        Column(name="Race/Ethnicity", meaning="group of pupils", promise=Text(80)),
        Column(name="Variable", meaning="what is counted", promise=OneOf((variable,))),
        Column(name="Measure Type", meaning="kind of value", promise=OneOf(("Percent",))),
        Column(
            name="Value",
            meaning="percent; -9999 suppressed or not available, -6666 missing",
            promise=Number(0, 100, also=tuple(CODES)),
        ),
    )


PERCENT_CAVEATS = (
    "Percentages without their bases: no interval can be given, and districts cannot be added up.",
    "The publisher withholds percentages of small groups, and marks those it does not have the same way.",
    "2019-20 and 2020-21 are pandemic years.",
)
