"""Goals for contract dollars by the days they are in force: a law that changes does not change the past."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard.components.chart import Chart, DataTable
from dashboard.components.phone_fold import phone_fold
from dashboard.components.pictured import Pictured
from dashboard.drawing.listed import of_words
from dashboard.language import Tongue
from dashboard.markup import tag
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, Tables
from metrics import words

_LAST = "9999-12-31"
_PARTS = (19, 20, 8, 11, 14, 14, 30)
"""Of the width of the picture, a part for each column."""
FILE = "contract-goals"
"""The name of its files."""


def holders(t: Tongue) -> dict[str, str]:
    """Return the certifications in words."""
    return {
        "SBE": t("Small firms"),
        "MBE": t("MBE firms, as the law calls them"),
        "WBE": t("Women-owned firms"),
        "DIS": t("Firms owned by people with a disability"),
    }


def contract_goals(tables: Tables, day: str, kept: Selection, t: Tongue) -> Pictured | None:
    """Return every goal with its days, those in force on `day` (ISO) first; None where the release has no goals.

    `kept`: the choices that its files are asked for with.
    """
    rows = tables.whole("contract_goals")
    if rows.empty:
        return None
    found = [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
    found.sort(key=lambda row: (_state(row, day) != "now", row["certification"], row["naics"] or "", row["valid_from"]))
    now = [row for row in found if _state(row, day) == "now"]
    cells = [_cells(row, day, t) for row in found]
    when = words.day(date.fromisoformat(day), t.language)
    head = (t("For"), t("Industry"), t("Goal"), t("In force"), t("Since"), t("Until"), t("By"))
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            [tag("td", cell, data_label=name) for name, cell in zip(head[1:], row[1:], strict=True)],
            class_="then" if _state(each, day) != "now" else None,
        )
        for each, row in zip(found, cells, strict=True)
    ]
    table = tag(
        "table",
        tag("caption", t("Goals for contract dollars"), class_="sr"),
        tag("thead", tag("tr", [tag("th", name, scope="col") for name in head])),
        tag("tbody", body),
        class_="cross",
    )
    invented = (rows["nature"] == DEMONSTRATION).any()
    said = t("On {day}, {n} of {all} goals are in force.", day=when, n=len(now), all=len(found))
    return Pictured(
        Chart(
            id="goals",
            heading=t("Which goals are in force?"),
            sentence=f"{t('Demonstration:')} {said}" if invented else said,
            polarity=t(
                "A payment is held to the goal of its day. Firms may hold several certificates: do not add goals up."
            ),
            figure=(
                phone_fold(
                    t("Show all {n} goals", n=len(found)),
                    tag(
                        "div",
                        table,
                        class_="wide-table",
                        tabindex="0",
                        role="region",
                        aria_label=t("Goals for contract dollars"),
                    ),
                ),
            ),
            table=DataTable(head, tuple(cells), 9),
            source=t("Source: C.G.S. 4a-60g and later acts, as delivered.")
            + (" " + t("Demonstration data.") if invented else ""),
            link=kept.with_(release=tables.id).address("/contracting"),
        ),
        rows=rows.assign(on=day, in_force=[_state(row, day) for row in rows.to_dict("records")]),
        drawing=lambda: of_words(head, cells, _PARTS),
        demonstration=bool(invented),
        file=(FILE, kept),
        how=(
            t("A goal is a part of the dollars of a contract year, set by law. Each row is one goal and its days."),
            t("A goal is in force from its first day to its last, both included."),
        ),
    )


def _state(row: Mapping[Any, Any], day: str) -> str:
    if row["valid_from"] > day:
        return "later"
    return "now" if (row["valid_to"] or _LAST) >= day else "past"


def _cells(row: Mapping[str, Any], day: str, t: Tongue) -> tuple[str, ...]:
    states = {"now": t("Yes"), "past": t("No longer"), "later": t("Not yet")}
    industry = words.industry(row["naics"], t.language) if row["naics"] else t("All industries")
    days = [
        words.day(date.fromisoformat(row[name]), t.language) if row[name] else "–"
        for name in ("valid_from", "valid_to")
    ]
    percent = words.number(row["percent"], "percent", 2 if row["percent"] % 1 else 0, t.language)
    named = holders(t).get(row["certification"], row["certification"])
    return (named, industry, percent, states[_state(row, day)], *days, row["authority"] or "–")
