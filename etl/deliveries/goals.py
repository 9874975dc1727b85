"""Goals of an agency's plan: from what, to what, by when, who answers for it."""

from etl.column import AGENCY, day, flag, identifier, number, office, text
from etl.rule import Order
from etl.standard import standard

SOURCE = standard(
    "goals",
    AGENCY,
    identifier("goal_id", "id of the goal, unique among all agencies"),
    text("title", "what is to be reached"),
    text("measure", "what is measured"),
    text("group", "group of people that the goal is for", optional=True),
    number("baseline", "value at the start", -1e12),
    day("baseline_date", "day of the baseline"),
    number("target", "value to reach", -1e12),
    day("target_date", "day to reach it by"),
    office("owner", "office that answers for it"),
    flag("directed", "whether the Office directed it", optional=True),
    title="Goals",
    title_es="Metas",
    frequency="Every fiscal year, after 30 June",
    unit=("agency",),
    key=("goal_id",),
    rules=(Order(("baseline_date", "target_date"), strict=True),),
)
