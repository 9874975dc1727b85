"""Equity plans of agencies and of cities: each stage with its day, and what a plan holds."""

from etl.column import AGENCY, day, flag, identifier, languages, text, words
from etl.contract import Text
from etl.rule import After, Only, Order
from etl.standard import standard
from etl.vocabulary.plan import BLOCKS, CITY_STEPS

STAGES = {
    "consulted": "day the public was consulted",
    "office_review": "day the Office began its review",
    "agency_revision": "day the agency sent its revision",
    "approved": "day the Office approved it",
    "mayor_reviewed": "day the Mayor reviewed it, for a city's plan",
    "council_approved": "day the Council approved it, for a city's plan",
}
SOURCE = standard(
    "plans",
    AGENCY,
    words("kind", "whose plan", "state", "city"),
    identifier("version", "which version of the plan"),
    day("due", "day the plan is due", optional=True),
    day("drafting", "day drafting began"),
    *(day(stage, meaning, optional=True) for stage, meaning in STAGES.items()),
    day("published", "day it was published", optional=True),
    day("effective", "first day in effect", optional=True),
    text("document", "address, title, or file beside the delivery (PDF or HTML)", Text(500), optional=True),
    languages("language", "languages it is published in, joined by ;"),
    flag("accessible", "whether the document meets accessibility rules", optional=True),
    *(words(block, meaning, "present", "partly", "missing") for block, meaning in BLOCKS.items()),
    title="Equity plans",
    title_es="Planes de equidad",
    frequency="Every quarter",
    unit=("agency",),
    key=("agency", "kind", "version"),
    rules=(
        Order(("drafting", *STAGES, "published")),
        Order(("approved", "effective")),
        Order(("council_approved", "effective")),
        Only("mayor_reviewed", "kind", ("city",)),
        Only("council_approved", "kind", ("city",)),
        After(CITY_STEPS, "kind", "city"),
    ),
)
