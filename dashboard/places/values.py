"""What a release tells of each place: a measure's values by planning region or town, beside the State's."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.tables import EVERYONE, OUTCOME, REPRESENTATION, Tables, absent, listed
from metrics import words

REGION, TOWN = "region", "town"
DISTRICT = " School District"
_RESIDENTS = "budget_per_resident"
_COUNTS = ("persons", "things")
LIMITS = (0.7, 0.9, 1.11)
"""Ends of the classes of a ratio: under .70, .70 to .89, .90 to 1.11, over 1.11."""


@dataclass(frozen=True)
class Located:
    """A measure's rows by place in one period: `place`, `value`, `status`, `ratio` (NaN where there is none),
    `denominator`, `nature`; the value of the whole, and what the ratio is to."""

    rows: pd.DataFrame
    whole: float | None
    to_residents: bool
    agency: str = EVERYONE


def place_names(tables: Tables) -> Mapping[str, str]:
    """Return town -> planning region, as the release lists them."""
    rows = tables.whole("towns").drop_duplicates("town")
    return dict(zip(rows["town"], rows["region"], strict=True))


def measures_by(tables: Tables, level: str) -> list[dict[str, Any]]:
    """Return the measures with figures by region or by town; a publisher's own may be of a town by its name."""
    named = set(place_names(tables)) if level == TOWN else set()
    found = []
    for measure in tables.measures():
        divided = level in listed(measure["dimensions"])
        if not divided and (measure["kind"] != OUTCOME or level == REGION):
            continue
        places = tables.places(measure["measure"])
        if any(d == level and a == EVERYONE for a, _, d in places) or any(g in named for _, g, _ in places):
            found.append(measure)
    return found


def comparable(measure: Mapping[str, Any]) -> bool:
    """Return whether places can be set beside the whole: a count has no rate to be held against."""
    return measure["kind"] != "total" and measure["unit"] not in _COUNTS


def periods_of(tables: Tables, measure: Mapping[str, Any], level: str) -> list[str]:
    """Return the periods that a measure has by place, the newest first."""
    rows = _rows(tables, measure, level)
    return sorted(set(rows["period"]), key=in_time, reverse=True)


def located(tables: Tables, measure: Mapping[str, Any], level: str, period: str, agency: str = EVERYONE) -> Located:
    """Return a measure's values by place in a period, of all agencies together or of one."""
    rows = _rows(tables, measure, level, agency)
    rows = rows[rows["period"] == period].drop_duplicates("place")
    figures = tables.of("figures", measure["measure"])
    whole = figures[
        (figures["dimension"] == EVERYONE) & (figures["geography"] == tables.place) & (figures["agency"] == agency)
        & (figures["period"] == period) & absent(figures["benchmark"])
    ]["value"].dropna()  # fmt: skip
    value = float(whole.iloc[0]) if len(whole) else None
    if measure["kind"] == REPRESENTATION:
        share = residents(tables, level, period)
        base = rows["place"].map(share / share.sum() * 100) if len(share) else pd.Series(float("nan"), index=rows.index)
        return Located(rows.assign(ratio=rows["value"] / base), value, bool(len(share)), agency)
    ratio = rows["value"] / value if value and comparable(measure) else rows["value"] * float("nan")
    return Located(rows.assign(ratio=ratio), value, False, agency)


def residents(tables: Tables, level: str, period: str) -> pd.Series:
    """Return the residents of each place that spending is divided by, of the period or the nearest year; else empty."""
    rows = tables.of("figures", _RESIDENTS)
    rows = rows[(rows["dimension"] == level) & absent(rows["benchmark"])].dropna(subset="denominator")
    if rows.empty:
        return pd.Series(dtype="float64")
    nearest = min(set(rows["period"]), key=lambda each: (abs(words.year(each) - words.year(period)), in_time(each)))
    rows = rows[rows["period"] == nearest]
    return pd.Series(rows["denominator"].to_numpy("float64"), index=rows["group"].to_numpy())


def step_of(ratio: float) -> int:
    """Return the class of a ratio, 1 to 4; 0 where there is none.

    >>> step_of(0.69), step_of(0.7), step_of(1.11), step_of(1.2), step_of(float("nan"))
    (1, 2, 3, 4, 0)
    """
    if isnan(ratio):
        return 0
    low, middle, high = LIMITS
    return 1 if ratio < low else 2 if ratio < middle else 3 if ratio <= high else 4


def _rows(tables: Tables, measure: Mapping[str, Any], level: str, agency: str = EVERYONE) -> pd.DataFrame:
    figures = tables.of("figures", measure["measure"])
    figures = figures[absent(figures["benchmark"]) & (figures["agency"] == agency)]
    own = figures[figures["dimension"] == level]
    rows = own.assign(place=own["group"])
    named = set(place_names(tables)) if level == TOWN else set(place_names(tables).values())
    apart = figures[(figures["dimension"] == EVERYONE) & figures["geography"].isin(named)]
    both = pd.concat([rows, apart.assign(place=apart["geography"])])
    return both[both["place"].isin(named)]
