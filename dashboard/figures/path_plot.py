"""The way to parity as a Plotly figure, a plain dict, in one scheme."""

from typing import Any

from dashboard.figures.path import Path
from dashboard.palette import colours
from metrics import words


def as_plotly(chart: Path, said: dict[str, str], scheme: str, language: str) -> dict[str, Any]:
    """Return the chart as a Plotly figure in one scheme. `said`: its words, see `figures.path.labels`."""
    ink = colours(scheme)
    colour = ink[chart.token]
    years = list(chart.years)

    def people(value: float) -> str:
        return words.people(value, language)

    edge = {"color": colour, "width": 1}
    ranges = [
        f"{year}: {people(low)} – {people(high)}"
        for year, low, high in zip(chart.years, chart.low, chart.high, strict=True)
    ]
    traces: list[dict[str, Any]] = [
        {"x": years, "y": list(chart.low), "mode": "lines", "line": edge, "hoverinfo": "skip"},
        {
            "x": years, "y": list(chart.high), "mode": "lines", "line": edge, "fill": "tonexty",
            "fillcolor": _faint(colour), "hovertext": ranges, "hoverinfo": "text",
        },
        {
            "x": [chart.first, chart.last], "y": [chart.parity] * 2, "mode": "lines",
            "line": {"color": ink["bench"], "width": 2}, "hoverinfo": "skip",
        },
        {
            "x": [year for year, _ in chart.past], "y": [n for _, n in chart.past], "mode": "lines",
            "line": {"color": colour, "width": 2.5, "shape": "hv"},
            "hovertext": [f"<b>{year}</b>: {people(n)}" for year, n in chart.past], "hoverinfo": "text",
        },
        {
            "x": years, "y": list(chart.middle), "mode": "lines",
            "line": {"color": colour, "width": 2.5, "shape": "hv", "dash": "dot"},
            "hovertext": [f"<b>{y}</b>: {people(n)}" for y, n in zip(years, chart.middle, strict=True)],
            "hoverinfo": "text",
        },
        {
            "x": [chart.now[0]], "y": [chart.now[1]], "mode": "markers", "hoverinfo": "skip",
            "marker": {"size": 10, "color": colour}, "cliponaxis": False,
        },
    ]  # fmt: skip
    shapes = []
    if chart.reached is not None:
        low = chart.axis.low
        dropped = {"color": ink["control"], "width": 1.5, "dash": "dot"}
        shapes = [
            {"type": "line", "x0": chart.reached, "x1": chart.reached, "y0": low, "y1": chart.parity, "line": dropped}
        ]
        ring = {"size": 11, "color": ink["bg"], "line": {"color": colour, "width": 2.25}}
        traces.append(
            {"x": [chart.reached], "y": [chart.parity], "mode": "markers", "marker": ring, "hoverinfo": "skip"}
        )
    for trace in traces:
        trace.update(type="scatter", showlegend=False)
    axis = {
        "zeroline": False, "linecolor": ink["control"], "tickfont": {"color": ink["ink-2"], "size": 13},
        "fixedrange": True,
    }  # fmt: skip
    room = 0.02 * (chart.last - chart.first)
    return {
        "data": traces,
        "layout": {
            "paper_bgcolor": ink["bg"],
            "plot_bgcolor": ink["bg"],
            "font": {"family": "'Source Sans 3', system-ui, sans-serif", "size": 13, "color": ink["ink-2"]},
            "margin": {"l": 56, "r": 12, "t": 52, "b": 30},
            "hovermode": "closest",
            "hoverlabel": {"bgcolor": ink["bg"], "bordercolor": ink["ink"], "font": {"color": ink["ink"], "size": 14}},
            "dragmode": False,
            "shapes": shapes,
            "xaxis": {
                **axis,
                "range": [chart.first - room, chart.last + room],
                "showgrid": False,
                "tickvals": chart.ticks(),
                "ticktext": [str(year) for year in chart.ticks()],
            },
            "yaxis": {
                **axis,
                "range": [chart.axis.low, chart.axis.high],
                "gridcolor": ink["grid"],
                "tickvals": list(chart.axis.ticks),
                "ticktext": [words.number(tick, "persons", 0, language) for tick in chart.axis.ticks],
            },
            "annotations": _words(chart, said, ink),
        },
    }


def _words(chart: Path, said: dict[str, str], ink: Any) -> list[dict[str, Any]]:
    plain = {"showarrow": False, "font": {"size": 13, "color": ink["ink-2"]}}
    strong = {"showarrow": False, "font": {"size": 13, "color": ink["ink"]}}
    found: list[dict[str, Any]] = [
        {
            **plain, "text": said["title"], "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left",
            # The words of a parity line at the top of the plot stand between it and the title.
            "yanchor": "bottom", "yshift": 26,
        },
        {
            "text": f"<b>{said['parity']}</b>", "xref": "paper", "x": 0 if chart.tab_left else 1,
            "y": chart.parity, "xanchor": "left" if chart.tab_left else "right",
            "yanchor": "bottom", "showarrow": False, "bgcolor": ink["bench"], "borderpad": 3,
            "font": {"color": ink["on-bench"], "size": 13},
        },
        {
            **strong, "text": f"<b>{said['now']}</b>", "x": chart.now[0], "y": chart.now[1], "bgcolor": ink["bg"],
            "yanchor": "top" if chart.now[1] <= chart.parity else "bottom",
            "yshift": -8 if chart.now[1] <= chart.parity else 8,
        },
    ]  # fmt: skip
    if chart.reached is not None:
        left = chart.reached > (chart.first + chart.last) / 2
        found.append(
            {
                **strong, "text": f"<b>{said['reached']}</b>", "x": chart.reached, "y": chart.axis.low,
                "xanchor": "right" if left else "left", "yanchor": "bottom", "xshift": -6 if left else 6,
            }
        )  # fmt: skip
    return found


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.15)"
