"""Plain lists: every measure, every agency, and the words by which all of them are found."""

import re
from typing import Any
from unicodedata import normalize

from dashboard.domains import domains, in_order
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.plain.document import Plain
from dashboard.plain.links import Links
from dashboard.selection import Selection
from dashboard.tables import Tables, in_words


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
