"""From what the reader asked for to what the figures hold: each choice is one that has figures, or says why not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.language import Tongue
from dashboard.selection import Selection
from dashboard.tables import EVERYONE, Tables, absent, listed

DIMENSIONS = ("race_ethnicity", "race5", "sex", "age_band", "disability", "job_category")
_FOLDED = {"race5": "race_ethnicity"}
"""A dimension of fewer groups -> the one it is folded from. Only one of the two is offered."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices in force, what else could be chosen, and notices about what could not be had."""

    agency: str
    geography: str
    period: str
    dimension: str
    benchmark: str
    options: Mapping[str, tuple[str, ...]]
    notices: tuple[str, ...]


def choose(tables: Tables, measure: Mapping[str, Any], asked: Selection, t: Tongue) -> Choices:
    """Return the choices for one measure's figures; what is asked for and not there falls to the default."""
    notices: list[str] = []
    options: dict[str, tuple[str, ...]] = {}
    places = tables.places(measure["measure"])

    def pick(name: str, found: Sequence[str], default: str = "", first: str = "") -> str:
        options[name] = tuple(found)
        wanted: str = getattr(asked, name)
        usual = first or (found[0] if found else default)
        if not wanted or wanted in found:
            return wanted or usual
        notices.append(t("There are no figures for “{asked}” here. You are seeing the usual choice.", asked=wanted))
        return usual

    agency = pick("agency", sorted({a for a, _, _ in places}, key=lambda code: (code != EVERYONE, code)), EVERYONE)
    found = {g for a, g, _ in places if a == agency}
    geography = pick("geography", sorted(found, key=lambda place: (place != tables.place, place)), tables.place)
    found = {d for a, g, d in places if (a, g) == (agency, geography) and d != EVERYONE}
    found -= _told_otherwise(tables, measure["measure"], agency, geography, found)
    dimension = pick("dimension", sorted(found, key=_dimension_order), EVERYONE)
    figures = tables.at(measure["measure"], [(agency, geography, dimension)])
    periods = sorted(set(figures["period"]), key=in_time, reverse=True)
    # An exceptional period is offered, but what is seen first is a period that can be set beside others.
    exceptional = set(listed(measure["exceptional"]))
    comparable = next((each for each in periods if each not in exceptional), "")
    period = pick("period", periods, first=comparable)
    # Benchmarks are those of the place and dimension in any year, so that the choice survives a change of year.
    known = {each for each in figures["benchmark"].dropna().unique() if each}
    benchmarks = [each for each in listed(measure["benchmarks"]) if each in known]
    benchmark = pick("benchmark", benchmarks + sorted(known - set(benchmarks)))
    return Choices(agency, geography, period, dimension, benchmark, options, tuple(notices))


def against(figures: pd.DataFrame, benchmark: str) -> pd.DataFrame:
    """Return the rows with a benchmark; with none, the rows that have no benchmark."""
    return figures[figures["benchmark"] == benchmark] if benchmark else figures[absent(figures["benchmark"])]


def _told_otherwise(tables: Tables, measure: str, agency: str, geography: str, found: set[str]) -> set[str]:
    """Return the dimensions that another tells: few groups where all are shown, all groups where only few are."""
    left_out = set()
    for few, all_groups in _FOLDED.items():
        if {few, all_groups} <= found:
            shown = tables.at(measure, [(agency, geography, all_groups)])["status"] == "shown"
            folded = tables.at(measure, [(agency, geography, few)])["status"] == "shown"
            left_out.add(all_groups if folded.any() and not shown.any() else few)
    return left_out


def in_time(period: str) -> tuple[int, ...]:
    """Return what periods of one kind are sorted by.

    >>> sorted(["SY2019-20", "SY2018-19"], key=in_time)
    ['SY2018-19', 'SY2019-20']
    """
    return tuple(int(digits) for digits in re.findall(r"\d+", period))


def _dimension_order(name: str) -> tuple[int, str]:
    return (DIMENSIONS.index(name) if name in DIMENSIONS else len(DIMENSIONS), name)
