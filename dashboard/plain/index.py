"""The search of the plain pages: all that the app's search finds, under each telling word of its name."""

import re
from collections import Counter
from typing import Any

from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.plain import named
from dashboard.plain.document import Plain
from dashboard.plain.links import SAME, Links
from dashboard.searching import Found, entries, plain
from dashboard.tables import Tables

_MOST = 12
"""A word that more things share tells nothing."""
_TELLING = re.compile(r"[^\W\d_]{4,}|\b[A-Z]{2,}\b")


def page(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return the index of words: groups of people, measures, agencies, the order, plans, places and words."""
    held: dict[str, set[str]] = {}
    name_of: dict[str, str] = {}
    places = []
    for each in entries(tables.release, t.language):
        to = address(each)
        if to is None:
            continue
        if each.kind == "places":
            places.append((each.name, to))
            continue
        # Of a measure the question tells more than its name; an agency is also found by the names that it had.
        text = f"{each.name} {each.about}" if each.kind in ("measures", "agencies") else each.name
        name_of[to] = each.name
        held.setdefault(to, set()).update(word.casefold() for word in _TELLING.findall(text) or each.name.split())
    telling = under_words(held, name_of)
    ordered = sorted(telling, key=plain)
    letters = list(dict.fromkeys(_letter(word) for word in ordered))
    said = t("Find it by a word of its name: groups, measures, agencies, the order, plans, places and words.")
    jumps = [*((letter, letter) for letter in letters), *([(t("Places"), "places")] if places else [])]
    body: list[Any] = [
        tag("h1", t("Search")),
        tag("p", said),
        tag("p", [(tag("a", name, href=f"#{anchor}"), " ") for name, anchor in jumps]),
    ]
    for letter in letters:
        items = [_word(word, telling[word], links) for word in ordered if _letter(word) == letter]
        body.append([tag("h2", letter, id=letter), tag("ul", items, class_="i")])
    if places:
        found = [(tag("a", name, href=_to(to, links)), ", ") for name, to in sorted(places)]
        body.append([tag("h2", t("Places"), id="places"), tag("p", [part for pair in found for part in pair][:-1])])
    return Plain(t("Search"), said, together(body))


def under_words(held: dict[str, set[str]], name_of: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return word -> address -> name: what `held` has under words that few things share, and all else under the rarest.

    >>> under_words({"a": {"tax", "law"}}, {"a": "Tax law"})
    {'law': {'a': 'Tax law'}, 'tax': {'a': 'Tax law'}}
    """
    shared = Counter(word for found in held.values() for word in found)
    index: dict[str, dict[str, str]] = {}
    for to, found in held.items():
        rare = [word for word in sorted(found) if shared[word] <= _MOST] or [min(found, key=lambda w: (shared[w], w))]
        for word in rare:
            index.setdefault(word, {})[to] = name_of[to]
    return index


def address(found: Found) -> str | None:
    """Return the plain page, and the place on it, that tells of what the app's search finds; None where none does."""
    match found.kind:
        case "measures" | "agencies":
            return found.path.removeprefix("/")
        case "directives":
            return f"directives{found.anchor}"
        case "plans":
            return f"plans#{found.chosen.agency}"
        case "groups":
            return f"groups#{named.anchor(found.chosen.group)}"
        case "places":
            return f"places#{named.anchor(found.chosen.other('town') or found.chosen.geography)}"
        case "terms":
            return f"words{found.anchor}"
        case _:
            return "" if found.path == "/" else SAME.get(found.path.strip("/"))


def _letter(word: str) -> str:
    """Return the heading that a word stands under: its first letter, or one for all numbers."""
    first = plain(word)[0].upper()
    return "0-9" if first.isdigit() else first


def _word(word: str, found: dict[str, str], links: Links) -> Markup:
    ways = [tag("a", name, href=_to(to, links)) for to, name in sorted(found.items(), key=lambda each: each[1])]
    return tag("li", tag("b", word), " ", [part for each in ways for part in (each, ", ")][:-1])


def _to(place: str, links: Links) -> str:
    page, mark, anchor = place.partition("#")
    return links.to(page) + mark + anchor
