"""A long list that a phone folds: closed there until it is asked for, open everywhere else and in print."""

from dashboard.markup import Markup, tag


def phone_fold(summary: str, *body: Markup | None, name: str = "") -> Markup:
    """Return the list under a line that opens it; an address that points at `name` opens it too."""
    return tag("details", tag("summary", summary), body, class_="more fold on-phones", id=name or None)
