"""Table `progress`: how the level and the gap of each group have moved since its first period."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics import progress, release, schema, sentence, trend, words
from metrics.definition import Favourable, Measure, Statistic, Target, Unit
from metrics.formula.figure import BRIDGED
from metrics.table import move

COLUMNS = [column.name for column in schema.progress.columns]
_SERIES = ("agency", "dimension", "group", "nature")
_READ = (
    *_SERIES, "period", "when", "incomplete", "benchmark", "benchmark_value", "status", "value",
    "denominator", "gap", "ratio", "se", "reference_se", "race_standard",
)  # fmt: skip
"""What is read of a figure."""
_NAMED = tuple(map(_READ.index, _SERIES))
_DAYS_A_YEAR = 365.25
GOAL = "goal"

Row = Mapping[Any, Any]
Told = dict[tuple[str, tuple[object, ...]], list[dict[str, Any]]]
"""Measure and the figures of a series -> the rows that tell how it moved."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same figure in its first and its last period. `distance`: of each from what is aimed at."""

    base: Row
    last: Row
    distance: tuple[float, float] | None = None
    errors: tuple[float | None, float | None] = (None, None)

    @property
    def years(self) -> float:
        days: int = (self.last["when"].last - self.base["when"].last).days
        return days / _DAYS_A_YEAR

    @property
    def ends(self) -> tuple[int, int]:
        """The calendar years in which the two periods end."""
        return self.base["when"].last.year, self.last["when"].last.year


def table(
    figures: pd.DataFrame,
    measure: Measure,
    words_of: Row,
    geography: str,
    incomplete: pd.DataFrame,
    told: Told | None = None,
) -> pd.DataFrame:
    """Return the rows of one measure, from its figures in the home's own geography.

    `words_of` is the measure's row of table `measures`; `incomplete` the statewide periods (period, nature) that
    hold too few agencies to be set beside other years. A measure without a favourable direction has no progress.
    A gap in `base_value` and `value` is the ratio for parity and for dollars, else the difference from the
    benchmark in the measure's unit. Dollars of different years buy different things: their level is not judged.
    `told`: what was said of series before with the same words and place, which is said again; what is new is added.
    """
    if figures.empty or measure.reading.favourable == Favourable.NONE:
        return pd.DataFrame(columns=COLUMNS)
    own = figures[(figures["geography"] == geography) & (figures["group"] != NOT_REPORTED)]
    own = own[own["status"] != release.WITHHELD]
    if measure.kind == "representation":
        own = own[own["group"] != EVERYONE]
    own = own.merge(incomplete.assign(agency=EVERYONE, incomplete=True), on=["agency", "period", "nature"], how="left")
    own = own.assign(when=own["period"].map(periods.parse), incomplete=own["incomplete"].notna())
    own = own.sort_values([*_SERIES, "when"], kind="stable")[list(_READ)].astype(object)
    own = own.where(own.notna(), None)
    told = {} if told is None else told
    found: list[list[dict[str, Any]]] = []
    fresh: list[dict[str, Any]] = []
    for names, series in groupby(zip(*(own[name].tolist() for name in _READ), strict=True), itemgetter(*_NAMED)):
        values = tuple(series)
        if (measure.id, values) not in told:
            rows: list[Row] = [dict(zip(_READ, each, strict=True)) for each in values]
            said = {"measure": measure.id, **dict(zip(_SERIES, names, strict=True))}
            told[measure.id, values] = [said | each for each in _series(rows, measure)]
            fresh += told[measure.id, values]
        found.append(told[measure.id, values])
    move.grow(fresh)
    for row in fresh:
        for language in words.LANGUAGES:
            row[f"sentence_{language}"] = sentence.of_progress(words_of, row, language)
    return pd.DataFrame([row for each in found for row in each], columns=COLUMNS)


