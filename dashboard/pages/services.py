"""Services: do they reach people alike."""

from dashboard.components import topic
from dashboard.language import Tongue
from dashboard.markup import View
from dashboard.selection import Selection
from dashboard.tables import Tables

PATH = "/services"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page."""
    about = topic.Topic(
        path=PATH,
        name=t("Services"),
        question=t("Do State services reach everyone alike?"),
        directive="3b",
        domain="services",
        lead="take_up",
    )
    return topic.view(tables, selection, t, about)
