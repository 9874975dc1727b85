"""Firms that are ready, willing and able, by industry and certification."""

from etl.column import NAICS_CODE, PERIOD, whole, words
from etl.rule import AtMost
from etl.standard import standard

SOURCE = standard(
    "contract_availability",
    NAICS_CODE,
    words("certification", "certification of vendors", "SBE", "MBE", "WBE", "DIS"),
    whole("ready_firms", "firms with the certification that are ready, willing and able"),
    whole("all_firms", "all firms that are ready, willing and able"),
    PERIOD,
    title="Availability of firms",
    title_es="Disponibilidad de empresas",
    publisher="The office that oversees contracts",
    unit=("period",),
    key=("naics", "certification", "period"),
    rules=(AtMost(("ready_firms",), "all_firms"),),
)
