"""Public engagement: who takes part, and what becomes of what they say."""

from dashboard.components import topic
from dashboard.language import Tongue
from dashboard.markup import View
from dashboard.selection import Selection
from dashboard.tables import Tables

PATH = "/engagement"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page."""
    about = topic.Topic(
        path=PATH,
        name=t("Engagement"),
        question=t("Who takes part in public sessions, and is anyone heard?"),
        directive="3i",
        domain="engagement",
        lead="participants",
    )
    return topic.view(tables, selection, t, about)
