"""The funnel as a drawing."""

import math

from dashboard.drawing.lettering import width
from dashboard.drawing.picture import Drawing, room, schemed, text
from dashboard.figures.funnel import Funnel, size_ticks
from dashboard.markup import Markup, tag
from dashboard.palette import colours
from metrics import words
from metrics.funnel import Z_998
from metrics.interval import Z

_HEIGHT, _LEFT, _TOP, _BOTTOM = 400.0, 44.0, 30.0, 46.0


def draw(chart: Funnel, language: str, x_title: str, y_title: str) -> Drawing:
    """Return the funnel, `room()` wide."""
    ink = colours("light")
    wide = room()

    def x(size: float) -> float:
        share = math.log(size / chart.low_size) / math.log(chart.high_size / chart.low_size)
        return _LEFT + share * (wide - _LEFT - 8)

    def y(share: float) -> float:
        return _HEIGHT - _BOTTOM - min(share, chart.top) / chart.top * (_HEIGHT - _TOP - _BOTTOM)

    parts: list[Markup] = [text(0, 14, y_title)]
    for z, fill, dash in ((Z_998, ink["band"], "2 3"), (Z, ink["band-2"], None)):
        limits = [(x(size), *chart.limit(size, z)) for size in chart.sizes()]
        over = " ".join(f"{px:.1f},{y(high):.1f}" for px, _, high in limits)
        under = " ".join(f"{px:.1f},{y(low):.1f}" for px, low, _ in limits)
        back = " ".join(reversed(under.split(" ")))
        parts.append(tag("polygon", points=f"{over} {back}", fill=fill))
        parts += [
            tag("polyline", points=line, fill="none", stroke=ink["control"], stroke_dasharray=dash)
            for line in (over, under)
        ]
    step = _step(chart.top)
    for k in range(int(chart.top / step) + 1):
        parts.append(tag("line", x1=_LEFT, x2=wide, y1=y(k * step), y2=y(k * step), stroke=ink["grid"]))
        parts.append(
            text(
                _LEFT - 6, y(k * step) + 4, words.number(k * step, "percent", 0, language) if k else "0%", anchor="end"
            )
        )
    parts += [
        text(x(tick), _HEIGHT - _BOTTOM + 20, words.number(tick, "persons", 0, language), anchor="middle")
        for tick in size_ticks(chart)
    ]
    parts.append(text(wide, _HEIGHT - 6, x_title, anchor="end"))
    parts.append(
        tag(
            "line",
            x1=_LEFT,
            x2=wide,
            y1=y(chart.pooled),
            y2=y(chart.pooled),
            stroke=ink["control"],
            stroke_dasharray="6 4",
        )
    )
    if chart.benchmark is not None:
        level = y(chart.benchmark)
        parts.append(tag("line", x1=_LEFT, x2=wide, y1=level, y2=level, stroke=ink["bench"], stroke_width=2))
        said = f"{chart.benchmark_name} {words.number(chart.benchmark, 'percent', 1, language)}"
        room_for = width(said, 13, 600) + 16
        left = _LEFT if chart.tab_left else wide - room_for
        parts.append(tag("rect", x=left, y=level - 20, width=room_for, height=20, fill=ink["bench"]))
        parts.append(text(left + 8, level - 6, said, weight=600, colour="on-bench"))
    for spot in chart.spots:
        colour = ink[chart.token] if spot.outside else ink["control"]
        parts.append(
            tag(
                "circle",
                cx=x(spot.size),
                cy=y(spot.share),
                r=5,
                fill=colour if spot.outside else ink["bg"],
                stroke=colour,
                stroke_width=2,
            )
        )
        if spot.named:
            parts.append(
                text(
                    x(spot.size), y(spot.share) + (-10 if spot.high else 20), spot.agency, colour="ink", anchor="middle"
                )
            )
    return Drawing(tag("g", parts), _HEIGHT)


def still(chart: Funnel, language: str, x_title: str, y_title: str) -> Markup:
    """Return the funnel as an SVG element of its own, for a page without scripts."""
    drawing = draw(chart, language, x_title, y_title)
    return tag(
        "svg",
        schemed(drawing.body),
        viewbox=f"0 0 {room():g} {drawing.height:g}",
        aria_hidden="true",
        font_family="'Source Sans 3', system-ui, sans-serif",
    )


def _step(top: float) -> float:
    return next(step for step in (1, 2, 5, 10, 20, 25) if top / step <= 5)
