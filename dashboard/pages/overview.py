"""Where Connecticut stands: states, domains, gaps that move most, conditions, how complete it is."""

from dashboard.components import pictured
from dashboard.components.marks import STATUS_CLASS, status
from dashboard.domains import in_order
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.overview.by_domain import by_domain, fields
from dashboard.overview.completeness import completeness
from dashboard.overview.conditions import conditions
from dashboard.overview.moves import moves
from dashboard.selection import Selection
from dashboard.summary import Standing, counts, standing
from dashboard.tables import EVERYONE, OUTCOME, STATEWIDE, Tables, edition

PATH = "/"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the overview."""
    tables, kept = tables.together(), selection.only()
    standings = _standings(tables, kept, t)
    title = (
        t("Where Connecticut stands against its equity benchmarks")
        if tables.place == STATEWIDE
        else t("Where we stand against our equity benchmarks")
    )
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", title),
        *_lead(tables, standings, t),
        _states(standings, t),
    ]
    lived = {each.story.id: each for each in standings if each.measure["kind"] == OUTCOME}
    parts.append(by_domain(tables, _work(standings), kept, t))
    parts += [moves(tables, standings, kept, t), conditions(tables, lived, kept, t)]
    parts.append(completeness(tables, standings, t))
    return View(title, tuple(parts))


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return the fields of work as a file; None where no measure has a figure."""
    tables, kept = tables.together(), selection.only()
    told = fields(tables, _work(_standings(tables, kept, t)), kept, t)
    return None if told is None else pictured.exhibit(told)


def _standings(tables: Tables, kept: Selection, t: Tongue) -> list[Standing]:
    found = (standing(tables, measure, kept, t) for measure in in_order(tables.measures()))
    return [each for each in found if not _apart(each)]


def _work(standings: list[Standing]) -> dict[str, Standing]:
    """Return measure -> the standings of what the State does, not of how people live."""
    return {each.story.id: each for each in standings if each.measure["kind"] != OUTCOME}


def _apart(each: Standing) -> bool:
    """Return whether a measure is of a city alone, whose people are none of the State's."""
    return each.measure["domain"] == "city" and each.story.chosen.agency != EVERYONE


def _lead(tables: Tables, standings: list[Standing], t: Tongue) -> list[Markup]:
    found = counts(standings)
    said = t(
        "{n} measures have a benchmark: {met} met, {improving} improving, {same} with little or no "
        "change, {worse} getting worse, "
        "{nodata} without enough data.",
        n=sum(found.values()),
        **{STATUS_CLASS[name]: number for name, number in found.items()},
    )
    released = f"{edition(tables, t)}."
    how = t("A measure’s state is that of the group furthest from its benchmark.")
    return [tag("p", said, class_="lead"), tag("p", f"{released} {how}", class_="small soft gap")]


def _states(standings: list[Standing], t: Tongue) -> Markup:
    cells = [
        tag(
            "div",
            status(name, t.language),
            tag("strong", number),
            tag("span", [tag("i") for _ in range(number)], class_="ticks", aria_hidden="true"),
            class_=STATUS_CLASS[name],
        )
        for name, number in counts(standings).items()
    ]
    return tag("section", cells, class_="states", aria_label=t("Measures by state"))
