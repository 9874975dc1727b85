"""Requests for an interpreter, and whether they were met."""

from etl.column import AGENCY, day, flag, language, number
from etl.standard import standard

SOURCE = standard(
    "interpreter_requests",
    AGENCY,
    day("date", "day of the request", past=True),
    language("language", "language asked for"),
    flag("met", "whether an interpreter came"),
    number("minutes_waited", "minutes until the interpreter was there", most=1_000_000, optional=True),
    title="Requests for interpreters",
    title_es="Solicitudes de intérprete",
    frequency="Every quarter",
    unit=("agency", "period"),
    dated=("date",),
)
