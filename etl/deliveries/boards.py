"""Members of boards and commissions under pseudonymous ids, with their terms."""

from etl.column import RACE, SEX, day, office, person, text
from etl.rule import Order
from etl.standard import standard

SOURCE = standard(
    "boards",
    text("board", "name of the board or commission"),
    office("appointing_authority", "office that appoints"),
    person("member_id", "pseudonymous id of the member"),
    day("term_start", "first day of the term"),
    day("term_end", "last day of the term, blank if open", optional=True),
    RACE,
    SEX,
    title="Boards and commissions, one row a member",
    title_es="Juntas y comisiones, una fila por miembro",
    frequency="Every fiscal year, after 30 June",
    unit=("board",),
    key=("board", "member_id", "term_start"),
    rules=(Order(("term_start", "term_end"), strict=True),),
    people=True,
)
