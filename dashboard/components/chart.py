"""The one way to show a chart: question, sentence, polarity, figure, source; the same data as a table; downloads."""

from dataclasses import dataclass

from dashboard.language import Tongue
from dashboard.markup import Markup, Part, Section, tag, together
from dashboard.selection import Selection

FORMS = ("csv", "xlsx", "json", "png", "svg", "pdf", "txt")
"""Endings of the files of a measure's chart; `txt` is the code that shows it on another page."""
EXHIBIT_FORMS = FORMS[:-1]
"""Endings of the files of a chart that is not of one measure."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """The chart's data as text: headings, rows, and which columns are numbers."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_number: int = 1


@dataclass(frozen=True, slots=True)
class Chart:
    """All that a chart shows. `download`: address of the picture and the CSV without ending, with its query."""

    id: str
    heading: str
    sentence: str
    figure: tuple[Part, ...]
    table: DataTable
    source: str
    link: str
    polarity: str = ""
    note: str = ""
    download: tuple[str, str] | None = None
    forms: tuple[str, ...] = FORMS
    explain: Markup | None = None
    level: str = "h2"


def block(chart: Chart, t: Tongue) -> Section:
    """Return the chart's block of the page."""
    head = together(
        [
            tag(chart.level, chart.heading, id=f"{chart.id}-heading"),
            tag("p", chart.sentence, class_="say"),
            chart.polarity and tag("p", chart.polarity, class_="polarity"),
        ]
    )
    shown = Section(
        "div",
        (*chart.figure, tag("p", chart.note, class_="tiny gap") if chart.note else Markup("")),
        {"class_": "as-chart"},
    )
    table = tag(
        "div",
        data_table(chart.table, chart.heading),
        class_="as-table",
        tabindex="0",
        role="region",
        aria_label=f"{t('Table')}: {chart.heading}",
    )
    return Section(
        "section",
        (head, Section("div", (shown, table), {"class_": "body"}), _foot(chart, t), _explain(chart, t)),
        {"class_": "chart", "id": chart.id, "aria_labelledby": f"{chart.id}-heading"},
    )


def data_table(table: DataTable, caption: str) -> Markup:
    """Return a plain table."""

    def kind(k: int) -> str | None:
        return "num" if k >= table.first_number else None

    return tag(
        "table",
        tag("caption", caption, class_="sr"),
        tag(
            "thead", tag("tr", [tag("th", text, scope="col", class_=kind(k)) for k, text in enumerate(table.headings)])
        ),
        tag(
            "tbody",
            [
                tag(
                    "tr",
                    tag("th", row[0], scope="row"),
                    [tag("td", text, class_=kind(k + 1)) for k, text in enumerate(row[1:])],
                )
                for row in table.rows
            ],
        ),
    )


def _foot(chart: Chart, t: Tongue) -> Markup:
    show = [
        tag(
            "button",
            word,
            type="button",
            data_show=what,
            data_said=said,
            aria_pressed="true" if what == "chart" else "false",
            id=f"{chart.id}-{what}",
        )
        for what, word, said in (
            ("chart", t("Chart"), t("The chart is shown.")),
            ("table", t("Table"), t("The table is shown.")),
        )
    ]
    download = None
    if chart.download:
        path, query = chart.download
        named = {"txt": t("Embed code")}
        links = [
            tag("li", tag("a", named.get(kind, kind.upper()), href=f"{path}.{kind}{query}", download=True))
            for kind in chart.forms
        ]
        download = tag(
            "details", tag("summary", t("Download"), id=f"{chart.id}-download"), tag("ul", links), class_="drop"
        )
    copy = tag(
        "button",
        t("Copy link"),
        type="button",
        data_copy=f"{chart.link}#{chart.id}",
        data_said=t("Link copied"),
        id=f"{chart.id}-copy",
    )
    explain = chart.explain is not None and tag(
        "button",
        t("Explain"),
        type="button",
        aria_expanded="false",
        aria_controls=f"{chart.id}-explained",
        id=f"{chart.id}-explain",
    )
    about = Selection(lang=t.language).with_other(about=f"{chart.link}#{chart.id}")
    report = tag("a", t("Report an error"), href=about.address("/report"), class_="report")
    acts = tag("div", show, download, copy, explain, report, class_="acts", role="group", aria_label=t("This chart"))
    return tag("div", tag("p", chart.source, class_="src"), acts, class_="chart-foot")


def _explain(chart: Chart, t: Tongue) -> Markup:
    if chart.explain is None:
        return Markup("")
    return tag("div", chart.explain, class_="explain", id=f"{chart.id}-explained")
