"""The Governor's briefing, two pages: where are we, what is getting better or worse, who needs a call."""

from dashboard.components.chart import DataTable
from dashboard.components.marks import STATUS_CLASS
from dashboard.domains import in_order
from dashboard.drawing import rows as rows_drawing
from dashboard.exports.calls import calls
from dashboard.exports.care import care
from dashboard.exports.document import Block, Document, Heading, Items, Picture, Table, Text, document
from dashboard.language import Tongue
from dashboard.overview.moves import Move, moved
from dashboard.selection import Selection
from dashboard.summary import Standing, counts, standing
from dashboard.tables import Tables
from metrics import words

_MOST_CALLS, _MOST_MEASURES = 24, 12


def briefing(tables: Tables, t: Tongue) -> Document:
    """Return the briefing."""
    tables, kept = tables.together(), Selection(lang=t.language)
    standings = [standing(tables, measure, kept, t) for measure in in_order(tables.measures())]
    found = counts(standings)
    said = t(
        "{n} measures have a benchmark: {met} met, {improving} improving, {same} with little or no "
        "change, {worse} getting worse, "
        "{nodata} without enough data.",
        n=sum(found.values()),
        **{STATUS_CLASS[name]: number for name, number in found.items()},
    )
    parity = [each for each in standings if each.measure["favourable"] == "parity" and each.lead is not None]
    closing, widening = moved(tables, standings, kept, t)
    blocks: list[Block] = [
        Text(said, "lead"),
        Heading(t("Where are we?")),
        *_first(parity),
        *_table(parity, t),
        Heading(t("What is getting better or worse?")),
        *_moves(t("Gaps closing most"), closing, t),
        *_moves(t("Gaps widening most"), widening, t),
        Heading(t("Who needs a call?"), new_page=True),
        *_calls(tables, t),
        care(t),
    ]
    return document(t("Briefing: where we stand against our equity benchmarks"), blocks, tables, t)


def _first(parity: list[Standing]) -> list[Block]:
    """Return the first measure with its picture: the people the State employs."""
    if not parity:
        return []
    story = parity[0].story
    said = story.say_groups()
    return [
        Text(f"{story.title()}, {story.where()}. {said}"),
        Picture(rows_drawing.draw(story.rows, story.t), said),
        Text(story.source(), "small"),
    ]


def _table(parity: list[Standing], t: Tongue) -> list[Block]:
    rows = []
    for each in parity[:_MOST_MEASURES]:
        assert each.lead is not None  # noqa: S101 - those without are left out
        cells = (*each.lead.cells, "–", "–")
        state = words.status(each.gap, t.language)
        rows.append((each.story.title(), each.lead.name, cells[0], cells[1], each.lead.reading or "–", state))
    headings = (t("Measure"), t("Group"), t("Level"), t("Benchmark"), t("Reading"), t("Gap, since the first year"))
    return [Table(t("Each measure by the group furthest from its benchmark"), DataTable(headings, tuple(rows), 2))]


def _moves(heading: str, found: list[Move], t: Tongue) -> list[Block]:
    if not found:
        return [Heading(heading, 2), Text(t("No gap has moved by more than chance or a tenth."))]
    return [Heading(heading, 2), Items(tuple(f"{each.name}: {each.said}." for each in found))]


def _calls(tables: Tables, t: Tongue) -> list[Block]:
    found = calls(tables, t)
    if not found:
        return [Text(t("No agency lacks a plan or data, and no agency’s gap gets worse by more than chance."))]
    shown = tuple((name, "; ".join(reasons)) for name, reasons in found[:_MOST_CALLS])
    data = DataTable((t("Agency"), t("Why")), shown, 2)
    blocks: list[Block] = [Table(t("In order of their names, not ranked."), data, (1, 2))]
    if rest := [name for name, _ in found[_MOST_CALLS:]]:
        blocks.append(Text(t("Also: {names}.", names=words.joined(rest, t.language)), "small"))
    return blocks
