"""The four parts of an agency's page, in the words of Section 6(a), each with what its own plan holds of it."""

from collections.abc import Mapping

import pandas as pd

from dashboard.components.marks import pie
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.selection import Selection
from dashboard.tables import Tables

PARTS = ("representation", "service_delivery", "program_impact", "demographic_trends")


def asked(selection: Selection, figures: Mapping[str, int]) -> str:
    """Return the part that the address asks for; the first that has figures, where it asks for none that there is."""
    wanted = selection.other("show")
    return wanted if wanted in PARTS else _first(figures)


def tabs(tables: Tables, selection: Selection, path: str, agency: str, figures: Mapping[str, int], t: Tongue) -> Markup:
    """Return the four parts as links, the one that is seen marked. `figures`: part -> measures with a value here."""
    here = asked(selection, figures)
    plan = in_force(tables, agency)
    items = []
    for part, name in _names(t).items():
        state = None if plan is None else str(plan[part])
        count = t("One measure") if figures[part] == 1 else t("{n} measures", n=figures[part])
        held = (_said(state, t) if state else t("No plan delivered"), count)
        link = tag(
            "a",
            tag("b", name),
            tag("span", pie(state or "missing"), tag("span", " · ".join(held)), class_="in-plan"),
            href=selection.with_other(show="" if part == _first(figures) else part).address(path),
            aria_current="page" if part == here else None,
        )
        items.append(tag("li", link))
    return tag("nav", tag("ul", items), class_="four-parts", aria_label=t("The four parts of Section 6(a)"))


def in_force(tables: Tables, agency: str) -> "pd.Series | None":
    """Return the newest version of an agency's own plan, or None."""
    rows = tables.whole("plans")
    own = rows[(rows["agency"] == agency) & (rows["kind"] == "state")].sort_values("version")
    return None if own.empty else own.iloc[-1]


def _first(figures: Mapping[str, int]) -> str:
    return next((part for part in PARTS if figures[part]), PARTS[0])


def _names(t: Tongue) -> dict[str, str]:
    return dict(
        zip(
            PARTS,
            (
                t("Employee representation"),
                t("Service delivery"),
                t("Program impact"),
                t("Demographic trends"),
            ),
            strict=True,
        )
    )


def _said(state: str, t: Tongue) -> str:
    return {
        "present": t("In the plan"),
        "partly": t("Partly in the plan"),
        "missing": t("Missing from the plan"),
    }.get(state, t("Missing from the plan"))
