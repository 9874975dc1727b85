"""Plain values in a table: of a measure agency by agency, of an agency measure by measure."""

from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components import pictured
from dashboard.components.chart import Chart, DataTable
from dashboard.components.marks import absence
from dashboard.components.pictured import Pictured
from dashboard.drawing import listed
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Markup, Section, tag
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import DEMONSTRATION, EVERYONE, OUTCOME, REPRESENTATION, Tables, absent, in_words
from metrics import words

FILE = "by-agency"
"""The name of the files of a measure's agencies."""


def of_agencies(story: Story) -> Section | None:
    """Return what each agency has of a measure in the chosen period; None where the page has better or nothing."""
    found = by_agency(story)
    return None if found is None else pictured.shown(found, story.tables, story.t)


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return the same as a file, of the measure that the address names; None where there is nothing to show."""
    measure = tables.measure(selection.other("measure"))
    if measure is None or tables.of("figures", measure["measure"]).empty:
        return None
    found = by_agency(Story(tables, measure, selection.only("period"), t))
    return None if found is None else pictured.exhibit(found)


def by_agency(story: Story) -> Pictured | None:
    """Return a measure's values agency by agency, as a chart and as files."""
    t, c = story.t, story.chosen
    if story.measure["kind"] in (REPRESENTATION, OUTCOME) or c.agency != EVERYONE:
        return None
    rows = story.all_figures
    rows = rows[absent(rows["benchmark"]) & (rows["dimension"] == EVERYONE) & (rows["period"] == c.period)]
    rows = rows[rows["agency"] != EVERYONE].sort_values("agency")
    if rows.empty:
        return None
    names = story.tables.agency_names()
    told = [(row, names.get(row["agency"], row["agency"])) for row in rows.to_dict("records")]
    body = [
        tag(
            "tr",
            tag("th", tag("a", name, href=_to(story.id, story.asked, row["agency"])), scope="row"),
            tag("td", said(story.measure, row, t), class_="num", data_label=t("Value")),
        )
        for row, name in told
    ]
    headings = (t("Agency"), t("Value"))
    head = tag("tr", tag("th", headings[0], scope="col"), tag("th", headings[1], scope="col", class_="num"))
    heading = t("Agency by agency")
    texts = tuple((name, in_text(story.measure, row, t)) for row, name in told)
    demonstration = bool((rows["nature"] == DEMONSTRATION).any())
    n = words.number(len(rows), "things", 0, t.language)
    sentence = t(
        "{measure}, {period}: {n} agencies.", measure=story.title(), period=words.period(c.period, t.language), n=n
    )
    return Pictured(
        Chart(
            id="agencies",
            heading=heading,
            sentence=(t("Demonstration: ") if demonstration else "") + sentence,
            polarity=t("In order of their names, not ranked: agencies do different work."),
            figure=(_table(f"{headings[1]}: {story.title()}", head, body),),
            table=DataTable(headings, texts),
            source=story.source(),
            link=story.link(),
        ),
        rows=rows.reset_index(drop=True),
        drawing=lambda: listed.of_words(headings, texts, (3, 1)),
        demonstration=demonstration,
        file=(FILE, story.asked.only("period").with_(period=c.period).with_other(measure=story.id)),
        how=(
            t("Each agency’s value is made by the formula of the measure, of that agency’s rows alone."),
            t("The page of each measure has its formula, its source and its interval."),
        ),
    )


def of_measures(tables: Tables, measures: list[dict[str, Any]], agency: str, kept: Selection, t: Tongue) -> Markup:
    """Return the newest value of each measure in an agency, beside all agencies together."""
    body, demonstration = [], False
    for measure in measures:
        rows = tables.of("figures", measure["measure"])
        rows = rows[absent(rows["benchmark"]) & (rows["dimension"] == EVERYONE)]
        own = rows[rows["agency"] == agency]
        if own.empty:
            continue
        period = max(own["period"], key=in_time)
        demonstration |= bool((own["nature"] == DEMONSTRATION).any())
        body.append(
            tag(
                "tr",
                tag(
                    "th",
                    tag("a", in_words(measure, "title", t.language), href=_to(measure["measure"], kept, agency)),
                    scope="row",
                ),
                tag("td", _at(measure, own, period, t), class_="num", data_label=t("Agency")),
                tag(
                    "td",
                    _at(measure, rows[rows["agency"] == EVERYONE], period, t),
                    class_="num",
                    data_label=t("All agencies"),
                ),
                tag("td", words.tick(period), class_="num", data_label=t("Year")),
            )
        )
    headings = ((t("Measure"), None), (t("Agency"), "num"), (t("All agencies"), "num"), (t("Year"), "num"))
    head = tag("tr", [tag("th", name, scope="col", class_=kind) for name, kind in headings])
    heading = t("What the agency does")
    return tag(
        "section",
        tag("div", tag("h2", heading), class_="sec-head"),
        _table(heading, head, body),
        tag("p", t("Demonstration data."), class_="tiny") if demonstration else None,
        class_="sec",
    )


def newest(tables: Tables, measure: Any, agency: str, t: Tongue) -> tuple[str, str, str] | None:
    """Return an agency's newest value of a measure, that of all agencies then, and the year; None without a row."""
    rows = tables.of("figures", measure["measure"])
    rows = rows[absent(rows["benchmark"]) & (rows["dimension"] == EVERYONE)]
    own = rows[rows["agency"] == agency]
    if own.empty:
        return None
    period = max(own["period"], key=in_time)
    both = [each[each["period"] == period].to_dict("records") for each in (own, rows[rows["agency"] == EVERYONE])]
    texts = [in_text(measure, found[0], t) if found else "–" for found in both]
    return texts[0], texts[1], words.tick(period)


def in_text(measure: Any, row: Any, t: Tongue) -> str:
    """Return a value with its unit, or the words of its absence."""
    if row["status"] != "shown" or pd.isna(row["value"]):
        return words.status(str(row["status"]), t.language)
    based = words.by_base(measure, None if pd.isna(row["denominator"]) else float(row["denominator"]))
    return words.number(row["value"], measure["unit"], int(based["decimals"]), t.language)


def said(measure: Any, row: Any, t: Tongue) -> Markup | str:
    """Return a value with its unit; what is absent with its mark and its own words."""
    if row["status"] != "shown" or pd.isna(row["value"]):
        return absence(str(row["status"]), t.language)
    return in_text(measure, row, t)


def _at(measure: Any, rows: pd.DataFrame, period: str, t: Tongue) -> Markup | str:
    found = rows[rows["period"] == period].to_dict("records")
    return said(measure, found[0], t) if found else "–"


def _to(measure: str, kept: Selection, agency: str) -> str:
    return kept.only("period").with_(agency=agency).address(f"/measures/{measure}")


def _table(heading: str, head: Markup, body: list[Markup]) -> Markup:
    table = tag(
        "table", tag("caption", heading, class_="sr"), tag("thead", head), tag("tbody", body), class_="cross own gap"
    )
    return tag("div", table, class_="wide-table", tabindex="0", role="region", aria_label=heading)
