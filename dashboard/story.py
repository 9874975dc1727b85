"""One measure as a reader chose it: everything that its page, its pictures and its CSV say about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import folds
from dashboard.choices import Choices, against, choose
from dashboard.figures.funnel import Funnel, funnel
from dashboard.figures.row import number
from dashboard.figures.rows import RowTable, row_table
from dashboard.figures.trend import Trend, trend
from dashboard.language import Tongue
from dashboard.palette import group_token
from dashboard.selection import Selection
from dashboard.tables import (
    DEMONSTRATION,
    EVERYONE,
    NOT_REPORTED,
    REPRESENTATION,
    Place,
    Tables,
    absent,
    in_words,
)
from metrics import sentence, words

_STATEWIDE = "statewide"
_UPKEEP = "measures"
"""The source of what is measured of the measures themselves."""
_OLD = 3
"""From so many years between benchmark and figures a caution stands at the chart."""


@dataclass(frozen=True)
class Story:
    """A measure, the choices, and the rows they leave. Nothing is computed twice."""

    tables: Tables
    measure: Mapping[str, Any]
    asked: Selection
    t: Tongue

    @property
    def id(self) -> str:
        return str(self.measure["measure"])

    @cached_property
    def all_figures(self) -> pd.DataFrame:
        return self.tables.of("figures", self.id)

    @cached_property
    def chosen(self) -> Choices:
        return choose(self.tables, self.measure, self.asked, self.t)

    @cached_property
    def selection(self) -> Selection:
        """The choices in full, as an address says them for good: with the release."""
        c = self.chosen
        return Selection(
            agency=c.agency,
            geography=c.geography,
            period=c.period,
            dimension=c.dimension,
            benchmark=c.benchmark,
            group=self.group,
            release=self.tables.id,
            lang=self.t.language,
        )

    @cached_property
    def over_time(self) -> pd.DataFrame:
        """Figures of the chosen agency, place and dimension, every period and benchmark."""
        return self.tables.at(self.id, [(self.chosen.agency, self.chosen.geography, self.chosen.dimension)])

    @cached_property
    def now(self) -> pd.DataFrame:
        """The same in the chosen period."""
        return self.over_time[self.over_time["period"] == self.chosen.period]

    @cached_property
    def ratios(self) -> pd.DataFrame:
        """Representation of the chosen agency and dimension against every benchmark, every period."""
        rows = self.tables.of("representation", self.id)
        return rows[rows["figure_id"].isin(self.over_time["figure_id"])]

    @cached_property
    def rows(self) -> RowTable:
        return self.rows_against(self.chosen.benchmark)

    def rows_against(self, benchmark: str) -> RowTable:
        """Return the groups of the chosen period against a benchmark."""
        ratios = self.ratios[
            (self.ratios["benchmark"] == benchmark) & self.ratios["figure_id"].isin(self.now["figure_id"])
        ]
        return row_table(self.measure, self.now, ratios, benchmark, self.t)

    @cached_property
    def trend(self) -> Trend | None:
        ratios = self.ratios[self.ratios["benchmark"] == self.chosen.benchmark]
        return trend(self.measure, self.over_time, ratios, self.chosen.benchmark, self.t)

    @cached_property
    def group(self) -> str:
        """The group that the page looks at more closely: the reader's choice, else the first row with a figure."""
        named = [row.group for row in self.rows.rows]
        if self.asked.group in named:
            return self.asked.group
        shown = [row.group for row in self.rows.rows if row.at is not None and row.group != NOT_REPORTED]
        if not shown and self.chosen.agency != EVERYONE and EVERYONE in self.chosen.options["agency"]:
            # Where an agency shows no group, the one that leads all agencies together is what its page is set beside.
            together = Story(self.tables, self.measure, self.asked.with_(agency="", group=""), self.t).group
            if folds.group_in(self.tables, together, self.chosen.dimension) in named:
                return folds.group_in(self.tables, together, self.chosen.dimension)
        return (shown or named or [EVERYONE])[0]

    @property
    def total_only(self) -> bool:
        """Whether the chosen agency has a total here and no groups."""
        return (
            self.measure["kind"] == REPRESENTATION
            and self.chosen.agency != EVERYONE
            and self.chosen.dimension == EVERYONE
        )

    @property
    def together_only(self) -> bool:
        """Whether agencies have totals, and no agency has groups: those are of all agencies together."""
        places = self.tables.places(self.id)
        own, together = ({d for agency, _, d in places if (agency == EVERYONE) is all_of} for all_of in (False, True))
        return self.measure["kind"] == REPRESENTATION and own == {EVERYONE} and together > {EVERYONE}

    @cached_property
    def agencies_by(self) -> str:
        """The form of the chosen dimension in which agencies have figures; blank if they have none."""
        here = self.chosen.geography
        found = {d for agency, place, d in self.tables.places(self.id) if agency != EVERYONE and place == here}
        return folds.nearest(self.chosen.dimension, found)

    @cached_property
    def agencies_group(self) -> str:
        """The group of `agencies_by` that the page's group is, or is part of."""
        return folds.group_in(self.tables, self.group, self.agencies_by)

    @cached_property
    def agency_rows(self) -> pd.DataFrame:
        """Agencies' figures for the group and period, compared with the state; empty if there are none.

        An agency whose total is all there is counts among the withheld: its group is there and is not shown.
        """
        here = self.chosen.geography
        agencies = {agency for agency, place, _ in self.tables.places(self.id) if place == here} - {EVERYONE}
        rows = self._of_group((agency, here, self.agencies_by) for agency in sorted(agencies))
        totals = self.tables.at(self.id, [(agency, here, EVERYONE) for agency in sorted(agencies)])
        alone = totals[(totals["period"] == self.chosen.period) & ~totals["agency"].isin(rows["agency"])]
        if rows.empty or alone.empty or self.measure["kind"] != REPRESENTATION:
            return rows
        blank = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"), float("nan"))
        hidden = {
            "figure_id": None,
            "dimension": self.agencies_by,
            "group": self.agencies_group,
            "status": "withheld",
            **blank,
        }
        return pd.concat([rows, alone.assign(**hidden), alone.assign(**hidden, benchmark=_STATEWIDE)])

    def _of_group(self, places: Iterable[Place]) -> pd.DataFrame:
        rows = self.tables.at(self.id, places)
        return rows[(rows["period"] == self.chosen.period) & (rows["group"] == self.agencies_group)]

    @cached_property
    def funnel(self) -> Funnel | None:
        if self.measure["kind"] != REPRESENTATION:
            return None
        compared = against(self.agency_rows, _STATEWIDE)
        own = self.statewide
        plain = own[absent(own["benchmark"])].dropna(subset="value")
        if plain.empty:
            return None
        # The statewide share of the benchmark line: the chosen benchmark where it is a share of people.
        beside = own[own["benchmark"] == self.chosen.benchmark]["benchmark_value"].dropna()
        return funnel(
            self.measure,
            compared,
            float(plain.iloc[0]["value"]),
            number(plain.iloc[0]["denominator"]),
            float(beside.iloc[0]) if not beside.empty else None,
            words.benchmark(self.chosen.benchmark, self.t.language) if self.chosen.benchmark else "",
            group_token(self.agencies_group),
            self.tables.agency_names(),
            self.chosen.agency,
        )

    @cached_property
    def statewide(self) -> pd.DataFrame:
        """The group's figures for all agencies together, in the chosen period and the agencies' dimension."""
        return self._of_group([(EVERYONE, self.chosen.geography, self.agencies_by)])

    @property
    def demonstration(self) -> bool:
        return bool((self.now["nature"] == DEMONSTRATION).any())

    def say_groups(self) -> str:
        """Return the sentence above the groups."""
        benchmark = self.chosen.benchmark
        compared = against(self.now, benchmark)
        # A group without this benchmark (the best group itself, say) is still among the highest and lowest.
        alone = against(self.now, "")
        rows = pd.concat([compared, alone[~alone["figure_id"].isin(compared["figure_id"])]])
        if self.chosen.dimension != EVERYONE:
            rows = pd.concat([self._together(benchmark), rows])
        return sentence.for_groups(self.measure, rows, benchmark or None, self.t.language)

    def _together(self, benchmark: str) -> pd.DataFrame:
        """The figure of everything together, against the benchmark where there is such a row."""
        c = self.chosen
        rows = self.tables.at(self.id, [(c.agency, c.geography, EVERYONE)])
        rows = rows[rows["period"] == c.period]
        compared = against(rows, benchmark)
        return compared if not compared.empty else against(rows, "")

    def say_trend(self) -> str:
        """Return the sentence above the trend."""
        return sentence.for_trend(self.measure, against(self.over_time, ""), self.t.language)

    def say_agencies(self) -> str:
        """Return the sentence above the funnel."""
        return sentence.for_agencies(
            self.measure, against(self.agency_rows, _STATEWIDE), _STATEWIDE, self.agencies_group, self.t.language
        )

    def where(self) -> str:
        """Return agency or place, period and dimension, in words."""
        c, language = self.chosen, self.t.language
        place = self.place()
        return (
            f"{place}, {words.period(c.period, language)}, {words.dimension(c.dimension, language)}"
            if c.period
            else place
        )

    def place(self) -> str:
        """Return the agency or the place, in words."""
        c = self.chosen
        if c.geography not in (self.tables.place, EVERYONE):
            return c.geography
        if c.agency == EVERYONE:
            named = self.measure["kind"] != REPRESENTATION and self.tables.place != EVERYONE
            return self.tables.place if named else self.t("All agencies")
        return self.tables.agency_names().get(c.agency, c.agency)

    def origins(self) -> list[str]:
        """Return the titles of the sources that the chosen figures come from."""
        sources = self.tables.whole("sources")
        titles = {row["source"]: in_words(row, "title", self.t.language) for row in sources.to_dict("records")}
        titles[_UPKEEP] = self.t("Measures")
        codes = {part.strip() for text in self.now["source"].dropna().unique() for part in str(text).split(";")}
        return [titles.get(code, code) for code in sorted(codes) if code]

    def source(self) -> str:
        """Return the source line: where the figures and the benchmark come from, with vintage and nature."""
        named, said = self.origins(), ""
        if named and self.chosen.period:
            period = words.period(self.chosen.period, self.t.language)
            said = self.t("Source: {source}, {period}.", source="; ".join(named), period=period)
        vintage = self.vintage()
        if vintage:
            said += " " + self.t(
                "Benchmark: {benchmark}, {vintage}.",
                benchmark=words.benchmark(self.chosen.benchmark, self.t.language),
                vintage=vintage,
            )
        if self.demonstration:
            said += " " + self.t("Demonstration data.")
        return said.strip()

    def aged(self) -> str:
        """Return a caution where the benchmark is years older than the figures, or nothing."""
        known = [words.year(each) for each in self._vintages()]
        years = words.year(self.chosen.period) - min(known) if known and self.chosen.period else 0
        if years < _OLD:
            return ""
        return self.t(
            "Part of the benchmark is from {year}, {years} years before these figures. Read it with care.",
            year=min(known),
            years=years,
        )

    def _vintages(self) -> list[str]:
        rows = self.ratios[
            (self.ratios["benchmark"] == self.chosen.benchmark) & self.ratios["figure_id"].isin(self.now["figure_id"])
        ]
        return sorted(each for each in rows["reference_vintage"].dropna().unique() if each)

    def vintage(self) -> str:
        """Return the vintages of the benchmark in words, or nothing."""
        return ", ".join(words.tick(each) for each in self._vintages())

    def link(self) -> str:
        """Return the permanent address of what is shown."""
        return self.selection.address(f"/measures/{self.id}")

    def title(self) -> str:
        return in_words(self.measure, "title", self.t.language)
