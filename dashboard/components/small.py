"""Small drawings that stand in a line of a table: a spark, a ratio beside its line, a move, a range of groups."""

from collections.abc import Sequence

from dashboard.drawing.lettering import width
from dashboard.figures.axis import Axis
from dashboard.markup import Markup, tag

_WIDE, _HIGH = 110.0, 34.0
_BOX = f"0 0 {_WIDE:g} {_HIGH:g}"
_LINE = 42
_NARROWEST = 260.0


def spark(values: Sequence[float | None]) -> Markup:
    """Return the last years as a line that breaks where there is no value, its last value as a disc."""
    known = [value for value in values if value is not None]
    low, high = min(known), max(known)
    reach = max(high - low, 0.08 * abs(high)) or 1.0
    middle = (low + high) / 2

    def place(k: int, value: float) -> tuple[float, float]:
        return 3 + k * (_WIDE - 14) / max(1, len(values) - 1), _HIGH / 2 - (value - middle) / reach * (_HIGH - 14)

    path, pen = "", "M"
    for k, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        x, y = place(k, value)
        path += f"{pen}{x:.1f} {y:.1f}"
        pen = "L"
    last = max(k for k, value in enumerate(values) if value is not None)
    x, y = place(last, known[-1])
    line = tag("path", d=path, class_="trend", style="stroke:var(--series);stroke-width:2")
    return tag(
        "svg",
        line,
        tag("circle", cx=x, cy=y, r=4.5, style="fill:var(--series)"),
        width=_WIDE,
        height=_HIGH,
        viewbox=_BOX,
        aria_hidden="true",
    )


def beside_line(ratio: float, filled: bool) -> Markup:
    """Return a ratio beside the benchmark line, log scale, half to twice."""
    axis = Axis(0.4, 2.5, (), log=True)
    x = 5 + axis.at(ratio) * (_WIDE - 10) / 100
    middle = 5 + axis.at(1.0) * (_WIDE - 10) / 100
    style = f"fill:var(--{'series' if filled else 'bg'});stroke:var(--series);stroke-width:2"
    parts = [
        tag("line", class_="grid", x1=0, x2=_WIDE, y1=17, y2=17),
        tag("line", class_="bench", x1=middle, x2=middle, y1=5, y2=29),
        tag("circle", cx=x, cy=17, r=5, style=style),
    ]
    return tag("svg", parts, width=_WIDE, height=_HIGH, viewbox=_BOX, aria_hidden="true")


def pace_bar(speed: float) -> Markup:
    """Return the speed so far, as a part of the speed needed, which is the line; below 0 it goes the wrong way."""
    full = 1.25
    middle = _WIDE * 1.0 / full - 4
    reach = max(0.0, min(speed, full)) / full * (_WIDE - 4)
    parts = [
        tag("line", class_="grid", x1=0, x2=_WIDE, y1=17, y2=17),
        tag("rect", x=0, y=11, width=max(reach, 1.5), height=12, style="fill:var(--series)"),
        tag("line", class_="bench", x1=middle, x2=middle, y1=5, y2=29),
    ]
    return tag("svg", parts, width=_WIDE, height=_HIGH, viewbox=_BOX, aria_hidden="true")


def move(before: float, after: float) -> Markup:
    """Return two sizes of a gap, then (hollow) and now (filled), on a track that ends at the benchmark line."""
    largest = max(before, after)
    a, b = (96 - 92 * size / largest for size in (before, after))
    stroke = "stroke:var(--series);stroke-width:2"
    parts = [
        tag("line", class_="grid", x1="0%", x2="96%", y1=12, y2=12),
        tag(
            "line",
            x1=f"{min(a, b):.2f}%",
            x2=f"{max(a, b):.2f}%",
            y1=12,
            y2=12,
            style="stroke:var(--series);stroke-width:3",
        ),
        tag("line", class_="bench", x1="96%", x2="96%", y1=1, y2=23),
        tag("circle", cx=f"{a:.2f}%", cy=12, r=5, style=f"fill:var(--bg);{stroke}"),
        tag("circle", cx=f"{b:.2f}%", cy=12, r=5, style=f"fill:var(--series);{stroke}"),
    ]
    return tag("svg", parts, class_="draw", height=24, aria_hidden="true")


def strip(places: Sequence[tuple[float, str, str]], everyone: tuple[float, str] | None, axis: Axis) -> Markup:
    """Return groups on one line: (value, token, label) each, the lowest and highest labelled; everyone as the line."""
    ordered = sorted(places)
    stacked = len(ordered) > 1 and _meet(axis.at(ordered[0][0]), ordered[0][2], axis.at(ordered[-1][0]), ordered[-1][2])
    parts = [tag("line", class_="axis", x1="0%", x2="100%", y1=_LINE, y2=_LINE)]
    if everyone is not None:
        x = axis.at(everyone[0])
        anchor = "start" if x < 18 else "end" if x > 82 else "middle"
        parts.append(tag("line", class_="bench", x1=f"{x:.2f}%", x2=f"{x:.2f}%", y1=_LINE - 10, y2=_LINE + 12))
        parts.append(tag("text", everyone[1], x=f"{x:.2f}%", y=_LINE + 26, text_anchor=anchor))
    for k, (value, token, label) in enumerate(ordered):
        end = k in (0, len(ordered) - 1)
        x = axis.at(value)
        parts.append(
            tag(
                "circle",
                cx=f"{x:.2f}%",
                cy=_LINE,
                r=6 if end else 4,
                style=f"fill:var(--{token if end else 'context'})",
            )
        )
        if end:
            leans = _leans(x)
            # Labels that would meet stand one above the other.
            above = 16 if stacked and k == 0 else 0
            parts.append(tag("text", label, x=f"{x:.2f}%", y=_LINE - 13 - above, text_anchor=leans, class_="strong"))
    return tag("svg", parts, class_="draw", height=_LINE + 32, aria_hidden="true")


def _leans(x: float) -> str:
    return "start" if x < 25 else "end" if x > 75 else "middle"


def _meet(low: float, low_label: str, high: float, high_label: str) -> bool:
    """Return whether two labels would touch on the narrowest strip."""

    def span(x: float, label: str) -> tuple[float, float]:
        wide = width(label, 13, 600)
        begin = x / 100 * _NARROWEST - {"start": 0.0, "middle": wide / 2, "end": wide}[_leans(x)]
        return begin, begin + wide

    return span(low, low_label)[1] + 6 > span(high, high_label)[0]
