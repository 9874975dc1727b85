"""What a release tells outright: numbers that stand where something is withheld, or were made from it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from audit import table
from audit.release import WITHHELD, Release

_PLAIN = ("agencies_delivered", "agencies_due", "definition_version", "benchmark_value", "target", "time_gone")
"""Numbers of a figure, or of a goal, that are not made from its counts."""
_MADE = {
    "representation": ("share", "ratio", "lower", "upper", "points", "persons"),
    "findings": ("value", "gap", "persons", "p", "p_adjusted"),
    "revisions": (
        "before", "after", "numerator_before", "numerator_after", "denominator_before", "denominator_after",
    ),
}  # fmt: skip
_ABOUT = ("measure", "agency", "period", "dimension", "group", "nature")
_FROM_BASE = ("base_value", "change", "pct_targeted_change", "pace_actual", "growth_score")
_AMOUNT = re.compile(r"\d\s*(?:%|percent|por ciento|points?\b|puntos?\b)", re.IGNORECASE)


def leaks(release: Release) -> list[str]:
    """Return a line for each number of something withheld, and for each summary over a withheld group."""
    return [*_rows(release), *_made(release), *_progress(release), *_summaries(release)]


def _rows(release: Release) -> Iterator[str]:
    for name in ("cells", "figures", "goals"):
        rows = release.table(name)
        if rows.empty:
            continue
        numbers = [name for name in rows.select_dtypes("number") if name not in _PLAIN]
        told = rows[(rows["status"] == WITHHELD) & rows[numbers].notna().any(axis=1)]
        for row in told.to_dict("records"):
            yield f"{name}: withheld, and a number stands there: {_where(row)}"


def _withheld(release: Release) -> pd.DataFrame:
    figures = release.table("figures")
    if figures.empty or "status" not in figures:
        return pd.DataFrame(columns=["figure_id", "benchmark", *_ABOUT])
    return figures[figures["status"] == WITHHELD]


def _made(release: Release) -> Iterator[str]:
    hidden = set(_withheld(release)["figure_id"])
    for name, columns in _MADE.items():
        rows = release.table(name)
        numbers = [each for each in columns if each in rows]
        if rows.empty or not numbers:
            continue
        told = rows[rows["figure_id"].isin(hidden) & rows[numbers].notna().any(axis=1)]
        for row in told.to_dict("records"):
            yield f"{name}: says a number of a withheld figure: {_where(row)}"


def _progress(release: Release) -> Iterator[str]:
    """Progress of a group whose figure is withheld in the latest period or the first, in numbers or in words."""
    rows, hidden = release.table("progress"), _withheld(release)
    if rows.empty or hidden.empty:
        return
    plain = hidden[hidden["benchmark"].isna()]
    gone = set(plain[list(_ABOUT)].itertuples(index=False, name=None))
    numbers = [str(name) for name in rows.select_dtypes("number")]
    said = [str(name) for name in rows if str(name).startswith("sentence")]
    for row in rows.to_dict("records"):
        first = tuple(row.get("base_period") if name == "period" else row.get(name) for name in _ABOUT)
        now = tuple(row.get(name) for name in _ABOUT) in gone
        if not now and first not in gone:
            continue
        asked = numbers if now else [name for name in numbers if name in _FROM_BASE]
        amounts = now and any(isinstance(row[name], str) and _AMOUNT.search(row[name]) for name in said)
        if amounts or any(pd.notna(row[name]) for name in asked):
            yield f"progress: says a number of a withheld figure: {_where(row)}"


def _summaries(release: Release) -> Iterator[str]:
    """Summaries of more groups than are shown: they were made from withheld ones."""
    rows, figures = release.table("summaries"), release.table("figures")
    if rows.empty or figures.empty:
        return
    keys = ["measure", "agency", "geography", "period", "dimension", "nature"]
    plain = figures[figures["benchmark"].isna()]
    shown = plain[plain["value"].notna()].groupby(keys, dropna=False).size().rename("shown")
    kept = plain[plain["status"] == WITHHELD].groupby(keys, dropna=False).size().rename("withheld")
    held = rows[rows["estimate"].notna()].merge(shown, on=keys, how="left").merge(kept, on=keys, how="inner")
    for row in held[held["groups"] > held["shown"].fillna(0)].to_dict("records"):
        yield f"summaries: {row['summary']} over a withheld group: {_where(row)}"


def _where(row: Mapping[Any, Any]) -> str:
    names = ("measure", "table_id", "agency", "period", "dimension", "group", "race_ethnicity", "sex", "job_category")
    return ", ".join(str(row[name]) for name in names if row.get(name) not in (None, table.TOTAL))