def _series(rows: list[Row], measure: Measure) -> Iterator[dict[str, Any]]:
    plain = [row for row in rows if row["benchmark"] is None]
    points = [row for row in plain if _usable(row, plain[-1], measure)]
    latest = plain[-1]["period"]
    benchmarks = [name for name in measure.benchmarks if name != "target"]
    has_gap = any(row["benchmark"] in benchmarks for row in rows)
    against = level = None
    if len(points) > 1 and not plain[-1]["incomplete"]:
        against = _against(rows, points, benchmarks, measure)
        level = _level(points, against, measure)
    yield level or _unjudged("level", latest)
    if against is not None:
        yield _gap(against, measure)
    elif has_gap:
        yield _unjudged("gap", latest)


def _usable(row: Row, latest: Row, measure: Measure) -> bool:
    # A change of standard begins a new series; a period with agencies missing is no point of comparison.
    same = _groups_of(row) == _groups_of(latest)
    usual = row["period"] not in measure.exceptional and not row["incomplete"]
    return row["status"] == "shown" and row["value"] is not None and same and usual


def _groups_of(row: Row) -> Any:
    # A bridge leads to the groups of 1997, for such comparisons.
    return "omb_1997" if row["race_standard"] == BRIDGED else row["race_standard"]


def _against(rows: list[Row], points: list[Row], benchmarks: list[str], measure: Measure) -> Pair | None:
    """The figure beside the first benchmark that has a value in the first and the last period."""
    for name in benchmarks:
        held = {row["period"]: row for row in rows if row["benchmark"] == name and row["gap"] is not None}
        base, last = held.get(points[0]["period"]), held.get(points[-1]["period"])
        if base is None or last is None:
            continue
        errors = _errors(base, last, measure)
        if name == GOAL:
            return Pair(base, last, (_short(base, measure), _short(last, measure)))
        if measure.reading.unit == Unit.DOLLARS:
            shares = [row["value"] / row["benchmark_value"] for row in (base, last)]
            return Pair(base, last, (abs(math.log(shares[0])), abs(math.log(shares[1]))), errors)
        if measure.reading.favourable != Favourable.PARITY:
            return Pair(base, last, (abs(base["gap"]), abs(last["gap"])), errors)
        ratios = [
            progress.parity_distance(row["ratio"], row["benchmark_value"], row["denominator"]) for row in (base, last)
        ]
        if ratios[0] is not None and ratios[1] is not None:
            return Pair(base, last, (ratios[0], ratios[1]))
    return None


def _short(row: Row, measure: Measure) -> float:
    """How far a figure falls short of what the rules in force ask for; what is beyond that is no distance."""
    gap: float = row["gap"]
    return max(0.0, gap if measure.reading.favourable == Favourable.LOWER else -gap)


def _errors(base: Row, last: Row, measure: Measure) -> tuple[float | None, float | None]:
    if measure.reading.statistic == Statistic.STOCK:
        return None, None
    return _error(base, measure), _error(last, measure)


def _error(row: Row, measure: Measure) -> float | None:
    """The standard error of a gap; of its logarithm for dollars, by the delta method."""
    if row["se"] is None:
        return None
    own, other = row["se"], row["reference_se"] or 0.0
    if measure.reading.unit == Unit.DOLLARS:
        return math.hypot(own / row["value"], other / row["benchmark_value"])
    return math.hypot(own, other)


def _level(points: list[Row], against: Pair | None, measure: Measure) -> dict[str, Any] | None:
    if measure.reading.favourable == Favourable.PARITY:
        return _parity_level(against) if against is not None else None
    if measure.reading.unit == Unit.DOLLARS:
        return None
    base, last = points[0], points[-1]
    pair = Pair(base, last)
    aim = measure.target
    higher = measure.reading.favourable == Favourable.HIGHER
    sampled = measure.reading.statistic != Statistic.STOCK
    status = progress.status(
        base["value"],
        last["value"],
        higher_is_better=higher,
        target=aim.value if aim else None,
        se_base=base["se"] if sampled else None,
        se_recent=last["se"] if sampled else None,
    )
    errors = (base["se"], last["se"]) if sampled else (None, None)
    row = _row("level", pair, status, base["value"], last["value"], None)
    row |= move.moved(base["value"], last["value"], errors, higher_is_better=higher)
    growth = partial(
        move.grown, (base["value"], last["value"]), pair.ends, higher_is_better=higher,
        limit=100.0 if measure.reading.unit == Unit.PERCENT else math.nan,
    )  # fmt: skip
    if aim is None or aim.year is None:
        return row | growth()
    return row | growth(target=aim.value, year=aim.year) | _aimed(points, row, measure, aim)


