"""What the reader has chosen, as it stands in the address. The address is the whole state of a page."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

_LONGEST = 120


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

    def with_(self, **changes: str) -> "Selection":
        """Return the selection with some choices changed."""
        return replace(self, **changes)

    def only(self, *names: str) -> "Selection":
        """Return the selection with these choices, the language and the release; the rest at their defaults.

        >>> Selection(agency="DOT", period="FY2025", lang="es").only("agency")
        Selection(agency='DOT', geography='', period='', dimension='', benchmark='', group='', release='', lang='es')
        """
        kept = {*names, "lang", "release"}
        return Selection(**{key: value for key, value in asdict(self).items() if key in kept})

    def query(self) -> str:
        """Return the query string, without what is at its default: `?agency=DOT&lang=es`, or nothing."""
        chosen = {key: value for key, value in asdict(self).items() if value and (key, value) != ("lang", "en")}
        return f"?{urlencode(chosen, quote_via=quote)}" if chosen else ""

    def address(self, path: str, **changes: str) -> str:
        """Return `path` with this selection, some choices changed."""
        return path + self.with_(**changes).query()


def from_query(text: str, languages: tuple[str, ...]) -> tuple[Selection, tuple[str, ...]]:
    """Return the selection of a query string, and what was asked for and is not understood.

    >>> from_query("?agency=DOT&lang=xx", ("en", "es"))[1]
    ('lang=xx',)
    """
    values: Mapping[str, list[str]] = parse_qs(text.removeprefix("?"), max_num_fields=40) if text else {}
    known = {each.name for each in fields(Selection)}
    chosen: dict[str, Any] = {key: found[0][:_LONGEST] for key, found in values.items() if key in known}
    unknown = []
    if chosen.get("lang", "en") not in languages:
        unknown.append(f"lang={chosen.pop('lang')}")
    return Selection(**chosen), tuple(unknown)
