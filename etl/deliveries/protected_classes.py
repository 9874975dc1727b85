"""Classes that the law of a place protects, with the days they are in force."""

from etl.column import day, text
from etl.contract import Text
from etl.rule import Apart, Order
from etl.standard import standard

SOURCE = standard(
    "protected_classes",
    text("jurisdiction", "state or town", Text(80)),
    text("class", "protected class", Text(100)),
    day("valid_from", "first day in force"),
    day("valid_to", "last day in force, blank if open", optional=True),
    text("ordinance", "statute or ordinance"),
    title="Protected classes",
    title_es="Clases protegidas",
    publisher="The jurisdictions",
    unit=("jurisdiction",),
    key=("jurisdiction", "class", "valid_from"),
    rules=(
        Order(("valid_from", "valid_to")),
        Apart(("jurisdiction", "class")),
    ),
)
