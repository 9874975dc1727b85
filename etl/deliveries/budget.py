"""Money appropriated and spent by program, with its note on equity."""

from etl.column import AGENCY, PERIOD, TOWN, number, text
from etl.contract import Column, Text
from etl.standard import standard

SOURCE = standard(
    "budget",
    AGENCY,
    text("program", "name of the program"),
    PERIOD,
    number("appropriated", "dollars appropriated"),
    number("expended", "dollars spent; below 0 for a refund", -1e12),
    Column(name="equity_note", meaning="whom the program serves and how", promise=Text(2000), blank=True),
    TOWN,
    title="Budget by program",
    title_es="Presupuesto por programa",
    frequency="Every fiscal year, after 30 June",
    unit=("agency", "period"),
    key=("agency", "program", "period", "town"),
)
