"""Communication: can people read what the State writes, in the language they need."""

from dashboard.components import blocks, topic
from dashboard.language import Tongue
from dashboard.markup import View
from dashboard.selection import Selection
from dashboard.tables import Tables

PATH = "/communication"
_BY = "language"
_MORE = "plain_documents"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page; the leading measure is by language needed."""
    about = topic.Topic(
        path=PATH,
        name=t("Communication"),
        question=t("Can people read what the State writes?"),
        directive="3j",
        domain="communication",
        lead="vital_documents",
    )
    plain = topic.story_of(tables, selection, t, _MORE, _BY)
    more = () if plain is None else (blocks.groups(plain, f"/measures/{_MORE}", plain.title(), "plain"),)
    return topic.view(tables, selection, t, about, more)
