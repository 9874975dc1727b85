"""A word that leads to what it means."""

from dashboard.glossary import PATH
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.selection import Selection


def term(name: str, said: str, t: Tongue) -> Markup:
    """Return words that lead to a term of the glossary."""
    return tag("a", said, href=f"{Selection(lang=t.language).address(PATH)}#{name}", class_="term")
