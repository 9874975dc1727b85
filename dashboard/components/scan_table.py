"""The list of findings: what was found, its place beside the benchmark, what would close it, how sure it is."""

from dashboard.components.chart import DataTable
from dashboard.components.row_table import drawing, tab, ticks
from dashboard.figures.rows import RowTable
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.scan import Found, Scan


def scan_table(scan: Scan, chart: RowTable, caption: str) -> Markup:
    """Return the findings of the page, one row each."""
    t = scan.t
    head = tag(
        "tr",
        tag("th", t("What the scan found"), scope="col", class_="name"),
        tag("td", tab(chart), class_="plot"),
        tag("th", t("What would close it") if scan.show == "behind" else t("Difference"), scope="col", class_="close"),
        tag("th", t("Chance of a false alarm"), scope="col", class_="sure"),
    )
    body = [_row(each, chart, t) for each in scan.found]
    foot = tag("tr", tag("td"), tag("td", ticks(chart), class_="plot"), tag("td"), tag("td"), aria_hidden="true")
    return tag(
        "table",
        tag("caption", caption, class_="sr"),
        tag("thead", head),
        tag("tbody", body),
        tag("tfoot", foot),
        class_="scan",
    )


def _row(each: Found, chart: RowTable, t: Tongue) -> Markup:
    also = t("The same against {benchmarks}.", benchmarks=each.also) if each.also else ""
    said = [each.about, " ", also, " ", tag("i", t("Demonstration.")) if each.demonstration else None]
    name = tag("th", tag("a", each.title, href=each.address), tag("p", said), scope="row", class_="name")
    place = drawing(each.row, chart) if each.row.at is not None else tag("span", t("No ratio"), class_="small soft")
    sure = (
        (tag("b", each.chance), tag("small", each.p))
        if each.chance
        else (tag("small", t("Not tested: {why}", why=_lower(each.reason))),)
    )
    return tag(
        "tr",
        name,
        tag("td", place, class_="plot"),
        tag("td", tag("b", each.close) if each.close else "–", class_="close"),
        tag("td", sure, class_="sure"),
    )


def data_table(scan: Scan) -> DataTable:
    """Return the findings of the page as plain text."""
    t = scan.t
    rows = tuple(
        (
            each.title,
            each.about,
            f"{each.row.at:.2f}" if each.row.at is not None else "–",
            f"{each.row.low:.2f}–{each.row.high:.2f}"
            if each.row.low is not None and each.row.high is not None
            else "–",
            each.close or "–",
            f"{each.chance}, {each.p}" if each.chance else each.reason,
        )
        for each in scan.found
    )
    headings = (
        t("Where"), t("What the scan found"), t("Ratio"), t("95% interval"), t("What would close it"),
        t("Chance of a false alarm"),
    )  # fmt: skip
    return DataTable(headings, rows, 9)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
