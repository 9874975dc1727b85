"""Several agencies side by side on one measure; the rows and panels are those of each agency's own page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.domains import in_order
from dashboard.figures.axis import fitting_axis, ratio_axis, ratio_range
from dashboard.figures.row import Row
from dashboard.figures.rows import RowTable, row_table
from dashboard.figures.trend import Panel, Point, Trend
from dashboard.language import Tongue
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import EVERYONE, NOT_REPORTED, Tables, absent
from metrics import browse, words
from metrics.release import Release

MOST = 8
"""So many agencies have room beside each other."""
_USUAL = 3


@dataclass(frozen=True)
class Comparison:
    """A measure, agencies, and a group (blank: every group), as a reader chose them."""

    tables: Tables
    asked: Selection
    t: Tongue

    @cached_property
    def measures(self) -> Mapping[str, dict[str, Any]]:
        """The measures that agencies have figures of."""
        held = {row["measure"]: row for row in in_order(self.tables.measures()) if row["kind"] != "outcome"}
        return {name: row for name, row in held.items() if self._agencies(name)}

    def _agencies(self, measure: str) -> frozenset[str]:
        return agencies_of(self.tables.release, self.tables.place).get(measure, frozenset())

    @cached_property
    def domain(self) -> str:
        """What the measure is about: as asked, else what the measure asked for is about."""
        asked, wanted = self.asked.other("domain"), self.measures.get(self.asked.other("measure"))
        about = [row["domain"] for row in self.measures.values()]
        return str(asked if asked in about else wanted["domain"] if wanted else about[0])

    @cached_property
    def measure(self) -> dict[str, Any]:
        """The measure asked for, if it is about that; else the first that is."""
        asked = self.measures.get(self.asked.other("measure"))
        if asked is not None and asked["domain"] == self.domain:
            return asked
        return next(row for row in self.measures.values() if row["domain"] == self.domain)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The agencies that have figures of the measure, by name."""
        names = self.tables.agency_names()
        return tuple(sorted(self._agencies(self.measure["measure"]), key=lambda code: names.get(code, code).lower()))

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """The agencies side by side: those asked for, by code or by name; else the three with most people."""
        names = self.tables.agency_names()
        codes = {said.lower(): code for code, name in names.items() for said in (code, name)}
        asked = [*self.asked.other("with").split(","), self.asked.other("add")]
        found = [codes.get(each.strip().lower(), each.strip()) for each in asked if each.strip()]
        known = [each for each in dict.fromkeys(found) if each in names]
        return tuple(known[:MOST]) or self._largest()

    @property
    def unknown(self) -> tuple[str, ...]:
        """What was asked for and is no agency, or no measure that agencies have figures of."""
        names = self.tables.agency_names()
        known = {each.lower() for each in (*names, *names.values())}
        asked = [*self.asked.other("with").split(","), self.asked.other("add")]
        strange = tuple(each for each in asked if each.strip() and each.strip().lower() not in known)
        measure = self.asked.other("measure")
        return (*strange, measure) if measure and measure not in self.measures else strange

    def _largest(self) -> tuple[str, ...]:
        rows = self.tables.of("figures", self.measure["measure"])
        rows = rows[absent(rows["benchmark"]) & rows["agency"].isin(self.offered)]
        rows = rows[rows["period"] == max(rows["period"], key=in_time, default="")]
        most = rows.groupby("agency")["denominator"].max().sort_values(ascending=False)
        return tuple(str(code) for code in most.index[:_USUAL])

    @cached_property
    def stories(self) -> Mapping[str, Story]:
        """All agencies together, then each agency by name: its story, in the form of groups that all of them have."""
        first = self._story(self.agencies[0])
        same = first.chosen
        forms = {"dimension": same.dimension, "period": same.period, "benchmark": same.benchmark}
        names = self.tables.agency_names()
        ordered = sorted(self.agencies, key=lambda code: names[code].lower())
        return {code: self._story(code, **forms) for code in (EVERYONE, *ordered)}

    def _story(self, agency: str, **chosen: str) -> Story:
        asked = self.asked.only("dimension", "period", "benchmark").with_(**chosen).with_(agency=agency)
        return Story(self.tables, self.measure, asked, self.t)

    @property
    def lead(self) -> Story:
        """The story whose choices, units and words the comparison has."""
        return self.stories[self.agencies[0]]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups to compare by, in the order of the first agency."""
        return tuple(row.group for row in self.lead.rows.rows if row.group != NOT_REPORTED)

    @property
    def group(self) -> str:
        """The one group looked at; blank for every group."""
        return self.asked.group if self.asked.group in self.groups else self.groups[0] if len(self.groups) == 1 else ""

    @cached_property
    def tables_by_group(self) -> Mapping[str, RowTable]:
        """Group -> the agencies' rows, every table on one axis."""
        shown = (self.group,) if self.group else self.groups
        rows = {group: tuple(self._row(code, group) for code in self.stories) for group in shown}
        placed = [
            n
            for each in rows.values()
            for row in each
            for n in (row.at, row.low, row.high, row.benchmark)
            if n is not None
        ]
        chart = self.lead.rows
        if chart.ratio:
            axis = ratio_axis([row.at for each in rows.values() for row in each if row.at])
            ticks = tuple(f"{tick:g}×" for tick in axis.ticks)
        else:
            axis = fitting_axis(placed or [0.0, 1.0])
            unit = str(self.measure["unit"])
            ticks = tuple(words.bare(tick, unit, axis.decimals, self.t.language) for tick in axis.ticks)
        heading = self.t("Agency, by name")
        return {
            group: replace(chart, axis=axis, ticks=ticks, rows=each, heading=heading) for group, each in rows.items()
        }

    def name(self, code: str) -> str:
        """Return an agency's name."""
        return self.t("All agencies") if code == EVERYONE else self.tables.agency_names().get(code, code)

    def _row(self, code: str, group: str) -> Row:
        story = self.stories[code]
        row = self._own(story, code, group)
        width = len(self.lead.rows.headings) - (1 if len(self.lead.rows.headings) > 1 else 0)
        if row is None:
            said = self.t("No figure of this group here")
            return Row(
                code, self.name(code), "series", "not_applicable", None, None, None, None, False, (), "", "", said, 2
            )
        cells = row.cells[:width] + ("",) * (width - len(row.cells)) if row.cells else ()
        return replace(row, group=code, name=self.name(code), cells=cells)

    def _own(self, story: Story, code: str, group: str) -> Row | None:
        if story.chosen.agency != code:
            return None
        rows = self._together if code == EVERYONE else story.rows.rows
        return next((row for row in rows if row.group == group), None)

    @cached_property
    def _together(self) -> tuple[Row, ...]:
        """The rows of all agencies together in the agencies' form of groups, which their own page does not show."""
        chosen, story = self.lead.chosen, self.stories[EVERYONE]
        if story.chosen.dimension == chosen.dimension:
            return story.rows.rows
        now = self.tables.at(story.id, [(EVERYONE, chosen.geography, chosen.dimension)])
        now = now[now["period"] == chosen.period]
        ratios = self.tables.of("representation", story.id)
        ratios = ratios[ratios["figure_id"].isin(now["figure_id"]) & (ratios["benchmark"] == chosen.benchmark)]
        return row_table(self.measure, now, ratios, chosen.benchmark, self.t).rows

    @cached_property
    def trend(self) -> Trend | None:
        """A panel for each agency, of the one group; None without one, or without two periods."""
        if not self.group:
            return None
        found = {code: self._panel(story) for code, story in self.stories.items() if story.chosen.agency == code}
        panels = {code: (each, of) for code, (each, of) in found.items() if each is not None}
        periods = tuple(sorted({p for _, of in panels.values() for p in of}, key=in_time))
        if len(periods) < 2 or not panels:
            return None
        drawn = tuple(
            replace(_along(each, of, periods), group=code, name=self.name(code)) for code, (each, of) in panels.items()
        )
        values = [n for each in drawn for p in each.points for n in (p.value, p.benchmark) if n is not None]
        if not values:
            return None
        lead = next(story.trend for story in self.stories.values() if story.trend is not None)
        axis = ratio_range(values) if lead.ratio else fitting_axis(values)
        return Trend(axis, lead.ratio, drawn, periods, lead.tab)

    def _panel(self, story: Story) -> tuple[Panel | None, tuple[str, ...]]:
        chart = story.trend
        if chart is None:
            return None, ()
        return next((each for each in chart.panels if each.group == self.group), None), chart.periods

    def figures(self) -> pd.DataFrame:
        """Return the rows of `figures` that are compared: with the benchmark chosen and without."""
        benchmark = self.lead.chosen.benchmark
        parts = [story.now for code, story in self.stories.items() if story.chosen.agency == code]
        rows = pd.concat(parts)
        rows = rows[absent(rows["benchmark"]) | (rows["benchmark"] == benchmark)]
        return rows[rows["group"].isin([self.group] if self.group else self.groups)]

    def over_time(self) -> pd.DataFrame:
        """Return the rows of `figures` of the one group in every period: with the benchmark chosen and without."""
        benchmark = self.lead.chosen.benchmark
        parts = [story.over_time for code, story in self.stories.items() if story.chosen.agency == code]
        rows = pd.concat(parts)
        kept = absent(rows["benchmark"]) | (rows["benchmark"] == benchmark)
        return rows[kept & (rows["group"] == self.group)].reset_index(drop=True)

    def selection(self) -> Selection:
        """Return the choices in full."""
        chosen = self.lead.chosen
        kept = self.asked.only().with_(
            dimension=chosen.dimension, period=chosen.period, benchmark=chosen.benchmark, group=self.group
        )
        return kept.with_other(measure=str(self.measure["measure"]), with_=",".join(self.agencies))


@lru_cache(maxsize=8)
def agencies_of(release: Release, place: str) -> Mapping[str, frozenset[str]]:
    """Return measure -> the agencies that have figures of it."""
    rows = browse.held(release, place)
    rows = rows[rows["agency"] != EVERYONE]
    return {str(measure): frozenset(each) for measure, each in rows.groupby("measure")["agency"]}


def _along(panel: Panel, own: tuple[str, ...], periods: tuple[str, ...]) -> Panel:
    """Return a panel over all periods: those it has none of are a gap."""
    if own == periods:
        return panel
    points = dict(zip(own, panel.points, strict=True))
    gap = Point(0.0, None, None, None, None, "missing", "–")
    last = len(periods) - 1
    return replace(panel, points=tuple(replace(points.get(p, gap), x=100 * k / last) for k, p in enumerate(periods)))
