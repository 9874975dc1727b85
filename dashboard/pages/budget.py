"""Budget: which dollars come with an equity note, and what is spent for each resident of each planning region."""

from dashboard.components import blocks, topic
from dashboard.language import Tongue
from dashboard.markup import View
from dashboard.selection import Selection
from dashboard.tables import Tables, in_words

PATH = "/budget"
_REGION = "region"
_PER_RESIDENT = "budget_per_resident"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page."""
    about = topic.Topic(
        path=PATH,
        name=t("Budget"),
        question=t("Does the budget say whom it serves?"),
        directive="3k",
        domain="budget",
        lead="budget_equity_note",
    )
    story = topic.story_of(tables, selection, t, _PER_RESIDENT, _REGION)
    if story is None:
        return topic.view(tables, selection, t, about)
    heading = in_words(story.measure, "question", t.language)
    regions = blocks.groups(story, f"/measures/{_PER_RESIDENT}", heading, "regions")
    return topic.view(tables, selection, t, about, (regions,))
