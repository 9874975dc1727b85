"""The annual report: every directive with its measures, what they say, and where each stands."""

from dashboard.components.chart import DataTable
from dashboard.exports.care import care
from dashboard.exports.document import Block, Document, Heading, Table, Text, document
from dashboard.language import Tongue
from dashboard.plain.lists import order_rows
from dashboard.selection import Selection
from dashboard.summary import Standing, standing
from dashboard.tables import Tables
from metrics import words


def report(tables: Tables, t: Tongue) -> Document:
    """Return the report."""
    known = {measure["measure"]: measure for measure in tables.measures()}
    blocks: list[Block] = [Text(t("What the order asks for, and the measures that answer it."), "lead"), care(t)]
    for heading, quote, names in order_rows(tables, known.values(), t):
        found = [standing(tables, known[name], Selection(lang=t.language), t) for name in names if name in known]
        blocks.append(Heading(heading))
        if quote:
            blocks.append(Text(f"“{quote}”"))
        if found:
            headings = (t("Measure"), t("Answer"), t("Where it stands"), t("Year"))
            rows = tuple(_row(each) for each in found)
            blocks.append(Table(heading, DataTable(headings, rows, 4), (2, 5, 2, 1)))
        else:
            blocks.append(Text(words.status("not_collected", t.language) + "."))
    return document(t("Annual report: the directives and their measures"), blocks, tables, t)


def _row(each: Standing) -> tuple[str, ...]:
    story = each.story
    language = story.t.language
    if story.all_figures.empty:
        return (story.title(), words.status("not_collected", language), "–", "–")
    state = words.status(each.gap, language) if each.compared else "–"
    return (story.title(), story.say_groups(), state, words.tick(story.chosen.period))
