"""From what the reader asked for to what the figures hold: each choice is one that has figures, or says why not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.language import Tongue
from dashboard.selection import Selection
from dashboard.tables import EVERYONE, STATEWIDE, absent, listed

DIMENSIONS = ("race_ethnicity", "sex", "age_band", "disability", "job_category")


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


def choose(measure: Mapping[str, Any], figures: pd.DataFrame, asked: Selection, t: Tongue) -> Choices:
    """Return the choices for one measure's figures; what is asked for and not there falls to the default."""
    notices: list[str] = []
    options: dict[str, tuple[str, ...]] = {}

    def pick(name: str, column: str, found: Sequence[str], default: str) -> str:
        options[name] = tuple(found)
        wanted: str = getattr(asked, name)
        if not wanted or wanted in found:
            return wanted or default
        notices.append(t("There are no figures for “{asked}” here. You are seeing the usual choice.", asked=wanted))
        return default

    def left(column: str) -> list[str]:
        return [str(each) for each in figures[column].dropna().unique()]

    agencies = sorted(left("agency"), key=lambda code: (code != EVERYONE, code))
    agency = pick("agency", "agency", agencies, agencies[0] if agencies else EVERYONE)
    figures = figures[figures["agency"] == agency]
    places = sorted(left("geography"), key=lambda place: (place != STATEWIDE, place))
    geography = pick("geography", "geography", places, places[0] if places else STATEWIDE)
    figures = figures[figures["geography"] == geography]
    dimensions = sorted((d for d in left("dimension") if d != EVERYONE), key=_dimension_order)
    dimension = pick("dimension", "dimension", dimensions, dimensions[0] if dimensions else EVERYONE)
    figures = figures[figures["dimension"] == dimension]
    periods = sorted(left("period"), key=in_time, reverse=True)
    period = pick("period", "period", periods, periods[0] if periods else "")
    # Benchmarks are those of the place and dimension in any year, so that the choice survives a change of year.
    known = {each for each in left("benchmark") if each}
    benchmarks = [each for each in listed(measure["benchmarks"]) if each in known]
    benchmarks += sorted(known - set(benchmarks))
    benchmark = pick("benchmark", "benchmark", benchmarks, benchmarks[0] if benchmarks else "")
    return Choices(agency, geography, period, dimension, benchmark, options, tuple(notices))


def one_place(figures: pd.DataFrame, chosen: Choices) -> pd.DataFrame:
    """Return the figures of the chosen agency, place and dimension, every period."""
    return figures[
        (figures["agency"] == chosen.agency)
        & (figures["geography"] == chosen.geography)
        & (figures["dimension"] == chosen.dimension)
    ]


def against(figures: pd.DataFrame, benchmark: str) -> pd.DataFrame:
    """Return the rows with a benchmark; with none, the rows that have no benchmark."""
    return figures[figures["benchmark"] == benchmark] if benchmark else figures[absent(figures["benchmark"])]


def in_time(period: str) -> tuple[int, ...]:
    """Return what periods of one kind are sorted by.

    >>> sorted(["SY2019-20", "SY2018-19"], key=in_time)
    ['SY2018-19', 'SY2019-20']
    """
    return tuple(int(digits) for digits in re.findall(r"\d+", period))


def _dimension_order(name: str) -> tuple[int, str]:
    return (DIMENSIONS.index(name) if name in DIMENSIONS else len(DIMENSIONS), name)
