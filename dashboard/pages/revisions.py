"""What releases there are, and which figures a later one shows otherwise than an earlier one, with the reason."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, EVERYONE, Tables, in_words
from metrics import words

PATH = "/revisions"
_MANY = 100
_ALL = "all"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the revisions, newest release first."""
    rows = tables.whole("revisions")
    kept = selection.only()
    said = {
        0: t("No figure has changed since an earlier release showed it."),
        1: t("One figure has changed since an earlier release showed it."),
    }.get(len(rows)) or t("{n} figures have changed since an earlier release showed them.", n=len(rows))
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", t("What has changed, and why?")),
        tag("p", said, class_="lead"),
        tag(
            "p",
            t("A release is never edited. What is wrong is put right in the next one, and told here."),
            class_="prose gap",
        ),
    ]
    if len(rows):
        parts.append(_section(t("Why figures change"), _reasons(rows, t)))
        shown = rows if selection.other("show") == _ALL else rows.tail(_MANY)
        parts.append(_section(t("Figure by figure"), _changes(tables, shown, kept, t)))
        if len(shown) < len(rows):
            address = kept.with_other(show=_ALL).address(PATH)
            parts.append(tag("p", tag("a", t("Show all {n}", n=len(rows)), href=address), class_="gap"))
    parts.append(_section(t("Releases"), _releases(tables, kept, t)))
    return View(t("Revisions"), tuple(parts))


def reasons(t: Tongue) -> dict[str, str]:
    """Return why a figure changed, in words."""
    return {
        "correction": t("Correction: a new delivery says something else of the same time"),
        "new data": t("New data: more agencies delivered, or a newer benchmark came out"),
        "definition": t("Definition: the measure is now worked out in another way"),
        "calculation": t("Calculation: the program or its bundled figures were changed"),
    }


def _section(title: str, *body: Any) -> Markup:
    return tag("section", tag("div", tag("h2", title), class_="sec-head"), *body, class_="sec")


def _reasons(rows: pd.DataFrame, t: Tongue) -> Markup:
    counts, said = rows["reason"].value_counts(), reasons(t)
    items = [tag("li", f"{said.get(str(name), str(name))}: ", tag("b", int(n))) for name, n in counts.items()]
    return tag("ul", items, class_="prose gap")


def _changes(tables: Tables, rows: pd.DataFrame, kept: Selection, t: Tongue) -> Markup:
    headings = (t("Measure"), t("What of it"), t("Before"), t("After"), t("Why"), t("Release"))
    names = tables.agency_names()
    body = [_change(row, tables, names, headings, kept, t) for row in reversed(rows.to_dict("records"))]
    head = tag("tr", [tag("th", name, scope="col") for name in headings])
    table = tag(
        "table",
        tag("caption", t("Figure by figure"), class_="sr"),
        tag("thead", head),
        tag("tbody", body),
        class_="cross",
    )
    return tag("div", table, class_="wide-table gap", tabindex="0", role="region", aria_label=t("Figure by figure"))


def _change(
    row: Mapping[Any, Any],
    tables: Tables,
    names: Mapping[str, str],
    headings: tuple[str, ...],
    kept: Selection,
    t: Tongue,
) -> Markup:
    measure = tables.measure(str(row["measure"]))
    title = in_words(measure, "title", t.language) if measure else str(row["measure"])
    link = kept.with_(agency="" if row["agency"] == EVERYONE else row["agency"], period=row["period"])
    where = t("All agencies") if row["agency"] == EVERYONE else names.get(row["agency"], row["agency"])
    place = row["geography"] if row["geography"] not in (tables.place, EVERYONE, None) else where
    group = words.named(measure, row["group"], t.language, row["dimension"]) if measure else row["group"]
    of = [str(place), words.period(row["period"], t.language), group]
    if isinstance(row["benchmark"], str) and row["benchmark"]:
        of.append(words.benchmark(row["benchmark"], t.language))
    said = reasons(t).get(row["reason"], str(row["reason"])).partition(":")[0]
    cells = (
        ", ".join(of),
        _number(row, "before", measure, t),
        _number(row, "after", measure, t),
        said,
        t("{id}, before {earlier}", id=row["release"], earlier=row["earlier"]),
    )
    invented = row["nature"] == DEMONSTRATION
    return tag(
        "tr",
        tag(
            "th",
            tag("a", title, href=link.address(f"/measures/{row['measure']}")),
            tag("span", t("Demonstration data."), class_="tiny") if invented else None,
            scope="row",
        ),
        [tag("td", cell, data_label=name) for name, cell in zip(headings[1:], cells, strict=True)],
    )


def _number(row: Mapping[Any, Any], side: str, measure: Mapping[str, Any] | None, t: Tongue) -> str:
    """Return a value before or after; of a head count the count itself."""
    value, unit = row[side], str(row["unit"])
    if pd.isna(value):
        value, unit = row[f"numerator_{side}"], "persons"
    decimals = int(measure["decimals"]) if measure and unit != "persons" else 0
    return "–" if pd.isna(value) else words.number(float(value), unit, decimals, t.language)


def _releases(tables: Tables, kept: Selection, t: Tongue) -> Markup:
    """Return every release of this server, the newest first, each with its day."""
    items = [
        tag(
            "li",
            tag("a", name, href=kept.with_(release=name).address("/")),
            f", {words.day(date.fromisoformat(day[:10]), t.language)}" if day else None,
            " " + t("(this one)") if name == tables.id else None,
        )
        for name, day in reversed(tables.releases())
    ]
    return tag("ul", items, class_="prose gap")
