"""The funnel as a block of a page: which agencies differ by more than chance."""

from typing import Any

import pandas as pd

from dashboard import folds
from dashboard.components.chart import Chart, DataTable, block
from dashboard.components.explain import explain_funnel
from dashboard.components.marks import absence
from dashboard.drawing.funnel import still
from dashboard.figures.funnel import Funnel
from dashboard.figures.funnel_plot import as_plotly
from dashboard.figures.row import instead
from dashboard.markup import Markup, Part, Plot, Section, tag
from dashboard.palette import SCHEMES
from dashboard.story import Story
from dashboard.tables import REPRESENTATION, absent
from metrics import words

_BESIDE = 9
"""How many agencies a list beside the funnel may have before it moves below."""


def agencies(story: Story) -> Section | Markup:
    """Return the funnel's block; a panel that says why where agencies' figures are not shown."""
    t, language = story.t, story.t.language
    heading = t("Which agencies differ by more than chance?")
    if story.measure["kind"] != REPRESENTATION:
        return Markup("")
    if story.together_only:
        return tag(
            "section",
            tag("h2", heading),
            tag("p", t("Published for all agencies together only."), class_="notice"),
            class_="chart",
            id="agencies",
        )
    chart = story.funnel
    if chart is None:
        rows = story.agency_rows[absent(story.agency_rows["benchmark"])]
        if rows.empty:
            return Markup("")
        statuses = [each for each in rows["status"].unique() if each != "shown"]
        why = absence(statuses[0], language) if statuses else tag("span", t("Fewer than three agencies have a figure."))
        return tag(
            "section",
            tag("h2", heading),
            tag("p", story.say_agencies(), class_="say"),
            tag("p", why, class_="notice"),
            class_="chart",
            id="agencies",
        )
    group = words.group(story.agencies_group, language, story.agencies_by)
    form = words.dimension(story.agencies_by, language)
    fewer = t("Agencies are shown by {dimension}.", dimension=form) if story.agencies_by in folds.folded() else ""
    unranked = t("Group shown: {group}. Agencies are not ranked, because small ones vary by chance.", group=group)
    x_title, y_title = funnel_titles(story)
    plot = Plot(
        "funnel-plot",
        {scheme: as_plotly(chart, scheme, language, x_title, y_title) for scheme in SCHEMES},
        still(chart, language, x_title, y_title),
    )
    figure: tuple[Part, ...] = (
        Section(
            "div",
            (Section("div", (plot,), {"aria_hidden": "true"}), _outside(chart, story)),
            {"class_": "funnel many" if sum(spot.outside for spot in chart.spots) > _BESIDE else "funnel"},
        ),
    )
    return block(
        Chart(
            id="agencies",
            heading=heading,
            sentence=story.say_agencies(),
            polarity=f"{unranked} {fewer}".strip(),
            figure=figure,
            table=funnel_table(chart, story),
            note=t(
                "Solid limits: 95%. Dotted limits: 99.8%. Dashed line: all agencies together. Hollow marks "
                "do not differ by more than chance."
            ),
            source=story.source(),
            link=story.link(),
            download=(f"/figure/{story.id}/agencies", story.selection.query()),
            explain=explain_funnel(story, chart),
        ),
        t,
    )


def funnel_titles(story: Story) -> tuple[str, str]:
    """Return the titles of the funnel's axes."""
    t = story.t
    group = words.group(story.agencies_group, t.language, story.agencies_by)
    across = t("Employees, log scale") if _everyone(story) else t("Employees with a reported group, log scale")
    return across, t("Share of employees: {group}", group=group)


def _everyone(story: Story) -> bool:
    return folds.counts_everyone(story.tables, story.agencies_by)


def funnel_table(chart: Funnel, story: Story) -> DataTable:
    """Return the agencies' data, in alphabetical order."""
    t, language = story.t, story.t.language
    named = story.tables.agency_names()
    compared = story.agency_rows[story.agency_rows["benchmark"] == "statewide"]
    rows = []
    for _, row in compared.sort_values("agency").iterrows():
        name = named.get(row["agency"], row["agency"])
        if row["status"] != "shown" or pd.isna(row["value"]):
            rows.append((name, instead(row.to_dict(), story.measure, language), "", ""))
            continue
        word = row["comparison"] if isinstance(row["comparison"], str) else "not_compared"
        rows.append(
            (
                name,
                words.number(row["value"], "percent", _decimals(story, row), language),
                words.number(row["denominator"], "persons", 0, language),
                words.reading(word, language),
            )
        )
    people = t("Employees") if _everyone(story) else t("Employees with a reported group")
    return DataTable((t("Agency"), t("Share"), people, t("Against all agencies together")), tuple(rows))


def _decimals(story: Story, row: "pd.Series[Any]") -> int:
    return int(words.by_base(story.measure, float(row["denominator"]))["decimals"])


def _outside(chart: Funnel, story: Story) -> Markup:
    t, language = story.t, story.t.language
    outside = [spot for spot in chart.spots if spot.outside]
    if not outside:
        return tag("aside", tag("p", t("Outside the 95% limits"), class_="label"), tag("p", t("No agency.")))
    lists = []
    for high, title in ((True, t("Above")), (False, t("Below"))):
        found = sorted((spot for spot in outside if spot.high == high), key=lambda spot: spot.name)
        if found:
            address = story.asked.only("period", "benchmark")
            items = [
                tag(
                    "li",
                    tag("a", spot.name, href=address.address(f"/agencies/{spot.agency}")),
                    f" {words.number(spot.share, 'percent', spot.decimals, language)}",
                )
                for spot in found
            ]
            lists.append((tag("p", title, class_="label"), tag("ul", items)))
    expected = round(0.05 * len(chart.spots))
    chance = t("Chance alone would put about {n} of {all} agencies here.", n=expected, all=len(chart.spots))
    return tag("aside", tag("p", t("Outside the 95% limits"), class_="label"), tag("p", chance, class_="tiny"), lists)
