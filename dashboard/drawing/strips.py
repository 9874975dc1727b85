"""An agency and its peers as a drawing."""

from collections.abc import Sequence

from dashboard.drawing.lettering import lines
from dashboard.drawing.picture import Drawing, room, text
from dashboard.markup import Markup, tag
from dashboard.palette import colours
from dashboard.peers import Beside

_ROW, _NAMES, _NUMBERS = 40.0, 330.0, 230.0


def draw(rows: Sequence[Beside], headings: tuple[str, str]) -> Drawing:
    """Return a row for each measure, `room()` wide. `headings`: those of the agency's value and of all agencies."""
    ink = colours("light")
    wide = room()
    left, end = _NAMES, wide - _NUMBERS
    parts: list[Markup] = [
        text(wide - 110, 14, headings[0], weight=600, anchor="end"),
        text(wide, 14, headings[1], weight=600, anchor="end"),
    ]
    for k, each in enumerate(rows):
        middle = 26 + k * _ROW + _ROW / 2

        def x(value: float, row: Beside = each) -> float:
            return left + row.axis.at(value) / 100 * (end - left)

        title = f"{each.title}: {each.about}" if each.about else each.title
        broken = lines(title, 14, _NAMES - 24)[:2]
        parts += [text(0, middle + 5 + 17 * n - 8 * (len(broken) - 1), line, size=14) for n, line in enumerate(broken)]
        parts.append(tag("line", x1=left, x2=end, y1=middle, y2=middle, stroke=ink["control"]))
        if each.everyone is not None:
            place = x(each.everyone)
            parts.append(
                tag("line", x1=place, x2=place, y1=middle - 15, y2=middle + 15, stroke=ink["bench"], stroke_width=2)
            )
        parts += [
            tag("circle", cx=x(value), cy=middle, r=4, fill=ink["bg"], stroke=ink["ink-3"], stroke_width=1.5)
            for value in each.peers
        ]
        if each.own is not None:
            parts.append(tag("circle", cx=x(each.own), cy=middle, r=6.5, fill=ink[each.token], stroke=ink["bg"]))
        # Words of what is absent are long, and stand on the strip that is empty then.
        parts.append(text(wide - 110, middle + 5, each.said, size=14, weight=600, colour="ink", anchor="end"))
        parts.append(text(wide, middle + 5, each.said_everyone, size=14, colour="ink", anchor="end"))
    return Drawing(tag("g", parts), 26 + _ROW * len(rows))
