"""Four-year graduation: the pupils of a cohort, and those who graduated in time, by race and by sex."""

import pandas as pd

from etl.contract import Column, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import SUPPRESSED, number, outcomes, refuse
from etl.school import AGENCY, SchoolYear, places, school_year
from etl.vocabulary.label import EVERYONE

_DIMENSIONS = {"race": "race_ethnicity", "gender": "sex"}
_ROUNDING = 0.051
_SMALL = "the publisher gives no rate for this group"
_BOTH = "computed here from the rows for both sexes"


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """One row a district or the state, school year and group; everyone is the sum of both sexes.

    The publisher blanks the rate of cohorts under 20 and of some larger ones. Such a row carries no numbers, even
    if its counts are printed.
    """
    cohort, graduates, published = (number(raw[name]) for name in ("cohort", "graduates", "grad_rate"))
    rate = 100 * graduates / cohort
    refuse(
        labels,
        ("graduates", graduates > cohort, "is more than the cohort"),
        (
            "grad_rate",
            published.notna() & ~((rate - published).abs() <= _ROUNDING),
            "is not graduates in percent of the cohort; ask the publisher which of the three is right",
        ),
    )
    shown = published.notna()
    sex = raw["dimension"] == "gender"
    group = raw["group"].copy()
    group[sex] = labels.standard(group[sex], "sex")
    group[~sex] = labels.standard(group[~sex], "race_ethnicity")
    rows = places(raw["district"], "State of Connecticut").assign(
        period=school_year(raw["school_year"]),
        dimension=raw["dimension"].map(_DIMENSIONS),
        group=group,
        numerator=graduates.where(shown),
        denominator=cohort.where(shown),
        value=rate.where(shown),
        status=shown.map({True: "shown", False: SUPPRESSED}),
        note=shown.map({True: "", False: _SMALL}),
    )
    stated = {"agency": AGENCY, "indicator": "graduation_rate", "unit": "percent"}
    return Rows(tables={"outcome": outcomes(rows.assign(**stated), _everyone(rows[sex]).assign(**stated))})


def _everyone(by_sex: pd.DataFrame) -> pd.DataFrame:
    """Return the rows for everyone, where both sexes have their counts."""
    place = ["geography", "geography_kind", "period"]
    sums = by_sex.groupby(place, as_index=False).agg(
        numerator=("numerator", "sum"), denominator=("denominator", "sum"), sexes=("numerator", "count")
    )
    sums = sums[sums["sexes"] == 2].drop(columns="sexes")
    return sums.assign(
        dimension=EVERYONE,
        group=EVERYONE,
        value=100 * sums["numerator"] / sums["denominator"],
        status="shown",
        note=_BOTH,
    )


SOURCE = Source(
    id="ct_graduation",
    title="Four-year graduation rates, by race and ethnicity, sex and district",
    title_es="Tasas de graduación en cuatro años, por raza y etnicidad, sexo y distrito",
    publisher="Connecticut State Department of Education",
    address="https://github.com/CT-Data-Collaborative/edsight-data",
    licence="Open Data Commons Attribution License (ODC-By)",
    frequency="yearly",
    caveats=(
        "Pupils who need a fifth year are not among the graduates.",
        "The publisher gives no rates for cohorts under 20 pupils, and blanks others to protect them.",
    ),
    key=("school_year", "district", "dimension", "group"),
    columns=(
        Column(name="school_year", meaning="school year in which the cohort should graduate", promise=SchoolYear()),
        Column(
            name="district", meaning="school district; State of Connecticut is the statewide row", promise=Text(120)
        ),
        Column(name="dimension", meaning="race or gender", promise=OneOf(tuple(_DIMENSIONS))),
        Column(name="group", meaning="group of pupils", promise=Text(80)),
        Column(name="cohort", meaning="pupils of the cohort", promise=Number(1, 100_000, whole=True), blank=True),
        Column(name="graduates", meaning="of these, graduated", promise=Number(0, 100_000, whole=True), blank=True),
        Column(name="grad_rate", meaning="graduates in percent of the cohort", promise=Number(0, 100), blank=True),
    ),
    transform=transform,
)
