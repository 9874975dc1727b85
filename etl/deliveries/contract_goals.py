"""Shares of contract dollars that statute sets aside, by certification, industry and date."""

from etl.column import day, number, text, words
from etl.promise import NAICS
from etl.rule import Apart, Order
from etl.standard import standard

SOURCE = standard(
    "contract_goals",
    words("certification", "certification of vendors", "SBE", "MBE", "WBE", "DIS"),
    number("percent", "goal, percent of eligible dollars", most=100),
    text("naics", "industry; blank for all", NAICS, optional=True),
    day("valid_from", "first day in force"),
    day("valid_to", "last day in force, blank if open", optional=True),
    text("authority", "statute or order that sets it"),
    title="Contract goals",
    title_es="Metas de contratación",
    publisher="The office that oversees contracts",
    unit=(),
    key=("certification", "naics", "valid_from"),
    rules=(
        Order(("valid_from", "valid_to")),
        Apart(("certification", "naics")),
    ),
)
