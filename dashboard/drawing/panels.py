"""Small multiples as a drawing: one panel a group, on one scale."""

from collections.abc import Callable

from dashboard.drawing.lettering import lines
from dashboard.drawing.picture import Drawing, room, text
from dashboard.figures.trend import Panel, Trend
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.palette import colours
from metrics import words

_ACROSS, _GAP, _HEIGHT, _HEAD, _FOOT, _LABEL = 4, 28.0, 110.0, 38.0, 34.0, 52.0


def draw(chart: Trend, t: Tongue, note: str) -> Drawing:
    """Return the panels, `room()` wide, four across."""
    wide = (room() - _GAP * (_ACROSS - 1)) / _ACROSS
    parts = []
    for k, panel in enumerate(chart.panels):
        place = f"translate({(k % _ACROSS) * (wide + _GAP):.1f} {(k // _ACROSS) * (_HEAD + _HEIGHT + _FOOT):.1f})"
        parts.append(tag("g", _panel(panel, chart, wide, t), transform=place))
    height = -(-len(chart.panels) // _ACROSS) * (_HEAD + _HEIGHT + _FOOT)
    for line in lines(note, 13, room()):
        height += 18
        parts.append(text(0, height, line))
    return Drawing(tag("g", parts), height + 6)


def _panel(panel: Panel, chart: Trend, wide: float, t: Tongue) -> list[Markup]:
    ink = colours("light")
    across = wide - _LABEL
    parts = [tag("circle", cx=5, cy=9, r=5, fill=ink[panel.token])]
    for n, line in enumerate(lines(panel.name, 14, wide - 16, 600)[:2]):
        parts.append(text(16, 14 + 17 * n, line, size=14, weight=600, colour="ink"))

    def place(x: float, value: float) -> str:
        return f"{x / 100 * across:.1f},{_HEAD + (100 - chart.axis.at(value)) / 100 * _HEIGHT:.1f}"

    if not panel.last:
        parts.append(text(0, _HEAD + 50, panel.instead))
        return parts
    for other in chart.panels:
        if other.group != panel.group:
            parts += _lines(other, place, ink["context"], 1.25)
    known = [(p.x, p.benchmark) for p in panel.points if p.benchmark is not None]
    if known:
        spread = known if len({v for _, v in known}) > 1 else [(0.0, known[0][1]), (100.0, known[0][1])]
        parts.append(
            tag(
                "polyline",
                points=" ".join(place(*each) for each in spread),
                fill="none",
                stroke=ink["bench"],
                stroke_width=2,
            )
        )
    for stretch in panel.lines:
        if len(stretch) > 1 and all(p.low is not None and p.high is not None for p in stretch):
            upper = [place(p.x, p.high) for p in stretch if p.high is not None]
            lower = [place(p.x, p.low) for p in reversed(stretch) if p.low is not None]
            parts.append(tag("polygon", points=" ".join(upper + lower), fill=ink[panel.token], opacity=0.16))
    parts += _lines(panel, place, ink[panel.token], 2.5)
    end = [p for p in panel.points if p.value is not None][-1]
    x, y = place(end.x, end.value or 0.0).split(",")
    parts.append(tag("circle", cx=x, cy=y, r=4.5, fill=ink[panel.token]))
    parts.append(text(float(x) + 9, float(y) + 4, panel.last, weight=600, colour="ink"))
    parts.append(text(0, _HEAD + _HEIGHT + 18, panel.first))
    parts.append(text(across, _HEAD + _HEIGHT + 18, words.tick(chart.periods[-1]), anchor="end"))
    return parts


def _lines(panel: Panel, place: Callable[[float, float], str], colour: str, thick: float) -> list[Markup]:
    return [
        tag(
            "polyline",
            points=" ".join(place(p.x, p.value) for p in stretch if p.value is not None),
            fill="none",
            stroke=colour,
            stroke_width=thick,
            stroke_linejoin="round",
        )
        for stretch in panel.lines
    ]
