"""From what the reader asked for to what the figures hold: each choice is one that has figures, or says why not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import folds
from dashboard.language import Tongue
from dashboard.selection import Selection
from dashboard.tables import EVERYONE, REPRESENTATION, Place, Tables, absent, listed

DIMENSIONS = ("race_ethnicity", "race5", "sex", "sex2", "age_band", "disability", "job_category")


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

    def pick(name: str, found: Sequence[str], default: str = "", first: str = "", wanted: str = "") -> str:
        options[name] = tuple(found)
        wanted = wanted or getattr(asked, name)
        usual = first or (found[0] if found else default)
        if not wanted or wanted in found:
            return wanted or usual
        notices.append(t("There are no figures for “{asked}” here. You are seeing the usual choice.", asked=wanted))
        return usual

    known = {a for a, _, _ in places}
    divided = {a for a, _, d in places if d != EVERYONE or a in (EVERYONE, asked.agency)}
    # An agency whose total is all there is leads nowhere; it is offered to those only who come with its name.
    offered = divided if measure["kind"] == REPRESENTATION else known
    agency = pick("agency", sorted(offered, key=lambda code: (code != EVERYONE, code)), EVERYONE)
    found = {g for a, g, _ in places if a == agency}
    geography = pick("geography", sorted(found, key=lambda place: (place != tables.place, place)), tables.place)
    found = {d for a, g, d in places if (a, g) == (agency, geography) and d != EVERYONE}
    found -= _told_otherwise(tables, measure["measure"], agency, geography, found)
    # Who comes from a page that shows all groups to one that shows fewer, or back, has asked for the same.
    wanted = folds.nearest(asked.dimension, found)
    dimension = pick("dimension", sorted(found, key=_dimension_order), EVERYONE, wanted=wanted)
    figures = tables.at(measure["measure"], [(agency, geography, dimension)])
    periods = sorted(set(figures["period"]), key=in_time, reverse=True)
    # An exceptional period is offered, but what is seen first is a period that can be set beside others.
    exceptional = set(listed(measure["exceptional"]))
    comparable = next((each for each in periods if each not in exceptional), "")
    period = pick("period", periods, first=comparable)
    # Benchmarks are those of the place and dimension in any year, so that the choice survives a change of year.
    held = {each for each in figures["benchmark"].dropna().unique() if each}
    benchmarks = [each for each in listed(measure["benchmarks"]) if each in held]
    benchmark = pick("benchmark", benchmarks + sorted(held - set(benchmarks)))
    return Choices(agency, geography, period, dimension, benchmark, options, tuple(notices))


def against(figures: pd.DataFrame, benchmark: str) -> pd.DataFrame:
    """Return the rows with a benchmark; with none, the rows that have no benchmark."""
    return figures[figures["benchmark"] == benchmark] if benchmark else figures[absent(figures["benchmark"])]


def _told_otherwise(tables: Tables, measure: str, agency: str, geography: str, found: set[str]) -> set[str]:
    """Return the dimensions that another tells: few groups where all are shown, all groups where only few are."""
    left_out = set()
    for few, all_groups in folds.folded().items():
        if {few, all_groups} <= found:
            withheld, folded = (_withheld(tables, measure, (agency, geography, form)) for form in (all_groups, few))
            left_out.add(all_groups if folded < withheld else few)
    return left_out


def _withheld(tables: Tables, measure: str, place: Place) -> int:
    """Return how many groups are withheld in the newest period."""
    rows = tables.at(measure, [place])
    newest = rows[rows["period"] == max(rows["period"].unique(), key=in_time)]
    return int(newest[newest["status"] == "withheld"]["group"].nunique())


def in_time(period: str) -> tuple[int, ...]:
    """Return what periods of one kind are sorted by.

    >>> sorted(["SY2019-20", "SY2018-19"], key=in_time)
    ['SY2018-19', 'SY2019-20']
    """
    return tuple(int(digits) for digits in re.findall(r"\d+", period))


def _dimension_order(name: str) -> tuple[int, str]:
    return (DIMENSIONS.index(name) if name in DIMENSIONS else len(DIMENSIONS), name)
