"""The sentences above charts: what a reader would say who looks at the rows, and no more.

Every function takes `measure`, a row of the release table `measures`; rows of a release table; and a language.
It returns short sentences at or under grade 8. Percentages and points are never mixed, no cause is named, and
what rests on demonstration rows begins by saying so.
"""

from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics import phrase, progress, words
from metrics.clause import (
    Row,
    Rows,
    absent,
    compared,
    counted,
    gap,
    name,
    on_base,
    records,
    relative,
    say,
    shown,
    told_apart,
    value,
    when,
    whole,
)

_NAMED = 3
_AGENCIES_NAMED = 5


def for_groups(measure: Row, rows: pd.DataFrame, benchmark: str | None, language: str) -> str:
    """Say how the groups of one agency, place, period and dimension stand to a benchmark, or to each other.

    `rows` are of table `figures`, those with that benchmark (None: those without). Of things and dollars the row of
    everything together, where it is among them, is told first.
    """
    everyone = records(rows)
    groups = _groups(everyone)
    if not groups:
        whole_only = [row for row in everyone if row["group"] == EVERYONE]
        return whole(_together(measure, whole_only, benchmark, language), whole_only, language)
    there = shown(groups)
    said: list[str] = []
    undivided = [row for row in everyone if row["group"] == EVERYONE] if words.of_things(measure) else []
    if there:
        if benchmark is None or measure["favourable"] == "none":
            said = [_extremes(measure, there, language)]
        elif measure["favourable"] == "parity":
            said = _against_parity(measure, there, benchmark, language)
        else:
            said = [_extremes(measure, there, language), *_against(there, benchmark, language)]
    first = _together(measure, shown(undivided), benchmark, language) if shown(undivided) else []
    return whole([*first, *said, *absent(groups, "group", language)], groups, language)


def for_trend(measure: Row, rows: pd.DataFrame, language: str) -> str:
    """Say which group moved most from its first period to its last. `rows`: of `figures`, without benchmark.

    Periods that the measure calls exceptional are no start and no end.
    """
    everyone = records(rows)
    exceptional = (measure.get("exceptional") or "").split(";")
    usual = [row for row in shown(_groups(everyone) or everyone) if row["period"] not in exceptional]
    usual.sort(key=lambda row: (row["group"], periods.parse(row["period"])))
    moves = [_Move(measure, list(series)) for _, series in groupby(usual, key=itemgetter("group"))]
    moves = [move for move in moves if move.base is not move.last]
    if not moves:
        return whole(_untrended(everyone, language), everyone, language)
    detected = [move for move in moves if move.detectable]
    if not detected:
        first = min((move.base["period"] for move in moves), key=periods.parse)
        last = max((move.last["period"] for move in moves), key=periods.parse)
        said = say("still", language, base=when(first, language), last=when(last, language))
    else:
        said = max(detected, key=lambda move: abs(move.change)).said(language)
    return whole([said], everyone, language)


def for_agencies(measure: Row, rows: pd.DataFrame, benchmark: str, group: str, language: str) -> str:
    """Say which agencies differ by more than chance. `rows`: of `figures`, one group, one period, that benchmark."""
    agencies = [row for row in records(rows) if row["group"] == group and row["agency"] != EVERYONE]
    if not agencies:
        return say("nothing", language)
    held = compared(shown(agencies))
    sides = ("below", "above") if measure["favourable"] in ("parity", "none") else ("worse", "better")
    said = [f"{name(agencies[0], language)}."]
    for side in sides:
        found = sorted(row["agency"] for row in held if row["comparison"] == side)
        if found:
            names = found if len(found) <= _AGENCIES_NAMED else ()
            said.append(counted("agency", len(found), len(held), side, benchmark, language, names))
    if held and len(said) == 1:
        said.append(counted("agency", 0, len(held), "differs", benchmark, language))
    return whole([*said, *absent(agencies, "agency", language)], agencies, language)


def for_progress(measure: Row, rows: pd.DataFrame, language: str) -> str:
    """Say how one group's level and gap have moved. `rows`: of table `progress`, one agency and group.

    A row may say its `denominator`: the smaller base of its two periods.
    """
    moved = sorted(records(rows), key=lambda row: row["of"] != "level")
    said = [text for row in moved for text in _moved(measure, row, language)]
    return whole(said or [say("nothing", language)], moved, language)


def of_progress(measure: Row, row: Row, language: str) -> str:
    """Say how one level or gap has moved. `row`: of table `progress`, as a dict, what is blank as None.

    It may say its `denominator`: the smaller base of its two periods.
    """
    return whole(_moved(measure, row, language), [row], language)


def polarity(measure: Row, language: str) -> str:
    """Say whether high is good."""
    return words.polarity(measure["favourable"], language)


def _groups(rows: Rows) -> Rows:
    return [row for row in rows if row["group"] not in (EVERYONE, NOT_REPORTED)]


