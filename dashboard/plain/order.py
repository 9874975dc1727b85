"""Plain pages of what the order asks for: the directives with their measures, the plans of the agencies."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.components.chart import DataTable
from dashboard.components.directive_rows import states
from dashboard.components.pipeline import day, newest, stages, text
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.plain import blocks
from dashboard.plain.document import Plain
from dashboard.plain.links import Links
from dashboard.selection import Selection
from dashboard.summary import Standing, standing
from dashboard.tables import DEMONSTRATION, Tables, in_words
from metrics import words

_SECTION = re.compile(r"\d[a-z]?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the order; `quote` and `state` are blank in releases that do not tell them."""

    heading: str
    quote: str
    state: str
    measures: tuple[str, ...]
    directive: str = ""


def directives(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return what the order asks for, row by row, and where each of its measures stands."""
    tables = tables.together()
    known = {measure["measure"]: measure for measure in tables.measures()}
    said = t("What the order asks for, and the measures that answer it.")
    path = f"/directives{Selection(lang=t.language).query()}"
    body: list[Any] = [tag("h1", t("Directives")), tag("p", said), _interactive(links, path, t)]
    for row in rows(tables, known.values(), t):
        found = [standing(tables, known[name], Selection(lang=t.language), t) for name in row.measures if name in known]
        body += [
            tag("h2", row.heading, id=f"d-{row.directive}" if row.directive else None),
            row.quote and tag("p", f"“{row.quote}”"),
        ]
        body += [row.state and tag("p", tag("b", row.state, ".")), tag("ul", [_state(each, links) for each in found])]
        if not found and not row.state:
            body.append(tag("p", words.status("not_collected", t.language)))
    return Plain(t("Directives"), said, together(body), path)


def plans(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return where the plans stand: each agency's newest, and the sentences of their measures."""
    known = [measure for measure in tables.measures() if measure["domain"] == "plans"]
    found = [standing(tables, measure, Selection(lang=t.language), t) for measure in known]
    shown = [each for each in found if not each.story.all_figures.empty]
    said = t("Where the agencies’ equity plans and their goals stand.")
    path = f"/plans{Selection(lang=t.language).query()}"
    body: list[Any] = [tag("h1", t("Plans")), tag("p", said), _interactive(links, path, t)]
    body.append(tag("ul", [_state(each, links) for each in shown]))
    table = tables.whole("plans")
    if not table.empty:
        body += [tag("h2", t("The newest plan of each agency")), _newest(tables, table, t)]
    if not shown and table.empty:
        body.append(tag("p", words.status("not_collected", t.language)))
    return Plain(t("Plans"), said, together(body), path)


def _interactive(links: Links, path: str, t: Tongue) -> Markup | str:
    address = links.interactive(path)
    return tag("p", tag("a", t("Interactive page"), href=address), class_="s") if address else ""


def _newest(tables: Tables, table: pd.DataFrame, t: Tongue) -> Markup:
    names = tables.agency_names()
    found = []
    for plan in newest(table).to_dict("records"):
        stage = stages(str(plan["kind"]), t).get(text(plan["stage"]), words.status("missing", t.language))
        days = (day(plan[name], t) if text(plan[name]) else "–" for name in ("due", "published"))
        found.append((str(plan["agency"]), (names.get(plan["agency"], str(plan["agency"])), stage, *days)))
    found.sort(key=lambda each: each[1][0].lower())
    headings = (t("Agency"), t("Stage"), t("Due"), t("Published"))
    invented = t("Demonstration data.") + " " if (table["nature"] == DEMONSTRATION).any() else ""
    caption = f"{invented}{t('In order of their names, not ranked.')}"
    return blocks.table(DataTable(headings, tuple(row for _, row in found)), caption, ids=[code for code, _ in found])


def _state(each: Standing, links: Links) -> Markup:
    t = each.story.t
    link = tag("a", each.story.title(), href=links.to(f"measures/{each.story.id}"))
    if each.story.all_figures.empty:
        return tag("li", link, ": ", words.status("not_collected", t.language), ".")
    state = [tag("b", words.status(each.gap, t.language), ". ")] if each.compared else []
    demonstration = t("Demonstration data.") if each.story.demonstration else ""
    return tag("li", link, ": ", state, each.story.say_groups(), demonstration and f" {demonstration}")


def rows(tables: Tables, measures: Iterable[dict[str, Any]], t: Tongue) -> list[Row]:
    """Return the rows of the order with their measures; by section in releases that were made without its table."""
    table = tables.whole("directives")
    if not table.empty:
        return [_row(row, t) for row in table.sort_values("place").to_dict("records")]
    by: dict[str, list[str]] = {}
    for measure in measures:
        by.setdefault(measure["directive"], []).append(measure["measure"])
    ordered = sorted(by, key=lambda code: (code != "preamble", not _SECTION.fullmatch(code), code))
    return [Row(_section(code, t), "", "", tuple(by[code])) for code in ordered]


def _row(row: Mapping[Any, Any], t: Tongue) -> Row:
    quote = row["quote" if t.language == "en" else f"quote_{t.language}"]
    return Row(
        f"{_section(row['section'], t)}. {in_words(row, 'heading', t.language)}",
        text(quote),
        states(t)[row["state"]],
        tuple(name for name in text(row["measures"]).split(";") if name),
        str(row["directive"]),
    )


def _section(code: str, t: Tongue) -> str:
    named = {
        "preamble": t("Preamble of the order"),
        "city": t("City opportunity plan"),
        "municipal": t("Municipal equity process"),
    }
    return named.get(code) or t("Section {n}", n=f"{code[0]}({code[1:]})" if len(code) > 1 else code)
