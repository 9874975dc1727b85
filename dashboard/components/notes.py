"""What a reader must keep in mind of a page: sentences under a heading."""

from collections.abc import Iterable

from dashboard.markup import Markup, tag


def notes(title: str, said: Iterable[str]) -> Markup:
    """Return the sentences as a list under their heading."""
    items = tag("ul", [tag("li", each) for each in said], class_="prose gap bullets")
    return tag("section", tag("h2", title), items, class_="chart")
