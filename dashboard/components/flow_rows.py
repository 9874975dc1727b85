"""What changed a number as a block of a page."""

from dashboard.choices import in_time
from dashboard.components.chart import EXHIBIT_FORMS, Chart, DataTable, block
from dashboard.components.pictured import told
from dashboard.drawing.flow import row
from dashboard.figures.flow import Flow, flow
from dashboard.flows import Flows, Year
from dashboard.gap import HIRES, LEAVERS, STOCK, Gap
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, tag
from dashboard.tables import EVERYONE, in_words
from metrics import outlook, words


def of_gap(gap: Gap, link: str, query: str) -> Part:
    """Return the block of the year that the reader asked for; a panel that says why where there is none."""
    t = gap.t
    flows = Flows(gap)
    year = flows.shown
    heading = t("What changed the number?")
    if year is None:
        return tag(
            "section",
            tag("h2", heading),
            tag("p", _why_not(gap), class_="notice"),
            class_="chart",
            id="flow",
        )
    chart = of_year(gap, year)
    return block(
        Chart(
            id="flow",
            heading=heading,
            sentence=said(gap, year),
            polarity=_about(gap),
            figure=(_rows(chart, heading), _years(flows, year)),
            table=table(flows, t),
            note=t("Filled: added. Hollow: taken away. Each row begins where the one above ends."),
            source=source(gap),
            link=link,
            download=("/exhibit/flow", query),
            forms=EXHIBIT_FORMS,
            explain=told(
                (
                    t("People at the start, plus those who came, minus those who left, is people at the end."),
                    t("Each row is a count of the release. What no count tells is said in a row of its own."),
                    t("The share moves with the group and with the size of the unit, so both are taken into account."),
                ),
                source(gap),
                link,
                gap.tables,
                t,
            ),
        ),
        t,
    )


def of_year(gap: Gap, year: Year) -> Flow:
    """Return the chart of a year."""
    periods = [period for period in gap.history["period"] if in_time(period) < in_time(year.period)]
    return flow(year, str(periods[-1]), gap.group, gap.t)


def said(gap: Gap, year: Year) -> str:
    """Return the sentence of a year: its parts sum to the change."""
    return outlook.for_flow(gap.named(), year.people, year.share, gap.t.language, demonstration=gap.demonstration)


def source(gap: Gap) -> str:
    """Return where the flows come from."""
    t = gap.t
    named = [
        in_words(definition, "title", t.language)
        for definition in map(gap.tables.measure, (STOCK, HIRES, LEAVERS))
        if definition is not None
    ]
    text = t("Source: {measures}, in this release.", measures=words.joined(named, t.language))
    return f"{text} {t('Demonstration data.')}" if gap.demonstration else text


def table(flows: Flows, t: Tongue) -> DataTable:
    """Return every year's change as text."""

    def number(value: float) -> str:
        return words.number(value, "persons", 0, t.language)

    rows = tuple(
        (
            words.tick(year.period),
            *(number(year.people[name]) for name in ("before", "hired", "left", "rest", "after")),
            words.points(year.share["change"], 2, t.language) if year.share else "–",
        )
        for year in flows.years
    )
    headings = (
        t("Year"), t("Start"), t("Hired"), t("Left"), t("Other changes"), t("End"), t("Change of the share"),
    )  # fmt: skip
    return DataTable(headings, rows)


def _rows(chart: Flow, caption: str) -> Markup:
    body = [
        tag(
            "tr",
            tag("th", tag("b", step.name) if step.start is None else step.name, scope="row"),
            tag("td", row(chart, k), class_="plot"),
            tag("td", step.said, class_="num"),
        )
        for k, step in enumerate(chart.steps)
    ]
    return tag("table", tag("caption", caption, class_="sr"), tag("tbody", body), class_="flow")


def _years(flows: Flows, year: Year) -> Markup:
    if len(flows.years) < 2:
        return Markup("")
    gap = flows.gap
    links = [
        tag(
            "li",
            tag("b", words.tick(each.period), aria_current="true")
            if each is year
            else tag(
                "a", words.tick(each.period), href=gap.selection().address("/closing-the-gap", period=each.period)
            ),
        )
        for each in flows.years
    ]
    return tag(
        "nav", tag("span", gap.t("Year")), tag("ul", links, class_="index"), class_="years", aria_label=gap.t("Year")
    )


def _about(gap: Gap) -> str:
    t = gap.t
    moved = t("Other changes: transfers between agencies and corrected records.")
    if gap.agency == EVERYONE:
        moved = t("Other changes: corrected records, and people who report another group.")
    return moved + " " + t("Promotions move people between jobs. They do not change this number.")


def _why_not(gap: Gap) -> str:
    t = gap.t
    if gap.job != EVERYONE:
        return t("Hires and leavers by group are published for all jobs together, not for one job category.")
    return t("Hires or leavers of this group are not shown here, or not in two years that follow each other.")
