"""A figure explained in plain text, for a terminal."""

import re

from dashboard.components.explain import explain
from dashboard.language import Tongue
from dashboard.markup import Markup
from dashboard.pages.figure import story_of, value
from dashboard.selection import Selection
from dashboard.tables import Tables, absent
from metrics import words


def explained(tables: Tables, figure_id: str, t: Tongue, benchmark: str = "") -> str:
    """Return title, value, working, doubt and facts of a figure, a line each. Raises LookupError for none.

    `benchmark`: what the figure is held against, blank for the one that its page shows first.
    """
    rows = tables.figure(figure_id)
    plain = rows[absent(rows["benchmark"])]
    definition = tables.measure(str(plain.iloc[0]["measure"])) if not plain.empty else None
    if definition is None:
        raise LookupError(f"release {tables.id} ({tables.audience}) has no figure {figure_id!r}")
    row = plain.iloc[0]
    story = story_of(tables, row, definition, Selection(benchmark=benchmark, lang=t.language), t)
    group = words.named(definition, row["group"], t.language, row["dimension"])
    head = f"{story.title()}: {group}. {story.where()}. {Markup(value(definition, row, t)).striptags()}"
    return "\n".join([head, *lines(explain(story))])


def lines(markup: Markup) -> list[str]:
    """Return the texts of markup: a line for each paragraph, and for each name with what is said of it.

    >>> lines(Markup("<p>One</p><dl><dt>Unit</dt><dd><b>people</b></dd></dl>"))
    ['One', 'Unit: people']
    """
    broken = re.sub(r"</(p|dd|div)>", "\n", str(markup)).replace("</dt>", ": ")
    found = (" ".join(str(Markup(line).striptags()).split()) for line in broken.split("\n"))
    return [line for line in found if line]
