"""Documents for the public: in which languages, how readable, how accessible."""

from etl.column import AGENCY, day, flag, language, number, text
from etl.contract import Text
from etl.standard import standard

SOURCE = standard(
    "communications",
    AGENCY,
    text("document", "title of the document", Text(500)),
    flag("vital", "whether people need it to get a service or a right"),
    language("language", "language of the document"),
    day("date", "day it was published", past=True),
    number("reading_grade", "school grade needed to read it", most=30, optional=True),
    flag("accessible", "whether it meets accessibility rules", optional=True),
    title="Communications",
    title_es="Comunicaciones",
    frequency="Every quarter",
    unit=("agency", "period"),
    key=("agency", "document", "language", "date"),
    dated=("date",),
)
