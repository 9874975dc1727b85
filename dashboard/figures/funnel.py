"""Which agencies differ by more than chance: size against share, with the limits that chance alone would give.

Limits at a size n about the statewide share p are p ± z·sqrt(p(1 − p)/n), z = 1.96 (95 %) and 3.09 (99.8 %):
Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202. Whether an agency differs is read from the release,
never worked out here.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.palette import colours
from dashboard.tables import EVERYONE
from metrics import words

Z95, Z998 = 1.959963984540054, 3.090232306167813
_NAMED = 6
_LEAST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """An agency: its size, its share in percent, and whether it differs; `named` on the chart."""

    agency: str
    name: str
    size: float
    share: float
    outside: bool
    high: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    spots: tuple[Spot, ...]
    pooled: float
    benchmark: float | None
    benchmark_name: str
    token: str
    low_size: float
    high_size: float
    top: float

    def limit(self, size: float, z: float) -> tuple[float, float]:
        """Return the limits at a size, in percent, never past 0 or 100."""
        share = self.pooled / 100
        reach = z * math.sqrt(share * (1 - share) / size)
        return 100 * max(0.0, share - reach), 100 * min(1.0, share + reach)

    @property
    def tab_left(self) -> bool:
        """Whether the benchmark's tab stands at the left end: where fewer marks are near its line."""
        if self.benchmark is None:
            return True
        middle = math.sqrt(self.low_size * self.high_size)
        near = [s for s in self.spots if abs(s.share - self.benchmark) < 0.12 * self.top]
        return sum(s.size < middle for s in near) < sum(s.size >= middle for s in near)

    def sizes(self) -> list[float]:
        """Return sizes along the axis, evenly on its log scale."""
        ratio = self.high_size / self.low_size
        return [self.low_size * ratio ** (k / 40) for k in range(41)]


def funnel(
    agencies: pd.DataFrame, statewide: float, benchmark: float | None, benchmark_name: str, token: str,
    names: Mapping[str, str], reader: str,
) -> Funnel | None:  # fmt: skip
    """Return the funnel of one group and period; None with fewer than three agencies shown.

    `agencies`: rows of `figures` for that group and period, compared with `statewide`.
    """
    shown = agencies[(agencies["status"] == "shown") & agencies["value"].notna() & (agencies["denominator"] > 0)]
    shown = shown[shown["agency"] != EVERYONE]
    if len(shown) < 3 or not 0 < statewide < 100:
        return None
    share = statewide / 100
    far = (shown["value"] - statewide).abs() / (100 * (share * (1 - share) / shown["denominator"]) ** 0.5)
    outside = shown["comparison"].isin(["below", "above", "better", "worse"])
    low, high = float(shown["denominator"].min()), float(shown["denominator"].max())
    top = min(100.0, max(float(shown["value"].max()), benchmark or 0.0) * 1.25)
    named = _apart(
        shown.loc[far[outside & (shown["denominator"] >= _LEAST_NAMED)].nlargest(2 * _NAMED).index], low, high, top
    )
    spots = tuple(
        Spot(
            row["agency"], names.get(row["agency"], row["agency"]), float(row["denominator"]), float(row["value"]),
            bool(outside[key]), row["value"] > statewide, key in named or row["agency"] == reader,
        )
        for key, row in shown.iterrows()
    )  # fmt: skip
    return Funnel(spots, statewide, benchmark, benchmark_name, token, low / 1.3, high * 1.3, top)


def _apart(rows: pd.DataFrame, low: float, high: float, top: float) -> set[Any]:
    """Return the rows, furthest out first, whose names have room on the chart; the list beside it has them all."""
    placed: list[tuple[float, float, Any]] = []
    for key, row in rows.iterrows():
        x, y = math.log(row["denominator"] / low) / (math.log(high / low) or 1.0), row["value"] / top
        if all(abs(x - a) > 0.08 or abs(y - b) > 0.07 for a, b, _ in placed):
            placed.append((x, y, key))
    return {key for _, _, key in placed[:_NAMED]}


