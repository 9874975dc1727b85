"""Small drawings of rows: a goal's way, the last years as a line, parts of a whole, the stages of plans."""

from collections.abc import Mapping, Sequence

from dashboard.drawing.picture import Drawing, room, text
from dashboard.markup import Markup, tag
from dashboard.palette import colours

LEAST, MOST = -20.0, 115.0
"""Percents of a goal's way that a drawing has room for."""


def at(percent: float) -> float:
    """Return where a percent of the way is, in percent of the drawing."""
    return 100 * (min(MOST, max(LEAST, percent)) - LEAST) / (MOST - LEAST)


def goal(done: float | None, gone: float | None, left: float, right: float, middle: float) -> list[Markup]:
    """Return a goal's way from baseline to now; the line is the target, the triangle where time says it should be."""
    ink = colours("light")

    def x(percent: float) -> float:
        return left + at(percent) / 100 * (right - left)

    parts = [
        tag("line", x1=left, x2=right, y1=middle, y2=middle, stroke=ink["grid"]),
        tag("line", x1=x(0), x2=x(0), y1=middle - 6, y2=middle + 6, stroke=ink["control"]),
        tag("line", x1=x(100), x2=x(100), y1=middle - 12, y2=middle + 12, stroke=ink["bench"], stroke_width=2),
    ]
    if done is not None:
        a, b = sorted((x(0), x(done)))
        parts.append(tag("line", x1=a, x2=b, y1=middle, y2=middle, stroke=ink["series"], stroke_width=4))
        parts.append(tag("circle", cx=x(done), cy=middle, r=5, fill=ink["series"]))
    if gone is not None:
        parts.append(tag("path", d=f"M{x(gone):.1f} {middle + 7:.1f}l-4.5 8h9z", fill=ink["ink-2"]))
    return parts


def spark(values: Sequence[float | None], left: float, right: float, middle: float) -> list[Markup]:
    """Return the last years as a line that breaks where there is no value; nothing for fewer than two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    ink = colours("light")
    low, high = min(known), max(known)
    reach = max(high - low, 0.08 * abs(high)) or 1.0
    right = min(right, left + 120)
    places = [
        None
        if value is None
        else (left + k * (right - left - 8) / (len(values) - 1), middle - (value - (low + high) / 2) / reach * 20)
        for k, value in enumerate(values)
    ]
    path, pen = "", "M"
    for place in places:
        if place is None:
            pen = "M"
            continue
        path += f"{pen}{place[0]:.1f} {place[1]:.1f}"
        pen = "L"
    x, y = next(place for place in reversed(places) if place is not None)
    return [
        tag("path", d=path, fill="none", stroke=ink["series"], stroke_width=2),
        tag("circle", cx=x, cy=y, r=4, fill=ink["series"]),
    ]


def stages(found: Sequence[tuple[str, int, str]]) -> Drawing:
    """Return stages in a row: name, how many are in it, and words under it."""
    ink = colours("light")
    wide = room() / len(found)
    parts: list[Markup] = [
        tag("line", x1=9, x2=9 + wide * (len(found) - 1), y1=12, y2=12, stroke=ink["control"], stroke_width=2)
    ]
    for k, (name, number, more) in enumerate(found):
        x = 9 + wide * k
        last = k == len(found) - 1
        fill = ink["series"] if last or number else ink["bg"]
        stroke = ink["series"] if last or number else ink["control"]
        parts.append(tag("circle", cx=x, cy=12, r=8, fill=fill, stroke=stroke, stroke_width=2.5))
        parts.append(text(x - 8, 52, str(number), size=24, weight=700, colour="ink"))
        parts.append(text(x - 8, 74, name, size=14, weight=600, colour="ink"))
        parts.append(text(x - 8, 92, more))
    return Drawing(tag("g", parts), 100)


def whole(parts_of: Sequence[tuple[str, int, str]]) -> Drawing:
    """Return one bar of parts: name, size, fill (the name of a colour, or hollow where it is blank)."""
    ink = colours("light")
    total = sum(size for _, size, _ in parts_of) or 1
    x, drawn = 1.0, []
    for _, size, fill in parts_of:
        wide = size / total * (room() - 2)
        if size:
            drawn.append(_box(x, 0, max(wide - 2, 1), 28, fill, ink))
        x += wide
    for k, (name, size, fill) in enumerate(parts_of):
        left = k * room() / len(parts_of)
        drawn.append(_box(left + 1, 46, 14, 14, fill, ink))
        drawn.append(text(left + 22, 58, f"{name} {size}", size=14, weight=600, colour="ink"))
    return Drawing(tag("g", drawn), 70)


def _box(x: float, y: float, wide: float, high: float, fill: str, ink: Mapping[str, str]) -> Markup:
    return tag(
        "rect", x=x, y=y, width=wide, height=high, fill=ink[fill or "bg"], stroke=ink["control"],
        stroke_dasharray=None if fill else "4 3",
    )  # fmt: skip
