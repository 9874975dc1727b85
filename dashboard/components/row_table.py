"""Groups against a benchmark as a table whose rows each hold a small drawing."""

from dashboard.components.marks import absence, dot
from dashboard.figures.row import Row
from dashboard.figures.rows import RowTable
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from metrics import words

_HEIGHT = 38
# Names may take two lines: lines run past the drawing, and the cell cuts them at its own edges.
_ABOVE, _BELOW = -60, _HEIGHT + 60


def row_table(chart: RowTable, t: Tongue, caption: str, links: dict[str, str], selected: str, chart_id: str) -> Markup:
    """Return the rows. `links`: group -> the address that chooses it; `chart_id` makes their ids unique."""
    compared = len(chart.headings) > 1
    numbers = chart.headings[:-1] if compared else chart.headings
    optional = max(0, len(numbers) - 2)
    classes = ["c num" + (" opt" if 0 < k <= optional else "") for k in range(len(numbers))]
    head = tag(
        "thead",
        tag(
            "tr",
            tag("th", chart.heading, class_="name", scope="col"),
            tag("td", tab(chart), class_="plot"),
            [tag("th", text, class_=cls, scope="col") for text, cls in zip(numbers, classes, strict=True)],
            compared and tag("th", chart.headings[-1], class_="word", scope="col"),
        ),
    )
    body = [
        _row(row, chart, t, classes, _name(row, links.get(row.group), chart_id), row.group == selected)
        for row in chart.rows
    ]
    ends = tag(
        "tr",
        tag("td"),
        tag("td", ticks(chart), class_="plot"),
        aria_hidden="true",
    )
    return tag(
        "table",
        tag("caption", caption, class_="sr"),
        head,
        tag("tbody", together(body)),
        tag("tfoot", ends),
        class_="rows",
    )


def _row(row: Row, chart: RowTable, t: Tongue, classes: list[str], name: Markup | str, selected: bool) -> Markup:
    who = tag("th", tag("span", dot(row.token, row.filled), name, class_="who"), class_="name", scope="row")
    current = "true" if selected else None
    if row.at is None and not row.cells:
        # What is not shown keeps its row and says why; it takes the place of every number.
        return tag(
            "tr",
            who,
            tag("td", absence(row.status, t.language, row.instead), class_="plot absent-cell"),
            [tag("td", class_=cls) for cls in classes],
            len(chart.headings) > 1 and tag("td", class_="word"),
            aria_current=current,
        )
    cells = row.cells + ("",) * (len(classes) - len(row.cells))
    return tag(
        "tr",
        who,
        tag("td", drawing(row, chart), class_="plot"),
        [tag("td", text or "–", class_=cls) for text, cls in zip(cells, classes, strict=True)],
        len(chart.headings) > 1 and tag("td", row.reading or words.reading("not_compared", t.language), class_="word"),
        tag("td", row.brief, class_="mini"),
        aria_current=current,
    )


def _name(row: Row, link: str | None, chart_id: str) -> Markup | str:
    return tag("a", row.name, href=link, id=f"{chart_id}-{slug(row.group)}") if link else row.name


def drawing(row: Row, chart: RowTable) -> Markup:
    """Return a row's drawing: grid, benchmark, interval, dot. Its facts are in the cells beside it."""
    axis, middle = chart.axis, _HEIGHT / 2
    parts = [_line("grid", axis.at(tick), _ABOVE, _BELOW) for tick in axis.ticks]
    if row.benchmark is not None:
        parts.append(_line("bench", axis.at(row.benchmark), _ABOVE, _BELOW))
    elif chart.shared_benchmark is not None:
        parts.append(_line("bench", axis.at(chart.shared_benchmark), _ABOVE, _BELOW))
    colour = f"var(--{row.token})"
    if row.low is not None and row.high is not None:
        parts.append(
            tag(
                "line",
                class_="span",
                x1=f"{axis.at(row.low):.2f}%",
                x2=f"{axis.at(row.high):.2f}%",
                y1=middle,
                y2=middle,
                style=f"stroke:{colour}",
            )
        )
    if row.at is not None:
        fill = colour if row.filled else "var(--bg)"
        parts.append(
            tag(
                "circle",
                cx=f"{axis.at(row.at):.2f}%",
                cy=middle,
                r=5.5,
                style=f"fill:{fill};stroke:{colour};stroke-width:2.25",
            )
        )
    return tag("svg", together(parts), class_="draw", height=_HEIGHT, aria_hidden="true")


def tab(chart: RowTable) -> Markup:
    """Return the name of the benchmark's line, above it."""
    if not chart.tab:
        return tag("svg", class_="draw", height=24, aria_hidden="true")
    at = chart.shared_benchmark
    half = 3.4 * len(chart.tab) + 9
    if at is None:
        text = tag("text", chart.tab, x="0", y=14, class_="strong")
        return tag(
            "svg",
            tag("path", d="M1 4v14", class_="bench"),
            tag("g", text, transform="translate(8 0)"),
            class_="draw",
            height=24,
            aria_hidden="true",
        )
    place = chart.axis.at(at)
    # Near an end the tab hangs to the inside, so that it is never cut.
    shift = 0.0 if 20 < place < 80 else (half - 1 if place <= 20 else 1 - half)
    inner = tag(
        "svg",
        tag("rect", class_="tab", x=shift - half, y=0, width=2 * half, height=20),
        tag("path", class_="bench", d="M0 19v5"),
        tag("text", chart.tab, class_="on-tab", x=shift, y=14, text_anchor="middle"),
        x=f"{place:.2f}%",
        overflow="visible",
    )
    return tag("svg", inner, class_="draw", height=24, aria_hidden="true")


def ticks(chart: RowTable) -> Markup:
    """Return the axis below the rows."""
    last = len(chart.ticks) - 1
    texts = []
    for k, (tick, said) in enumerate(zip(chart.axis.ticks, chart.ticks, strict=True)):
        place = chart.axis.at(tick)
        anchor = "start" if k == 0 and place < 4 else "end" if k == last and place > 96 else "middle"
        texts.append(tag("text", said, x=f"{place:.2f}%", y=16, text_anchor=anchor))
    return tag("svg", together(texts), class_="draw", height=22, aria_hidden="true")


def _line(kind: str, place: float, top: float, bottom: float) -> Markup:
    return tag("line", class_=kind, x1=f"{place:.2f}%", x2=f"{place:.2f}%", y1=top, y2=bottom)


def slug(text: str) -> str:
    """Return a text as part of an id."""
    return "".join(c if c.isalnum() else "-" for c in text.lower())
