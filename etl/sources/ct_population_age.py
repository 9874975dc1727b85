"""Population by race, sex and age, one-year survey: the benchmark of everyone, by race, sex and both."""

import pandas as pd

from etl.census import EVERYBODY, comparable, groups, share_margin
from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import benchmarks, joined, number, refuse
from etl.vocabulary.label import EVERYONE

ALL_AGES = "All ages"
BOTH = "Both"


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Population of all ages: persons, percent of the state, and the margin of that percent, each year.

    The survey fits the totals of the state and of Hispanic people to the official estimates. Their margins are
    blank: they have no sampling error. Groups with blank estimates are too small to be published and left out.
    """
    adults_and_children = raw[raw["age"] == ALL_AGES]
    estimate, margin = number(adults_and_children["estimate"]), number(adults_and_children["moe"])
    year, table, sex = (adults_and_children[name] for name in ("year", "source_table", "sex"))
    both = estimate.where(sex == BOTH).groupby([year, table]).transform("sum")
    parts = estimate.where(sex != BOTH).groupby([year, table]).transform("sum")
    refuse(labels, ("estimate", both != parts, "of both sexes is not the sum of female and male"))
    whole = estimate[(table == "B01001") & (sex == BOTH)]
    base = year.map(whole.set_axis(year[whole.index]))
    rows = pd.DataFrame(
        {
            "vintage": year,
            "race_ethnicity": adults_and_children["race_ethnicity"],
            "sex": labels.standard(sex.where(sex != BOTH, ""), "sex"),
            "count": estimate,
            "share": 100 * estimate / base,
            "margin_of_error": share_margin(estimate, margin, base, base * 0),
        }
    )
    refuse(labels, ("year", base.isna(), "the table B01001 of this year, both sexes, is missing"))
    rows = comparable(rows)
    known = groups(rows["race_ethnicity"], labels)
    rows = rows.assign(group=known["group"], note=known["note"], benchmark="population")
    all_races, all_sexes = rows["race_ethnicity"] == EVERYBODY, rows["sex"] == ""
    both_named = rows[~all_races & ~all_sexes]
    return Rows(
        tables={
            "benchmark": benchmarks(
                rows[~all_races & all_sexes].assign(dimension="race_ethnicity"),
                rows[all_races & ~all_sexes].assign(dimension="sex", group=rows["sex"]),
                both_named.assign(
                    dimension="race_ethnicity x sex", group=joined(both_named["group"], both_named["sex"])
                ),
                rows[all_races & all_sexes].assign(dimension=EVERYONE, margin_of_error=float("nan")),
            )
        }
    )


SOURCE = Source(
    id="ct_population_age",
    title="Population of Connecticut, by race, sex and age (American Community Survey, one-year, B01001A-I)",
    title_es="Población de Connecticut, por raza, sexo y edad "
    "(Encuesta sobre la Comunidad Estadounidense, un año, B01001A-I)",
    publisher="U.S. Census Bureau",
    address="https://github.com/gabrieljohndusing/NCNW-Project-Datasets",
    licence="Public domain",
    frequency="yearly",
    caveats=(
        "Only White (not Hispanic) and Hispanic match the workforce's groups; the others include Hispanic members.",
        "2016 is not in this edition. Groups with few people in the sample are not published.",
    ),
    key=("year", "source_table", "sex", "age"),
    columns=(
        Column(name="year", meaning="survey year", promise=Like(r"20\d{2}", "a year such as 2018")),
        Column(
            name="source_table",
            meaning="table of the survey",
            promise=Like("B01001[A-I]?", "B01001 or B01001A to B01001I"),
        ),
        Column(name="race_ethnicity", meaning="group of people, or All", promise=Text(80)),
        Column(name="sex", meaning="sex", promise=OneOf(("Both", "Female", "Male"))),
        Column(
            name="age",
            meaning="ages",
            promise=Like(
                r"All ages|Under 5 years|\d{2} years|\d{1,2} (to|and) \d{1,2} years|85 years and over",
                "All ages or a span such as 25 to 29 years",
            ),
        ),
        Column(
            name="estimate", meaning="persons; blank if not published", promise=Number(0, 5e6, whole=True), blank=True
        ),
        Column(
            name="moe",
            meaning="90 % margin of error; blank if there is none",
            promise=Number(0, 5e6, whole=True),
            blank=True,
        ),
    ),
    transform=transform,
)