def as_plotly(chart: Funnel, scheme: str, language: str, x_title: str, y_title: str) -> dict[str, Any]:
    """Return the funnel as a Plotly figure in one scheme."""
    ink = colours(scheme)
    sizes = chart.sizes()
    traces: list[dict[str, Any]] = []
    for z, dash, fill in ((Z998, "dot", ink["band"]), (Z95, "solid", ink["band-2"])):
        low, high = zip(*(chart.limit(size, z) for size in sizes), strict=True)
        line = {"color": ink["control"], "width": 1, "dash": dash}
        traces.append({"x": sizes, "y": list(low), "mode": "lines", "line": line, "hoverinfo": "skip"})
        traces.append(
            {
                "x": sizes,
                "y": list(high),
                "mode": "lines",
                "line": line,
                "fill": "tonexty",
                "fillcolor": fill,
                "hoverinfo": "skip",
            }
        )
    pooled = {"color": ink["control"], "width": 1.5, "dash": "dash"}
    traces.append(
        {"x": [sizes[0], sizes[-1]], "y": [chart.pooled] * 2, "mode": "lines", "line": pooled, "hoverinfo": "skip"}
    )
    if chart.benchmark is not None:
        traces.append(
            {
                "x": [sizes[0], sizes[-1]],
                "y": [chart.benchmark] * 2,
                "mode": "lines",
                "line": {"color": ink["bench"], "width": 2},
                "hoverinfo": "skip",
            }
        )
    colour = ink[chart.token]
    traces.append(
        {
            "x": [s.size for s in chart.spots],
            "y": [s.share for s in chart.spots],
            "mode": "markers+text",
            "text": [s.agency if s.named else "" for s in chart.spots],
            "textposition": ["top center" if s.high else "bottom center" for s in chart.spots],
            "textfont": {"color": ink["ink"], "size": 13},
            "cliponaxis": False,
            "customdata": [[s.agency] for s in chart.spots],
            "hovertext": [_hover(s, language) for s in chart.spots],
            "hoverinfo": "text",
            "marker": {
                "size": 10,
                "color": [colour if s.outside else ink["bg"] for s in chart.spots],
                "line": {"color": [colour if s.outside else ink["control"] for s in chart.spots], "width": 2},
            },
        }
    )
    for trace in traces:
        trace.update(type="scatter", showlegend=False)
    axis = {
        "zeroline": False,
        "linecolor": ink["control"],
        "tickfont": {"color": ink["ink-2"], "size": 13},
        "fixedrange": True,
    }
    layout = {
        "paper_bgcolor": ink["bg"],
        "plot_bgcolor": ink["bg"],
        "font": {"family": "'Source Sans 3', system-ui, sans-serif", "size": 13, "color": ink["ink-2"]},
        "margin": {"l": 52, "r": 16, "t": 34, "b": 48},
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": ink["bg"], "bordercolor": ink["ink"], "font": {"color": ink["ink"], "size": 14}},
        "dragmode": False,
        "xaxis": {
            **axis,
            "type": "log",
            "range": [math.log10(sizes[0]), math.log10(sizes[-1])],
            "showgrid": False,
            "tickvals": size_ticks(chart),
            "ticktext": [words.number(tick, "persons", 0, language) for tick in size_ticks(chart)],
            "title": {"text": x_title, "font": {"size": 13}},
        },
        "yaxis": {**axis, "range": [0, chart.top], "gridcolor": ink["grid"], "ticksuffix": "%", "nticks": 5, "rangemode": "tozero"},
        "annotations": [
            {"text": y_title, "xref": "paper", "yref": "paper", "x": 0, "y": 1.09, "xanchor": "left", "showarrow": False, "font": {"size": 13, "color": ink["ink-2"]}},
            *_labels(chart, ink, language),
        ],
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def size_ticks(chart: Funnel) -> list[float]:
    """Return at most five round sizes within the axis."""
    rounds = [m * 10.0**e for e in range(1, 6) for m in (1, 2, 5)]
    inside = [n for n in rounds if chart.low_size <= n <= chart.high_size]
    return inside[:: max(1, math.ceil(len(inside) / 5))]


def _labels(chart: Funnel, ink: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    if chart.benchmark is None:
        return []
    text = f"<b>{chart.benchmark_name} {words.number(chart.benchmark, 'percent', 1, language)}</b>"
    return [
        {"text": text, "xref": "paper", "x": 0 if chart.tab_left else 1, "y": chart.benchmark,
         "xanchor": "left" if chart.tab_left else "right", "yanchor": "bottom", "showarrow": False,
         "bgcolor": ink["bench"], "font": {"color": ink["on-bench"], "size": 13}, "borderpad": 3}
    ]  # fmt: skip


def _hover(spot: Spot, language: str) -> str:
    share = words.number(spot.share, "percent", 1, language)
    return f"<b>{spot.name}</b><br>{share} · {words.people(spot.size, language)}"
