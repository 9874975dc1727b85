"""Groups against a benchmark as a drawing."""

from collections.abc import Callable

from dashboard.drawing.lettering import lines, width
from dashboard.drawing.picture import Drawing, room, text
from dashboard.figures.row import Row
from dashboard.figures.rows import RowTable
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.palette import colours
from metrics import words

_ROW, _NAMES, _LEAST, _SPACE, _WORD = 36.0, 210.0, 58.0, 18.0, 126.0


def draw(chart: RowTable, t: Tongue, names: float = _NAMES) -> Drawing:
    """Return the rows, `room()` wide: name, drawing, numbers, reading. `names`: the width that names have."""
    ink = colours("light")
    compared = len(chart.headings) > 1
    numbers = chart.headings[:-1] if compared else chart.headings
    right = room() - (_WORD if compared else 0)
    edges = _edges(chart, numbers, right)
    left, end = names, edges[0] - 12
    y = 46.0
    parts: list[Markup] = [text(0, y - 10, chart.heading, weight=600)]
    for k, heading in enumerate(numbers):
        broken = lines(heading, 13, edges[k + 1] - edges[k] - _SPACE, 600)
        for n, line in enumerate(broken):
            parts.append(text(edges[k + 1], y - 10 - 16 * (len(broken) - 1 - n), line, weight=600, anchor="end"))
    if compared:
        parts.append(text(right + 20, y - 10, chart.headings[-1], weight=600))
    parts.append(_rule(y, ink["line"]))

    def x(value: float) -> float:
        return left + chart.axis.at(value) / 100 * (end - left)

    bottom = y + _ROW * len(chart.rows)
    parts += [tag("line", x1=x(tick), x2=x(tick), y1=y, y2=bottom, stroke=ink["grid"]) for tick in chart.axis.ticks]
    shared = chart.shared_benchmark
    if shared is not None:
        half = width(chart.tab, 13, 600) / 2 + 8
        at = min(max(x(shared), left + half), end - half)
        parts.append(tag("rect", x=at - half, y=y - 24, width=2 * half, height=20, fill=ink["bench"]))
        parts.append(text(at, y - 10, chart.tab, weight=600, colour="on-bench", anchor="middle"))
        parts.append(tag("line", x1=x(shared), x2=x(shared), y1=y - 5, y2=bottom, stroke=ink["bench"], stroke_width=2))
    elif chart.tab:
        parts.append(tag("line", x1=left + 2, x2=left + 2, y1=y - 22, y2=y - 8, stroke=ink["bench"], stroke_width=2))
        parts.append(text(left + 9, y - 10, chart.tab, weight=600))
    for row in chart.rows:
        parts += _row(row, chart, y, x, t, edges, right, compared, names)
        y += _ROW
        parts.append(_rule(y, ink["line"]))
    taken = -1e9
    for tick, said in zip(chart.axis.ticks, chart.ticks, strict=True):
        half = width(said, 13) / 2
        if x(tick) - half > taken:
            parts.append(text(x(tick), y + 18, said, anchor="middle"))
            taken = x(tick) + half + 4
    y += 26
    for line in lines(chart.note, 13, room()):
        y += 18
        parts.append(text(0, y, line))
    return Drawing(tag("g", parts), y + 6)


def _edges(chart: RowTable, numbers: tuple[str, ...], right: float) -> list[float]:
    """Return where the columns of numbers begin and end: as wide as their widest number or word."""
    widths = []
    for k, heading in enumerate(numbers):
        cells = [width(row.cells[k], 14) for row in chart.rows if len(row.cells) > k]
        broken = [width(word, 13, 600) for word in heading.split(" ")]
        # A pixel more than the widest word: sums of edges must not break it for a rounding.
        widths.append(max([_LEAST, *cells, *broken]) + _SPACE + 1)
    edges = [right - sum(widths)]
    for each in widths:
        edges.append(edges[-1] + each)
    return edges


def _row(
    row: Row,
    chart: RowTable,
    y: float,
    x: Callable[[float], float],
    t: Tongue,
    edges: list[float],
    right: float,
    compared: bool,
    names: float,
) -> list[Markup]:
    ink = colours("light")
    colour, middle, base = ink[row.token], y + _ROW / 2, y + _ROW / 2 + 5
    parts = [
        tag("circle", cx=6, cy=middle, r=5, fill=colour if row.filled else ink["bg"], stroke=colour, stroke_width=2)
    ]
    broken = lines(row.name, 14, names - 34)
    for n, line in enumerate(broken[:2]):
        parts.append(text(20, base + 16 * n - 8 * (len(broken[:2]) - 1), line, size=14, colour="ink"))
    if row.at is None and not row.cells:
        # The benchmark's line would run through the words.
        ground = width(row.instead, 14) + 12
        parts.append(tag("rect", x=names - 4, y=y + 0.5, width=ground, height=_ROW - 0.5, fill=ink["bg"]))
        parts.append(text(names + 4, base, row.instead, size=14))
        return parts
    if row.benchmark is not None and chart.shared_benchmark is None:
        parts.append(
            tag(
                "line",
                x1=x(row.benchmark),
                x2=x(row.benchmark),
                y1=y + 4,
                y2=y + _ROW - 4,
                stroke=ink["bench"],
                stroke_width=2,
            )
        )
    if row.low is not None and row.high is not None:
        parts.append(tag("line", x1=x(row.low), x2=x(row.high), y1=middle, y2=middle, stroke=colour, stroke_width=2))
    if row.at is not None:
        parts.append(
            tag(
                "circle",
                cx=x(row.at),
                cy=middle,
                r=5.5,
                fill=colour if row.filled else ink["bg"],
                stroke=colour,
                stroke_width=2.25,
            )
        )
    for k, cell in enumerate(row.cells):
        parts.append(text(edges[k + 1], base, cell or "–", size=14, colour="ink", anchor="end"))
    if compared:
        parts.append(
            text(
                right + 20,
                base,
                row.reading or words.reading("not_compared", t.language),
                size=14,
                weight=600,
                colour="ink",
            )
        )
    return parts


def _rule(y: float, colour: str) -> Markup:
    return tag("line", x1=0, x2=room(), y1=y, y2=y, stroke=colour)
