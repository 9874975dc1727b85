"""The annual report: every directive with its measures, what they say, and where each stands."""

from dashboard.components.chart import DataTable
from dashboard.exports.care import care
from dashboard.exports.document import Block, Document, Heading, Table, Text, document
from dashboard.language import Tongue
from dashboard.plain import order
from dashboard.selection import Selection
from dashboard.summary import Standing, standing
from dashboard.tables import Tables
from metrics import words


def report(tables: Tables, t: Tongue) -> Document:
    """Return the report."""
    known = {measure["measure"]: measure for measure in tables.measures()}
    blocks: list[Block] = [Text(t("What the order asks for, and the measures that answer it."), "lead"), care(t)]
    for row in order.rows(tables, known.values(), t):
        found = [standing(tables, known[name], Selection(lang=t.language), t) for name in row.measures if name in known]
        blocks.append(Heading(row.heading))
        blocks += [Text(text) for text in (row.quote and f"“{row.quote}”", row.state and f"{row.state}.") if text]
        if found:
            headings = (t("Measure"), t("Answer"), t("Where it stands"), t("Year"))
            said = tuple(_row(each) for each in found)
            blocks.append(Table(row.heading, DataTable(headings, said, 4), (2, 5, 2, 1)))
        elif not row.state:
            blocks.append(Text(words.status("not_collected", t.language) + "."))
    return document(t("Annual report: the directives and their measures"), blocks, tables, t)


def _row(each: Standing) -> tuple[str, ...]:
    story = each.story
    language = story.t.language
    if story.all_figures.empty:
        return (story.title(), words.status("not_collected", language), "–", "–")
    state = words.status(each.gap, language) if each.compared else "–"
    return (story.title(), story.say_groups(), state, words.tick(story.chosen.period))
