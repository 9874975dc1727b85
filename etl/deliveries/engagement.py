"""Meetings with the public: who took part, by group, and what became of their feedback."""

from etl.column import AGENCY, DIMENSION, GROUP, day, identifier, town, whole
from etl.rule import AtMost, Everyone
from etl.standard import standard

SOURCE = standard(
    "engagement",
    AGENCY,
    identifier("session_id", "id of the meeting"),
    day("date", "day of the meeting", past=True),
    town("town", "town where it was held, or Online"),
    DIMENSION,
    GROUP,
    whole("participants", "people of the group who took part", 1_000_000),
    whole("feedback", "pieces of feedback received", 1_000_000, optional=True),
    whole("answered", "of these, answered", 1_000_000, optional=True),
    whole("acted_on", "of these, acted on", 1_000_000, optional=True),
    title="Public engagement",
    title_es="Participación pública",
    frequency="Every quarter",
    unit=("agency", "period"),
    key=("agency", "session_id", "dimension", "group"),
    rules=(
        Everyone(),
        AtMost(("answered",), "feedback"),
        AtMost(("acted_on",), "feedback"),
    ),
    dated=("date",),
)
