"""Deaths of infants by race, of the state and its towns, in rolling windows of five years."""

import pandas as pd

from etl.census import EVERYBODY, INCLUDES_HISPANIC
from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import SUPPRESSED, number, outcomes
from etl.vocabulary.label import EVERYONE

CODE = "-9999"
_INDICATORS = {"Number": ("infant_deaths", "persons"), "Rate": ("infant_mortality_rate", "per_1000")}


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Deaths in the first year of life; the rate per 1,000 births is published for everyone only.

    The publisher withholds counts of one to five. Race groups and Hispanic overlap. The column Variable says fetal
    mortality in every row; which deaths are counted stands in Type, and only the rows of Infant are read.
    """
    raw = raw[raw["Type"] == "Infant"]
    everyone = raw["Race"] == EVERYBODY
    group = pd.Series(EVERYONE, index=raw.index, dtype="object")
    group[~everyone] = labels.standard(raw["Race"][~everyone], "race_ethnicity")
    value = number(raw["Value"], codes=(CODE,))
    statewide = raw["Town"] == "Connecticut"
    counted = raw["Measure Type"] == "Number"
    return Rows(
        tables={
            "outcome": outcomes(
                pd.DataFrame(
                    {
                        "indicator": raw["Measure Type"].map({kind: name for kind, (name, _) in _INDICATORS.items()}),
                        "unit": raw["Measure Type"].map({kind: unit for kind, (_, unit) in _INDICATORS.items()}),
                        "period": raw["Year"].str.replace("-", "/"),
                        "geography": raw["Town"],
                        "geography_kind": statewide.map({True: "state", False: "town"}),
                        "dimension": everyone.map({True: EVERYONE, False: "race_ethnicity"}),
                        "group": group,
                        "numerator": value.where(counted),
                        "value": value,
                        "status": value.notna().map({True: "shown", False: SUPPRESSED}),
                        "note": group.isin([EVERYONE, "Hispanic or Latino"]).map({True: "", False: INCLUDES_HISPANIC}),
                    }
                )
            )
        }
    )


SOURCE = Source(
    id="ct_infant_mortality",
    title="Fetal and infant mortality by race and town, five-year windows",
    title_es="Mortalidad fetal e infantil por raza y municipio, períodos de cinco años",
    publisher="Connecticut Department of Public Health, compiled by CT Data Collaborative",
    address="https://github.com/CT-Data-Collaborative/fetal-and-infant-mortality-5-year-aggregations-by-town",
    licence="Public Domain Dedication and License (ODC PDDL)",
    frequency="yearly",
    caveats=(
        "Windows of five years overlap: neighbouring ones share four years and are not compared as if apart.",
        "Rates are published for everyone only; births by race are not in the file, so no rate by race is made.",
        "Counts of one to five are withheld by the publisher.",
        "Race groups include Hispanic mothers, so the groups add up to more than everyone.",
    ),
    key=("Town", "Year", "Race", "Type", "Measure Type"),
    columns=(
        Column(name="Town", meaning="town, or Connecticut", promise=Text(60)),
        Column(name="FIPS", meaning="code of the town", promise=Like(r"09(\d{8})?|-9999", "ten digits, 09 or -9999")),
        Column(name="Year", meaning="window", promise=Like(r"(19|20)\d{2}-(19|20)\d{2}", "years such as 2010-2014")),
        Column(name="Race", meaning="race of the mother, or All", promise=Text(60)),
        Column(name="Type", meaning="deaths", promise=OneOf(("Fetal", "Infant", "Neonatal", "Postneonatal"))),
        Column(name="Measure Type", meaning="kind of value", promise=OneOf(tuple(_INDICATORS))),
        Column(name="Variable", meaning="title of the table", promise=OneOf(("Fetal Mortality",))),
        Column(name="Value", meaning="deaths, or rate; -9999 if withheld", promise=Number(0, 1e5, also=(CODE,))),
    ),
    transform=transform,
)
