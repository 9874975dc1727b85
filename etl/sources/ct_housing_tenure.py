"""Homeownership by race, of the state and its towns: owners in percent of occupied homes."""

import pandas as pd

from etl.census import comparable, groups
from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import notes, number, outcomes, refuse

NOBODY = "no household of this group"
NO_MARGIN = "margin not published"
_OF_GROUP = "Percent of Racial/Ethnic Subgroup"
_KEYS = ["town", "period", "race_ethnicity"]


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row a place and the race of the householder. Owners and homes are survey estimates, without margins.

    -9999 stands where a group has no household: not applicable, and never a number.
    """
    counts = raw[raw["measure_type"] == "Number"]
    table = counts.assign(homes=number(counts["value"])).pivot(index=_KEYS, columns="tenure", values="homes")
    first_row = pd.Series(counts.index, index=counts.index).groupby([counts[key] for key in _KEYS]).min()
    table = table.join(first_row.rename("row")).reset_index().set_index("row")
    table = table.reindex(columns=[*_KEYS, "Total", "Owner Occupied", "Renter Occupied"])
    owners, homes = table["Owner Occupied"], table["Total"]
    refuse(
        labels,
        ("value", owners + table["Renter Occupied"] != homes, "owners and renters do not add up to the total"),
        *_published_percents(raw, table),
    )
    table = comparable(table)
    owners, homes = owners[table.index], homes[table.index]
    known = groups(table["race_ethnicity"], labels)
    statewide = table["town"] == "Connecticut"
    lived_in = homes > 0
    return Rows(
        tables={
            "outcome": outcomes(
                known.assign(
                    indicator="homeownership_rate",
                    period=table["period"].str.replace("-", "/"),
                    geography=table["town"],
                    geography_kind=statewide.map({True: "state", False: "town"}),
                    numerator=owners.where(lived_in),
                    denominator=homes.where(lived_in),
                    value=(100 * owners / homes).where(lived_in),
                    unit="percent",
                    status=lived_in.map({True: "shown", False: "not_applicable"}),
                    note=notes(known["note"], lived_in.map({True: NO_MARGIN, False: NOBODY})),
                )
            )
        }
    )


def _published_percents(raw: pd.DataFrame, table: pd.DataFrame) -> list[tuple[str, pd.Series, str]]:
    """Return the check of the publisher's percentages of owners in a group against the counts."""
    given = raw[(raw["measure_type"] == _OF_GROUP) & (raw["tenure"] == "Owner Occupied")]
    counts = table.set_index(_KEYS).reindex(pd.MultiIndex.from_frame(given[_KEYS])).set_axis(given.index)
    percent = number(given["value"], codes=("-9999",))
    computed = 100 * counts["Owner Occupied"] / counts["Total"].where(counts["Total"] > 0)
    agree = (computed - percent).abs() <= 0.0051
    return [
        ("value", ~(agree | (computed.isna() & percent.isna())), "is not the owners in percent of the group's homes")
    ]


SOURCE = Source(
    id="ct_housing_tenure",
    title="Owners and renters, by race and ethnicity and town (American Community Survey, 2015 to 2019)",
    title_es="Propietarios e inquilinos, por raza y etnicidad y municipio "
    "(Encuesta sobre la Comunidad Estadounidense, 2015 a 2019)",
    publisher="U.S. Census Bureau, compiled by CT Data Collaborative",
    address="https://github.com/CT-Data-Collaborative/housing-tenure-by-race-and-ethnicity-by-town",
    licence="Public Domain Dedication and License (ODC PDDL)",
    frequency="yearly",
    caveats=(
        "Survey estimates of five years. Their margins of error are not in this edition, and are wide in small towns.",
        "The race is the householder's. Groups other than White (not Hispanic) include Hispanic members.",
    ),
    key=(*_KEYS, "tenure", "measure_type"),
    columns=(
        Column(name="town", meaning="town, or Connecticut", promise=Text(80)),
        Column(name="fips", meaning="code of the town", promise=Like(r"09(\d{8})?", "09 for the state, or ten digits")),
        Column(name="period", meaning="window of years", promise=Like(r"20\d{2}-20\d{2}", "years such as 2015-2019")),
        Column(name="race_ethnicity", meaning="race of the householder, or All", promise=Text(80)),
        Column(name="tenure", meaning="whose home", promise=OneOf(("Total", "Owner Occupied", "Renter Occupied"))),
        Column(
            name="measure_type",
            meaning="what the value is",
            promise=OneOf(("Number", "Percent of Total Housing Units", _OF_GROUP)),
        ),
        Column(name="variable", meaning="what is counted", promise=OneOf(("Occupied Housing Units",))),
        Column(
            name="value",
            meaning="homes, or percent; -9999 if there is no base",
            promise=Number(0, 1e7, also=("-9999",)),
        ),
    ),
    transform=transform,
)
