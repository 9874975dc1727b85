"""How far goals have come: values by date."""

from etl.column import day, identifier, number, text
from etl.contract import Text
from etl.standard import standard

SOURCE = standard(
    "goal_updates",
    identifier("goal_id", "id of the goal"),
    day("date", "day of the value", past=True),
    number("value", "value on that day", -1e12),
    text("narrative", "what was done", Text(2000), optional=True),
    title="Updates of goals",
    title_es="Avances de las metas",
    frequency="Every quarter",
    unit=("goal_id",),
    key=("goal_id", "date"),
)
