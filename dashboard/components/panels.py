"""Small multiples: one panel a group, the others grey, the benchmark in ink, breaks where a value is absent."""

from dashboard.components.marks import absence, dot
from dashboard.figures.trend import Panel, Point, Trend
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from metrics import words


def panels(chart: Trend, t: Tongue) -> Markup:
    """Return every panel, all on one scale."""
    longest = max((len(panel.last) for panel in chart.panels), default=0)
    style = f"--pad:{max(3.0, 0.5 * longest + 1):.1f}rem"
    return tag("div", [_panel(panel, chart, t) for panel in chart.panels], class_="panels", style=style)


def _panel(panel: Panel, chart: Trend, t: Tongue) -> Markup:
    title = tag("p", dot(panel.token), panel.name, class_="name")
    if not panel.last:
        return tag("div", title, tag("p", absence(panel.status, t.language, panel.instead), class_="none"))
    drawing = [
        *[_lines(other, chart, "others keep", "") for other in chart.panels if other.group != panel.group],
        _benchmark(panel, chart),
        _band(panel, chart),
        _lines(panel, chart, "trend keep", f"stroke:var(--{panel.token})"),
    ]
    end = [point for point in panel.points if point.value is not None][-1]
    height = 100 - chart.axis.at(end.value or 0.0)
    here = f"left:calc({end.x:.2f}% - {end.x / 100:.3f} * var(--pad));top:{height:.2f}%;background:var(--{panel.token})"
    figure = tag(
        "div",
        tag(
            "svg",
            together(drawing),
            class_="draw",
            viewbox="0 0 100 100",
            preserveaspectratio="none",
            aria_hidden="true",
        ),
        tag("span", class_="point", style=here, aria_hidden="true"),
        tag("span", panel.last, class_="now", style=f"top:{min(95.0, max(5.0, height)):.2f}%"),
        class_="panel-draw",
    )
    ends = tag("p", tag("span", panel.first), tag("span", words.tick(chart.periods[-1])), class_="ends panel-draw")
    return tag("div", title, figure, ends)


def _lines(panel: Panel, chart: Trend, kind: str, style: str) -> Markup:
    return together(
        tag(
            "path",
            d=_path(chart, [(p.x, p.value) for p in stretch if p.value is not None]),
            class_=kind,
            style=style or None,
        )
        for stretch in panel.lines
    )


def _benchmark(panel: Panel, chart: Trend) -> Markup | None:
    known = [(p.x, p.benchmark) for p in panel.points if p.benchmark is not None]
    if not known:
        return None
    if len({value for _, value in known}) == 1:
        known = [(0.0, known[0][1]), (100.0, known[0][1])]
    return tag("path", d=_path(chart, known), class_="bench keep")


def _band(panel: Panel, chart: Trend) -> Markup:
    def area(stretch: tuple[Point, ...]) -> Markup | None:
        if any(p.low is None or p.high is None for p in stretch) or len(stretch) < 2:
            return None
        upper = [(p.x, p.high) for p in stretch if p.high is not None]
        lower = [(p.x, p.low) for p in reversed(stretch) if p.low is not None]
        return tag("path", d=_path(chart, upper + lower) + "Z", class_="wide", style=f"fill:var(--{panel.token})")

    return together(area(stretch) for stretch in panel.lines)


def _path(chart: Trend, places: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.2f} {100 - chart.axis.at(value):.2f}" for x, value in places)
