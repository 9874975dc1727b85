"""One town or one planning region: what is told of it beside its region and the State."""

from collections.abc import Mapping
from typing import Any

from dashboard.components import blocks
from dashboard.components.marks import absence
from dashboard.components.own_values import said
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, tag
from dashboard.places.values import DISTRICT, REGION, TOWN, located, measures_by, periods_of
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import DEMONSTRATION, OUTCOME, REPRESENTATION, Tables, in_words
from metrics import words

_OF_TOWNS = "municipal"


def values(tables: Tables, town: str, region: str, kept: Selection, t: Tongue) -> Markup:
    """Return the table of everything measured by town or region; `town` is blank on a region's page."""
    by = {level: {m["measure"]: m for m in measures_by(tables, level)} for level in (TOWN, REGION)}
    every = {**by[REGION], **by[TOWN]}
    headings = [t("Measure"), *([town] if town else []), region, t("Whole State"), t("Year")]
    body, demonstration = [], False
    for name, measure in every.items():
        level = TOWN if town and name in by[TOWN] else REGION
        if town and level == REGION and measure["domain"] == _OF_TOWNS:
            # A share of a region's towns is nothing that a town could have.
            continue
        if name not in by[level]:
            continue
        period = next(iter(periods_of(tables, measure, level)), "")
        cells: list[Markup | str] = []
        if town:
            cells.append(
                _at(tables, measure, TOWN, town, period, t) if name in by[TOWN] else _only(t("Told by region only"), t)
            )
        cells.append(
            _at(tables, measure, REGION, region, period, t) if name in by[REGION] else _only(t("Told by town only"), t)
        )
        found = located(tables, measure, level, period)
        demonstration |= bool((found.rows["nature"] == DEMONSTRATION).any())
        known = None if measure["kind"] == REPRESENTATION else found.whole
        whole = (
            _only("", t)
            if known is None
            else words.number(known, str(measure["unit"]), int(measure["decimals"]), t.language)
        )
        cells += [whole, words.tick(period)]
        link = kept.only().with_(dimension=level, group=town if level == TOWN else region, period=period)
        title = tag("a", in_words(measure, "title", t.language), href=link.address(f"/measures/{name}"))
        body.append(
            tag(
                "tr",
                tag("th", title, scope="row"),
                [tag("td", each, data_label=label) for each, label in zip(cells, headings[1:], strict=True)],
            )
        )
    heading = t("What is measured here")
    if not body:
        return tag(
            "section", tag("h2", heading), tag("p", absence("missing", t.language), class_="notice"), class_="chart"
        )
    head = tag("thead", tag("tr", [tag("th", each, scope="col") for each in headings]))
    table = tag("table", tag("caption", heading, class_="sr"), head, tag("tbody", body), class_="listed")
    return tag(
        "section",
        tag("div", tag("h2", heading), class_="sec-head"),
        tag("div", table, class_="wide-table gap", tabindex="0", role="region", aria_label=heading),
        tag("p", t("Demonstration data."), class_="tiny gap") if demonstration else None,
        class_="sec",
    )


def _at(tables: Tables, measure: Mapping[str, Any], level: str, place: str, period: str, t: Tongue) -> Markup | str:
    rows = located(tables, measure, level, period).rows
    own = rows[rows["place"] == place].to_dict("records")
    return said(measure, own[0], t) if own else absence("missing", t.language)


def _only(said_: str, t: Tongue) -> Markup:
    return absence("not_applicable", t.language, said_)


def outcomes(tables: Tables, place: str, kept: Selection, t: Tongue) -> list[Part]:
    """Return the groups of each published outcome of a place, of its schools where they are a district of its name."""
    parts: list[Part] = []
    for measure in tables.measures():
        if measure["kind"] != OUTCOME:
            continue
        there = {geography for _, geography, _ in tables.places(measure["measure"])}
        for geography in (place, place + DISTRICT):
            if geography not in there:
                continue
            story = Story(tables, measure, kept.only().with_(geography=geography), t)
            heading = f"{in_words(measure, 'title', t.language)}: {geography}"
            parts.append(blocks.groups(story, f"/measures/{story.id}", heading, f"{story.id}-here", "h3"))
    if not parts:
        return []
    lead = t("These describe how people live. They are not a score of any agency.")
    head = tag(
        "div", tag("h2", t("Conditions in the population")), tag("p", lead, class_="small soft"), class_="sec-head"
    )
    return [tag("section", head, class_="sec"), *parts]
