"""People at work by job category, race and sex: who is there to be hired for each kind of the State's work."""

import pandas as pd

from etl.census import comparable, groups, share_margin, sum_margin
from etl.contract import Column, Like, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import benchmarks, joined, number, refuse

# The tables of one race alone, or of two or more, hold everyone once; H and I count their people a second time.
OVERLAPPING = ("B24010H", "B24010I")
# Lines that hold major groups of occupations together, or parts of one that EEO-4 does not tell apart.
_OTHER_LINES = (
    "All occupations",
    "Management, business, science, and arts occupations",
    "Management, business, and financial occupations",
    "Computer, engineering, and science occupations",
    "Education, legal, community service, arts, and media occupations",
    "Healthcare practitioners and technical occupations",
    "Service occupations",
    "Fire fighting and prevention, and other protective service workers including supervisors",
    "Firefighting and prevention, and other protective service workers including supervisors",
    "Law enforcement workers including supervisors",
    "Sales and office occupations",
    "Natural resources, construction, and maintenance occupations",
    "Production, transportation, and material moving occupations",
)


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Employed people by EEO-4 job category, in percent of all in it, with margins: by race, by sex, by both.

    A major group of occupations is counted whole in one job category (crosswalks/job_category.csv). The base of a
    category is the sum of the race groups published for it, which leaves out those with too few people in the
    sample; the shares of Hispanic people and of race groups overlap.
    """
    line = raw["occupation_path"].str.split(" > ").str[-1]
    refuse(
        labels,
        (
            "sex",
            raw.groupby(["year", "source_table", "occupation_path"])["sex"].transform("nunique") != 2,
            "both sexes are expected for each year, table and line",
        ),
    )
    raw = raw[~line.isin(_OTHER_LINES)]
    people = pd.DataFrame(
        {
            "vintage": raw["year"],
            "table": raw["source_table"],
            "race_ethnicity": raw["race_ethnicity"],
            "sex": labels.standard(raw["sex"], "sex"),
            "job_category": labels.standard(line[raw.index], "job_category"),
            "count": number(raw["estimate"]),
            "margin": number(raw["moe"]),
        }
    ).dropna(subset=["count"])
    everyone = people[~people["table"].isin(OVERLAPPING)]
    grouped = groups(comparable(people)["race_ethnicity"], labels)
    by_race = comparable(people).assign(group=grouped["group"], note=grouped["note"], dimension="race_ethnicity")
    by_both = by_race.assign(group=joined(by_race["group"], by_race["sex"]), dimension="race_ethnicity x sex")
    by_sex = everyone.assign(group=everyone["sex"], note="", dimension="sex")
    keys = ["vintage", "job_category", "dimension", "group", "note"]
    rows = _summed(pd.concat([by_race, by_both, by_sex]), keys)
    base = _summed(everyone, keys[:2]).rename(columns={"count": "whole", "margin": "whole_margin"})
    rows = rows.merge(base, on=keys[:2])
    return Rows(
        tables={
            "benchmark": benchmarks(
                rows.assign(
                    benchmark="availability",
                    share=100 * rows["count"] / rows["whole"],
                    margin_of_error=share_margin(rows["count"], rows["margin"], rows["whole"], rows["whole_margin"]),
                )
            )
        }
    )


def _summed(people: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    rows = [
        (*(key if isinstance(key, tuple) else (key,)), part["count"].sum(), sum_margin(part["count"], part["margin"]))
        for key, part in people.groupby(keys)
    ]
    return pd.DataFrame(rows, columns=[*keys, "count", "margin"])


SOURCE = Source(
    id="ct_occupations",
    title="People at work in Connecticut, by occupation, race and sex (American Community Survey, one-year, B24010A-I)",
    title_es="Personas con empleo en Connecticut, por ocupación, raza y sexo "
    "(Encuesta sobre la Comunidad Estadounidense, un año, B24010A-I)",
    publisher="U.S. Census Bureau",
    address="https://github.com/gabrieljohndusing/NCNW-Project-Datasets",
    licence="Public domain",
    frequency="yearly",
    caveats=(
        "Only White (not Hispanic) and Hispanic match the workforce's groups; the others include Hispanic members.",
        "Occupations are counted in the job category of the larger part of their major group.",
        "Shares are of the race groups that the survey publishes for the occupation.",
        "2016 is not in this edition. Small groups are published in some years, Pacific Islanders in none.",
    ),
    key=("year", "source_table", "sex", "occupation_path"),
    columns=(
        Column(name="year", meaning="survey year", promise=Like(r"20\d{2}", "a year such as 2018")),
        Column(name="source_table", meaning="table of the survey", promise=Like("B24010[A-I]", "B24010A to B24010I")),
        Column(name="race_ethnicity", meaning="group of people", promise=Text(80)),
        Column(name="sex", meaning="sex", promise=OneOf(("Female", "Male"))),
        Column(name="level", meaning="depth of the line", promise=Number(0, 3, whole=True)),
        Column(name="occupation_path", meaning="line of the table, from the whole to its part", promise=Text(300)),
        Column(
            name="estimate",
            meaning="people at work; blank if too few in the sample",
            promise=Number(0, 5e6, whole=True),
            blank=True,
        ),
        Column(name="moe", meaning="90 % margin of the estimate", promise=Number(0, 1e6), blank=True),
    ),
    transform=transform,
)
