"""The Office's own strategy: objectives, who answers for them, by when."""

from etl.column import day, office, text
from etl.contract import Text
from etl.standard import standard

SOURCE = standard(
    "strategy",
    text("objective", "what is to be done", Text(500)),
    office("owner", "office that answers for it"),
    day("due", "day it is due"),
    day("done", "day it was done, blank if open", past=True, optional=True),
    title="Strategy of the Office",
    title_es="Estrategia de la Oficina",
    publisher="The Office",
    frequency="Every fiscal year, after 30 June",
    unit=(),
    key=("objective",),
)
