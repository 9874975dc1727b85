"""Households that pay 30 percent of their income or more for housing, by race, of the state and its counties."""

import pandas as pd

from etl.contract import Column, Number, OneOf, Rows, Source, Text
from etl.harmonize import Labels
from etl.published import number, outcomes, refuse

YEAR = "2018"
TOTAL, NO_BURDEN = "Total", "No burden"
BURDENED = ("Cost-burdened", "Severely cost-burdened")
_ABSENT = "NA"
# Standard errors to margins at 90 percent, as the survey publishes them.
_TO_MARGIN = 1.645
_PLACE = ["name", "race2"]
_ROUNDING = 1


def transform(raw: pd.DataFrame, labels: Labels) -> Rows:
    """Burdened and severely burdened households in percent of all, with the margin of 100 less the unburdened share.

    The margin comes from the standard errors of the unburdened and of all households; burdened and unburdened
    shares sum to the whole, so it is that of either.
    """
    homes, errors = _wide(raw, "value"), _wide(raw, "value_se")
    burdened, whole = homes[list(BURDENED)].sum(axis=1, skipna=False), homes[TOTAL]
    given = pd.Series([f"{row.name}|{row.race2}" for row in raw[_PLACE].itertuples(index=False)], index=raw.index)
    differ = ~((burdened + homes[NO_BURDEN] - whole).abs() <= _ROUNDING)
    wrong = {"|".join(map(str, place)) for place in differ.index[differ]}
    refuse(labels, ("value", given.isin(wrong), "is not the sum of its parts; one may be missing"))
    rows = homes.index.to_frame(index=False)
    unburdened = homes[NO_BURDEN] / whole
    error = (errors[NO_BURDEN] ** 2 - (unburdened * errors[TOTAL]) ** 2).clip(lower=0) ** 0.5 / whole
    statewide = rows["name"] == "Connecticut"
    return Rows(
        tables={
            "outcome": outcomes(
                pd.DataFrame(
                    {
                        "indicator": "housing_cost_burden",
                        "period": YEAR,
                        "geography": rows["name"],
                        "geography_kind": statewide.map({True: "state", False: "county"}),
                        "dimension": "race_ethnicity",
                        "group": labels.standard(rows["race2"], "race_ethnicity"),
                        "numerator": burdened.to_numpy(),
                        "denominator": whole.to_numpy(),
                        "value": (100 * burdened / whole).to_numpy(),
                        "margin_of_error": (100 * _TO_MARGIN * error).to_numpy(),
                        "unit": "percent",
                    }
                )
            )
        }
    )


def _wide(raw: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the numbers of a column: one row a place and race, one column a burden."""
    numbers = raw.assign(number=number(raw[column])).pivot(index=_PLACE, columns="cost_burden", values="number")
    return numbers.reindex(columns=[TOTAL, NO_BURDEN, *BURDENED])


SOURCE = Source(
    id="ct_housing_cost_burden",
    title="Housing cost burden by race and county, 2018 (American Community Survey microdata)",
    title_es="Carga del costo de la vivienda por raza y condado, 2018 "
    "(microdatos de la Encuesta sobre la Comunidad Estadounidense)",
    publisher="U.S. Census Bureau, compiled by DataHaven",
    address="https://github.com/CT-Data-Haven/ctdoh",
    caveats=(
        "Estimates from survey microdata by the compiler, with their standard errors.",
        "Burdened: 30 percent of income or more for housing. The race is the householder's.",
    ),
    key=(*_PLACE, "cost_burden"),
    columns=(
        Column(name="name", meaning="county, or Connecticut", promise=Text(60)),
        Column(name="race2", meaning="race of the householder", promise=Text(60)),
        Column(name="cost_burden", meaning="burden", promise=OneOf((TOTAL, NO_BURDEN, *BURDENED))),
        Column(name="value", meaning="households", promise=Number(0, 1e7)),
        Column(name="value_se", meaning="standard error of the households", promise=Number(0, 1e6)),
        Column(name="share", meaning="share of all, 0 to 1", promise=Number(0, 1, also=(_ABSENT,))),
        Column(name="sharemoe", meaning="error of the share as compiled", promise=Number(0, 1, also=(_ABSENT,))),
    ),
    transform=transform,
)
