"""Every measure, by what it is about, with where it stands."""

from typing import Any

from dashboard.components.marks import status
from dashboard.components.phone_fold import phone_fold
from dashboard.domains import domains, in_order
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.summary import standing
from dashboard.tables import Tables, in_words
from metrics import sentence

PATH = "/measures"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the list of measures."""
    kept = selection.only()
    measures = in_order(tables.measures())
    named = domains(t)
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", t("Measures")),
        tag(
            "p",
            t("{n} measures, each with its definition, its benchmark and its sources.", n=len(measures)),
            class_="lead",
        ),
    ]
    about = list(dict.fromkeys(measure["domain"] for measure in measures))
    links = [tag("li", tag("a", named[domain], href=f"#{domain}")) for domain in about]
    parts.append(tag("nav", tag("ul", links, class_="index"), aria_label=t("What measures are about")))
    for domain in about:
        of_domain = [measure for measure in measures if measure["domain"] == domain]
        head = tag("div", tag("h2", named[domain]), class_="sec-head")
        items = tag("ul", [_item(tables, m, kept, t) for m in of_domain], class_="measures")
        n = len(of_domain)
        counted = t("One measure") if n == 1 else t("{n} measures", n=n)
        parts.append(tag("section", head, phone_fold(counted, items, name=domain), class_="sec"))
    return View(t("Measures"), tuple(parts))


def _item(tables: Tables, measure: dict[str, Any], kept: Selection, t: Tongue) -> Markup:
    each = standing(tables.together(), measure, kept, t)
    link = tag("a", in_words(measure, "title", t.language), href=kept.address(f"/measures/{measure['measure']}"))
    question = in_words(measure, "question", t.language)
    said = (
        t("This release holds no figures for this measure.")
        if each.story.all_figures.empty
        else each.story.say_groups()
    )
    about = tag("div", tag("h3", link), tag("p", question, class_="small soft"), tag("p", said, class_="small prose"))
    if each.compared:
        return tag(
            "li",
            about,
            tag("div", status(each.gap, t.language), tag("p", sentence.polarity(measure, t.language), class_="tiny")),
        )
    return tag("li", about, tag("p", sentence.polarity(measure, t.language), class_="tiny"))
