"""Contracting: which firms the State's dollars go to, against the goals in force on the day of each payment."""

from dashboard.components import topic
from dashboard.components.contract_goals import contract_goals
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
    story = topic.story_of(tables, selection, t, _LEAD, "industry")
    day = words.last_day(story.chosen.period) if story else tables.manifest["published"][:10]
    return topic.view(tables, selection, t, about, (contract_goals(tables, day, selection.only(), t),))
