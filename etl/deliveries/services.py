"""Who was eligible for a program, applied, was approved or denied, and was served, by group."""

from etl.column import AGENCY, DIMENSION, GROUP, PERIOD, TOWN, number, text, whole
from etl.rule import AnyOf, AtMost, Everyone
from etl.standard import standard

SOURCE = standard(
    "services",
    AGENCY,
    text("program", "name of the program"),
    PERIOD,
    DIMENSION,
    GROUP,
    TOWN,
    whole("eligible", "people who could have it; blank if not known", blank=True),
    whole("applied", "people who applied in the period; blank if not collected", blank=True),
    whole("approved", "of the period's applications, those approved", blank=True),
    whole("denied", "of the period's applications, those denied", blank=True),
    whole("served", "people who were served", blank=True),
    number("median_days", "median days from application to decision", most=10_000, optional=True),
    whole("completed", "of those served, people who completed the program", optional=True),
    title="Services by group",
    title_es="Servicios por grupo",
    frequency="Every fiscal year, after 30 June",
    unit=("agency", "period"),
    key=("agency", "program", "period", "dimension", "group", "town"),
    rules=(
        Everyone(),
        AnyOf(("eligible", "applied", "approved", "denied", "served")),
        AtMost(("approved", "denied"), "applied"),
        AtMost(("completed",), "served"),
    ),
)
