"""What changed a group's number from one year to the next: hires, leavers, the rest; in people and in its share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard.gap import HIRES, LEAVERS, Gap
from dashboard.tables import EVERYONE, NOT_REPORTED
from metrics import flow


@dataclass(frozen=True, slots=True)
class Year:
    """A year's change: people before and after, and the parts that sum to it; the same of the share, in points."""

    period: str
    people: Mapping[str, float]
    share: Mapping[str, float] | None


@dataclass(frozen=True)
class Flows:
    """The years of which head counts, hires and leavers of the group are shown, oldest first."""

    gap: Gap

    @cached_property
    def years(self) -> tuple[Year, ...]:
        gap = self.gap
        if gap.job != EVERYONE or gap.history.empty:
            return ()
        stock = gap.history.set_index("period")
        hires = gap.flows(HIRES, gap.agency, gap.group).set_index("period")
        left = gap.flows(LEAVERS, gap.agency, gap.group).set_index("period")["numerator"]
        everyone_left = self._everyone_left()
        found = []
        periods = list(stock.index)
        for before, after in pairwise(periods):
            came, gone = _known(hires, "numerator", after), left.get(after)
            if came is None or gone is None or pd.isna(gone):
                continue
            people = _people(float(stock["people"][before]), float(stock["people"][after]), came, float(gone))
            found.append(Year(str(after), people, self._share(before, after, stock, hires, people, everyone_left)))
        return tuple(found)

    @cached_property
    def shown(self) -> Year | None:
        """The year that the reader asked for, else the newest."""
        asked = next((each for each in self.years if each.period == self.gap.asked.period), None)
        return asked or (self.years[-1] if self.years else None)

    def _everyone_left(self) -> "pd.Series[float]":
        """Leavers with a reported group, by period; empty where the others are not shown."""
        gap = self.gap
        everyone = gap.flows(LEAVERS, gap.agency, EVERYONE).set_index("period")["numerator"]
        unknown = gap.flows(LEAVERS, gap.agency, NOT_REPORTED).set_index("period")["numerator"]
        known = everyone.index.intersection(unknown.index)
        return (everyone - unknown).loc[known].dropna()

    def _share(
        self,
        before: str,
        after: str,
        stock: pd.DataFrame,
        hires: pd.DataFrame,
        people: Mapping[str, float],
        everyone_left: "pd.Series[float]",
    ) -> Mapping[str, float] | None:
        hired = _known(hires, "denominator", after)
        if hired is None or after not in everyone_left.index:
            return None
        left = float(everyone_left[after])
        start, end = (float(stock["everyone"][each]) for each in (before, after))
        moved = flow.decompose(
            [people["before"], start - people["before"]],
            [people["after"], end - people["after"]],
            [[people["hired"], -people["left"]], [hired - people["hired"], people["left"] - left]],
        )
        parts = 100 * moved.parts[0]
        return {
            "change": 100 * float(moved.change[0]),
            "hired": float(parts[0]),
            "left": float(parts[1]),
            "rest": 100 * float(moved.unexplained[0]),
        }


def _people(before: float, after: float, hired: float, left: float) -> Mapping[str, float]:
    return {"before": before, "hired": hired, "left": left, "rest": after - before - hired + left, "after": after}


def _known(rows: pd.DataFrame, column: str, period: str) -> float | None:
    value: Any = rows[column].get(period)
    return None if value is None or pd.isna(value) else float(value)
