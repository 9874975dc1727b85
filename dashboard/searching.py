"""What a search finds: pages, groups of people, measures, agencies, parts of the order, plans, places and words."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dashboard import glossary
from dashboard.components.shell import INSIDE_ONLY, menu
from dashboard.language import Tongue, tongue
from dashboard.scan import ALL
from dashboard.selection import Selection
from dashboard.tables import Tables, in_words
from metrics import words
from metrics.release import Release

KINDS = ("pages", "groups", "measures", "agencies", "directives", "plans", "places", "terms")
PEOPLE = ("race_ethnicity", "race5", "sex", "sex2", "age_band")
_FIRST, _WORD, _WITHIN, _BESIDE = 0, 1, 2, 3
_NOTHING = Selection()


@dataclass(frozen=True, slots=True)
class Found:
    """What can be found: its kind, its name, a line about it, where it is; `plain` is what is searched."""

    kind: str
    name: str
    about: str
    path: str
    chosen: Selection = _NOTHING
    anchor: str = ""
    plain_name: str = ""
    plain: str = ""

    def address(self, kept: Selection) -> str:
        """Return where it is, with the language and release of a selection."""
        return self.chosen.address(self.path, lang=kept.lang, release=kept.release) + self.anchor


def search(tables: Tables, asked: str, t: Tongue) -> dict[str, list[Found]]:
    """Return kind -> what holds every word of `asked`, the best first: names that begin so, then names, then texts."""
    wanted = plain(asked).split()
    found: dict[str, list[Found]] = {}
    if not wanted:
        return found
    placed = [(_place(each, wanted), each) for each in entries(tables.release, t.language)]
    for _, each in sorted(((k, each) for k, each in placed if k is not None), key=lambda pair: pair[0]):
        found.setdefault(each.kind, []).append(each)
    return {kind: found[kind] for kind in KINDS if kind in found}


def plain(text: str) -> str:
    """Return a text as it is searched: small letters, no accents, words only.

    >>> plain("¿Quiénes trabajan en DOT?")
    'quienes trabajan en dot'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))


def _place(each: Found, wanted: list[str]) -> int | None:
    if not all(word in each.plain for word in wanted):
        return None
    name, asked = each.plain_name, " ".join(wanted)
    if name.startswith(asked):
        return _FIRST
    if f" {asked}" in f" {name}":
        return _WORD
    return _WITHIN if all(word in name for word in wanted) else _BESIDE


@lru_cache(maxsize=8)
def entries(release: Release, language: str) -> tuple[Found, ...]:
    """Return all that can be found in a release."""
    tables, t = Tables(release), tongue(language)
    made = (
        *_pages(t, release.audience),
        *_groups(tables, t),
        *_measures(tables, t),
        *_agencies(tables, t),
        *_directives(tables, t),
        *_places(tables, t),
        *_terms(t),
    )
    return tuple(made)


def _entry(
    kind: str, name: str, about: str, path: str, hidden: str = "", chosen: Selection = _NOTHING, anchor: str = ""
) -> Found:
    return Found(kind, name, about, path, chosen, anchor, plain(name), plain(f"{name} {about} {hidden}"))


def _pages(t: Tongue, audience: str) -> Iterable[Found]:
    for name, entry in menu(t):
        for word, path in ((name, entry),) if isinstance(entry, str) else entry:
            if path in INSIDE_ONLY and audience != "internal":
                continue
            yield _entry("pages", word, "" if isinstance(entry, str) else name, path)


def _groups(tables: Tables, t: Tongue) -> Iterable[Found]:
    scan = tables.whole("findings")
    rows = scan[scan["dimension"].isin(PEOPLE)].drop_duplicates("group").sort_values("group")
    for group, dimension in zip(rows["group"], rows["dimension"], strict=True):
        name, about = words.group(group, t.language, dimension), t("Every measure that tells of them")
        yield _entry("groups", name, about, "/disparities", chosen=Selection(group=group).with_other(show=ALL))


def _measures(tables: Tables, t: Tongue) -> Iterable[Found]:
    for row in tables.measures():
        name, question = (in_words(row, column, t.language) for column in ("title", "question"))
        yield _entry("measures", name, question, f"/measures/{row['measure']}", str(row["measure"]))


def _agencies(tables: Tables, t: Tongue) -> Iterable[Found]:
    planned = set(tables.whole("plans")["agency"])
    for row in tables.whole("agencies").to_dict("records"):
        former = row["former_names"] if isinstance(row["former_names"], str) else ""
        code, name = str(row["agency"]), str(row["name"])
        about = t("{code}. Formerly: {names}", code=code, names=former.replace(";", ", ")) if former else code
        yield _entry("agencies", name, about, f"/agencies/{code}")
        if code in planned:
            yield _entry(
                "plans", t("Equity plan: {agency}", agency=name), code, "/plans", chosen=Selection(agency=code)
            )


def _directives(tables: Tables, t: Tongue) -> Iterable[Found]:
    column = "heading" if t.language == "en" else f"heading_{t.language}"
    for row in tables.whole("directives").sort_values("place").to_dict("records"):
        section = str(row["section"])
        about = t("Preamble") if section == "preamble" else t("Section {section}", section=section)
        quote = str(row["quote"]) if isinstance(row["quote"], str) else ""
        anchor = f"#d-{row['directive']}"
        yield _entry("directives", str(row[column]), about, "/directives", quote, anchor=anchor)


def _places(tables: Tables, t: Tongue) -> Iterable[Found]:
    rows = tables.whole("towns").drop_duplicates("town")
    for town, region in zip(rows["town"], rows["region"], strict=True):
        yield _entry("places", town, region, "/communities", chosen=_NOTHING.with_other(town=town))
    for region in sorted(set(rows["region"])):
        yield _entry("places", region, t("Planning region"), "/communities", chosen=Selection(geography=region))


def _terms(t: Tongue) -> Iterable[Found]:
    for each in glossary.terms(t):
        yield _entry("terms", each.word, each.meaning, glossary.PATH, anchor=f"#{each.name}")
