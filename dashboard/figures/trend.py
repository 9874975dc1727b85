"""Is it changing: one panel a group, every panel on one scale, the others as context."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.figures.axis import Axis, fitting_axis, ratio_range
from dashboard.figures.row import instead, number
from dashboard.language import Tongue
from dashboard.palette import group_token
from dashboard.tables import EVERYONE, NOT_REPORTED, absent
from metrics import words

NO_BENCHMARK = "no_benchmark"
_NUMBERS = ("value", "lower", "upper", "against")
_REACH = 1.5
"""So many times past the values a ratio axis may go to hold their intervals."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value in a period, and how it is said; None where there is none, and `status` and `said` say why."""

    x: float
    value: float | None
    low: float | None
    high: float | None
    benchmark: float | None
    status: str
    said: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One group over the periods; `first` and `last` are what is written at the ends of its line.

    Without a line `status` is why, and `instead` are its words.
    """

    group: str
    name: str
    token: str
    points: tuple[Point, ...]
    first: str
    last: str
    status: str
    instead: str

    @property
    def lines(self) -> tuple[tuple[Point, ...], ...]:
        """The stretches without a gap: a line breaks where a value is absent."""
        found: list[list[Point]] = [[]]
        for point in self.points:
            if point.value is None:
                found.append([])
            else:
                found[-1].append(point)
        return tuple(tuple(stretch) for stretch in found if stretch)


@dataclass(frozen=True, slots=True)
class Trend:
    """A panel for each group, all on one scale; `tab` names the benchmark line, if there is one."""

    axis: Axis
    ratio: bool
    panels: tuple[Panel, ...]
    periods: tuple[str, ...]
    tab: str


def trend(
    measure: Mapping[str, Any],
    figures: pd.DataFrame,
    representation: pd.DataFrame,
    benchmark: str,
    t: Tongue,
) -> Trend | None:
    """Return the panels of one agency, place and dimension over every period; None with fewer than two periods.

    `figures`: all periods, with and without benchmarks; `representation`: all periods, this benchmark.
    """
    base = figures[absent(figures["benchmark"])]
    groups = base[~base["group"].isin([EVERYONE, NOT_REPORTED])]
    groups = groups if not groups.empty else base
    periods = tuple(sorted({str(each) for each in groups["period"]}, key=in_time))
    if len(periods) < 2:
        return None
    ratio = measure["favourable"] == "parity" and not representation["ratio"].dropna().empty
    if ratio:
        values = representation.set_index("figure_id")[["ratio", "lower", "upper"]]
        values = values.set_axis(["value", "lower", "upper"], axis=1)
        # What is withheld has no ratio; what its share is known to reach stays, to be said.
        bound = groups["lower"].where(groups["status"] == "withheld")
        rows = groups.drop(columns=["value", "lower", "upper"]).join(values, on="figure_id")
        rows = rows.assign(against=1.0, lower=rows["lower"].fillna(bound))
    else:
        other = (
            figures[figures["benchmark"] == benchmark].set_index("figure_id")["benchmark_value"] if benchmark else None
        )
        rows = groups.assign(against=groups["figure_id"].map(other) if other is not None else None)
    panels = tuple(
        _panel(measure, str(group), each, periods, ratio, t) for group, each in rows.groupby("group", sort=False)
    )
    numbers = [n for p in panels for q in p.points for n in (q.value, q.benchmark) if n is not None]
    wide = [n for p in panels for q in p.points for n in (q.low, q.high) if n is not None]
    axis = ratio_range(_with_margins(numbers, wide)) if ratio else fitting_axis(numbers)
    tab = words.benchmark(benchmark, t.language) if benchmark else ""
    return Trend(
        axis, ratio, tuple(sorted(panels, key=lambda panel: panel.name)), periods, f"{tab} = 1" if ratio else tab
    )


def _with_margins(values: list[float], margins: list[float]) -> list[float]:
    """Return the values and the ends of their intervals, those ends not so far out that the lines lie flat."""
    above = [value for value in values if value > 0]
    if not above:
        return values
    low, high = min(above) / _REACH, max(above) * _REACH
    return [*values, *(min(max(each, low), high) for each in margins)]


def _panel(
    measure: Mapping[str, Any], group: str, rows: pd.DataFrame, periods: tuple[str, ...], ratio: bool, t: Tongue
) -> Panel:
    by_period = {row["period"]: row for row in rows.to_dict("records")}
    points = []
    for k, period in enumerate(periods):
        x = 100 * k / (len(periods) - 1)
        if period not in by_period:
            points.append(Point(x, None, None, None, None, "missing", words.status("missing", t.language)))
            continue
        row = by_period[period]
        value, low, high, beside = (number(row[c]) for c in _NUMBERS)
        if value is None:
            low = high = None
        # The figure is there; what it would be set against is not.
        untold = ratio and value is None and row["status"] == "shown"
        status = NO_BENCHMARK if untold else str(row["status"])
        points.append(Point(x, value, low, high, beside, status, _said(measure, row, value, ratio, untold, t)))
    shown = [(periods[k], p.said) for k, p in enumerate(points) if p.value is not None]
    first = f"{words.tick(shown[0][0])}: {shown[0][1]}" if shown else ""
    last = shown[-1][1] if shown else ""
    if shown and shown[-1][0] != periods[-1]:
        last += f" ({words.tick(shown[-1][0])})"
    status = "shown" if shown else points[-1].status
    return Panel(
        group,
        words.named(measure, group, t.language, str(rows["dimension"].iloc[0])),
        group_token(group),
        tuple(points),
        first,
        last,
        status,
        points[-1].said,
    )


def _said(
    measure: Mapping[str, Any], row: Mapping[Any, Any], value: float | None, ratio: bool, untold: bool, t: Tongue
) -> str:
    if value is None:
        return t("No benchmark for this group") if untold else instead(row, measure, t.language)
    if ratio:
        return words.number(value, "ratio", 2, t.language)
    based = words.by_base(measure, number(row["denominator"]))
    return words.number(value, measure["unit"], int(based["decimals"]), t.language)
