"""Where each measure stands: its leading group, its state. A measure's state is that of the group furthest from its
benchmark, the first row of its chart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.components.marks import STATUS_CLASS
from dashboard.figures.row import Row
from dashboard.language import Tongue
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import Tables, absent

NO_DATA = "not_enough_data"


@dataclass(frozen=True)
class Standing:
    """One measure in one dimension; what is asked of it is worked out then, and once."""

    story: Story

    @property
    def measure(self) -> Mapping[str, Any]:
        return self.story.measure

    @property
    def compared(self) -> bool:
        """Whether the measure has a benchmark."""
        return bool(self.story.chosen.benchmark)

    @cached_property
    def lead(self) -> Row | None:
        """The group that leads the measure; None where it has no figure."""
        if self.story.all_figures.empty:
            return None
        rows = self.story.rows.rows
        return next((row for row in rows if row.group == self.story.group and row.at is not None), None)

    @cached_property
    def progress(self) -> pd.DataFrame:
        """The group's progress, against the chosen benchmark or without one."""
        rows = self.story.tables.of("progress", self.story.id)
        if self.story.all_figures.empty:
            return rows
        c = self.story.chosen
        rows = rows[
            (rows["agency"] == c.agency) & (rows["dimension"] == c.dimension) & (rows["group"] == self.story.group)
        ]
        return rows[absent(rows["benchmark"]) | (rows["benchmark"] == c.benchmark) | (rows["of"] == "level")]

    @property
    def level(self) -> str:
        """The status of the level."""
        return self._status("level")

    @property
    def gap(self) -> str:
        """The status of the gap. A target is held against the level itself: there is no other gap."""
        return self._status("gap" if (self.progress["of"] == "gap").any() else "level")

    def _status(self, of: str) -> str:
        if self.story.all_figures.empty:
            return NO_DATA
        found = self.progress[self.progress["of"] == of]["status"]
        return str(found.iloc[0]) if not found.empty else NO_DATA


def standing(tables: Tables, measure: Mapping[str, Any], selection: Selection, t: Tongue) -> Standing:
    """Return where a measure stands under a selection."""
    return Standing(Story(tables, measure, selection, t))


def counts(standings: list[Standing]) -> dict[str, int]:
    """Return how many measures with a benchmark are in each state, every state named."""
    found = dict.fromkeys(STATUS_CLASS, 0)
    for each in standings:
        if each.compared:
            found[each.gap] += 1
    return found
