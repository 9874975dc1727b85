"""An agency's analysis pack, in the order of Connecticut's affirmative-action regulations (sections 46a-68-83, -84 and
following): workforce, availability, utilization, employment analyses, goals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components import blocks
from dashboard.components.chart import DataTable
from dashboard.components.goal_rows import data
from dashboard.components.own_values import newest
from dashboard.components.total import all_absent, said
from dashboard.domains import in_order
from dashboard.exports.care import care
from dashboard.exports.document import Block, Document, Heading, Table, Text, document
from dashboard.language import Tongue
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import REPRESENTATION, Tables, edition, in_words
from metrics import words
from metrics.workbook import workbook

_WORKFORCE, _EMPLOYMENT, _GOALS = ("workforce", "leadership"), ("careers", "training"), ("plans",)
_RULES = ("any_difference", "whole_person", "eighty_percent", "two_sd", "exact_binomial")


class NoAgency(LookupError):
    """The register has no such agency. The message says which there are."""


@dataclass(frozen=True)
class Pack:
    """What a pack holds of one agency in one release."""

    tables: Tables
    agency: str
    t: Tongue

    def __post_init__(self) -> None:
        """Raise NoAgency for a code that is not in the register."""
        known = self.tables.agency_names()
        if self.agency not in known:
            raise NoAgency(f"{self.agency} is no agency of the register; choose among {', '.join(sorted(known))}")

    @property
    def name(self) -> str:
        return str(self.tables.agency_names()[self.agency])

    @cached_property
    def measures(self) -> list[dict[str, Any]]:
        """The measures of which the agency has figures."""
        return [
            measure
            for measure in in_order(self.tables.measures())
            if any(code == self.agency for code, _, _ in self.tables.places(measure["measure"]))
        ]

    def of(self, domains: tuple[str, ...]) -> list[dict[str, Any]]:
        return [measure for measure in self.measures if measure["domain"] in domains]

    def people(self) -> list[dict[str, Any]]:
        """The measures of who works in the agency."""
        return [measure for measure in self.of(_WORKFORCE) if measure["kind"] == REPRESENTATION]

    def compared(self) -> pd.DataFrame:
        """The newest shares against every benchmark, group by group, of the measures of who works there."""
        found: list[pd.DataFrame] = []
        for measure in self.people():
            rows = self.tables.of("representation", measure["measure"])
            rows = rows[rows["agency"] == self.agency]
            if not rows.empty:
                found.append(rows[rows["period"] == max(rows["period"], key=in_time)])
        if not found:
            return self.tables.of("representation", "")
        return pd.concat(found)

    def goals(self) -> pd.DataFrame:
        """The agency's goals as the release tells them."""
        rows = self.tables.whole("goals")
        return rows[rows["agency"] == self.agency]

    def figures(self, measures: list[dict[str, Any]]) -> pd.DataFrame:
        """The agency's figures of some measures, every period and benchmark."""
        found = [self.tables.of("figures", measure["measure"]) for measure in measures]
        found = [rows[rows["agency"] == self.agency] for rows in found]
        return pd.concat(found) if found else self.tables.of("figures", "").iloc[:0]


def as_document(pack: Pack) -> Document:
    """Return the pack to be set as PDF."""
    t = pack.t
    order = t(
        "In the order of Connecticut’s affirmative-action regulations, sections 46a-68-83, 46a-68-84 and following: "
        "workforce, availability, utilization, employment analyses, goals."
    )
    title = t("Analysis pack: {agency}", agency=pack.name)
    found: list[Block] = [
        Text(order, "lead"),
        care(t),
        Heading(t("1. Workforce analysis")),
        *_stories(pack, pack.of(_WORKFORCE)),
        Heading(t("2. Availability analysis"), new_page=True),
        *_availability(pack),
        Heading(t("3. Utilization analysis"), new_page=True),
        *_utilization(pack),
        Heading(t("4. Employment analyses"), new_page=True),
        *_stories(pack, pack.of(_EMPLOYMENT)),
        Heading(t("5. Goals"), new_page=True),
        *_goals(pack),
        care(t),
    ]
    return document(title, found, pack.tables, t)


def as_workbook(pack: Pack) -> bytes:
    """Return the pack's rows, a sheet for each part, as the release has them."""
    t = pack.t
    about = pd.DataFrame(
        [
            (t("Agency"), pack.name),
            (t("Release"), edition(pack.tables, t)),
            (t("Caution"), care(t).text),
            *(
                [(t("Caution"), t("Demonstration data. These are not real people or results."))]
                * pack.tables.demonstration
            ),
        ],
        columns=[t("What"), t("Text")],
    )
    compared = pack.compared()
    key = ["figure_id", "measure", "agency", "period", "dimension", "group", "benchmark"]
    sides = ["reference_share", "reference_margin", "reference_vintage", "reference_note", "reference_source", "nature"]
    sheets = {
        t("About"): about,
        t("1 Workforce"): pack.figures(pack.of(_WORKFORCE)),
        t("2 Availability"): compared[[*key, *sides]],
        t("3 Utilization"): compared.drop(columns=sides[1:-1]),
        t("4 Employment"): pack.figures(pack.of(_EMPLOYMENT)),
        t("5 Goals"): pack.figures(pack.of(_GOALS)),
        t("5 Goals, one by one"): pack.goals(),
    }
    return workbook(sheets, t("Analysis pack: {agency}", agency=pack.name))


