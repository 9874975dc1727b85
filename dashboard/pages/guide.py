"""A guide for one kind of reader: a few steps, each with the page where it is done."""

from dashboard.guide import PATH as ABOVE
from dashboard.guide import guides
from dashboard.language import Tongue
from dashboard.markup import View, tag
from dashboard.nothing import not_found
from dashboard.selection import Selection, from_query
from dashboard.tables import Tables

PATH = "/guide/<reader>"


def view(_tables: Tables, selection: Selection, t: Tongue, reader: str = "") -> View:
    """Return the page of a reader; a page that says so when there is none."""
    every = {each.name: each for each in guides(t)}
    if reader not in every:
        return not_found(f"{ABOVE}/{reader}", t, selection)
    guide, kept = every[reader], selection.only()
    steps = []
    for step in guide.steps:
        path, _, query = step.path.partition("?")
        chosen = from_query(query, ("en",))[0].with_(lang=kept.lang, release=kept.release)
        way = tag("a", t("Go there"), tag("span", f": {step.said}", class_="sr"), href=chosen.address(path))
        steps.append(tag("li", tag("p", step.said), tag("p", way, class_="small") if path else None))
    others = [
        tag("li", tag("a", each.reader, href=kept.address(f"{ABOVE}/{each.name}")))
        for each in every.values()
        if each is not guide
    ]
    parts = (
        tag("p", tag("a", t("About"), href=kept.address("/about")), " / ", t("Guides"), class_="crumb"),
        tag("h1", guide.question),
        tag("p", t("A guide for: {reader}", reader=guide.reader), class_="lead"),
        tag("ol", steps, class_="guide"),
        tag(
            "section",
            tag("div", tag("h2", t("Guides for others")), class_="sec-head"),
            tag("ul", others, class_="dots prose"),
            class_="sec",
        ),
    )
    return View(guide.reader, parts)
