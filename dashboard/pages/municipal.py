"""Towns in the equity process of Sustainable CT, and a city's plan for equal opportunity."""

from datetime import date

import pandas as pd

from dashboard.choices import in_time
from dashboard.components import pictured
from dashboard.components.filters import Field, filters
from dashboard.components.pictured import shown
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.municipal import flow, funnel, listing, plan
from dashboard.municipal.standing import certified, say, towns
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, EVERYONE, Tables, absent
from metrics import words

PATH = "/municipal"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page: where towns stand, then the city's plan, then every town."""
    found = towns(tables)
    steps, laws = tables.whole("city_steps"), tables.whole("protected_classes")
    title = t("How far are towns and cities on the way to fairness?")
    parts: list[Part] = [tag("p", class_="crumb"), tag("h1", title)]
    links = []
    if found.told:
        parts += [tag("p", say(found, t), class_="lead"), tag("p", certified(t), class_="notice")]
        links.append(("#all-towns", t("Find a town")))
    else:
        parts.append(tag("p", t("No town has sent records of the process to this release."), class_="notice"))
    if not steps.empty or not laws.empty:
        links.append(("#city", t("The city’s plan")))
    parts.append(tag("ul", [tag("li", tag("a", text, href=to)) for to, text in links], class_="index"))
    if found.told:
        parts.append(flow.flow(tables, found, selection.only(), t))
    parts += _city(tables, steps, laws, selection, t)
    if found.told:
        parts.append(listing.listing(found, selection, t))
    parts.append(_process(t))
    return View(title, tuple(parts))


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return a city's way as a file; None where no group is told of the year asked for."""
    way = _way(tables, _cities(tables, tables.whole("city_steps")), selection)
    period, dimension = selection.period or next(iter(way.periods), ""), _dimension(way, selection)
    if not dimension or period not in way.periods:
        return None
    return pictured.exhibit(funnel.funnel(way, period, dimension, selection.only(), t))


def _cities(tables: Tables, steps: pd.DataFrame) -> list[str]:
    names = tables.agency_names()
    return sorted(set(steps["agency"]), key=lambda code: names.get(code, code))


def _way(tables: Tables, cities: list[str], selection: Selection) -> funnel.Way:
    return funnel.way(tables, selection.agency if selection.agency in cities else (cities or [""])[0])


def _dimension(way: funnel.Way, selection: Selection) -> str:
    return selection.dimension if selection.dimension in way.dimensions else (way.dimensions or ("",))[0]


def _process(t: Tongue) -> Markup:
    said = (
        t("The process is Action 1.1, Optimize for Equity. A town works with its people and uses that in other work."),
        t("Bronze asks that it was applied to one other action, Silver to three."),
        t("It is expected to take at least three to six months."),
        t("Training (1.2) and a statement (1.3) are related. They are never required."),
    )
    return tag(
        "section",
        tag("div", tag("h2", t("What the process asks")), class_="sec-head"),
        tag("ul", [tag("li", each) for each in said], class_="prose gap dots"),
        class_="sec",
    )


def _city(tables: Tables, steps: pd.DataFrame, laws: pd.DataFrame, selection: Selection, t: Tongue) -> list[Part]:
    if steps.empty and laws.empty:
        return []
    names = tables.agency_names()
    cities = _cities(tables, steps)
    way = _way(tables, cities, selection)
    agency, name = way.agency, names.get(way.agency, way.agency)
    own = laws[laws["jurisdiction"] == name] if agency else laws
    told = sorted({*way.periods, *_periods(tables)}, key=in_time, reverse=True)
    period = selection.period if selection.period in told else (way.periods or tuple(told) or ("",))[0]
    dimension = _dimension(way, selection)
    fields = (
        Field("agency", t("City"), tuple((code, names.get(code, code)) for code in cities), agency),
        Field("period", t("Year"), tuple((each, words.tick(each)) for each in told), period),
        Field("dimension", t("Break down by"), _named(way.dimensions, t), dimension),
    )  # fmt: skip
    kept = {
        "state": selection.other("state"), "geography": selection.geography, "release": selection.release,
        "lang": "" if t.language == "en" else t.language,
    }  # fmt: skip
    head = tag(
        "div", tag("h2", t("{city}: the proposed plan for equal chances", city=name or t("City"))), class_="sec-head"
    )
    proposed = t(
        "The text of the plan is proposed: it comes from a marked-up revision of a city charter. Staff draft it with "
        "the monitoring committee, the Mayor reviews it and the Council approves it. Only then is it in effect."
    )
    parts: list[Part] = [
        tag("section", head, tag("p", proposed, class_="prose gap"),
            *plan.versions(steps[steps["agency"] == agency], t), class_="sec", id="city"),
    ]  # fmt: skip
    if not period:
        return parts
    parts.append(_filters(fields, kept, name, period, t))
    if not own.empty:
        day = date.fromisoformat(words.last_day(period))
        heading = t("Which classes were protected on {day}?", day=words.day(day, t.language))
        n = int(plan.in_force(own, day.isoformat()).sum())
        said = t("{n} classes were protected. The list is set by ordinance from time to time.", n=n)
        said = t("Demonstration: {said}", said=said) if (own["nature"] == DEMONSTRATION).any() else said
        parts.append(
            tag("section", tag("h2", heading), tag("p", said, class_="say"), plan.classes(own, day.isoformat(), t),
                class_="chart", id="classes")
        )  # fmt: skip
    if way.measures:
        parts += _people(tables, way, period, dimension, selection, t)
    return parts