def _stories(pack: Pack, measures: list[dict[str, Any]]) -> list[Block]:
    found: list[Block] = []
    for measure in measures:
        story = Story(pack.tables, measure, Selection(agency=pack.agency, lang=pack.t.language), pack.t)
        found.append(Heading(story.title(), 2))
        if story.total_only:
            found += _nothing(story)
            continue
        for dimension in story.chosen.options["dimension"] or (story.chosen.dimension,):
            found += _dimension(Story(pack.tables, measure, story.asked.with_(dimension=dimension), pack.t))
    return found or [Text(words.status("missing", pack.t.language) + ".", "notice")]


def _dimension(story: Story) -> list[Block]:
    t = story.t
    if all_absent(story):
        return [Heading(story.where(), 3), *_nothing(story)]
    return [
        Heading(story.where(), 3),
        Text(story.say_groups()),
        Table(blocks.groups_question(story), blocks.groups_table(story.rows, story)),
        Text(f"{story.source()} {t('Version {n}', n=int(story.measure['version']))}.", "small"),
    ]


def _nothing(story: Story) -> list[Block]:
    why, count = said(story)
    return [Text(" ".join(part for part in (why, count) if part), "notice")]


def _availability(pack: Pack) -> list[Block]:
    t, language = pack.t, pack.t.language
    headings = (t("Group"), t("Benchmark"), t("Share"), t("Margin of error, 90%"), t("Vintage"))
    intro = t("Who could do the work: the share of each group in every benchmark that the groups are held against.")
    return [Text(intro), *_by_dimension(pack, headings, lambda measure, row: _side(measure, row, language), 2)]


def _side(measure: Mapping[str, Any], row: Mapping[Any, Any], language: str) -> tuple[str, ...]:
    margin = row["reference_margin"]
    vintage = row["reference_vintage"]
    return (
        words.group(row["group"], language, row["dimension"]),
        words.benchmark(row["benchmark"], language),
        _number(row["reference_share"], "percent", int(measure["decimals"]), language),
        "–" if pd.isna(margin) else words.number(margin, "ratio", 2, language),
        words.tick(vintage) if isinstance(vintage, str) and vintage else "–",
    )


def _utilization(pack: Pack) -> list[Block]:
    t, language = pack.t, pack.t.language
    headings = (
        t("Group"),
        t("Benchmark"),
        t("Share"),
        t("Ratio"),
        t("Difference, people"),
        t("Any difference"),
        t("Whole person"),
        t("80% rule"),
        t("Two standard deviations"),
        t("Exact binomial"),
    )
    yes, no = t("Yes"), t("No")

    def cells(measure: Mapping[str, Any], row: Mapping[Any, Any]) -> tuple[str, ...]:
        rules = ("–" if pd.isna(row[rule]) else yes if row[rule] == 1 else no for rule in _RULES)
        return (
            words.group(row["group"], language, row["dimension"]),
            words.benchmark(row["benchmark"], language),
            _number(row["share"], "percent", int(measure["decimals"]), language),
            _number(row["ratio"], "ratio", 2, language),
            _number(row["persons"], "persons", 0, language),
            *rules,
        )

    intro = t(
        "Is a group underused by each of five rules? The rules ask different questions and may disagree. "
        "Federal rules (41 CFR 60-2) are named as methods."
    )
    return [Text(intro), *_by_dimension(pack, headings, cells, 2)]


def _by_dimension(pack: Pack, headings: tuple[str, ...], cells: Any, first_number: int) -> list[Block]:
    t, found = pack.t, list[Block]()
    compared = pack.compared()
    for measure in pack.people():
        of_measure = compared[(compared["measure"] == measure["measure"]) & compared["reference_share"].notna()]
        for dimension, rows in of_measure.groupby("dimension", sort=False):
            made = tuple(cells(measure, row) for row in rows.sort_values(["benchmark", "group"]).to_dict("records"))
            named = words.dimension(str(dimension), t.language)
            title = in_words(measure, "title", t.language)
            caption = t("{measure} by {dimension}", measure=title, dimension=named)
            found += [
                Heading(caption, 2),
                Table(words.period(str(rows["period"].iloc[0]), t.language), DataTable(headings, made, first_number)),
            ]
    return found or [Text(t("No group of this agency is shown beside a benchmark here."), "notice")]


def _number(value: float, unit: str, decimals: int, language: str) -> str:
    return "–" if pd.isna(value) else words.number(value, unit, decimals, language)


def _goals(pack: Pack) -> list[Block]:
    t = pack.t
    rows = [
        (in_words(measure, "title", t.language), *values)
        for measure in pack.of(_GOALS)
        if (values := newest(pack.tables, measure, pack.agency, t))
    ]
    goals = pack.goals()
    found: list[Block] = []
    if not goals.empty:
        note = t("A goal about people shows its numbers only where they are published figures themselves.")
        found += [Table(t("Goals"), data(pack.tables, goals, t), (3, 5, 2, 2, 2, 2, 2, 2, 3)), Text(note, "small")]
    if rows:
        headings = (t("Measure"), t("Agency"), t("All agencies"), t("Year"))
        found.append(Table(t("Newest values"), DataTable(headings, tuple(rows), 1)))
    return found or [Text(words.status("missing", t.language) + ".", "notice")]
