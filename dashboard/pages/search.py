"""Search: one box over groups of people, measures, agencies, parts of the order, plans, places and words."""

from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.searching import KINDS, Found, search
from dashboard.selection import Selection
from dashboard.tables import Tables

PATH = "/search"
_FEW = 8
"""So many of a kind are shown until all are asked for."""


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the box and what it finds."""
    asked = selection.other("q").strip()
    parts: list[Part] = [tag("p", class_="crumb"), tag("h1", t("Search")), _form(asked, selection, t)]
    named = _kinds(t)
    if not asked:
        said = t("It looks through groups, measures, agencies, the order, plans, places and words.")
        parts.append(tag("p", said, class_="gap"))
        return View(t("Search"), tuple(parts))
    found = search(tables, asked, t)
    number = sum(map(len, found.values()))
    if not number:
        ways = [
            tag("li", tag("a", name, href=selection.only().address(path)))
            for name, path in (
                (t("All measures"), "/measures"),
                (t("All agencies"), "/agencies"),
                (t("Glossary"), "/glossary"),
            )
        ]
        said = t("Nothing matches “{asked}”. Try fewer or other words, or look through a list:", asked=asked)
        parts += [tag("p", said, class_="gap", role="status"), tag("ul", ways, class_="dots prose")]
        return View(t("Search: {asked}", asked=asked), tuple(parts))
    said = (
        t("One thing matches “{asked}”.", asked=asked)
        if number == 1
        else t("{n} things match “{asked}”.", n=number, asked=asked)
    )
    parts.append(tag("p", said, class_="gap", role="status"))
    wanted = selection.other("show")
    for kind, entries in found.items():
        shown = entries if wanted == kind else entries[:_FEW]
        more = None
        if len(shown) < len(entries):
            address = selection.only("q").with_other(show=kind).address(PATH) + f"#{kind}"
            more = tag(
                "p",
                tag("a", t("Show all {n}", n=len(entries)), tag("span", f": {named[kind]}", class_="sr"), href=address),
            )
        parts.append(_section(named[kind], kind, shown, selection, more))
    return View(t("Search: {asked}", asked=asked), tuple(parts))


def _form(asked: str, selection: Selection, t: Tongue) -> Markup:
    kept = {"lang": "" if selection.lang == "en" else selection.lang, "release": selection.release}
    return tag(
        "form",
        [tag("input", type="hidden", name=name, value=value) for name, value in kept.items() if value],
        tag("div", tag("label", t("What are you looking for?"), for_="q"),
            tag("input", type="search", name="q", id="q", value=asked, autocomplete="off"), class_="field"),
        tag("button", t("Search"), type="submit", class_="btn"),
        action=PATH, method="get", class_="search-page",
    )  # fmt: skip


def _section(name: str, kind: str, entries: list[Found], selection: Selection, more: Markup | None) -> Markup:
    items = [
        tag("li", tag("a", each.name, href=each.address(selection)), tag("p", each.about, class_="small soft"))
        for each in entries
    ]
    return tag(
        "section", tag("div", tag("h2", name), class_="sec-head"), tag("ul", items, class_="found"), more,
        class_="sec", id=kind,
    )  # fmt: skip


def _kinds(t: Tongue) -> dict[str, str]:
    words = (
        t("Pages"), t("Groups of people"), t("Measures"), t("Agencies"), t("Parts of the order"), t("Equity plans"),
        t("Places"), t("Words"),
    )  # fmt: skip
    return dict(zip(KINDS, words, strict=True))
