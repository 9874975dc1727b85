"""The overview as a plain page: states, the measures of representation, what moved, conditions."""

from typing import Any

from dashboard.components.marks import STATUS_CLASS
from dashboard.domains import in_order
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.overview.moves import moved
from dashboard.plain.document import Plain
from dashboard.plain.links import Links
from dashboard.selection import Selection
from dashboard.summary import Standing, counts, standing
from dashboard.tables import OUTCOME, STATEWIDE, Tables
from metrics import words


def page(tables: Tables, links: Links, t: Tongue) -> Plain:
    """Return the overview."""
    tables, kept = tables.together(), Selection(lang=t.language)
    standings = [standing(tables, measure, kept, t) for measure in in_order(tables.measures())]
    found = counts(standings)
    title = (
        t("Where Connecticut stands against its equity benchmarks")
        if tables.place == STATEWIDE
        else t("Where we stand against our equity benchmarks")
    )
    said = t(
        "{n} measures have a benchmark: {met} met, {improving} improving, {same} with little or no "
        "change, {worse} getting worse, "
        "{nodata} without enough data.",
        n=sum(found.values()),
        **{STATUS_CLASS[name]: number for name, number in found.items()},
    )
    path = f"/{kept.query()}"
    address = links.interactive(path)
    known = [each for each in standings if not each.story.all_figures.empty]
    parity = [each for each in known if each.measure["favourable"] == "parity" and each.lead is not None]
    outcomes = [each for each in known if each.measure["kind"] == OUTCOME]
    body: list[Any] = [
        tag("h1", title),
        address and tag("p", tag("a", t("Interactive page"), href=address), class_="s"),
        tag("p", said),
        tag("p", t("A measure’s state is that of the group furthest from its benchmark."), class_="s"),
        _states(found, t),
        tag("h2", t("Do those who do the work mirror the people they serve?")),
        [_said(each, links) for each in parity],
        _moves(tables, standings, links, t),
        tag("h2", t("Conditions in the population")),
        tag("p", t("These describe how people live. They are not a score of any agency."), class_="s"),
        tag("ul", [tag("li", _link(each, links), ": ", each.story.say_groups()) for each in outcomes]),
    ]
    return Plain(title, said, together(body), path)


def _states(found: dict[str, int], t: Tongue) -> Markup:
    pairs = [(tag("dt", words.status(name, t.language)), tag("dd", tag("b", number))) for name, number in found.items()]
    return tag("dl", pairs)


def _link(each: Standing, links: Links) -> Markup:
    return tag("a", each.story.title(), href=links.to(f"measures/{each.story.id}"))


def _said(each: Standing, links: Links) -> Markup:
    t = each.story.t
    state = [tag("b", words.status(each.gap, t.language), ". ")] if each.compared else []
    return tag("p", _link(each, links), ": ", state, each.story.say_groups())


def _moves(tables: Tables, standings: list[Standing], links: Links, t: Tongue) -> Markup:
    closing, widening = moved(tables, standings, Selection(lang=t.language), t)
    parts = []
    for title, found in ((t("Gaps closing most"), closing), (t("Gaps widening most"), widening)):
        items = [
            tag("li", tag("a", each.name, href=links.to(f"measures/{each.measure}")), f" {each.said}") for each in found
        ]
        nothing = tag("p", t("No gap has moved by more than chance or a tenth."))
        parts.append([tag("h2", title), tag("ul", items) if items else nothing])
    return together(parts)
