"""What is done so that everybody can use these pages, what is tested, what falls short, and how to say so."""

from dashboard.language import Tongue
from dashboard.markup import Markup, View, tag
from dashboard.selection import Selection
from dashboard.tables import Tables

PATH = "/accessibility"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the statement."""
    kept = selection.only()
    lead = t("We want everybody to be able to use these pages. Here is what we test, and what is still missing.")
    parts = [
        tag("p", class_="crumb"),
        tag("h1", t("Can everybody use these pages?")),
        tag("p", lead, class_="lead"),
        _section(
            t("What we aim for"),
            t("Our aim is the Web Content Accessibility Guidelines, version 2.2, level AA."),
            t("We do not claim that we meet them all. No one from outside has checked these pages yet."),
        ),
        _listed(
            t("What is tested each time the program changes"),
            t("An automatic check (axe) finds no fault on the pages it opens, in light and dark, wide and narrow."),
            t("Nothing scrolls sideways at 320 pixels, but for wide tables inside their own frame."),
            t("Agency, year, table, download and language can be reached with the keyboard alone."),
            t("Sentences stay at grade 8 or below, in English and in Spanish."),
            t("Groups can be told apart with common kinds of color blindness. Nothing is said by color alone."),
        ),
        _listed(
            t("What helps"),
            t("Each chart has a sentence that says what it shows, and the same data as a table."),
            t("Pages are there without scripts. Charts are then still drawings."),
            t("What is not shown is said in words, never left blank."),
            t("Where your device asks for less motion or for its own colors, the pages follow."),
        ),
        _listed(
            t("What falls short"),
            t("Large charts are not read out point by point. Use the table beside them."),
            t("No person who uses a screen reader has tested these pages for us so far."),
            t("Plans that agencies send may not be accessible. The list of plans says which ones are."),
            t("Names of sources, and what agencies write themselves, are in English only."),
        ),
        _section(
            t("Tell us"),
            t("Write to the Office of Equity and Opportunity: which page it was, what you used, what went wrong."),
            t("We put what is wrong on the list above until it is mended."),
        ),
        tag("p", tag("a", t("All the numbers as files"), href=kept.address("/data")), class_="gap"),
    ]
    return View(t("Accessibility"), tuple(parts))


def _section(title: str, *texts: str) -> Markup:
    return tag("section", _head(title), [tag("p", each, class_="prose gap") for each in texts], class_="sec")


def _listed(title: str, *texts: str) -> Markup:
    return tag(
        "section", _head(title), tag("ul", [tag("li", each) for each in texts], class_="dots prose"), class_="sec"
    )


def _head(title: str) -> Markup:
    return tag("div", tag("h2", title), class_="sec-head")
