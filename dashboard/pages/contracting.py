"""Contracting: which firms the State's dollars go to, against the goals in force on the day of each payment."""

from dashboard.components import pictured, topic
from dashboard.components.contract_goals import contract_goals
from dashboard.components.pictured import Pictured
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import View
from dashboard.selection import Selection
from dashboard.tables import Tables
from metrics import words

PATH = "/contracting"
_LEAD = "contract_dollars_small"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page, with the goals in force on the last day of the chosen year."""
    about = topic.Topic(
        path=PATH,
        name=t("Contracting"),
        question=t("Do small firms and others named in the law get their share of contracts?"),
        directive="3l",
        domain="contracting",
        lead=_LEAD,
    )
    goals = _goals(tables, selection, t)
    return topic.view(tables, selection, t, about, () if goals is None else (pictured.shown(goals, tables, t),))


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return the goals as a file; None for a release without goals."""
    goals = _goals(tables, selection, t)
    return None if goals is None else pictured.exhibit(goals)


def _goals(tables: Tables, selection: Selection, t: Tongue) -> Pictured | None:
    story = topic.story_of(tables, selection, t, _LEAD, "industry")
    day = words.last_day(story.chosen.period) if story else tables.manifest["published"][:10]
    return contract_goals(tables, day, selection.only("period"), t)
