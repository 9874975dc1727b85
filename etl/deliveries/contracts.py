"""Awards and payments to vendors, with the vendor's certifications."""

from etl.column import AGENCY, NAICS_CODE, day, flag, identifier, number, text, words
from etl.contract import Column
from etl.promise import VENDOR, Several
from etl.standard import standard

SOURCE = standard(
    "contracts",
    AGENCY,
    identifier("payment_id", "id of the award or payment"),
    words("kind", "what the row is", "award", "payment"),
    day("date", "day of the award or payment", past=True),
    text("vendor_id", "id of the vendor", VENDOR),
    NAICS_CODE,
    number("amount", "dollars; below 0 for a correction", -1e12),
    flag("eligible", "whether the contract counts toward the goals"),
    Column(
        name="certifications",
        meaning="certifications of the vendor, which overlap; blank for none",
        promise=Several(("SBE", "MBE", "WBE", "DIS")),
        blank=True,
    ),
    title="Contract awards and payments",
    title_es="Adjudicaciones y pagos de contratos",
    frequency="Every quarter",
    unit=("agency", "period"),
    key=("agency", "payment_id", "kind"),
    dated=("date",),
)
