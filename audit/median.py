"""Medians of days that people waited: nothing but the median is told, in whole days, and never of a few."""

import json
from collections.abc import Iterator

import pandas as pd

from audit.release import WITHHELD, Release

_OPEN = ("things", "dollars")
_MADE = ("numerator", "denominator", "se", "lower", "upper", "benchmark_value", "gap", "gap_lower", "gap_upper", "p")
_FEWEST, _CROSSED = 10, 20


def leaks(release: Release, truth: Release | None) -> Iterator[str]:
    """Yield a line for each shown median that tells more than itself, or by the truth is of too few people."""
    rows = release.table("figures")
    waits = _of_people(release)
    if rows.empty or not waits:
        return
    rows = rows[rows["measure"].isin(waits) & (rows["status"] != WITHHELD)]
    numbers = [name for name in _MADE if name in rows]
    value = pd.to_numeric(rows["value"], errors="coerce")
    told = rows[numbers].notna().any(axis=1) | (value != value.round())
    for row in rows[told].to_dict("records"):
        yield f"figures: more than a median in whole days is told: {row['figure_id']}"
    if truth is None or truth.table("figures").empty:
        return
    real = truth.table("figures")
    known = real[real["benchmark"].isna()].drop_duplicates("figure_id").set_index("figure_id")["denominator"]
    people = known.astype("float64").reindex(rows["figure_id"]).to_numpy()
    least = rows["dimension"].str.contains(" x ", regex=False).map({True: _CROSSED, False: _FEWEST}).to_numpy()
    for row in rows[~(people >= least)].to_dict("records"):
        yield f"figures: a median of too few people is told: {row['figure_id']}"


def _of_people(release: Release) -> list[str]:
    """The measures of days, but for those whose span the release's policy says is of things."""
    policy = release.table("policy").reindex(columns=["part", "name", "value"])
    kinds = policy[policy["part"] == "span"].set_index("name")["value"].to_dict()
    if not kinds:
        return []  # made before any was of people
    found = []
    for measure, text in release.table("measures").reindex(columns=["measure", "formula"]).itertuples(index=False):
        formula = json.loads(text) if isinstance(text, str) else {}
        if formula.get("kind") == "duration" and kinds.get(formula.get("span")) not in _OPEN:
            found.append(str(measure))
    return found
