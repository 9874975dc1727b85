"""One measure in a line: its newest value of all together, what it is held against, how it moves; or why there is none.

A measure of shares has no value for everyone together: its line is that of the group furthest from its benchmark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components.standing import a_year
from dashboard.language import Tongue
from dashboard.selection import Selection
from dashboard.summary import standing
from dashboard.tables import DEMONSTRATION, EVERYONE, Tables, absent, in_words, listed
from metrics import words

NO_DATA = "not_enough_data"
MISSING = "missing"
"""Of a measure that nobody has delivered anything for; what nobody collects has rows that say so."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A measure's line. `whose`: the group that it is of, blank for all together; `absent`: why there is no value,
    blank where there is one; `level`, `gap`: a status, blank where the measure has no better and no worse; `beside`:
    what the value is held against, in words; `series`: the last values, None where there was none."""

    measure: Mapping[str, Any]
    title: str
    link: str
    period: str = ""
    value: str = ""
    whose: str = ""
    absent: str = ""
    level: str = ""
    gap: str = ""
    beside: str = ""
    pace: str = ""
    series: tuple[float | None, ...] = ()
    demonstration: bool = False
    counts: tuple[float, float] | None = None

    def said(self, t: Tongue) -> str:
        """Return value, group and year in words."""
        if self.absent:
            return words.status(self.absent, t.language)
        when = words.period(self.period, t.language)
        if self.whose:
            return t("{group}: {value}, {period}", group=self.whose, value=self.value, period=when)
        return t("{value}, {period}", value=self.value, period=when)


def brief(tables: Tables, measure: Mapping[str, Any], kept: Selection, t: Tongue) -> Brief:
    """Return the line of a measure of the whole State."""
    name = str(measure["measure"])
    title, link = in_words(measure, "title", t.language), kept.only().address(f"/measures/{name}")
    figures = tables.of("figures", name)
    if figures.empty:
        return Brief(measure, title, link, absent=MISSING)
    whole = tables.at(name, [(EVERYONE, tables.place, EVERYONE)])
    plain = whole[absent(whole["benchmark"])]
    usual = plain[~plain["period"].isin(listed(measure["exceptional"]))]
    told = usual[usual["value"].notna() & (usual["status"] == "shown")]
    if told.empty:
        return _leading(tables, measure, kept, t, title, link)
    last = max(told["period"], key=in_time)
    row = told[told["period"] == last].iloc[0]
    based = words.by_base(measure, _number(row["denominator"]))
    levels = tables.of("progress", name)
    own = levels[(levels["agency"] == EVERYONE) & (levels["dimension"] == EVERYONE) & (levels["group"] == EVERYONE)]
    counts = (row["numerator"], row["denominator"]) if row[["numerator", "denominator"]].notna().all() else None
    return Brief(
        measure,
        title,
        link,
        period=str(last),
        value=words.number(row["value"], measure["unit"], int(based["decimals"]), t.language),
        level=_status(measure, own, "level"),
        gap=_status(measure, own, "gap"),
        beside=_beside(measure, whole[whole["period"] == last], based, t),
        pace=_pace(measure, own, based, t),
        series=tuple(_number(each) for each in plain.sort_values("period", key=lambda p: p.map(in_time))["value"]),
        demonstration=row["nature"] == DEMONSTRATION,
        counts=counts,
    )


def _leading(tables: Tables, measure: Mapping[str, Any], kept: Selection, t: Tongue, title: str, link: str) -> Brief:
    """Return the line of the group furthest from the benchmark."""
    # Of people with and without something, those with it are what the measure is about.
    each = standing(tables, measure, kept.only().with_(group="yes"), t)
    story = each.story
    demonstration = story.demonstration
    if each.lead is None:
        now = story.now[absent(story.now["benchmark"])]
        states = now["status"][now["status"] != "shown"]
        why = str(states.mode().iloc[0]) if not states.empty else MISSING
        return Brief(measure, title, link, period=story.chosen.period, absent=why, demonstration=demonstration)
    rows = story.over_time[absent(story.over_time["benchmark"]) & (story.over_time["group"] == story.group)]
    return Brief(
        measure,
        title,
        link,
        period=story.chosen.period,
        value=each.lead.cells[0],
        whose=each.lead.name,
        level=_status(measure, each.progress, "level"),
        gap=_status(measure, each.progress, "gap"),
        beside=_against(each.lead.cells[1:], each.lead.reading, story.chosen.benchmark, t),
        pace=_pace(measure, each.progress, measure, t),
        series=tuple(_number(value) for value in rows.sort_values("period", key=lambda p: p.map(in_time))["value"]),
        demonstration=demonstration,
    )


def _against(cells: tuple[str, ...], reading: str, benchmark: str, t: Tongue) -> str:
    if not cells or not benchmark:
        return ""
    named = words.benchmark(benchmark, t.language)
    return t("{reading}: {benchmark} {value}", reading=reading, benchmark=named, value=cells[0])


def _beside(measure: Mapping[str, Any], rows: pd.DataFrame, based: Mapping[str, Any], t: Tongue) -> str:
    """Return what all together is held against: the first benchmark of the measure that has a value."""
    for name in listed(measure["benchmarks"]):
        held = rows[(rows["benchmark"] == name) & rows["benchmark_value"].notna()]
        if not held.empty:
            row = held.iloc[0]
            value = words.number(row["benchmark_value"], measure["unit"], int(measure["decimals"]), t.language)
            word = row["comparison"] if isinstance(row["comparison"], str) else "not_compared"
            return _against((value,), words.reading(word, t.language), name, t)
    return ""


def _status(measure: Mapping[str, Any], rows: pd.DataFrame, of: str) -> str:
    if measure["favourable"] == "none":
        return ""
    found = rows[rows["of"] == of]["status"]
    return str(found.iloc[0]) if not found.empty else NO_DATA if of == "level" else ""


def _pace(measure: Mapping[str, Any], rows: pd.DataFrame, based: Mapping[str, Any], t: Tongue) -> str:
    level = rows[(rows["of"] == "level") & rows["pace_actual"].notna()]
    if level.empty:
        return ""
    row = level.iloc[0]
    said = t("{change} a year", change=a_year({**measure, "decimals": based["decimals"]}, row["pace_actual"], t))
    if pd.notna(row["pace_required"]):
        needed = a_year(measure, float(row["pace_required"]), t)
        said += t("; {needed} a year needed", needed=needed)
    return said


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
