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
    """Return the measures by what they are about: the State's own work first, then conditions."""
    places = {domain.value: place for place, domain in enumerate(Domain)}
    return sorted(measures, key=lambda measure: places[measure["domain"]])
