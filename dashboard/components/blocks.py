"""A story's three charts as blocks: groups against a benchmark, the trend, the agencies."""

import pandas as pd

from dashboard.components.chart import Chart, DataTable, block
from dashboard.components.explain import explain
from dashboard.components.marks import absence
from dashboard.components.panels import panels
from dashboard.components.row_table import row_table
from dashboard.drawing.funnel import still
from dashboard.figures.funnel import Funnel, as_plotly
from dashboard.figures.rows import RowTable
from dashboard.figures.trend import Trend
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, Plot, Section, tag
from dashboard.palette import SCHEMES
from dashboard.story import Story
from dashboard.tables import REPRESENTATION, absent
from metrics import sentence, words


def groups(story: Story, path: str, heading: str = "", chart_id: str = "groups") -> Section:
    """Return the groups' block. `path`: where choosing a group leads."""
    t, c = story.t, story.chosen
    kept = story.asked.with_(group="")
    links = {row.group: kept.address(path, group=row.group) for row in story.rows.rows if row.at is not None}
    question = heading or groups_question(story)
    return block(
        Chart(
            id=chart_id,
            heading=question,
            sentence=story.say_groups(),
            polarity=sentence.polarity(story.measure, t.language),
            figure=(row_table(story.rows, t, f"{question} {story.where()}", links, story.group),),
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
    unit, decimals = ("ratio", 2) if chart.ratio else (story.measure["unit"], int(story.measure["decimals"]))

    def interval(low: float | None, high: float | None) -> str:
        if low is None or high is None:
            return "–"
        return t(
            "{low} to {high}",
            low=words.number(low, unit, decimals, language),
            high=words.number(high, unit, decimals, language),
        )

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
            rows.append((row.name, words.status(row.status, language), *[""] * (width - 2)))
            continue
        numbers = len(chart.headings) - (1 if compared else 0)
        cells = [*row.cells, *[""] * (numbers - len(row.cells))]
        if chart.ratio:
            cells.append(words.number(row.at, "ratio", 2, language) if row.at is not None else "")
        cells.append(interval(row.low, row.high))
        if compared:
            cells.append(row.reading or words.reading("not_compared", language))
        rows.append((row.name, *(cell or "–" for cell in cells)))
    return DataTable(tuple(headings), tuple(rows))


def changing(story: Story, chart_id: str = "trend", heading: str = "") -> Section | None:
    """Return the trend's block, or None with fewer than two periods."""
    chart = story.trend
    if chart is None:
        return None
    t = story.t
    scale = t("Ratio of shares, log scale, the same in every panel.") if chart.ratio else t("One scale in every panel.")
    return block(
        Chart(
            id=chart_id,
            heading=heading or t("Is it changing?"),
            sentence=story.say_trend(),
            polarity=f"{sentence.polarity(story.measure, t.language)} {scale}",
            figure=(panels(chart, t),),
            table=trend_table(chart, story),
            note=trend_note(chart, t),
            source=story.source(),
            link=story.link(),
            download=(f"/figure/{story.id}/trend", story.selection.query()),
        ),
        t,
    )


def trend_note(chart: Trend, t: Tongue) -> str:
    """Return what the lines of the trend are."""
    if chart.tab:
        return t(
            "Grey lines: the other groups. Shading: 95% interval, where there is one. The black line is {benchmark}.",
            benchmark=chart.tab,
        )
    return t("Grey lines: the other groups. Shading: 95% interval, where there is one.")


def trend_table(chart: Trend, story: Story) -> DataTable:
    """Return the trend's values: a row a period, a column a group."""
    unit, decimals = ("ratio", 2) if chart.ratio else (story.measure["unit"], int(story.measure["decimals"]))
    language = story.t.language
    rows = []
    for k, period in enumerate(chart.periods):
        points = [panel.points[k] for panel in chart.panels]
        said = [
            words.number(p.value, unit, decimals, language) if p.value is not None else words.status(p.status, language)
            for p in points
        ]
        rows.append((words.tick(period), *said))
    return DataTable((story.t("Period"), *(panel.name for panel in chart.panels)), tuple(rows))


def agencies(story: Story) -> Section | Markup:
    """Return the funnel's block; a panel that says why where agencies' figures are not shown."""
    t, language = story.t, story.t.language
    heading = t("Which agencies differ by more than chance?")
    if story.measure["kind"] != REPRESENTATION:
        return Markup("")
    chart = story.funnel
    if chart is None:
        rows = story.agency_rows[absent(story.agency_rows["benchmark"])]
        if rows.empty:
            return Markup("")
        statuses = [each for each in rows["status"].unique() if each != "shown"]
        why = absence(statuses[0], language) if statuses else tag("span", t("Fewer than three agencies have a figure."))
        return tag(
            "section",
            tag("h3", heading),
            tag("p", story.say_agencies(), class_="say"),
            tag("p", why, class_="notice"),
            class_="chart",
            id="agencies",
        )
    group = words.group(story.group, language, story.chosen.dimension)
    x_title, y_title = funnel_titles(story)
    plot = Plot(
        "funnel-plot",
        {scheme: as_plotly(chart, scheme, language, x_title, y_title) for scheme in SCHEMES},
        still(chart, language, x_title, y_title),
    )
    figure: tuple[Part, ...] = (
        Section(
            "div", (Section("div", (plot,), {"aria_hidden": "true"}), _outside(chart, story)), {"class_": "funnel"}
        ),
    )
    return block(
        Chart(
            id="agencies",
            heading=heading,
            sentence=story.say_agencies(),
            polarity=t(
                "Group shown: {group}. Agencies are not ranked, because small ones vary by chance.", group=group
            ),
            figure=figure,
            table=funnel_table(chart, story),
            note=t(
                "Solid limits: 95%. Dotted limits: 99.8%. Dashed line: all agencies together. Hollow marks do not differ by more than chance."
            ),
            source=story.source(),
            link=story.link(),
            download=(f"/figure/{story.id}/agencies", story.selection.query()),
        ),
        t,
    )


def funnel_titles(story: Story) -> tuple[str, str]:
    """Return the titles of the funnel's axes."""
    group = words.group(story.group, story.t.language, story.chosen.dimension)
    return story.t("Employees with a reported group, log scale"), story.t("Share of employees: {group}", group=group)


def funnel_table(chart: Funnel, story: Story) -> DataTable:
    """Return the agencies' data, in alphabetical order."""
    t, language = story.t, story.t.language
    named = story.tables.agency_names()
    compared = story.agency_rows[story.agency_rows["benchmark"] == "statewide"]
    rows = []
    for _, row in compared.sort_values("agency").iterrows():
        name = named.get(row["agency"], row["agency"])
        if row["status"] != "shown" or pd.isna(row["value"]):
            rows.append((name, words.status(row["status"], language), "", ""))
            continue
        word = row["comparison"] if isinstance(row["comparison"], str) else "not_compared"
        rows.append(
            (
                name,
                words.number(row["value"], "percent", 1, language),
                words.number(row["denominator"], "persons", 0, language),
                words.reading(word, language),
            )
        )
    return DataTable(
        (t("Agency"), t("Share"), t("Employees with a reported group"), t("Against all agencies together")), tuple(rows)
    )


def _outside(chart: Funnel, story: Story) -> Markup:
    t, language = story.t, story.t.language
    outside = [spot for spot in chart.spots if spot.outside]
    if not outside:
        return tag("aside", tag("h4", t("Outside the 95% limits")), tag("p", t("No agency.")))
    lists = []
    for high, title in ((True, t("Above")), (False, t("Below"))):
        found = sorted((spot for spot in outside if spot.high == high), key=lambda spot: spot.name)
        if found:
            address = story.asked.only("period", "benchmark")
            items = [
                tag(
                    "li",
                    tag("a", spot.name, href=address.address(f"/agencies/{spot.agency}")),
                    f" {words.number(spot.share, 'percent', 1, language)}",
                )
                for spot in found
            ]
            lists.append((tag("h4", title), tag("ul", items)))
    expected = round(0.05 * len(chart.spots))
    chance = t("Chance alone would put about {n} of {all} agencies here.", n=expected, all=len(chart.spots))
    return tag("aside", tag("h4", t("Outside the 95% limits")), tag("p", chance, class_="tiny"), lists)
