"""Equity assessments of policies, practices, programs and budgets."""

from etl.column import AGENCY, day, flag, identifier, text, words
from etl.contract import Text
from etl.rule import Order
from etl.standard import standard

SOURCE = standard(
    "assessments",
    AGENCY,
    identifier("assessment_id", "id of the assessment"),
    text("subject", "what was assessed"),
    words("kind", "kind of subject", "policy", "practice", "program", "budget"),
    day("proposed", "day the change was proposed"),
    day("started", "day the assessment began"),
    day("decided", "day of the decision", optional=True),
    flag("disparity_found", "whether a disparity was found", optional=True),
    text("mitigation", "what is done about it", Text(2000), optional=True),
    title="Equity assessments",
    title_es="Evaluaciones de equidad",
    frequency="Every quarter",
    unit=("agency",),
    key=("agency", "assessment_id"),
    rules=(Order(("proposed", "started", "decided")),),
)
