"""A measure's formula in words."""

from collections.abc import Mapping
from typing import Any

from dashboard.language import Tongue
from dashboard.tables import in_words
from metrics import words


def formula(measure: Mapping[str, Any], t: Tongue) -> str:
    """Return what is set beside what."""
    if measure["kind"] == "representation":
        return t(
            "100 × {people} of the group ÷ {people} with a reported group",
            people=in_words(measure, "people", t.language),
        )
    if words.of_things(measure):
        return _of_things(measure, t)
    if measure["unit"] == "percent":
        return t("100 × events ÷ base where the source gives both; else the percentage as published")
    return t("As the source publishes it")


def _of_things(measure: Mapping[str, Any], t: Tongue) -> str:
    if measure["kind"] == "adjusted":
        return t("The group’s rate in each part, weighed by the share of all people in that part")
    if measure["kind"] == "duration":
        return t("The median of the days that each took")
    if measure["kind"] == "total" or measure["unit"] == "things":
        return t("A count, as of the day or over the year")
    people = in_words(measure, "people", t.language)
    if measure["unit"] == "percent":
        return t("100 × those that it is true of ÷ all {people}", people=people)
    return t("What is counted ÷ what it is set beside: {people}", people=people)