def _people(
    tables: Tables, way: funnel.Way, period: str, dimension: str, selection: Selection, t: Tongue
) -> list[Part]:
    if dimension and period in way.periods:
        parts: list[Part] = [shown(funnel.funnel(way, period, dimension, selection.only(), t), tables, t)]
    else:
        heading = t("How does each group fare on the way through the city’s service?")
        parts = [tag("section", tag("h2", heading), funnel.totals(tables, way, period, t), class_="chart", id="way")]
    will = t(
        "The one exception: those who serve at the Mayor’s pleasure may be judged on political opinion or affiliation. "
        "They are left out of tests on that class only. Elsewhere they stand in rows of their own."
    )
    said = [tag("li", will), _tested(tables, way.agency, period, t), _rejected(tables, way.agency, period, t)]
    screening = t(
        "A difference is a reason to look closer. It is no finding of discrimination, no quota, and no basis for a "
        "decision about a person."
    )
    notes = tag("ul", said, tag("li", screening), class_="prose gap dots")
    return [*parts, tag("section", tag("h3", t("How to read this")), notes, class_="chart")]


def _tested(tables: Tables, agency: str, period: str, t: Tongue) -> Markup | None:
    rows = tables.of("figures", "city_tested")
    rows = rows[(rows["agency"] == agency) & (rows["period"] == period)].dropna(subset="value")
    whole = rows[rows["dimension"] == EVERYONE]["value"]
    few = rows[(rows["dimension"] != EVERYONE) & (rows["value"] > 0)].sort_values("value")
    if whole.empty or few.empty or few.iloc[0]["value"] == whole.iloc[0]:
        return None
    said = t(
        "A test on {name} is of {n} of the {all} people who work for the city.",
        name=few.iloc[0]["group"],
        n=words.number(float(few.iloc[0]["value"]), "things", 0, t.language),
        all=words.number(float(whole.iloc[0]), "things", 0, t.language),
    )
    return tag("li", said)


def _rejected(tables: Tables, agency: str, period: str, t: Tongue) -> Markup:
    asked = t("Being turned away for an arrest or conviction needs a stated reason: a conflict with the job, or a law.")
    rows = tables.of("figures", "record_rejections")
    rows = rows[(rows["agency"] == agency) & (rows["period"] == period) & absent(rows["benchmark"])]
    known = rows[(rows["dimension"] == EVERYONE)].dropna(subset="numerator")
    if known.empty:
        return tag("li", asked)
    n, whole = (
        words.number(float(known.iloc[0][name]), "things", 0, t.language) for name in ("numerator", "denominator")
    )
    return tag("li", asked, " ", t("{n} of {all} applicants were, each with a reason.", n=n, all=whole))


def _filters(fields: tuple[Field, ...], kept: dict[str, str], name: str, period: str, t: Tongue) -> Markup:
    return filters("/municipal", fields, kept, f"{name}, {words.period(period, t.language)}", t)


def _periods(tables: Tables) -> set[str]:
    return set(tables.of("figures", "protected_classes")["period"])


def _named(dimensions: tuple[str, ...], t: Tongue) -> tuple[tuple[str, str], ...]:
    return tuple((each, words.capital(words.dimension(each, t.language))) for each in dimensions)
