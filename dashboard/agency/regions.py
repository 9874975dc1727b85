"""Where an agency's services reach: a measure of its own by planning region."""

from collections.abc import Iterable
from typing import Any

from dashboard.language import Tongue
from dashboard.markup import Part
from dashboard.places import tiles
from dashboard.places.values import REGION, located
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import Tables


def regions(tables: Tables, measures: Iterable[dict[str, Any]], agency: str, kept: Selection, t: Tongue) -> list[Part]:
    """Return a block for each of `measures` that the release has by region for the agency."""
    found: list[Part] = []
    for measure in measures:
        if not any((a, d) == (agency, REGION) for a, _, d in tables.places(measure["measure"])):
            continue
        story = Story(tables, measure, kept.only().with_(agency=agency, dimension=REGION), t)
        here = located(tables, measure, REGION, story.chosen.period, agency)
        found.append(tiles.regions(story, here, kept))
    return found
