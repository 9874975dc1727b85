"""A story's groups, trend and agencies on a plain page: sentence, drawing, table."""

from collections.abc import Sequence

from dashboard.components import agencies_block
from dashboard.components.blocks import groups_question
from dashboard.components.chart import DataTable
from dashboard.components.total import all_absent, said
from dashboard.figures.rows import RowTable
from dashboard.figures.trend import Trend
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.plain.chart import chart, spark
from dashboard.story import Story
from metrics import sentence, words

_MOST = 24
"""More groups than that are no trend: the towns, one by one, are in the download."""


def groups(story: Story, heading: str = "", level: str = "h2") -> Markup:
    """Return the groups against the benchmark."""
    t = story.t
    question = heading or groups_question(story)
    if story.total_only or all_absent(story):
        return together([tag(level, question), nothing(story)])
    rows = story.rows
    aim = f"{sentence.polarity(story.measure, t.language)} {story.aged()}".strip()
    return together(
        [
            tag(level, question),
            tag("p", story.say_groups()),
            tag("p", " ".join(part for part in (aim, rows.note) if part), class_="s"),
            chart(rows, f"{question} {story.where()}"),
            groups_table(rows, story.where(), t),
            tag("p", story.source(), class_="s"),
        ]
    )


def nothing(story: Story) -> Markup:
    """Return what stands where no group is shown: why, and the total."""
    state = all_absent(story)
    why, count = said(story)
    if not story.total_only and state:
        why = words.status(state, story.t.language) + "."
    return together([tag("p", why), count and tag("p", count)])


def groups_table(rows: RowTable, caption: str, t: Tongue) -> Markup:
    """Return the rows as a table; what is absent says so across the numbers."""
    compared = len(rows.headings) > 1
    wide = len(rows.headings)
    # Points go on a phone: both shares and the people are there.
    hidden = wide - 3 if compared and wide > 4 else None

    def kind(k: int) -> str | None:
        return "x" if k == hidden else None

    body = []
    for row in rows.rows:
        if row.at is None and not row.cells:
            cells = tag("td", row.instead, colspan=wide, class_="e")
        else:
            said_ = [*row.cells, *[""] * (wide - (1 if compared else 0) - len(row.cells))]
            cells = together(tag("td", text or "–", class_=kind(k)) for k, text in enumerate(said_))
            if compared:
                cells += tag("td", row.reading or words.reading("not_compared", t.language))
        body.append(tag("tr", tag("th", row.name, scope="row"), cells))
    head = [
        tag("th", t("Group"), scope="col"),
        *(tag("th", name, scope="col", class_=kind(k)) for k, name in enumerate(rows.headings)),
    ]
    return _table(caption, head, body)


def trend(story: Story, heading: str = "", level: str = "h2") -> Markup:
    """Return the first and the last value of each group, and its line; nothing with fewer than two periods."""
    found = story.trend
    if found is None or len(found.panels) > _MOST or not any(panel.last for panel in found.panels):
        return Markup("")
    t = story.t
    return together(
        [
            tag(level, heading or t("Is it changing?")),
            tag("p", story.say_trend()),
            trend_table(found, story.where(), t),
        ]
    )


def trend_table(found: Trend, caption: str, t: Tongue) -> Markup:
    """Return the ends and the line of each group."""
    head = [
        tag("th", text, scope="col")
        for text in (t("Group"), words.tick(found.periods[0]), words.tick(found.periods[-1]), t("Line"))
    ]
    body = []
    for panel in found.panels:
        if panel.last:
            ends = (panel.points[0].said, panel.points[-1].said)
            cells = together([*(tag("td", text) for text in ends), tag("td", spark(panel))])
        else:
            cells = tag("td", panel.instead, colspan=3, class_="e")
        body.append(tag("tr", tag("th", panel.name, scope="row"), cells))
    return _table(caption, head, body)


def agencies(story: Story) -> Markup:
    """Return the agencies against all of them together, in the order of their names; nothing where there are none."""
    found = story.funnel
    if found is None or story.together_only or not found.spots:
        return Markup("")
    t = story.t
    return together(
        [
            tag("h2", t("Which agencies differ by more than chance?")),
            tag("p", story.say_agencies()),
            table(agencies_block.funnel_table(found, story), t("In order of their names, not ranked."), across=3),
        ]
    )


def table(data: DataTable, caption: str, across: int = 0, ids: Sequence[str | None] = ()) -> Markup:
    """Return a plain table.

    `across`: so many columns take the words of a row whose last cells are blank. `ids`: what an address names a row by.
    """
    head = [tag("th", text, scope="col") for text in data.headings]
    body = []
    for row, named in zip(data.rows, ids or [None] * len(data.rows), strict=True):
        blank = across and not any(row[2:])
        cells = (
            tag("td", row[1], colspan=across, class_="e") if blank else together(tag("td", text) for text in row[1:])
        )
        body.append(tag("tr", tag("th", row[0], scope="row"), cells, id=named))
    return _table(caption, head, body)


def _table(caption: str, head: list[Markup], body: list[Markup]) -> Markup:
    # On a phone a row of many numbers has its name on a line of its own.
    many = "many" if len(head) > 3 else None
    return tag("table", tag("caption", caption), tag("thead", tag("tr", head)), tag("tbody", body), class_=many)
