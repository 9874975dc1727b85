"""Where each measure stands: its leading group, its state. A measure's state is that of the group furthest from its
benchmark, the first row of its chart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
    """One measure in one dimension: its story, its leading row, the status of level and gap."""

    story: Story
    lead: Row | None
    level: str
    gap: str
    progress: pd.DataFrame

    @property
    def measure(self) -> Mapping[str, Any]:
        return self.story.measure

    @property
    def compared(self) -> bool:
        """Whether the measure has a benchmark."""
        return bool(self.story.chosen.benchmark)


def standing(tables: Tables, measure: Mapping[str, Any], selection: Selection, t: Tongue) -> Standing:
    """Return where a measure stands under a selection."""
    story = Story(tables, measure, selection, t)
    if story.all_figures.empty:
        return Standing(story, None, NO_DATA, NO_DATA, tables.of("progress", story.id))
    lead = next((row for row in story.rows.rows if row.group == story.group and row.at is not None), None)
    rows = tables.of("progress", story.id)
    c = story.chosen
    rows = rows[(rows["agency"] == c.agency) & (rows["dimension"] == c.dimension) & (rows["group"] == story.group)]
    rows = rows[absent(rows["benchmark"]) | (rows["benchmark"] == c.benchmark) | (rows["of"] == "level")]
    # A target is held against the level itself: there is no other gap.
    gap = "gap" if (rows["of"] == "gap").any() else "level"
    return Standing(story, lead, _status(rows, "level"), _status(rows, gap), rows)


def counts(standings: list[Standing]) -> dict[str, int]:
    """Return how many measures with a benchmark are in each state, every state named."""
    found = dict.fromkeys(STATUS_CLASS, 0)
    for each in standings:
        if each.compared:
            found[each.gap] += 1
    return found


def _status(rows: pd.DataFrame, of: str) -> str:
    found = rows[rows["of"] == of]["status"]
    return str(found.iloc[0]) if not found.empty else NO_DATA
