"""Towns and planning regions: what is told of each, side by side; one of them by `town` or `geography`."""

from collections.abc import Mapping
from typing import Any

from dashboard.components.filters import Field, filters
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.municipal.standing import Towns, certified, months, requirement, towns
from dashboard.places import listing, one, tiles
from dashboard.places.regions import TILES, short
from dashboard.places.shapes import shapes
from dashboard.places.values import REGION, TOWN, comparable, located, measures_by, periods_of, place_names, residents
from dashboard.selection import Selection
from dashboard.tables import Tables, absent, in_words
from metrics import words

PATH = "/communities"
_FIRST = "budget_per_resident"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page of all places, or of the one that is asked for."""
    names = place_names(tables)
    wanted = selection.other("town") or selection.geography
    folded = {each.casefold(): each for each in (*names, *TILES, *map(short, TILES))}
    regions = {short(each): each for each in TILES}
    place = folded.get(wanted.strip().casefold(), "")
    if place in names:
        return _one(tables, place, names[place], selection, t)
    if (region := regions.get(place, place)) in TILES and region in names.values():
        return _one(tables, "", region, selection, t)
    parts = _all(tables, names, selection, t)
    if wanted:
        notice = t("No town or region is called “{asked}”. You are seeing all of them.", asked=wanted)
        parts.insert(2, tag("p", notice, class_="notice", role="status"))
    return View(_title(t), tuple(parts))


def _title(t: Tongue) -> str:
    return t("What is known about the place where you live?")


def _all(tables: Tables, names: Mapping[str, str], selection: Selection, t: Tongue) -> list[Part]:
    head: list[Part] = [tag("p", class_="crumb"), tag("h1", _title(t))]
    if not names:
        return [*head, tag("p", t("This release tells of no towns."), class_="notice")]
    offered = {level: [m for m in measures_by(tables, level) if comparable(m)] for level in (REGION, TOWN)}
    known = {m["measure"]: m for m in (*offered[REGION], *offered[TOWN])}
    asked = selection.other("measure")
    name = asked if asked in known else _FIRST if _FIRST in known else next(iter(known), "")
    measure = known.get(name)
    lead = t("Connecticut has {n} towns in {regions} planning regions.", n=len(names), regions=len(set(names.values())))
    by_name = t("Choose one to see what is told of it.")
    parts: list[Part] = [*head, tag("p", f"{lead} {by_name}", class_="lead"), _place_form(names, selection, t)]
    found = None
    if measure:
        level = REGION if measure in offered[REGION] else TOWN
        told = periods_of(tables, measure, level)
        period = selection.period if selection.period in told else told[0]
        parts.append(_form(known, name, told, period, selection, t))
        if level == REGION:
            story = tiles.by_region(tables, measure, period, selection.only(), t)
            parts.append(tiles.regions(story, located(tables, measure, REGION, period), selection))
        if measure in offered[TOWN]:
            found = located(tables, measure, TOWN, period)
            drawn = shapes(tables.home, frozenset(names))
            parts.append(tiles.towns(tables, measure, found, drawn, names, period, selection, t))
    standing = towns(tables)
    stand = {str(row["town"]): (_step(row, t), requirement(row, t)) for row in standing.rows.to_dict("records")}
    rest = stand if standing.told else {}
    by_town = measure if found is not None else None
    parts.append(listing.listing(t("All towns"), names, by_town, found, rest, selection, t))
    if standing.told:
        parts.append(tag("p", certified(t), class_="small soft gap"))
    return parts


def _place_form(names: Mapping[str, str], selection: Selection, t: Tongue) -> Markup:
    """Return the box that leads to one place by its name; it works without scripts."""
    places = [*sorted(names), *(each for each in TILES if each in names.values())]
    hidden = {"release": selection.release, "lang": "" if t.language == "en" else t.language}
    return tag(
        "form",
        [tag("input", type="hidden", name=name, value=value) for name, value in hidden.items() if value],
        tag(
            "div",
            tag("label", t("Your town or region"), for_="place"),
            tag("input", type="search", name="town", id="place", list="places", autocomplete="off"),
            tag("datalist", [tag("option", value=each) for each in places], id="places"),
        ),
        tag("button", t("Show"), type="submit", class_="btn"),
        action=PATH,
        method="get",
        class_="to-place",
    )


def _form(
    known: Mapping[str, Mapping[str, Any]], name: str, told: list[str], period: str, selection: Selection, t: Tongue
) -> Markup:
    options = tuple((key, in_words(dict(m), "title", t.language)) for key, m in known.items())
    fields = (
        Field("measure", t("Measure"), options, name),
        Field("period", t("Year"), tuple((each, words.tick(each)) for each in told), period),
    )
    kept = {"release": selection.release, "lang": "" if t.language == "en" else t.language}
    summary = f"{in_words(dict(known[name]), 'title', t.language)}, {words.period(period, t.language)}"
    return filters(PATH, fields, kept, summary, t)


def _step(row: Mapping[Any, Any], t: Tongue) -> str:
    return t("Not begun") if not isinstance(row["step"], str) or not row["step"] else str(row["step"])


def _one(tables: Tables, town: str, region: str, selection: Selection, t: Tongue) -> View:
    title = town or region
    crumb = tag("p", tag("a", t("Towns and regions"), href=selection.only().address(PATH)), class_="crumb")
    standing = towns(tables)
    parts: list[Part] = [crumb, tag("h1", title), _facts(tables, town, region, selection, t)]
    if town and standing.told:
        parts.append(_process(standing, town, t))
    parts.append(one.values(tables, town, region, selection, t))
    parts += one.outcomes(tables, title, selection, t)
    if not town:
        names = {each: held for each, held in place_names(tables).items() if held == region}
        stand = {str(row["town"]): (_step(row, t), requirement(row, t)) for row in standing.rows.to_dict("records")}
        heading = t("Towns of the region")
        rest = stand if standing.told else {}
        parts.append(listing.listing(heading, names, None, None, rest, selection, t))
    return View(f"{title} · {_title(t)}", tuple(parts))


def _facts(tables: Tables, town: str, region: str, selection: Selection, t: Tongue) -> Markup:
    to_region = selection.only().with_(geography=region).address(PATH)
    facts: list[Markup | str] = [tag("a", region, href=to_region)] if town else [t("Planning region")]
    level = TOWN if town else REGION
    told = {"measure": _FIRST}
    newest = periods_of(tables, told, level)
    people = residents(tables, level, newest[0]).get(town or region) if newest else None
    if people is not None:
        count = words.number(float(people), "persons", 0, t.language)
        facts.append(t("{n} residents", n=count))
    return tag("p", [tag("span", each) for each in facts], class_="facts")


def _process(standing: Towns, town: str, t: Tongue) -> Markup:
    row = standing.rows[standing.rows["town"] == town].to_dict("records")[0]
    if absent(standing.rows[standing.rows["town"] == town]["step"]).iloc[0]:
        said = t("{town} has not begun the municipal equity process.", town=town)
    else:
        said = t("{town} is at “{step}”.", town=town, step=row["step"])
        said += " " + t("Time from the first step to the latest: {months}.", months=months(float(row["months"]), t))
        met = requirement(row, t)
        n = int(row["applied"])
        said += " " + (
            t("It was applied to 1 other action.") if n == 1 else t("It was applied to {n} other actions.", n=n)
        )
        said += " " + t("Meets the equity requirement for: {tier}.", tier=met[:1].lower() + met[1:] if n == 0 else met)
    shown = t("Demonstration: {said}", said=said) if standing.demonstration else said
    return tag(
        "section",
        tag("div", tag("h2", t("In the municipal equity process")), class_="sec-head"),
        tag("p", shown, class_="say gap"),
        tag("p", certified(t), class_="small soft"),
        class_="sec",
    )
