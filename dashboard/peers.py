"""One agency beside agencies of its size, measure by measure: never in an order of who does best."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import folds
from dashboard.choices import in_time
from dashboard.comparison import agencies_of
from dashboard.domains import in_order
from dashboard.figures.axis import Axis, fitting_axis
from dashboard.language import Tongue
from dashboard.palette import group_token
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import DEMONSTRATION, EVERYONE, REPRESENTATION, Tables, absent, in_words
from metrics import words

_SIZES = (100, 500, 2000)
_STOCK = "employees"
_TRUE = "yes"
_APART = ("outcome", "total")
"""Kinds of measures of which agencies are not set beside each other: conditions, and numbers that grow with size."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A measure's row: the agency's value, those of its peers, that of all agencies; None where it is absent."""

    measure: Mapping[str, Any]
    title: str
    about: str
    address: str
    period: str
    own: float | None
    status: str
    peers: tuple[float, ...]
    everyone: float | None
    axis: Axis
    token: str
    said: str
    said_everyone: str
    demonstration: bool


@dataclass(frozen=True)
class Peers:
    """An agency and its peers."""

    tables: Tables
    asked: Selection
    t: Tongue
    only: frozenset[str] | None = None
    """The measures looked at; None for all."""

    @cached_property
    def people(self) -> Mapping[str, float]:
        """Agency -> its employees in the newest period that is shown."""
        rows = self.tables.of("figures", _STOCK)
        rows = rows[absent(rows["benchmark"]) & (rows["dimension"] == EVERYONE) & rows["numerator"].notna()]
        rows = rows.sort_values("period", key=lambda periods: periods.map(in_time), kind="stable")
        return {str(code): float(n) for code, n in zip(rows["agency"], rows["numerator"], strict=True)}

    @property
    def agency(self) -> str:
        return self.asked.agency

    @cached_property
    def size(self) -> tuple[int | None, int | None]:
        """The class of size that the agency is in, from and below so many employees."""
        own = self.people.get(self.agency, 0.0)
        below = next((edge for edge in _SIZES if own < edge), None)
        above = [edge for edge in _SIZES if own >= edge]
        return (above[-1] if above else None), below

    @cached_property
    def peers(self) -> tuple[str, ...]:
        """The other agencies of its size group in the register; where it has none, of its class of size."""
        register = self.tables.whole("agencies").set_index("agency")["size_group"].fillna("")
        group = register.get(self.agency, "")
        if group:
            return tuple(code for code in register.index[register == group] if code != self.agency)
        low, high = self.size
        return tuple(
            code
            for code, people in self.people.items()
            if code not in (self.agency, EVERYONE) and (low or 0) <= people < (high or float("inf"))
        )

    def size_in_words(self) -> str:
        """Return which agencies the peers are."""
        t, language = self.t, self.t.language
        low, high = (None if edge is None else words.number(edge, "persons", 0, language) for edge in self.size)
        if low is None:
            return t("agencies with fewer than {n} employees", n=high)
        if high is None:
            return t("agencies with {n} employees or more", n=low)
        return t("agencies with {low} employees or more and fewer than {high}", low=low, high=high)

    @cached_property
    def rows(self) -> tuple[Beside, ...]:
        """A row for each measure that the agency has a figure of, in the order of the catalogue."""
        measures = [row for row in in_order(self.tables.measures()) if row["kind"] not in _APART]
        found = [self._beside(measure) for measure in measures if self._there(measure)]
        # Where the page tells the measures one by one, it is there that an absent value is said.
        return tuple(each for each in found if each is not None and (self.only is None or each.own is not None))

    def _there(self, measure: Mapping[str, Any]) -> bool:
        if self.only is not None and measure["measure"] not in self.only:
            return False
        held = agencies_of(self.tables.release, self.tables.place)
        return self.agency in held.get(str(measure["measure"]), frozenset())

    def _beside(self, measure: dict[str, Any]) -> Beside | None:
        name, group, dimension = str(measure["measure"]), EVERYONE, EVERYONE
        if measure["kind"] == REPRESENTATION:
            story = Story(self.tables, measure, self.asked.only().with_(agency=self.agency), self.t)
            if story.total_only or story.chosen.agency != self.agency:
                return None
            group, dimension = self._group(story), story.chosen.dimension
            if not group:
                return None
        agencies = (self.agency, EVERYONE, *self.peers)
        rows = self.tables.at(name, [(agency, self.tables.place, dimension) for agency in agencies])
        rows = rows[absent(rows["benchmark"]) & (rows["group"] == group)]
        own = rows[rows["agency"] == self.agency]
        if own.empty:
            return None
        period = max(own["period"], key=in_time)
        rows = rows[rows["period"] == period].drop_duplicates("agency").set_index("agency")
        values = rows["value"].dropna()
        row, value = rows.loc[self.agency], values.get(self.agency)
        others = tuple(float(v) for v in values.reindex(list(self.peers)).dropna())
        together = values.get(EVERYONE)
        known = [float(v) for v in (value, together, *others) if v is not None]
        everyone = self._said(measure, rows.loc[EVERYONE]) if EVERYONE in rows.index else "–"
        language = self.t.language
        about = words.named(measure, group, language, dimension) if measure["kind"] == REPRESENTATION else ""
        return Beside(
            measure, in_words(measure, "title", language), about, self._to(name, group, dimension), period,
            None if value is None else float(value), str(row["status"]), others,
            None if together is None else float(together), fitting_axis(known or [0.0, 1.0]),
            group_token(group), self._said(measure, row), everyone,
            bool(row["nature"] == DEMONSTRATION),
        )  # fmt: skip

    @staticmethod
    def _group(story: Story) -> str:
        """The group that leads the measure's page; where none should be larger, those it is true of."""
        if story.measure["favourable"] != "none":
            return story.group
        return _TRUE if any(row.group == _TRUE for row in story.rows.rows) else ""

    def _said(self, measure: Mapping[str, Any], row: "pd.Series[Any]") -> str:
        language = self.t.language
        if row["status"] != "shown" or pd.isna(row["value"]):
            return words.status(str(row["status"]), language)
        base = None if pd.isna(row["denominator"]) else float(row["denominator"])
        decimals = int(words.by_base(measure, base)["decimals"])
        return words.number(float(row["value"]), str(measure["unit"]), decimals, language)

    def _to(self, measure: str, group: str, dimension: str) -> str:
        kept = self.asked.only().with_(agency=self.agency)
        if group != EVERYONE:
            kept = kept.with_(
                group=group, dimension=folds.base(dimension) if dimension in folds.folded() else dimension
            )
        return kept.address(f"/measures/{measure}")
