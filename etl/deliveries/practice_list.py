"""The Office's list of practices."""

from etl.column import text
from etl.standard import standard

SOURCE = standard(
    "practice_list",
    text("practice", "short name or id of the practice"),
    text("title", "what it asks for"),
    text("domain", "field it belongs to"),
    title="List of practices",
    title_es="Lista de prácticas",
    publisher="The Office",
    unit=(),
    key=("practice",),
)
