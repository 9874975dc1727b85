"""What the reader has chosen, as it stands in the address. The address is the whole state of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

_LONGEST, _LONGEST_LIST, _MOST = 120, 600, 100
MORE = frozenset(
    {"q", "measure", "with", "kind", "state", "sort", "show", "town", "job", "share", "turnover", "years", "chart"}
    | {"domain", "page", "add", "table", "columns", "about"}
)
"""Choices that single pages have beside those that all share."""
COLUMN = "in-"
"""What the name of a choice begins with that filters a column of a table: `in-agency=DOT`."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Choices by name; empty means the page's own default."""

    agency: str = ""
    geography: str = ""
    period: str = ""
    dimension: str = ""
    benchmark: str = ""
    group: str = ""
    release: str = ""
    lang: str = "en"
    more: tuple[tuple[str, str], ...] = ()

    def other(self, name: str) -> str:
        """Return a choice that only some pages have, one of `MORE`; blank where it was not made."""
        return dict(self.more).get(name, "")

    def with_other(self, **changes: str) -> "Selection":
        """Return the selection with some choices of `MORE` changed; `with` is written `with_`."""
        asked = {key.rstrip("_"): value for key, value in changes.items()}
        return replace(self, more=tuple(sorted({**dict(self.more), **asked}.items())))

    def with_(self, **changes: str) -> "Selection":
        """Return the selection with some choices changed."""
        changed: dict[str, Any] = dict(changes)
        return replace(self, **changed)

    def only(self, *names: str) -> "Selection":
        """Return the selection with these choices, the language and the release; the rest at their defaults.

        Choices of single pages are kept where they are named.

        >>> Selection(agency="DOT", period="FY2025", lang="es").only("agency").query()
        '?agency=DOT&lang=es'
        """
        kept = {*names, "lang", "release"}
        more = tuple((key, value) for key, value in self.more if key in kept)
        return Selection(**{key: getattr(self, key) for key in _NAMES if key in kept}, more=more)

    def query(self) -> str:
        """Return the query string, without what is at its default: `?agency=DOT&lang=es`, or nothing."""
        stated = {**{name: getattr(self, name) for name in _NAMES}, **dict(self.more)}
        chosen = {key: value for key, value in stated.items() if value and (key, value) != ("lang", "en")}
        return f"?{urlencode(chosen, quote_via=quote)}" if chosen else ""

    def address(self, path: str, **changes: str) -> str:
        """Return `path` with this selection, some choices changed."""
        return path + self.with_(**changes).query()


_NAMES = tuple(each.name for each in fields(Selection) if each.name != "more")


def from_query(text: str, languages: tuple[str, ...]) -> tuple[Selection, tuple[str, ...]]:
    """Return the selection of a query string, and what was asked for and is not understood.

    >>> from_query("?agency=DOT&lang=xx", ("en", "es"))[1]
    ('lang=xx',)
    """
    values: Mapping[str, list[str]] = parse_qs("&".join(text.removeprefix("?").split("&")[:_MOST])) if text else {}
    chosen: dict[str, Any] = {key: found[0][:_LONGEST] for key, found in values.items() if key in _NAMES}
    more = tuple(
        sorted(
            (key, found[0][: _LONGEST_LIST if key in ("with", "columns", "about") else _LONGEST])
            for key, found in values.items()
            if key in MORE or key.startswith(COLUMN)
        )
    )
    unknown = []
    if chosen.get("lang", "en") not in languages:
        unknown.append(f"lang={chosen.pop('lang')}")
    return Selection(**chosen, more=more), tuple(unknown)