def _aimed(points: list[Row], row: Row, measure: Measure, aim: Target) -> dict[str, Any]:
    """How much of the way to the target is done, how fast the rest has to be, and the chance of it."""
    last = points[-1]
    end = periods.parse(str(aim.year)).last
    required = trend.pace(last["value"], aim.value, (end - last["when"].last).days / _DAYS_A_YEAR)
    met = row["status"] == progress.Status.MET
    return {
        "target_period": str(aim.year),
        "pct_targeted_change": progress.targeted_change(row["base_value"], row["value"], aim.value),
        "pace_required": required,
        "pace": trend.pace_class(row["pace_actual"], 0.0 if met else required),
        "probability_met": trend.probability_met(
            [point["when"].last.toordinal() / _DAYS_A_YEAR for point in points],
            [point["value"] for point in points],
            target=aim.value,
            target_year=end.toordinal() / _DAYS_A_YEAR,
            higher_is_better=measure.reading.favourable == Favourable.HIGHER,
            percent=measure.reading.unit == Unit.PERCENT,
        ),
    }


def _parity_level(pair: Pair) -> dict[str, Any]:
    """The share's own move: both years against the last year's reference, so that only the share moves."""
    now = pair.last["benchmark_value"]
    distances = [
        progress.parity_distance(row["value"] / now, now, row["denominator"]) for row in (pair.base, pair.last)
    ]
    row = _row("level", pair, progress.Status.NO_DATA, pair.base["value"], pair.last["value"], pair.last["benchmark"])
    if distances[0] is None or distances[1] is None:
        return row
    row |= move.toward_parity((distances[0], distances[1]), pair.ends, pair.last["value"] - pair.base["value"])
    return row | {
        "status": progress.parity_status(distances[0], distances[1]).value,
        "pct_targeted_change": progress.targeted_change(distances[0], distances[1], 0.0),
    }


def _gap(pair: Pair, measure: Measure) -> dict[str, Any]:
    assert pair.distance is not None  # noqa: S101 - `_against` measures it
    before, after = pair.distance
    parity = measure.reading.favourable == Favourable.PARITY
    status = (
        progress.parity_status(before, after)
        if parity
        else progress.status(
            before, after, higher_is_better=False, target=0.0, se_base=pair.errors[0], se_recent=pair.errors[1]
        )
    )
    said = [
        row["value"] / row["benchmark_value"] if parity or measure.reading.unit == Unit.DOLLARS else row["gap"]
        for row in (pair.base, pair.last)
    ]
    row = _row("gap", pair, status, said[0], said[1], pair.last["benchmark"])
    if parity or measure.reading.unit == Unit.DOLLARS:
        row |= move.toward_parity(pair.distance, pair.ends, said[1] - said[0])
    else:
        row |= move.moved(before, after, pair.errors, higher_is_better=False)
        row |= move.grown(pair.distance, pair.ends, higher_is_better=False) | {"change": said[1] - said[0]}
    return row | {
        "pct_targeted_change": progress.targeted_change(before, after, 0.0),
        "pace_actual": trend.pace(pair.base["gap"], pair.last["gap"], pair.years),
    }


def _row(
    of: str, pair: Pair, status: progress.Status, base: float, last: float, benchmark: str | None
) -> dict[str, Any]:
    bases = [each["denominator"] for each in (pair.base, pair.last) if each["denominator"] is not None]
    return {
        "of": of,
        "denominator": min(bases, default=None),
        "base_period": pair.base["period"],
        "period": pair.last["period"],
        "status": status.value,
        "pace_actual": trend.pace(base, last, pair.years),
        "base_value": base,
        "value": last,
        "benchmark": benchmark,
    }


def _unjudged(of: str, latest: str) -> dict[str, Any]:
    return {"of": of, "period": latest, "status": progress.Status.NO_DATA.value, "base_value": None, "value": None}
