"""Groups against a benchmark as one small SVG: widths in percent, so that it fits every screen; text is not scaled."""

from dashboard.components.small import spark as _spark
from dashboard.drawing.lettering import lines
from dashboard.figures.row import Row
from dashboard.figures.rows import RowTable
from dashboard.figures.trend import Panel
from dashboard.markup import Markup, tag, together

_TOP, _PITCH, _LINE, _FOOT = 26, 46, 16, 26
_ROOM = 165.0
"""Pixels that a name has on the narrowest screen; a longer one takes two lines."""
_LEFT, _WIDE = 1.5, 97.0


def chart(rows: RowTable, label: str) -> Markup:
    """Return the drawing of the rows that have a place; what has none stands in the table below it."""
    placed = [row for row in rows.rows if row.at is not None]
    if not placed:
        return Markup("")
    names = [lines(row.name, 13, _ROOM, 600) for row in placed]
    bottom = _TOP + sum(_PITCH + _LINE * (len(name) - 1) for name in names)
    parts: list[Markup | str] = []
    shared = rows.shared_benchmark
    if shared is not None:
        x = _at(rows, shared)
        # Near an end the words hang to the inside, so that they are never cut.
        anchor = "start" if x < 25 else "end" if x > 75 else "middle"
        parts += [
            tag("text", rows.tab, x=f"{x:g}%", y=14, text_anchor=anchor, class_="w"),
            tag("line", x1=f"{x:g}%", x2=f"{x:g}%", y1=20, y2=bottom, class_="b"),
        ]
    elif rows.tab:
        parts += [tag("path", d="M1 4v12", class_="b"), tag("text", rows.tab, x=8, y=14, class_="w")]
    y = _TOP
    for row, name in zip(placed, names, strict=True):
        parts += _row(row, name, rows, y)
        y += _PITCH + _LINE * (len(name) - 1)
    if rows.ticks:
        ends = ((0, None), (-1, "end")) if len(rows.ticks) > 1 else ((0, None),)
        for k, anchor_ in ends:
            parts.append(
                tag("text", rows.ticks[k], x=f"{_at(rows, rows.axis.ticks[k]):g}%", y=bottom + 18, text_anchor=anchor_)
            )
    return tag("svg", together(parts), height=bottom + _FOOT, role="img", aria_label=label)


def spark(panel: Panel) -> Markup:
    """Return a group's periods as a line that breaks where a value is absent; nothing where there is no value."""
    values = [point.value for point in panel.points]
    return _spark(values) if any(value is not None for value in values) else Markup("")


def _at(rows: RowTable, value: float) -> float:
    return round(_LEFT + rows.axis.at(value) * _WIDE / 100, 2)


def _row(row: Row, name: list[str], rows: RowTable, y: int) -> list[Markup | str]:
    line = y + 28 + _LINE * (len(name) - 1)
    value = row.cells[0] if row.cells and not rows.ratio else f"{row.at:.2f}"
    parts: list[Markup | str] = [
        *(tag("text", text, y=y + 13 + _LINE * k, class_="n") for k, text in enumerate(name)),
        tag("text", value, x="100%", y=y + 13, text_anchor="end"),
        tag("line", x2="100%", y1=line, y2=line, class_="g"),
    ]
    colour = f"c-{row.token}"
    if row.benchmark is not None and rows.shared_benchmark is None:
        x = f"{_at(rows, row.benchmark):g}%"
        parts.append(tag("line", x1=x, x2=x, y1=line - 9, y2=line + 9, class_="b"))
    if row.low is not None and row.high is not None:
        low, high = (f"{_at(rows, end):g}%" for end in (row.low, row.high))
        parts.append(tag("line", x1=low, x2=high, y1=line, y2=line, class_=colour))
    if row.at is not None:
        shape = colour if row.filled else f"{colour} o"
        parts.append(tag("circle", cx=f"{_at(rows, row.at):g}%", cy=line, r=5, class_=shape))
    return parts
