"""The civilian labor force by race and sex: benchmark of the workforce, and the unemployment rate."""

import pandas as pd

from etl.census import TOO_FEW, absent_years, comparable, groups
from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import benchmarks, joined, notes, number, outcomes, refuse
from etl.vocabulary.label import EVERYONE

# The tables of one race alone, or of two or more, hold everyone once; H and I count their people a second time.
OVERLAPPING = ("C23002H", "C23002I")
NO_MARGIN = "margin not published"


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Labor force (persons, percent) and unemployment (percent) by race, sex and both, each year.

    The file has no totals: the base is the sum of the race groups it holds, which leaves out those with too few
    people in the sample. The shares of Hispanic people and of race groups overlap.
    """
    people = pd.DataFrame(
        {
            "period": raw["year"],
            "table": raw["source_table"],
            "race_ethnicity": raw["race_ethnicity"],
            "sex": labels.standard(raw["sex"], "sex"),
            "count": number(raw["civilian_labor_force"]),
            "unemployed": number(raw["unemployed"]),
        }
    )
    refuse(
        labels,
        (
            "civilian_labor_force",
            people["count"] != number(raw["employed"]) + people["unemployed"],
            "is not employed plus unemployed",
        ),
        (
            "sex",
            raw.groupby(["year", "source_table"])["sex"].transform("nunique") != 2,
            "both sexes are expected for each year and table",
        ),
    )
    everyone = people[~people["table"].isin(OVERLAPPING)]
    grouped = groups(comparable(people)["race_ethnicity"], labels)
    by_race = comparable(people).assign(group=grouped["group"], note=grouped["note"], dimension="race_ethnicity")
    by_both = by_race.assign(group=joined(by_race["group"], by_race["sex"]), dimension="race_ethnicity x sex")
    by_sex = everyone.assign(group=everyone["sex"], dimension="sex", note="")
    rows = pd.concat([by_race, by_both, by_sex, everyone.assign(group=EVERYONE, dimension=EVERYONE, note="")])
    rows = rows.groupby(["period", "dimension", "group", "note"], as_index=False)[["count", "unemployed"]].sum()
    base = rows["period"].map(everyone.groupby("period")["count"].sum())
    return Rows(tables={"benchmark": _benchmark(rows, base), "outcome": _unemployment(rows)})


def _benchmark(rows: pd.DataFrame, base: pd.Series) -> pd.DataFrame:
    shares = rows.assign(
        benchmark="labor_force",
        vintage=rows["period"],
        share=100 * rows["count"] / base,
    )
    return benchmarks(shares[shares["dimension"] != EVERYONE])


def _unemployment(rows: pd.DataFrame) -> pd.DataFrame:
    rates = pd.DataFrame(
        {
            "indicator": "unemployment_rate",
            "period": rows["period"],
            "dimension": rows["dimension"],
            "group": rows["group"],
            "value": 100 * rows["unemployed"] / rows["count"],
            "unit": "percent",
            "note": notes(rows["note"], rows["count"].map(lambda _: NO_MARGIN)),
        }
    )
    return outcomes(rates, _unpublished(rates), absent_years(rates))


def _unpublished(rates: pd.DataFrame) -> pd.DataFrame:
    """Return a suppressed row for each group in each year whose table the survey does not publish."""
    series = rates[["indicator", "dimension", "group", "unit"]].drop_duplicates()
    every = series.merge(rates[["period"]].drop_duplicates(), how="cross")
    known = pd.MultiIndex.from_frame(rates[["period", "dimension", "group"]])
    absent = ~pd.MultiIndex.from_frame(every[["period", "dimension", "group"]]).isin(known)
    return every[absent].assign(status="suppressed_by_publisher", note=TOO_FEW)


SOURCE = Source(
    id="ct_labor_force",
    title="Civilian labor force of Connecticut, by race and sex (American Community Survey, one-year, C23002A-I)",
    title_es="Fuerza laboral civil de Connecticut, por raza y sexo "
    "(Encuesta sobre la Comunidad Estadounidense, un año, C23002A-I)",
    publisher="U.S. Census Bureau",
    address="https://github.com/gabrieljohndusing/NCNW-Project-Datasets",
    licence="Public domain",
    frequency="yearly",
    caveats=(
        "Only White (not Hispanic) and Hispanic match the workforce's groups; the others include Hispanic members.",
        "No margins of error are published.",
        "Shares are of the race groups that the survey publishes, about 99.7 percent of the labor force.",
        "2016 is not in this edition. American Indians are published in some years, Pacific Islanders in none.",
        "From age 65 the source counts everyone in the labor force as civilian.",
    ),
    key=("year", "source_table", "sex"),
    columns=(
        Column(name="year", meaning="survey year", promise=Like(r"20\d{2}", "a year such as 2018")),
        Column(name="source_table", meaning="table of the survey", promise=Like("C23002[A-I]", "C23002A to C23002I")),
        Column(name="race_ethnicity", meaning="group of people", promise=Text(80)),
        Column(name="sex", meaning="sex", promise=OneOf(("Female", "Male"))),
        *(
            Column(name=name, meaning=meaning, promise=Number(0, 5e6, whole=True))
            for name, meaning in (
                ("population_16plus", "people aged 16 and over"),
                ("civilian_labor_force", "of these, employed or looking for work"),
                ("employed", "of these, employed"),
                ("unemployed", "of these, unemployed"),
            )
        ),
    ),
    transform=transform,
)
