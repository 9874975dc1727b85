"""Rows of words with a column of small drawings, as one drawing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.drawing.lettering import lines
from dashboard.drawing.picture import Drawing, room, text
from dashboard.markup import Markup, tag
from dashboard.palette import colours

_GAP, _LINE, _PAD = 18.0, 17.0, 18.0
Mark = Callable[[int, float, float, float], Sequence[Markup]]
"""Row, left and right end, middle -> what is drawn there."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, a part of the width, whether its words end at the right; `mark` draws in place of words."""

    heading: str
    part: float
    end: bool = False
    mark: Mark | None = None


def draw(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Drawing:
    """Return the rows, `room()` wide; a cell for each column, blank where something is drawn."""
    ink = colours("light")
    whole = sum(each.part for each in columns)
    widths = [each.part / whole * room() for each in columns]
    lefts = [sum(widths[:k]) for k in range(len(widths))]
    heads = [lines(each.heading, 13, wide - _GAP, 600) for each, wide in zip(columns, widths, strict=True)]
    y = _LINE * max(len(head) for head in heads) + 6
    parts: list[Markup] = []
    for column, head, left, wide in zip(columns, heads, lefts, widths, strict=True):
        parts += _words(head, column, left, wide, y - 10 - _LINE * (len(head) - 1), 13, 600, "ink-2")
    parts.append(_rule(y, ink["line"]))
    for k, row in enumerate(rows):
        broken = [lines(cell, 14, wide - _GAP) for cell, wide in zip(row, widths, strict=True)]
        tall = _LINE * max(len(each) for each in broken) + _PAD
        for n, (column, cell, left, wide) in enumerate(zip(columns, broken, lefts, widths, strict=True)):
            if column.mark is not None and not row[n]:
                parts += column.mark(k, left + 6, left + wide - _GAP, y + tall / 2)
                continue
            top = y + tall / 2 + 5 - _LINE * (len(cell) - 1) / 2
            parts += _words(cell, column, left, wide, top, 14, 600 if n == 0 else 400, "ink")
        y += tall
        parts.append(_rule(y, ink["line"]))
    return Drawing(tag("g", parts), y + 6)


def of_words(headings: Sequence[str], rows: Sequence[Sequence[str]], parts: Sequence[float]) -> Drawing:
    """Return a table as a drawing; `parts`: of the width, one for each column."""
    return draw([Column(heading, part) for heading, part in zip(headings, parts, strict=True)], rows)


def _words(
    broken: list[str], column: Column, left: float, wide: float, top: float, size: float, weight: int, colour: str
) -> list[Markup]:
    x, anchor = (left + wide - _GAP, "end") if column.end else (left, "start")
    return [
        text(x, top + _LINE * k, line, size=size, weight=weight, colour=colour, anchor=anchor)
        for k, line in enumerate(broken)
    ]


def _rule(y: float, ink: str) -> Markup:
    return tag("line", x1=0, x2=room(), y1=y, y2=y, stroke=ink)
