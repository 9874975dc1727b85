"""The rows of the order's table: what each asks, how far it is measured, and each of its measures in a line."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.brief import Brief, brief
from dashboard.components.chart import Chart, DataTable
from dashboard.components.marks import absence, status
from dashboard.components.pictured import Pictured
from dashboard.components.pies import pie
from dashboard.drawing import way
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.selection import Selection
from dashboard.tables import Tables, in_words
from metrics import words

_MANY = 8
STATES = ("measured", "partly", "demonstrated", "not_collected")
_FILLS = {"measured": "series", "partly": "context", "demonstrated": "demo-bg", "not_collected": ""}
_SHAPES = {"measured": "full", "partly": "half", "demonstrated": "dotted", "not_collected": "none"}


def states(t: Tongue) -> dict[str, str]:
    """Return the states of a directive in words."""
    return {
        "measured": t("Measured"),
        "partly": t("Partly measured"),
        "demonstrated": t("Demonstrated only"),
        "not_collected": t("Not collected"),
    }


def state(name: str, t: Tongue) -> Markup:
    """Return a directive's state: shape and word."""
    return pie(_SHAPES[name], states(t)[name])


def bar(rows: list[dict[str, Any]], kept: Selection, tables: Tables, sentence: str, t: Tongue) -> Pictured:
    """Return how many rows are in each state, as one bar of parts."""
    counts = {name: sum(row["state"] == name for row in rows) for name in STATES}
    parts = [tag("i", style=f"flex:{count} 1 0", class_=name) for name, count in counts.items() if count]
    legend = [tag("li", state(name, t), " ", tag("b", count)) for name, count in counts.items()]
    figure = tag("div", tag("div", parts, class_="parts", aria_hidden="true"), tag("ul", legend, class_="parts-key"))
    said = states(t)
    return Pictured(
        Chart(
            id="states",
            heading=t("How much of the order is measured?"),
            sentence=sentence,
            polarity=t("Only official figures count. Demonstration figures stand apart."),
            figure=(figure,),
            table=DataTable(
                (t("State"), t("Parts of the order")), tuple((said[name], str(count)) for name, count in counts.items())
            ),
            source=t("Source: Executive Order 24-2 and the figures of this release."),
            link=kept.with_(release=tables.id).address("/directives"),
        ),
        rows=pd.DataFrame({"state": list(counts), "parts": list(counts.values())}),
        drawing=lambda: way.whole([(said[name], count, _FILLS[name]) for name, count in counts.items()]),
        demonstration=False,
        file=("directives", kept),
        how=(
            t("Each part of the order has its measures. It is measured where all of them have official figures."),
            t("It is partly measured where some have. Where all figures are invented, it is demonstrated only."),
        ),
    )


def row(tables: Tables, directive: Mapping[str, Any], kept: Selection, t: Tongue) -> Markup:
    """Return one row of the order: section, words, state, evidence, measures."""
    quote = in_words(directive, "quote", t.language)
    section = (
        t("Preamble")
        if directive["section"] == "preamble"
        else t("Section {number}", number=_numbered(directive["section"]))
    )
    names = [name for name in str(directive["measures"] or "").split(";") if name]
    lines = [brief(tables.together(), each, kept, t) for each in map(tables.measure, names) if each is not None]
    head = tag(
        "div",
        tag("p", section, class_="section-no"),
        tag("h3", in_words(directive, "heading", t.language)),
        _quoted(quote, t) if quote and quote != "None" else None,
        class_="asks",
    )
    evidence = tag(
        "div", state(directive["state"], t), tag("p", _evidence(directive, t), class_="small soft"), class_="evidence"
    )
    return tag(
        "article",
        tag("div", head, evidence, class_="directive-head"),
        _listed([tag("li", line(each, t)) for each in lines], t),
        class_="directive",
        id=f"d-{directive['directive']}",
    )


def line(each: Brief, t: Tongue) -> list[Markup | None]:
    """Return a measure in a line: title, newest value, what it is held against, its state."""
    if each.absent:
        return [tag("a", each.title, href=each.link), tag("span", absence(each.absent, t.language), class_="told")]
    told = f"{each.said(t)}. {each.beside}".removesuffix(" ").removesuffix(".")
    return [
        tag("a", each.title, href=each.link),
        tag("span", told, class_="told"),
        status(each.gap or each.level, t.language) if each.gap or each.level else None,
    ]


def _listed(items: list[Markup], t: Tongue) -> Markup:
    """Return the lines; many of them folded, which print opens."""
    lines = tag("ul", items, class_="lines")
    if len(items) <= _MANY:
        return lines
    return tag("details", tag("summary", t("All {n} measures", n=len(items))), lines, class_="more fold")


def _quoted(quote: str, t: Tongue) -> Markup:
    if t.language == "en":
        return tag("blockquote", f"“{quote}”")
    return tag("blockquote", f"«{quote}» ", tag("span", t("(our translation)"), class_="tiny"))


def _evidence(directive: Mapping[str, Any], t: Tongue) -> str:
    year = str(directive["year"] or "")
    when = words.period(year, t.language) if year and year != "nan" else ""
    defined, current = int(directive["defined"]), int(directive["current"])
    if not defined:
        return t("No measure is defined for it.")
    if directive["state"] == "not_collected":
        return t("None of its {n} measures has a figure.", n=defined)
    if directive["state"] == "demonstrated":
        return t("Demonstration: {n} of {all} measures have figures of {year}.", n=current, all=defined, year=when)
    official = t("{n} of {all} measures have official figures.", n=int(directive["measured"]), all=defined)
    newest = t("Of {year}: {n}.", year=when, n=current) if when else ""
    only = int(directive["demonstrated"])
    more = t("{n} more are demonstrated.", n=only) if only else ""
    return " ".join(part for part in (official, newest, more) if part)


def _numbered(section: str) -> str:
    """Return a section as the order writes it.

    >>> _numbered("3a"), _numbered("4")
    ('3(a)', '4')
    """
    return f"{section[:-1]}({section[-1]})" if section[-1].isalpha() else section
