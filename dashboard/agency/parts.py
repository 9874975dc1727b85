"""Which measures tell which of the four parts of Section 6(a)."""

from collections.abc import Iterable
from typing import Any

from dashboard.agency.tabs import PARTS
from dashboard.tables import OUTCOME, REPRESENTATION, Tables

_OF_DOMAIN = {
    **dict.fromkeys(("workforce", "leadership", "careers", "boards", "training", "city"), "representation"),
    **dict.fromkeys(("services", "engagement", "communication", "budget", "contracting"), "service_delivery"),
}
_CHANGING = ("workforce", "leadership")
"""What is followed over time: those who do the work."""


def divided(tables: Tables, measures: Iterable[dict[str, Any]], agency: str) -> dict[str, list[dict[str, Any]]]:
    """Return part -> the measures that have figures of an agency, in the order given.

    Demographic trends look at the same head counts as employee representation, over the years.
    """
    found: dict[str, list[dict[str, Any]]] = {part: [] for part in PARTS}
    for measure in measures:
        if not (tables.of("figures", measure["measure"])["agency"] == agency).any():
            continue
        part = "program_impact" if measure["kind"] == OUTCOME else _OF_DOMAIN.get(measure["domain"], "program_impact")
        found[part].append(measure)
        if measure["kind"] == REPRESENTATION and measure["domain"] in _CHANGING:
            found["demographic_trends"].append(measure)
    return found
