"""Every part of Executive Order 24-2: what it asks, what measures it, how honestly that can be said."""

from typing import Any

from dashboard.components import pictured
from dashboard.components.directive_rows import STATES, bar, row
from dashboard.components.pictured import shown
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.tables import Tables

PATH = "/directives"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the directives, in the order's own order."""
    kept = selection.only()
    question = t("Is the State doing what it said?")
    rows = _rows(tables)
    parts: list[Part] = [tag("p", class_="crumb"), tag("h1", question)]
    if not rows:
        parts.append(tag("p", t("This release was made before directives were kept in it."), class_="notice"))
        return View(t("Directives"), tuple(parts))
    parts += [
        tag("p", t("Executive Order 24-2 of July 12, 2024, part by part. Words in quotes are the order’s own."),
            class_="lead"),
        shown(bar(rows, kept, tables, _sentence(rows, t), t), tables, t),
    ]  # fmt: skip
    for name, heading in _chapters(t).items():
        held = [each for each in rows if _chapter(each) == name]
        if held:
            parts.append(_section(heading, [row(tables, each, kept, t) for each in held]))
    return View(t("Directives"), tuple(parts))


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return how much of the order is measured as a file; None for a release without directives."""
    rows = _rows(tables)
    return pictured.exhibit(bar(rows, selection.only(), tables, _sentence(rows, t), t)) if rows else None


def _rows(tables: Tables) -> list[dict[str, Any]]:
    table = tables.whole("directives").sort_values("place")
    return [{str(key): value for key, value in each.items()} for each in table.to_dict("records")]


def _sentence(rows: list[dict[str, Any]], t: Tongue) -> str:
    counts = {name: sum(each["state"] == name for each in rows) for name in STATES}
    return t(
        "Of {all} parts of the order, {measured} are measured with official figures and {partly} in part. "
        "{demonstrated} are only demonstrated, and {not_collected} not collected.",
        all=len(rows),
        **counts,
    )


def _chapters(t: Tongue) -> dict[str, str]:
    return {
        "preamble": t("What the order is for"),
        "3": t("What the Office does (section 3)"),
        "4": t("What every employee gets (section 4)"),
        "5": t("What every agency makes (sections 5 and 6)"),
    }


def _chapter(row: dict[str, Any]) -> str:
    section = str(row["section"])
    return section if section == "preamble" else "5" if section[0] in "56" else section[0]


def _section(heading: str, rows: list[Markup]) -> Markup:
    return tag("section", tag("div", tag("h2", heading), class_="sec-head"), rows, class_="sec")
