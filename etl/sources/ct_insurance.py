"""People without health insurance by race, one-year survey."""

import pandas as pd

from etl.census import TOO_FEW, absent_years, comparable, groups, share_margin, sum_margin
from etl.contract import Column, Like, Number, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import SUPPRESSED, notes, number, outcomes, refuse

TOTAL = "Total"
_AGES = "(Under 1[89] years|1[89] to 64 years|65 years and over)"
INSURED, UNINSURED = "With health insurance coverage", "No health insurance coverage"


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """The uninsured of every age in percent of the civilian population outside institutions, with its margin.

    The table of everyone is divided by sex and age, the race tables by age only; the youngest group was under 18
    until 2015 and is under 19 from 2017. Summed over all ages, the change does not matter.
    """
    keys = [raw["year"], raw["source_table"]]
    people, margin = number(raw["estimate"]), number(raw["moe"])
    cells = {name: raw["label"].str.endswith(name) for name in (INSURED, UNINSURED)}
    whole = raw[raw["label"] == TOTAL]
    covered = people.where(cells[INSURED] | cells[UNINSURED]).groupby(keys).transform("sum", min_count=1)[whole.index]
    base, base_margin = people[whole.index], margin[whole.index]
    refuse(
        labels,
        ("estimate", base.notna() & (covered != base), "is not the insured plus the uninsured of all ages"),
        (
            "label",
            ~raw["label"].eq(TOTAL).groupby(keys).transform("any"),
            "there is no row Total of this year and table",
        ),
    )
    leaf = pd.DataFrame({"people": people, "margin": margin})[cells[UNINSURED]]
    uninsured = leaf.groupby([key[leaf.index] for key in keys])
    places = pd.MultiIndex.from_frame(whole[["year", "source_table"]])
    sums = uninsured["people"].sum(min_count=1).reindex(places).set_axis(whole.index)
    sum_margins = pd.Series({key: sum_margin(part["people"], part["margin"]) for key, part in uninsured})
    margins = sum_margins.reindex(places).set_axis(whole.index)
    shown = base.notna()
    rows = comparable(
        pd.DataFrame(
            {
                "race_ethnicity": whole["race_ethnicity"],
                "indicator": "uninsured_rate",
                "period": whole["year"],
                "numerator": sums,
                "denominator": base,
                "value": 100 * sums / base,
                "margin_of_error": share_margin(sums, margins, base, base_margin),
                "unit": "percent",
                "status": shown.map({True: "shown", False: SUPPRESSED}),
                "reason": shown.map({True: "", False: TOO_FEW}),
            }
        )
    )
    known = groups(rows["race_ethnicity"], labels)
    rows = rows.assign(dimension=known["dimension"], group=known["group"], note=notes(known["note"], rows["reason"]))
    return Rows(tables={"outcome": outcomes(rows, absent_years(rows))})


SOURCE = Source(
    id="ct_insurance",
    title="Health insurance in Connecticut, by race and age (American Community Survey, one-year, C27001A-I)",
    title_es="Seguro médico en Connecticut, por raza y edad "
    "(Encuesta sobre la Comunidad Estadounidense, un año, C27001A-I)",
    publisher="U.S. Census Bureau",
    address="https://github.com/gabrieljohndusing/NCNW-Project-Datasets",
    licence="Public domain",
    frequency="yearly",
    caveats=(
        "Civilians outside institutions.",
        "Groups other than White (not Hispanic) and Hispanic include Hispanic members.",
        "2016 is not in this edition. Pacific Islanders are too few to be published.",
    ),
    key=("year", "source_table", "label"),
    columns=(
        Column(name="year", meaning="survey year", promise=Like(r"20\d{2}", "a year such as 2018")),
        Column(
            name="source_table",
            meaning="table of the survey",
            promise=Like("C27001[A-I]?", "C27001, or C27001A to I"),
        ),
        Column(name="race_ethnicity", meaning="group of people, or All", promise=Text(80)),
        Column(
            name="label",
            meaning="the survey's own label: total, sex, age, insurance",
            promise=Like(
                rf"Total(!!(Male|Female))?(!!{_AGES}(!!({INSURED}|{UNINSURED}))?)?",
                "Total, or parts of it such as Total!!19 to 64 years!!No health insurance coverage",
            ),
        ),
        Column(
            name="estimate", meaning="people; blank if not published", promise=Number(0, 5e6, whole=True), blank=True
        ),
        Column(name="moe", meaning="90 % margin of error", promise=Number(0, 5e6, whole=True), blank=True),
    ),
    transform=transform,
)
