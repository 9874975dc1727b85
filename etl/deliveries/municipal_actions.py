"""Steps that a town took under the municipal equity process."""

from etl.column import day, text, town, words
from etl.contract import Like, Text
from etl.rule import Differ
from etl.standard import standard

ACTION = Like(r"\d{1,2}\.\d{1,2}", "the number of an action, such as 3.2")

SOURCE = standard(
    "municipal_actions",
    town("town", "the town"),
    words("action", "number of the action", "1.1", "1.2", "1.3"),
    text("step", "which step of the action", Text(100)),
    day("date", "day the step was taken", past=True),
    text("applied_to", "number of another action that the process was applied to", ACTION, optional=True),
    title="Municipal actions",
    title_es="Acciones municipales",
    publisher="The towns",
    unit=("town",),
    key=("town", "action", "step", "date"),
    rules=(Differ("action", "applied_to"),),
)
