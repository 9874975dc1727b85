"""The words of these pages and what they mean."""

from dashboard import glossary
from dashboard.language import Tongue
from dashboard.markup import View, tag
from dashboard.selection import Selection
from dashboard.tables import Tables

PATH = glossary.PATH


def view(_tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page."""
    title = t("What do the words mean?")
    pairs = [tag("div", tag("dt", each.word), tag("dd", each.meaning), id=each.name) for each in glossary.terms(t)]
    more = tag("a", t("How each figure is made"), href=selection.only().address("/methodology"))
    parts = (
        tag("p", class_="crumb"),
        tag("h1", title),
        tag("p", t("One word means one thing on every page."), " ", more, class_="lead"),
        tag("dl", pairs, class_="glossary"),
    )
    return View(t("Glossary"), parts)
