"""What changed a number as a drawing, and as the small drawings of a table's rows."""

from dashboard.drawing.picture import Drawing, room, text
from dashboard.figures.flow import Flow, Step
from dashboard.markup import Markup, tag
from dashboard.palette import colours

_ROW, _NAMES, _END = 36.0, 190.0, 80.0
_HIGH = 34


def draw(chart: Flow) -> Drawing:
    """Return the rows, `room()` wide."""
    ink = colours("light")
    colour = ink[chart.token]

    def x(value: float) -> float:
        return _NAMES + chart.axis.at(value) / 100 * (room() - _NAMES - _END)

    parts: list[Markup] = []
    for k, step in enumerate(chart.steps):
        top = k * _ROW + 8
        middle = top + _ROW / 2 - 4
        bold = 600 if step.start is None else 400
        parts.append(text(0, middle + 5, step.name, size=14, weight=bold, colour="ink"))
        if step.start is None:
            parts.append(tag("circle", cx=x(step.end), cy=middle, r=5.5, fill=colour))
        else:
            a, b = sorted((x(step.start), x(step.end)))
            fill = colour if step.gain else ink["bg"]
            parts.append(
                tag("rect", x=a, y=middle - 9, width=b - a, height=18, fill=fill, stroke=colour, stroke_width=2)
            )
        if k:
            place = x(chart.steps[k - 1].end)
            parts.append(tag("line", x1=place, x2=place, y1=middle - _ROW + 9, y2=middle - 9, stroke=ink["control"]))
        right = max(x(step.end), x(step.start if step.start is not None else step.end))
        parts.append(text(right + 10, middle + 5, step.said, size=14, weight=600, colour="ink"))
    return Drawing(tag("g", parts), _ROW * len(chart.steps) + 8)


def row(chart: Flow, k: int) -> Markup:
    """Return the drawing of one row of a table, as wide as its cell; a thin line leads from the row above."""
    step = chart.steps[k]
    middle = _HIGH / 2
    at = chart.axis.at
    parts: list[Markup] = []
    if k:
        place = f"{at(chart.steps[k - 1].end):.2f}%"
        parts.append(tag("line", class_="axis", x1=place, x2=place, y1=-10, y2=middle - 9))
    if step.start is None:
        style = f"fill:var(--{chart.token})"
        parts.append(tag("circle", cx=f"{at(step.end):.2f}%", cy=middle, r=5.5, style=style))
    else:
        parts.append(_bar(step, chart, middle))
    return tag("svg", parts, class_="draw", height=_HIGH, aria_hidden="true")


def _bar(step: Step, chart: Flow, middle: float) -> Markup:
    a, b = sorted(chart.axis.at(value) for value in (step.start or 0.0, step.end))
    fill = f"var(--{chart.token if step.gain else 'bg'})"
    return tag(
        "rect",
        x=f"{a:.2f}%",
        y=middle - 9,
        width=f"{max(b - a, 0.4):.2f}%",
        height=18,
        style=f"fill:{fill};stroke:var(--{chart.token});stroke-width:2",
    )
