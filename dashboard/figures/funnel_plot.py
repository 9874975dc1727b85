"""The funnel as a Plotly figure, a plain dict, in one scheme."""

import math
from collections.abc import Mapping
from typing import Any

from dashboard.figures.funnel import Funnel, Spot, size_ticks
from dashboard.palette import colours
from metrics import words
from metrics.funnel import Z_998
from metrics.interval import Z

_PERCENT = {"en": "%", "es": "\N{NO-BREAK SPACE}%"}


def as_plotly(chart: Funnel, scheme: str, language: str, x_title: str, y_title: str) -> dict[str, Any]:
    """Return the funnel as a Plotly figure in one scheme."""
    ink = colours(scheme)
    sizes = chart.sizes()
    traces: list[dict[str, Any]] = []
    for z, dash, fill in ((Z_998, "dot", ink["band"]), (Z, "solid", ink["band-2"])):
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
        "yaxis": {
            **axis,
            "range": [0, chart.top],
            "gridcolor": ink["grid"],
            "ticksuffix": _PERCENT[language],
            "nticks": 5,
            "rangemode": "tozero",
        },
        "annotations": [
            {
                "text": y_title,
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 1.09,
                "xanchor": "left",
                "showarrow": False,
                "font": {"size": 13, "color": ink["ink-2"]},
            },
            *_labels(chart, ink, language),
        ],
    }
    return {"data": traces, "layout": layout}


def _labels(chart: Funnel, ink: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    if chart.benchmark is None:
        return []
    text = f"<b>{chart.benchmark_name} {words.number(chart.benchmark, 'percent', 1, language)}</b>"
    return [
        {
            "text": text,
            "xref": "paper",
            "x": 0 if chart.tab_left else 1,
            "y": chart.benchmark,
            "xanchor": "left" if chart.tab_left else "right",
            "yanchor": "bottom",
            "showarrow": False,
            "bgcolor": ink["bench"],
            "font": {"color": ink["on-bench"], "size": 13},
            "borderpad": 3,
        }
    ]


def _hover(spot: Spot, language: str) -> str:
    share = words.number(spot.share, "percent", spot.decimals, language)
    return f"<b>{spot.name}</b><br>{share} · {words.people(spot.size, language)}"
