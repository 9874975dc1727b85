"""The plans as a searchable list: every version of every agency, its stage, its parts, its document."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.components.marks import absence
from dashboard.components.phone_fold import phone_fold
from dashboard.components.pies import disc, parts, pie
from dashboard.components.pipeline import day, stages, text
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.selection import Selection
from dashboard.tables import Tables
from metrics import words

BLOCKS = ("representation", "service_delivery", "program_impact", "demographic_trends")


def library(tables: Tables, rows: pd.DataFrame, kept: Selection, t: Tongue) -> Markup:
    """Return the search box and the list."""
    names = tables.agency_names()
    found = [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
    found.sort(key=lambda plan: (names.get(plan["agency"], plan["agency"]).lower(), plan["version"]))
    headings = (t("Agency"), t("Version"), t("Stage"), t("Published"), t("Due"), t("Parts"), t("Document"))
    head = tag("tr", [tag("th", name, scope="col") for name in headings])
    body = [_row(plan, names, headings, kept, tables.id, t) for plan in found]
    table = tag(
        "table",
        tag("caption", t("Library of plans"), class_="sr"),
        tag("thead", head),
        tag("tbody", body),
        id="plans",
        class_="library",
    )
    label = tag("label", t("Find a plan by agency, stage or language"), for_="find-plan")
    entry = tag("input", type="search", id="find-plan", data_find="plans", autocomplete="off")
    said = tag(
        "p",
        id="plans-found",
        role="status",
        class_="small soft",
        data_found=t("{n} plans found", n="{n}"),
        data_none=t("No plan matches. Clear the search to see all."),
    )
    return tag(
        "section",
        tag(
            "div",
            tag("h2", t("Library of plans")),
            tag("p", t("{n} versions", n=len(found)), class_="small soft"),
            class_="sec-head",
        ),
        phone_fold(
            t("Show all {n} versions", n=len(found)),
            tag("div", tag("div", label, entry), said, class_="find"),
            tag("div", table, class_="wide-table gap", tabindex="0", role="region", aria_label=t("Library of plans")),
        ),
        class_="sec",
        id="library",
    )


def document(plan: Mapping[str, Any], release: str, t: Tongue) -> Markup | str:
    """Return the link to a plan's stored document; its title where no file is kept, its address where it names one."""
    named, file = text(plan["document"]), text(plan["file"])
    if file:
        kind = file.rpartition(".")[2].upper()
        return tag(
            "a", t("Read the plan ({kind})", kind=kind), href=f"/documents/{file}?release={release}", data_full=True
        )
    if named.startswith(("https://", "http://")):
        return tag("a", t("At the agency’s own address"), href=named, rel="external noreferrer")
    return named or absence("missing", t.language, t("Not delivered"))


def blocks(plan: Mapping[str, Any], t: Tongue) -> Markup:
    """Return the four parts of section 6(a), each with its state in words."""
    known = parts(t)
    items = [
        tag("li", tag("span", words.group(name, t.language, "block")), pie(*known[plan[name]]))
        for name in BLOCKS
        if text(plan[name]) in known
    ]
    return tag("ul", items, class_="blocks")


def accessible(plan: Mapping[str, Any], t: Tongue) -> str:
    """Return whether the document meets accessibility rules, as the agency says; blank where it does not say."""
    return {"yes": t("Meets accessibility rules"), "no": t("Does not meet accessibility rules")}.get(
        text(plan["accessible"]), ""
    )


def late(plan: Mapping[str, Any], t: Tongue) -> str:
    """Return by how much a plan is or was late, in words; blank for one in time."""
    if pd.isna(plan["days_late"]):
        return ""
    days = words.number(float(plan["days_late"]), "days", 0, t.language)
    done = text(plan["published"]) and plan["published"] <= plan["as_of"]
    return t("{days} late", days=days) if done else t("{days} late so far", days=days)


def _row(
    plan: Mapping[str, Any],
    names: Mapping[str, str],
    headings: tuple[str, ...],
    kept: Selection,
    release: str,
    t: Tongue,
) -> Markup:
    named = names.get(plan["agency"], plan["agency"])
    stage = stages(plan["kind"], t).get(text(plan["stage"]), t("Not begun"))
    known = parts(t)
    marks = [disc(known[plan[name]][0]) for name in BLOCKS if text(plan[name]) in known]
    present = sum(plan[name] == "present" for name in BLOCKS)
    languages = [words.group(each, t.language, "language") for each in text(plan["language"]).split(";") if each]
    written = [
        document(plan, release, t),
        tag("span", words.joined(languages, t.language), class_="tiny") if languages else None,
        tag("span", accessible(plan, t), class_="tiny") if accessible(plan, t) else None,
    ]
    cells = (
        plan["version"],
        stage,
        day(plan["published"], t),
        [day(plan["due"], t), tag("b", " ", late(plan, t)) if late(plan, t) else None],
        tag("span", tag("span", marks, class_="discs"), t("{n} of 4 present", n=present), class_="nowrap"),
        written,
    )
    return tag(
        "tr",
        tag("th", tag("a", named, href=kept.with_(agency=plan["agency"]).address("/plans")), scope="row"),
        [tag("td", cell, data_label=name) for name, cell in zip(headings[1:], cells, strict=True)],
        data_words=f"{named} {plan['agency']} {stage} {' '.join(languages)} {text(plan['document'])}",
    )
