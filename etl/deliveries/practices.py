"""Which practices of the Office's list an agency has adopted."""

from etl.column import AGENCY, text
from etl.promise import Day
from etl.standard import standard

SOURCE = standard(
    "practices",
    AGENCY,
    text("practice", "practice of the Office's list"),
    text("adopted", "day it was adopted, or yes or no; blank if not adopted", Day(words=("yes", "no")), optional=True),
    title="Practices adopted",
    title_es="Prácticas adoptadas",
    frequency="Every fiscal year, after 30 June",
    unit=("agency",),
    key=("agency", "practice"),
)
