"""Conditions in the population, which are no agency's score."""

from collections.abc import Mapping
from typing import Any

from dashboard.components.marks import absence
from dashboard.components.small import strip
from dashboard.domains import domains, leading
from dashboard.figures.axis import fitting_axis
from dashboard.figures.row import number
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.palette import group_token
from dashboard.selection import Selection
from dashboard.summary import Standing
from dashboard.tables import DEMONSTRATION, EVERYONE, NOT_REPORTED, Tables, absent, in_words
from metrics import sentence, words


def conditions(tables: Tables, standings: Mapping[str, Standing], kept: Selection, t: Tongue) -> Markup:
    """Return the section: of each field the groups of its leading outcome on one line, and the way to the others.

    Counts of people stay on their pages.
    """
    named = domains(t)
    of_field: dict[str, list[dict[str, Any]]] = {}
    for measure in (dict(each.measure) for each in standings.values()):
        if measure["unit"] != "persons" and not tables.of("figures", measure["measure"]).empty:
            of_field.setdefault(measure["domain"], []).append(measure)
    cells = [
        _field(named[domain], standings[leading(some)[domain]["measure"]], len(some) - 1, kept, t)
        for domain, some in of_field.items()
    ]
    if not cells:
        return Markup("")
    head = tag(
        "div",
        tag("h2", t("Conditions in the population")),
        tag("p", t("These describe how people live. They are not a score of any agency."), class_="small soft"),
        class_="sec-head",
    )
    return tag("section", head, tag("div", cells, class_="ranges"), class_="sec")


def _field(name: str, each: Standing, others: int, kept: Selection, t: Tongue) -> Markup:
    more = None
    if others:
        text = t("One more measure") if others == 1 else t("{n} more measures", n=others)
        more = tag("a", text, href=f"{kept.address('/measures')}#{each.measure['domain']}")
    head = tag("h3", name)
    return tag("article", head, _condition(each, kept, t), tag("p", more, class_="small") if more else None)


def _condition(each: Standing, kept: Selection, t: Tongue) -> list[Markup | None]:
    story, measure = each.story, each.measure
    link = tag(
        "p", tag("a", in_words(measure, "title", t.language), href=kept.address(f"/measures/{measure['measure']}"))
    )
    if story.all_figures.empty:
        return [link, tag("p", absence("missing", t.language))]
    rows = story.now[absent(story.now["benchmark"])]
    shown = rows[(rows["status"] == "shown") & rows["value"].notna()]
    groups = shown[~shown["group"].isin([EVERYONE, NOT_REPORTED])]
    period = words.period(story.chosen.period, t.language)
    about = tag("p", f"{period[:1].upper()}{period[1:]}. {sentence.polarity(measure, t.language)}", class_="small soft")
    if groups.empty:
        return [link, about, tag("p", absence(str(rows["status"].iloc[0]), t.language))]

    def said(row: Any) -> str:
        based = words.by_base(measure, number(row["denominator"]))
        return words.number(row["value"], measure["unit"], int(based["decimals"]), t.language)

    places = [
        (
            float(r["value"]),
            group_token(r["group"]),
            f"{_short(words.group(r['group'], t.language, r['dimension']))} {said(r)}",
        )
        for _, r in groups.iterrows()
    ]
    everyone = shown[shown["group"] == EVERYONE]
    if everyone.empty:
        whole = story.all_figures
        whole = whole[
            (whole["group"] == EVERYONE)
            & (whole["geography"] == story.chosen.geography)
            & (whole["period"] == story.chosen.period)
            & (whole["agency"] == story.chosen.agency)
        ]
        everyone = whole.dropna(subset="value")
    middle = (
        (float(everyone.iloc[0]["value"]), t("Everyone {value}", value=said(everyone.iloc[0])))
        if not everyone.empty
        else None
    )
    values = [value for value, _, _ in places] + ([middle[0]] if middle else [])
    axis = fitting_axis(values)
    demonstration = (
        tag("p", t("Demonstration data."), class_="tiny") if (rows["nature"] == DEMONSTRATION).any() else None
    )
    spoken = tag("p", story.say_groups(), class_="sr")
    return [link, about, strip(places, middle, axis), spoken, demonstration]


def _short(name: str) -> str:
    for joint in (" or ", " o "):
        name = name.split(joint, maxsplit=1)[0]
    return name
