"""Goals of an agency's plan: from what, to what, by when, who answers for it.

A goal that lacks one of these is no bad row: it is a goal that is not clear, which is counted.
"""

from etl.column import AGENCY, day, flag, identifier, number, office, text
from etl.rule import Order
from etl.standard import standard

SOURCE = standard(
    "goals",
    AGENCY,
    identifier("goal_id", "id of the goal, unique among all agencies"),
    text("title", "what is to be reached"),
    text(
        "measure",
        "what is measured: the id or the title of a measure, or words of your own; blank if not said",
        blank=True,
    ),
    text("group", "group of people that the goal is for", optional=True),
    number("baseline", "value at the start; blank if not said", -1e12, blank=True),
    day("baseline_date", "day of the baseline; blank if not said", blank=True),
    number("target", "value to reach; blank if not said", -1e12, blank=True),
    day("target_date", "day to reach it by; blank if not said", blank=True),
    office("owner", "office that answers for it; blank if not said", blank=True),
    flag("directed", "whether the Office directed it", optional=True),
    title="Goals",
    title_es="Metas",
    frequency="Every fiscal year, after 30 June",
    unit=("agency",),
    key=("goal_id",),
    rules=(Order(("baseline_date", "target_date"), strict=True),),
)
