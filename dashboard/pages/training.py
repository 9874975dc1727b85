"""Training: do all employees have what the order asks, and who gets to advance."""

from dashboard.components import topic
from dashboard.language import Tongue
from dashboard.markup import View
from dashboard.selection import Selection
from dashboard.tables import Tables

PATH = "/training"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page."""
    about = topic.Topic(
        path=PATH,
        name=t("Training"),
        question=t("Are all State employees trained?"),
        directive="4",
        domain="training",
        lead="training_completed",
    )
    return topic.view(tables, selection, t, about)
