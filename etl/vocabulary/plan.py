"""What an equity plan holds, and the steps of a city's."""

from collections.abc import Mapping
from types import MappingProxyType

BLOCKS: Mapping[str, str] = MappingProxyType(
    {
        "representation": "whether the plan covers representation",
        "service_delivery": "whether the plan covers delivery of services",
        "program_impact": "whether the plan covers impact of programs",
        "demographic_trends": "whether the plan covers demographic trends",
    }
)
"""The four blocks of section 6a, each with what a delivery says of it."""
CITY_STEPS = ("drafting", "consulted", "mayor_reviewed", "council_approved", "effective")
"""A city's plan: staff draft in consultation, the Mayor reviews, the Council approves; only then is it effective."""
