"""What measures are about, in the order that readers meet them."""

from collections.abc import Iterable
from typing import Any

from dashboard.language import Tongue
from metrics.definition import Domain


def domains(t: Tongue) -> dict[str, str]:
    """Return what measures are about, in order, in words."""
    return {
        "workforce": t("State workforce"),
        "leadership": t("Leadership"),
        "careers": t("Hiring and careers"),
        "boards": t("Boards and commissions"),
        "training": t("Training"),
        "services": t("Services"),
        "engagement": t("Public engagement"),
        "communication": t("Communication"),
        "plans": t("Equity plans"),
        "policies": t("Policies and practices"),
        "budget": t("Budget"),
        "contracting": t("Contracting"),
        "city": t("City opportunity plan"),
        "municipal": t("Municipal equity process"),
        "education": t("Education"),
        "health": t("Health care"),
        "justice": t("Criminal justice"),
        "employment": t("Employment and economic opportunity"),
        "housing": t("Housing and community development"),
        "childcare": t("Childcare"),
        "children": t("Children"),
        "population": t("Population"),
    }


def in_order(measures: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the measures by what they are about: the State's own work first, then conditions; of each those that are
    held against a benchmark first."""
    places = {domain.value: place for place, domain in enumerate(Domain)}
    return sorted(measures, key=lambda measure: (places[measure["domain"]], not measure["benchmarks"]))


def leading(measures: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return domain -> the measure that tells it where domains stand side by side: the one whose definition leads, else
    the first of `measures`."""
    found: dict[str, dict[str, Any]] = {}
    for measure in measures:
        if measure["domain"] not in found or measure["leads"]:
            found[measure["domain"]] = measure
    return found
