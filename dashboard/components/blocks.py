"""A story's groups and its trend as blocks of a page."""

from dashboard.components.chart import Chart, DataTable, block
from dashboard.components.explain import explain, explain_trend
from dashboard.components.panels import panels
from dashboard.components.row_table import row_table
from dashboard.figures.row import Row
from dashboard.figures.rows import RowTable
from dashboard.figures.trend import Trend
from dashboard.language import Tongue
from dashboard.markup import Section
from dashboard.story import Story
from dashboard.tables import EVERYONE
from metrics import sentence, words

_MOST = 24
"""More panels than that are no picture: the towns, one by one, are in the table and the download."""


def groups(story: Story, path: str, heading: str = "", chart_id: str = "groups", level: str = "h2") -> Section:
    """Return the groups' block. `path`: where choosing a group leads."""
    t, c = story.t, story.chosen
    kept = story.asked.with_(group="")
    links = {row.group: kept.address(path, group=row.group) for row in story.rows.rows if row.at is not None}
    question = heading or groups_question(story)
    return block(
        Chart(
            id=chart_id,
            level=level,
            heading=question,
            sentence=story.say_groups(),
            polarity=f"{sentence.polarity(story.measure, t.language)} {story.aged()}".strip(),
            figure=(row_table(story.rows, t, f"{question} {story.where()}", links, story.group, chart_id),),
            table=groups_table(story.rows, story),
            note=story.rows.note,
            source=story.source(),
            link=story.link(),
            download=(f"/figure/{story.id}/groups", story.selection.query()),
            explain=explain(story) if c.period else None,
        ),
        t,
    )


def groups_question(story: Story) -> str:
    """Return the question that the groups' chart answers."""
    if story.chosen.dimension == EVERYONE:
        return story.t("Where does it stand?")
    if story.chosen.benchmark:
        return story.t(
            "How does each group compare with {benchmark}?",
            benchmark=words.reference(story.chosen.benchmark, story.t.language),
        )
    return story.t("How do the groups compare?")


def groups_table(chart: RowTable, story: Story) -> DataTable:
    """Return the groups' data as a table, intervals included."""
    t, language = story.t, story.t.language
    compared = len(chart.headings) > 1
    unit = "ratio" if chart.ratio else story.measure["unit"]

    def interval(row: Row) -> str:
        if row.low is None or row.high is None:
            return "–"
        low, high = (words.number(end, unit, row.decimals, language) for end in (row.low, row.high))
        return t("{low} to {high}", low=low, high=high)

    headings = [t("Group"), *(chart.headings[:-1] if compared else chart.headings)]
    if chart.ratio:
        headings.append(t("Ratio"))
    headings.append(t("95% interval"))
    if compared:
        headings.append(chart.headings[-1])
    width = len(headings)
    rows = []
    for row in chart.rows:
        if row.at is None and not row.cells:
            rows.append((row.name, row.instead, *[""] * (width - 2)))
            continue
        numbers = len(chart.headings) - (1 if compared else 0)
        cells = [*row.cells, *[""] * (numbers - len(row.cells))]
        if chart.ratio:
            cells.append(words.number(row.at, "ratio", 2, language) if row.at is not None else "")
        cells.append(interval(row))
        if compared:
            cells.append(row.reading or words.reading("not_compared", language))
        rows.append((row.name, *(cell or "–" for cell in cells)))
    return DataTable(tuple(headings), tuple(rows))


def changing(story: Story, chart_id: str = "trend", heading: str = "", level: str = "h2") -> Section | None:
    """Return the trend's block, or None with fewer than two periods or where no group has a value in any."""
    chart = story.trend
    if chart is None or len(chart.panels) > _MOST or not any(panel.last for panel in chart.panels):
        return None
    t = story.t
    scale = t("Ratio of shares, log scale, the same in every panel.") if chart.ratio else t("One scale in every panel.")
    return block(
        Chart(
            id=chart_id,
            level=level,
            heading=heading or t("Is it changing?"),
            sentence=story.say_trend(),
            polarity=f"{sentence.polarity(story.measure, t.language)} {scale}",
            figure=(panels(chart, t),),
            table=trend_table(chart, story),
            note=trend_note(chart, t),
            source=story.source(),
            link=story.link(),
            download=(f"/figure/{story.id}/trend", story.selection.query()),
            explain=explain_trend(story),
        ),
        t,
    )


def trend_note(chart: Trend, t: Tongue) -> str:
    """Return what the lines of the trend are."""
    if chart.tab:
        return t(
            "Grey lines: the other groups. Shading: 95% interval, where there is one. The heavy line is {benchmark}.",
            benchmark=chart.tab,
        )
    return t("Grey lines: the other groups. Shading: 95% interval, where there is one.")


def trend_table(chart: Trend, story: Story) -> DataTable:
    """Return the trend's values: a row a period, a column a group."""
    rows = []
    for k, period in enumerate(chart.periods):
        rows.append((words.tick(period), *(panel.points[k].said for panel in chart.panels)))
    return DataTable((story.t("Period"), *(panel.name for panel in chart.panels)), tuple(rows))
