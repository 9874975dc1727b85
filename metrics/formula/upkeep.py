"""Upkeep: the measures measured: how many there are, reviewed in time, with data of the current year."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE
from metrics.definition import Kept, Measure, Upkeep
from metrics.formula import outcome

NATURES = ("official", "demonstration")
SOURCE = "measures"
"""The source of figures about the measures themselves; `sources` has its row, `DESCRIBED`."""
DESCRIBED = {
    "source": SOURCE,
    "publisher": "Office of Equity and Opportunity",
    "title": "The definitions of the measures",
    "title_es": "Las definiciones de las medidas",
    "nature": "official",
}


def figures(measure: Measure, measures: Mapping[str, Measure], made: pd.DataFrame, geography: str) -> pd.DataFrame:
    """Return the measure's figures. `made`: the figures of the measures that count something else than measures.

    The year is the newest fiscal year that any figure is of. A measure has data of it if a number of it is of a time
    that reaches into that year; it is reviewed in time if its next review was not due by the year's last day. The
    demonstration's figures count the official ones too.
    """
    assert isinstance(measure.formula, Upkeep)  # noqa: S101 - the registry of formulas says so
    rows = []
    for nature in NATURES:
        held = made[made["nature"].isin(NATURES[: NATURES.index(nature) + 1])]
        years = [periods.parse(text) for text in held["period"].unique()]
        fiscal = [each for each in years if each.kind == periods.Kind.FISCAL_YEAR]
        if fiscal and (nature == NATURES[0] or (made["nature"] == nature).any()):
            rows.append(_row(measure.formula.of, measures, held, max(fiscal), nature))
    if not rows:
        return pd.DataFrame()
    found = pd.DataFrame(rows).assign(
        agency=EVERYONE, dimension=EVERYONE, group=EVERYONE, race_standard="", status=outcome.SHOWN, source=SOURCE,
        measure=measure.id, geography=geography, unit=measure.reading.unit.value, margin_of_error=np.nan,
        definition_version=measure.version,
    )  # fmt: skip
    found = outcome.limited(found, measure, chance=False)
    return pd.concat([found, *outcome.benchmarked(found, measure, pd.DataFrame(), complete=True)], ignore_index=True)


def _row(
    of: Kept, measures: Mapping[str, Measure], held: pd.DataFrame, year: periods.Period, nature: str
) -> dict[str, object]:
    where: dict[str, object] = {"period": year.text, "nature": nature}
    if of == Kept.DEFINED:
        return where | {"numerator": np.nan, "denominator": np.nan, "value": float(len(measures))}
    if of == Kept.REVIEWED:
        kept = sum(each.review.next_review >= year.last for each in measures.values())
    else:
        ends = {text: periods.parse(text).last for text in held["period"].unique()}
        recent = held["value"].notna() | ((held["dimension"] == EVERYONE) & held["numerator"].notna())
        kept = held.loc[recent & (held["period"].map(ends) >= year.first), "measure"].nunique()
    return where | {
        "numerator": float(kept), "denominator": float(len(measures)), "value": 100 * kept / len(measures),
    }  # fmt: skip
