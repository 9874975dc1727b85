"""Plain lists: every measure, every agency, the directives, plans, and the words by which all of them are found."""

import re
from collections.abc import Iterable
from typing import Any
from unicodedata import normalize

from dashboard.domains import domains, in_order
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.plain.document import Plain
from dashboard.plain.links import Links
from dashboard.selection import Selection
from dashboard.summary import Standing, standing
from dashboard.tables import Tables, in_words, listed
from metrics import words
from metrics.release import TABLES

_SECTION = re.compile(r"\d[a-z]?")


def measures(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return every measure by what it is about."""
    found, named = in_order(tables.measures()), domains(t)
    said = t("{n} measures, each with its definition, its benchmark and its sources.", n=len(found))
    body: list[Any] = [tag("h1", t("Measures")), tag("p", said)]
    for domain in dict.fromkeys(measure["domain"] for measure in found):
        items = [_measure(measure, links, t) for measure in found if measure["domain"] == domain]
        body += [tag("h2", named[domain]), tag("ul", items)]
    return Plain(t("Measures"), said, together(body), _app("/measures", t))


def agencies(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return every agency of the register by its name."""
    rows = tables.whole("agencies").sort_values("name", key=lambda names: names.str.lower())
    items = [tag("li", tag("a", r["name"], href=links.to(f"agencies/{r['agency']}"))) for r in rows.to_dict("records")]
    said = t("{n} agencies of the register, in the order of their names.", n=len(items))
    body = [tag("h1", t("Agencies")), tag("p", said), tag("ul", items)]
    return Plain(t("Agencies"), said, together(body), _app("/agencies", t))


def directives(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return the measures by the section of the order that they answer, each with where it stands."""
    known = {measure["measure"]: measure for measure in tables.measures()}
    said = t("What the order asks for, and the measures that answer it.")
    body: list[Any] = [tag("h1", t("Directives")), tag("p", said)]
    for heading, quote, names in order_rows(tables, known.values(), t):
        found = [standing(tables, known[name], Selection(lang=t.language), t) for name in names if name in known]
        body += [
            tag("h2", heading),
            quote and tag("p", f"“{quote}”"),
            tag("ul", [_state(each, links) for each in found]),
        ]
        if not found:
            body.append(tag("p", words.status("not_collected", t.language)))
    return Plain(t("Directives"), said, together(body))


def plans(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return where the plans stand, in the sentences of their measures."""
    found = [
        standing(tables, measure, Selection(lang=t.language), t)
        for measure in tables.measures()
        if measure["domain"] == "plans"
    ]
    shown = [each for each in found if not each.story.all_figures.empty]
    said = t("Where the agencies’ equity plans and their goals stand.")
    body = [tag("h1", t("Plans")), tag("p", said), tag("ul", [_state(each, links) for each in shown])]
    if not shown:
        body.append(tag("p", words.status("not_collected", t.language)))
    return Plain(t("Plans"), said, together(body))


def search(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return an index of words: every measure and agency under each telling word of its name and question."""
    index: dict[str, dict[str, str]] = {}
    for measure in tables.measures():
        title, page = in_words(measure, "title", t.language), f"measures/{measure['measure']}"
        for word in _telling(f"{title} {in_words(measure, 'question', t.language)}"):
            index.setdefault(word, {})[page] = title
    for row in tables.whole("agencies").to_dict("records"):
        for word in _telling(f"{row['name']} {row['former_names'] or ''}"):
            index.setdefault(word, {})[f"agencies/{row['agency']}"] = str(row["name"])
    # A word that half of all pages share tells nothing.
    telling = {word: pages for word, pages in index.items() if len(pages) <= 12}
    ordered = sorted(telling, key=_plain)
    letters = list(dict.fromkeys(_plain(word)[0].upper() for word in ordered))
    said = t("Find a measure or an agency by a word of its name.")
    body: list[Any] = [
        tag("h1", t("Search")),
        tag("p", said),
        tag("p", [(tag("a", letter, href=f"#{letter}"), " ") for letter in letters]),
    ]
    for letter in letters:
        items = [_word(word, telling[word], links) for word in ordered if _plain(word)[0].upper() == letter]
        body.append([tag("h2", letter, id=letter), tag("ul", items, class_="i")])
    return Plain(t("Search"), said, together(body))


def _measure(measure: dict[str, Any], links: Links, t: Tongue) -> Markup:
    title = tag("a", in_words(measure, "title", t.language), href=links.to(f"measures/{measure['measure']}"))
    return tag("li", title, ". ", in_words(measure, "question", t.language))


def _state(each: Standing, links: Links) -> Markup:
    t = each.story.t
    link = tag("a", each.story.title(), href=links.to(f"measures/{each.story.id}"))
    if each.story.all_figures.empty:
        return tag("li", link, ": ", words.status("not_collected", t.language), ".")
    state = [tag("b", words.status(each.gap, t.language), ". ")] if each.compared else []
    demonstration = t("Demonstration data.") if each.story.demonstration else ""
    return tag("li", link, ": ", state, each.story.say_groups(), demonstration and f" {demonstration}")


def order_rows(tables: Tables, measures: Iterable[dict[str, Any]], t: Tongue) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return heading, quoted words and measures of each row of the order; by section in releases without its table."""
    if "directives" in TABLES and not (rows := tables.whole("directives")).empty:
        return [
            (
                f"{_section(row['section'], t)}. {in_words(row, 'heading', t.language)}",
                row[f"quote_{t.language}" if t.language != "en" else "quote"] or "",
                listed(row["measures"]),
            )
            for row in rows.sort_values("place").to_dict("records")
        ]
    by: dict[str, list[str]] = {}
    for measure in measures:
        by.setdefault(measure["directive"], []).append(measure["measure"])
    ordered = sorted(by, key=lambda code: (code != "preamble", not _SECTION.fullmatch(code), code))
    return [(_section(code, t), "", tuple(by[code])) for code in ordered]


def _section(code: str, t: Tongue) -> str:
    named = {
        "preamble": t("Preamble of the order"),
        "city": t("City opportunity plan"),
        "municipal": t("Municipal equity process"),
    }
    return named.get(code) or t("Section {n}", n=f"{code[0]}({code[1:]})" if len(code) > 1 else code)


def _telling(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]{4,}", text)}


def _word(word: str, pages: dict[str, str], links: Links) -> Markup:
    found = [tag("a", title, href=links.to(page)) for page, title in sorted(pages.items(), key=lambda each: each[1])]
    return tag("li", tag("b", word), " ", [part for each in found for part in (each, ", ")][:-1])


def _plain(word: str) -> str:
    """Return a word without accents, by which it is ordered."""
    return normalize("NFD", word).encode("ascii", "ignore").decode().lower() or word


def _app(path: str, t: Tongue) -> str:
    return path + Selection(lang=t.language).query()