def _together(measure: Row, rows: Rows, benchmark: str | None, language: str) -> list[str]:
    """The value of everything together, where it is not divided, and how that stands to a benchmark."""
    if not rows:
        return [say("nothing", language)]
    row = rows[0]
    if not shown(rows):
        return [words.status(row["status"], language) + "."]
    said = [say("together", language, value=value(on_base(measure, row), row["value"], language))]
    if benchmark is not None and row["comparison"] in phrase.TOGETHER:
        known = words.reference(benchmark, language)
        said.append(phrase.TOGETHER[row["comparison"]][language].format(reference=known))
    return said


def _untrended(rows: Rows, language: str) -> list[str]:
    """Why there is no trend: nothing is shown, or not twice."""
    if not rows or shown(rows):
        return [say("short", language)]
    last = max((row["period"] for row in rows), key=periods.parse)
    return absent([row for row in _groups(rows) if row["period"] == last], "group", language)


def _against_parity(measure: Row, rows: Rows, benchmark: str, language: str) -> list[str]:
    held = compared(rows)
    if not held:
        known = [row for row in rows if row["gap"] is not None]
        if not known:
            return [say("uncompared", language, reference=words.reference(benchmark, language))]
        return [*_widest(measure, known, benchmark, language), say("untested", language)]
    below = [row for row in held if row["comparison"] == "below"]
    names = sorted(name(row, language) for row in below) if len(below) <= _NAMED else ()
    predicate = "below" if benchmark == "statewide" else "below_share"
    said = [counted("group", len(below), len(held), predicate, benchmark, language, names)]
    if any(row["denominator"] is None or row["numerator"] is None for row in below):
        return said + _widest(measure, below, benchmark, language)
    people, most = max(
        ((row["benchmark_value"] / 100 * row["denominator"] - row["numerator"], row) for row in below),
        key=itemgetter(0),
        default=(0.0, None),
    )
    if most is not None and people >= 0.5:
        said.append(say("shortfall", language, people=words.people(people, language), group=name(most, language)))
    return said


def _widest(measure: Row, rows: Rows, benchmark: str, language: str) -> list[str]:
    least = min(rows, key=itemgetter("gap"))
    if least["gap"] >= 0:
        return []
    decimals = int(on_base(measure, least)["decimals"])
    points = words.points(abs(least["gap"]), decimals, language).removeprefix("+")
    reference = words.reference(benchmark, language)
    return [say("gap", language, reference=reference, points=points, group=name(least, language))]


def _against(rows: Rows, benchmark: str, language: str) -> list[str]:
    held = compared(rows)
    if not held:
        return [say("untested", language)] if any(row["gap"] is not None for row in rows) else []
    for word in ("worse", "better"):
        found = sum(row["comparison"] == word for row in held)
        if found:
            return [counted("group", found, len(held), word, benchmark, language)]
    return [counted("group", 0, len(held), "differs", benchmark, language)]


def _extremes(measure: Row, rows: Rows, language: str) -> str:
    high, low = max(rows, key=itemgetter("value")), min(rows, key=itemgetter("value"))
    most = value(on_base(measure, high), high["value"], language)
    if len(rows) == 1:
        return say("single", language, value=most, group=name(high, language))
    if high["value"] == low["value"]:
        return say("level", language, value=most)
    least = value(on_base(measure, low), low["value"], language)
    return say("extremes", language, high=most, highest=name(high, language), low=least, lowest=name(low, language))


class _Move:
    """A group's first and last value."""

    def __init__(self, measure: Row, series: Rows) -> None:
        self.base, self.last = series[0], series[-1]
        self.measure = on_base(measure, self.base, self.last)
        self.change: float = self.last["value"] - self.base["value"]

    @property
    def detectable(self) -> bool:
        sampled = self.measure["statistic"] != "stock"
        errors: tuple[Any, Any] = (self.base["se"], self.last["se"]) if sampled else (None, None)
        # A change that its own numbers would not show is none to speak of.
        before, after = (value(self.measure, row["value"], "en") for row in (self.base, self.last))
        return before != after and progress.detectable(self.base["value"], self.last["value"], *errors)

    def said(self, language: str) -> str:
        percent = self.measure["unit"] == "percent"
        points = f" ({words.points(self.change, int(self.measure['decimals']), language)})" if percent else ""
        return say(
            "moved",
            language,
            base=when(self.base["period"], language),
            last=when(self.last["period"], language),
            group=words.named(self.measure, self.base["group"], language, self.base.get("dimension") or ""),
            before=value(self.measure, self.base["value"], language),
            after=value(self.measure, self.last["value"], language),
            change=points,
        )


def _moved(measure: Row, row: Row, language: str) -> list[str]:
    group = words.named(measure, row["group"], language, row.get("dimension") or "")
    verdict = phrase.PROGRESS[row["of"]][row["status"]][language].format(group=group)
    if row["base_value"] is None or row["value"] is None:
        return [verdict]
    write = value if row["of"] == "level" else gap
    before, after = told_apart(write, on_base(measure, row), row["base_value"], row["value"], language)
    if row["of"] == "level":
        said = say(
            "from_to",
            language,
            group=group,
            before=before,
            base=when(row["base_period"], language),
            after=after,
            last=when(row["period"], language),
        )
    else:
        said = say(
            "ratio_moved" if relative(measure) else "gap_moved",
            language,
            reference=words.reference(row["benchmark"], language),
            before=before,
            after=after,
        )
    return [said, verdict]
