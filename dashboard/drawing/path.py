"""The way to parity as a drawing."""

from collections.abc import Sequence

from dashboard.drawing.lettering import width
from dashboard.drawing.picture import Drawing, room, schemed, text
from dashboard.figures.path import Path, steps
from dashboard.markup import Markup, tag
from dashboard.palette import colours
from metrics import words

_HEIGHT, _LEFT, _TOP, _BOTTOM = 356.0, 52.0, 46.0, 30.0


def draw(chart: Path, said: dict[str, str], language: str) -> Drawing:
    """Return the chart, `room()` wide. `said`: its words, see `figures.path.labels`."""
    ink = colours("light")
    wide, colour = room(), colours("light")[chart.token]

    def x(year: float) -> float:
        return _LEFT + (year - chart.first) / max(1, chart.last - chart.first) * (wide - _LEFT - 24)

    def y(people: float) -> float:
        return _HEIGHT - _BOTTOM - chart.axis.at(people) / 100 * (_HEIGHT - _TOP - _BOTTOM)

    def line(points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x(year):.1f},{y(people):.1f}" for year, people in points)

    parts: list[Markup] = [text(0, 14, said["title"])]
    for tick in chart.axis.ticks:
        parts.append(tag("line", x1=_LEFT, x2=wide, y1=y(tick), y2=y(tick), stroke=ink["grid"]))
        parts.append(text(_LEFT - 8, y(tick) + 4, words.number(tick, "persons", 0, language), anchor="end"))
    for year in chart.ticks():
        parts.append(text(x(year), _HEIGHT - 8, str(year), anchor="middle"))
    high, low = (list(zip(chart.years, series, strict=True)) for series in (chart.high, chart.low))
    fan = line(high) + " " + line(low[::-1])
    parts.append(tag("polygon", points=fan, fill=colour, fill_opacity="0.14"))
    edge = {"fill": "none", "stroke": colour, "stroke_width": 1}
    parts += [tag("polyline", points=line(end), **edge) for end in (high, low)]
    level = y(chart.parity)
    parts.append(tag("line", x1=_LEFT, x2=wide, y1=level, y2=level, stroke=ink["bench"], stroke_width=2))
    thick = {"fill": "none", "stroke": colour, "stroke_width": 2.5}
    parts.append(tag("polyline", points=line(steps(list(chart.past))), **thick))
    ahead = list(zip(chart.years, chart.middle, strict=True))
    parts.append(tag("polyline", points=line(steps(ahead)), stroke_dasharray="5 4", **thick))
    year, people = chart.now
    parts.append(tag("circle", cx=x(year), cy=y(people), r=5, fill=colour))
    below = people <= chart.parity
    parts.append(
        text(x(year), y(people) + (22 if below else -12), said["now"], weight=600, colour="ink", anchor="middle")
    )
    if chart.reached is not None:
        place = x(chart.reached)
        parts.append(
            tag(
                "line",
                x1=place,
                x2=place,
                y1=level,
                y2=_HEIGHT - _BOTTOM,
                stroke=ink["control"],
                stroke_dasharray="2 4",
            )
        )
        parts.append(tag("circle", cx=place, cy=level, r=5.5, fill=ink["bg"], stroke=colour, stroke_width=2.25))
        left = place > wide / 2
        parts.append(
            text(place + (-8 if left else 8), _HEIGHT - _BOTTOM - 8, said["reached"], weight=600, colour="ink",
                 anchor="end" if left else "start")
        )  # fmt: skip
    across = width(said["parity"], 13, 600) + 16
    begin = _LEFT if chart.tab_left else wide - across
    parts.append(tag("rect", x=begin, y=level - 20, width=across, height=20, fill=ink["bench"]))
    parts.append(text(begin + 8, level - 6, said["parity"], weight=600, colour="on-bench"))
    return Drawing(tag("g", parts), _HEIGHT)


def still(chart: Path, said: dict[str, str], language: str) -> Markup:
    """Return the chart as an SVG element of its own, for a page without scripts."""
    drawing = draw(chart, said, language)
    return tag(
        "svg",
        schemed(drawing.body),
        viewbox=f"0 0 {room():g} {drawing.height:g}",
        aria_hidden="true",
        font_family="'Source Sans 3', system-ui, sans-serif",
    )
