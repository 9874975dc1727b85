"""What is late and what is due next; who carries the goals that the Office directs."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dashboard.components.library import late
from dashboard.components.marks import absence, status, use
from dashboard.components.pipeline import day, text
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.selection import Selection
from dashboard.tables import Tables

_FEW = 6


def calendar(tables: Tables, plans: pd.DataFrame, goals: pd.DataFrame, kept: Selection, t: Tongue) -> Markup:
    """Return what is late, then the days to come, each with who it is for."""
    names = tables.agency_names()
    rows = [{str(key): value for key, value in row.items()} for row in plans.to_dict("records")]
    overdue = [
        plan for plan in rows if late(plan, t) and not (text(plan["published"]) and plan["published"] <= plan["as_of"])
    ]
    coming = [
        (plan["due"], "plan", plan["agency"])
        for plan in rows
        if text(plan["due"]) > plan["as_of"] and not text(plan["published"])
    ]
    coming += [
        (goal["target_date"], "goal", goal["agency"])
        for goal in goals.to_dict("records")
        if text(goal["target_date"]) > goal["as_of"]
    ]
    days: dict[tuple[str, str], list[str]] = {}
    for when, what, agency in sorted(coming):
        days.setdefault((when, what), []).append(agency)
    items = [
        tag(
            "li",
            tag("b", use("i-worse"), " ", late(plan, t)),
            tag(
                "span",
                _linked([plan["agency"]], names, kept),
                ": ",
                t("version {n} was due {day}", n=plan["version"], day=day(plan["due"], t)),
            ),
            class_="late",
        )
        for plan in overdue
    ]
    if not overdue:
        items.append(tag("li", tag("b", t("Nothing is late")), tag("span", t("No plan that is due is unpublished."))))
    said = {"plan": t("{n} plans are due"), "goal": t("{n} goals reach their date")}
    for (when, what), agencies in days.items():
        several = list(dict.fromkeys(agencies))
        who: Any = _linked(several, names, kept)
        if len(several) > _FEW:
            who = tag("details", tag("summary", t("{n} agencies", n=len(several))), tag("p", who), class_="fold")
        items.append(
            tag("li", tag("b", day(when, t)), tag("div", tag("span", said[what].format(n=len(agencies))), who))
        )
    return tag(
        "section",
        tag("div", tag("h2", t("What is late, and what is due next")), class_="sec-head"),
        tag("ol", items, class_="calendar"),
        class_="sec",
        id="calendar",
    )


def directed(tables: Tables, goals: pd.DataFrame, kept: Selection, t: Tongue) -> Markup:
    """Return agencies by the goals that the Office directed: carried or not, and how each stands."""
    rows = goals[goals["directed"] == "yes"]
    heading = tag("div", tag("h2", t("Goals set by the Office")), class_="sec-head")
    if rows.empty:
        return tag(
            "section",
            heading,
            tag("p", t("The Office has directed no goal."), class_="gap"),
            class_="sec",
            id="directed",
        )
    titles = sorted(rows["title"].unique())
    register = tables.whole("agencies")
    due = register[register["valid_to"].map(text) == ""].sort_values("name", key=lambda names: names.str.lower())
    held = {(row["agency"], row["title"]): row for row in rows.to_dict("records")}
    body = [
        tag(
            "tr",
            tag(
                "th", tag("a", agency["name"], href=kept.with_(agency=agency["agency"]).address("/plans")), scope="row"
            ),
            [tag("td", _standing(held.get((agency["agency"], title)), t), data_label=title) for title in titles],
        )
        for agency in due.to_dict("records")
    ]
    table = tag(
        "table",
        tag("caption", t("Goals set by the Office"), class_="sr"),
        tag(
            "thead", tag("tr", tag("th", t("Agency"), scope="col"), [tag("th", title, scope="col") for title in titles])
        ),
        tag("tbody", body),
        class_="cross",
    )
    known = set(due["agency"])
    told = [
        tag(
            "li",
            tag("b", title),
            ": ",
            t(
                "carried by {n} of {all} agencies",
                n=len(known & set(rows.loc[rows["title"] == title, "agency"])),
                all=len(known),
            ),
        )
        for title in titles
    ]
    return tag(
        "section",
        heading,
        tag("ul", told, class_="prose gap"),
        tag(
            "details",
            tag("summary", t("Show agencies by goal")),
            tag(
                "div",
                table,
                class_="wide-table gap",
                tabindex="0",
                role="region",
                aria_label=t("Goals set by the Office"),
            ),
            class_="more fold",
        ),
        class_="sec",
        id="directed",
    )


def _standing(goal: Mapping[Any, Any] | None, t: Tongue) -> Markup:
    if goal is None:
        return absence("missing", t.language, t("Not carried"))
    if goal["status"] != "shown":
        return absence(goal["status"], t.language, t("Carried; how it stands is not shown, to protect people"))
    return status(goal["progress"], t.language)


def _linked(agencies: Iterable[str], names: Mapping[str, str], kept: Selection) -> list[Markup | str]:
    links: list[Markup | str] = []
    for code in sorted(agencies, key=lambda code: names.get(code, code).lower()):
        links += [
            ", " if links else "",
            tag("a", names.get(code, code), href=kept.with_(agency=code).address("/plans")),
        ]
    return links
