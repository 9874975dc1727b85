"""Courses that were offered: when, where, in which language, for how many."""

from etl.column import day, flag, text, whole
from etl.contract import Text
from etl.standard import standard

SOURCE = standard(
    "training_offerings",
    text("course", "name of the course"),
    day("date", "first day of the course"),
    text("language", "language of the course", Text(60)),
    text("town", "town where it was held, or online", Text(80)),
    whole("seats", "how many could take part", 1_000_000),
    flag("development", "whether it serves a career rather than a requirement", optional=True),
    title="Training offered",
    title_es="Capacitación ofrecida",
    frequency="Every quarter",
    unit=("period",),
    key=("course", "date", "language", "town"),
    dated=("date",),
)
