"""Courses that were offered: when, where, in which language, for how many."""

from etl.column import day, flag, language, text, town, whole
from etl.standard import standard

SOURCE = standard(
    "training_offerings",
    text("course", "name of the course"),
    day("date", "first day of the course"),
    language("language", "language of the course"),
    town("town", "town where it was held, or Online"),
    whole("seats", "how many could take part", 1_000_000),
    flag("development", "whether it serves a career rather than a requirement", optional=True),
    title="Training offered",
    title_es="Capacitación ofrecida",
    frequency="Every quarter",
    unit=("period",),
    key=("course", "date", "language", "town"),
    dated=("date",),
)
