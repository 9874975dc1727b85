"""One agency: facts, and what it does in the four parts of Section 6(a) of the order."""

from typing import Any

import pandas as pd

from dashboard.agency import beside, parts, tabs
from dashboard.agency.regions import regions
from dashboard.agency.states import states
from dashboard.choices import in_time
from dashboard.components import blocks, own_values
from dashboard.components.filters import Field, filters
from dashboard.components.library import late
from dashboard.components.marks import absence
from dashboard.components.pipeline import single
from dashboard.components.total import all_absent, nothing_shown, total
from dashboard.domains import in_order
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.nothing import not_found
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import DEMONSTRATION, EVERYONE, OUTCOME, REPRESENTATION, Tables, absent, in_words
from metrics import words

_SERIES = 2
"""So many periods make a series."""

PATH = "/agencies/<agency>"


def view(tables: Tables, selection: Selection, t: Tongue, agency: str = "") -> View:
    """Return the page of an agency; a page that says so when there is none."""
    register = tables.whole("agencies")
    found = register[register["agency"] == agency]
    if found.empty:
        return not_found(f"/agencies/{agency}", t, selection)
    row = found.iloc[0]
    path = f"/agencies/{agency}"
    asked = selection.with_(agency=agency, group="", dimension="")
    divided = parts.divided(tables, in_order(tables.measures()), agency)
    people = [m for m in divided["representation"] if m["kind"] == REPRESENTATION]
    stories = {m["measure"]: Story(tables, m, asked, t) for m in people}
    shown: list[Part] = [
        tag("p", tag("a", t("Agencies"), href=selection.only().address("/agencies")), " / ", agency, class_="crumb"),
        tag("h1", row["name"]),
        _facts(row, stories, t),
        _leads(tables, agency, selection, t),
    ]
    shown += [each for each in (states(tables, agency, t), _plan(tables, agency, selection, t)) if each is not None]
    if not any(divided.values()):
        shown.append(tag("p", absence("missing", t.language), class_="notice"))
        return View(str(row["name"]), tuple(shown))
    figures = {part: len(measures) for part, measures in divided.items()}
    here = tabs.asked(selection, figures)
    shown.append(tabs.tabs(tables, selection, path, agency, figures, t))
    measures = divided[here]
    if not measures:
        shown.append(tag("p", t("Nothing has been delivered for this part."), class_="notice"))
    elif here == "demographic_trends":
        shown += _trends(stories, measures, agency, t)
    else:
        peers = beside.peers_of(tables, selection, agency, here, measures, t)
        compared = beside.block(peers)
        if here == "representation" and people:
            shown += _people(stories, people, selection, path, compared, t)
        elif compared is not None:
            shown.append(compared)
        told = {str(row.measure["measure"]) for row in peers.rows} if compared is not None else set()
        work = [m for m in measures if m["kind"] not in (OUTCOME, REPRESENTATION) and m["measure"] not in told]
        if work:
            shown.append(own_values.of_measures(tables, work, agency, selection, t))
        shown += regions(tables, measures, agency, selection, t)
        for measure in (m for m in measures if m["kind"] == OUTCOME):
            own = selection.with_(agency=agency, benchmark="", period="", dimension="", group="")
            shown += _outcome(Story(tables, measure, own, t), measure, t)
    return View(str(row["name"]), tuple(shown))


def _leads(tables: Tables, agency: str, selection: Selection, t: Tongue) -> Markup:
    """Return the ways on from the agency: its pack, its plan, its peers, what would close a gap."""
    kept = selection.only().with_(agency=agency)
    planned = (tables.whole("plans")["agency"] == agency).any()
    ways = (
        tag(
            "a", t("Analysis pack of an agency"), href=f"{kept.address('/exports')}#pack", data_full=True, class_="btn"
        ),
        planned and tag("a", t("Equity plan and its goals"), href=kept.address("/plans")),
        tag("a", t("Beside agencies of its size"), href=kept.address("/compare")),
        tag("a", t("Closing the gap"), href=kept.address("/closing-the-gap")),
    )
    return tag("ul", [tag("li", way) for way in ways if way], class_="leads-on")


def _plan(tables: Tables, agency: str, selection: Selection, t: Tongue) -> Markup | None:
    """Return the stages of the plan in force; None for an agency without a plan."""
    plan = tabs.in_force(tables, agency)
    if plan is None:
        return None
    told = {str(key): value for key, value in plan.items()}
    said = [late(told, t)]
    if plan["nature"] == DEMONSTRATION:
        said.append(t("Demonstration data."))
    more = tag(
        "a", t("The plan and its goals"), href=selection.only().with_(agency=agency).address("/plans"), class_="small"
    )
    return tag(
        "section",
        tag("div", tag("h2", t("Equity plan, version {n}", n=plan["version"])), more, class_="sec-head"),
        tag("p", " ".join(each for each in said if each), class_="small soft"),
        single(told, t),
        class_="sec agency-plan",
    )


def _trends(stories: dict[str, Story], measures: list[dict[str, Any]], agency: str, t: Tongue) -> list[Part]:
    """Return the agency's head count and its groups over the years."""
    found: list[Part] = []
    heads = _over_time(next(iter(stories.values())), agency, t)
    if heads is not None:
        found.append(heads)
    for measure in measures:
        base = stories[measure["measure"]]
        for dimension in () if base.total_only else base.chosen.options["dimension"]:
            story = Story(base.tables, measure, base.asked.with_(dimension=dimension), t)
            named = words.dimension(dimension, t.language)
            heading = t("{measure} by {dimension}", measure=story.title(), dimension=named)
            changing = (
                None
                if all_absent(story)
                else blocks.changing(story, f"{story.id}-{dimension}-trend", t("Is it changing? {what}", what=heading))
            )
            if changing is not None:
                found.append(changing)
    if not found:
        found.append(tag("p", t("There are not two years to compare yet."), class_="notice"))
    return found


def _facts(row: "pd.Series[Any]", stories: dict[str, Story], t: Tongue) -> Markup:
    facts = [t("Code: {code}", code=row["agency"])]
    former = row["former_names"]
    if isinstance(former, str) and former:
        facts.append(t("Formerly: {names}", names=former))
    for story in list(stories.values())[:1]:
        rows = story.all_figures
        totals = rows[
            (rows["agency"] == row["agency"])
            & (rows["dimension"] == EVERYONE)
            & absent(rows["benchmark"])
            & (rows["period"] == story.chosen.period)
        ]["numerator"].dropna()
        if not totals.empty:
            day = words.as_of(story.chosen.period, t.language)
            facts.append(
                t("{n} employees on {day}", n=words.number(float(totals.iloc[0]), "persons", 0, t.language), day=day)
            )
    return tag("p", [tag("span", fact) for fact in facts], class_="facts")


def _over_time(story: Story, agency: str, t: Tongue) -> Markup | None:
    """Return the agency's head count of every period: public, whatever else is not."""
    rows = story.all_figures
    heads = rows[(rows["agency"] == agency) & (rows["dimension"] == EVERYONE) & absent(rows["benchmark"])]
    by_period = {row["period"]: float(row["numerator"]) for row in heads.dropna(subset="numerator").to_dict("records")}
    if len(by_period) < _SERIES:
        return None
    periods = sorted(by_period, key=in_time)
    said = [words.number(by_period[each], "persons", 0, t.language) for each in periods]
    table = tag(
        "table",
        tag("caption", t("Employees by year"), class_="sr"),
        tag("thead", tag("tr", [tag("th", words.tick(each), scope="col", class_="num") for each in periods])),
        tag("tbody", tag("tr", [tag("td", each, class_="num") for each in said])),
    )
    about = t("Demonstration data.") if story.demonstration else None
    return tag(
        "section",
        tag("div", tag("h2", t("Employees by year")), class_="sec-head"),
        tag("div", table, class_="wide-table", tabindex="0", role="region", aria_label=t("Employees by year")),
        about and tag("p", about, class_="tiny"),
        class_="sec",
    )


def _people(
    stories: dict[str, Story],
    people: list[dict[str, Any]],
    selection: Selection,
    path: str,
    compared: Part | None,
    t: Tongue,
) -> list[Part]:
    """Return the groups of each measure of `people`, what compares the agency with others after the first."""
    first = stories[people[0]["measure"]]
    c, language = first.chosen, t.language
    fields = (
        Field(
            "benchmark",
            t("Compare with"),
            tuple((b, words.capital(words.benchmark(b, language))) for b in c.options["benchmark"]),
            c.benchmark,
            segments=True,
        ),
        Field("period", t("Year"), tuple((p, words.tick(p)) for p in c.options["period"]), c.period),
    )
    kept = {"release": selection.release, "lang": "" if language == "en" else language}
    shown: list[Part] = [filters(path, fields, kept, words.period(c.period, language), t)]
    shown += [tag("p", notice, class_="notice", role="status") for notice in c.notices]
    for measure in people:
        head = tag(
            "div",
            tag("h2", in_words(measure, "title", language)),
            None if stories[measure["measure"]].total_only else _more(measure, selection, path, t),
            class_="sec-head",
        )
        shown.append(tag("div", head, class_="sec"))
        base = stories[measure["measure"]]
        if base.total_only:
            shown.append(total(base))
        for dimension in () if base.total_only else base.chosen.options["dimension"]:
            story = Story(base.tables, measure, base.asked.with_(dimension=dimension), t)
            shown += _dimension(story, measure, dimension, path, t)
        if compared is not None and measure is people[0]:
            shown.append(compared)
    return shown


def _dimension(story: Story, measure: dict[str, Any], dimension: str, path: str, t: Tongue) -> list[Part]:
    named = words.dimension(dimension, t.language)
    heading = t("{measure} by {dimension}", measure=story.title(), dimension=named)
    if all_absent(story):
        return [nothing_shown(story, heading, f"{story.id}-{dimension}", "h3")]
    return [blocks.groups(story, f"/measures/{story.id}", heading, f"{story.id}-{dimension}", "h3")]


def _outcome(story: Story, measure: dict[str, Any], t: Tongue) -> list[Part]:
    head = tag("div", tag("h2", story.title()), _more(measure, story.asked, "", t), class_="sec-head")
    question = in_words(measure, "question", t.language)
    return [
        tag("div", head, class_="sec"),
        blocks.groups(story, f"/measures/{story.id}", question, f"{story.id}-groups", "h3"),
    ]


def _more(measure: dict[str, Any], selection: Selection, _path: str, t: Tongue) -> Markup:
    return tag(
        "a",
        t("This measure in full"),
        href=selection.only("agency", "period", "benchmark").address(f"/measures/{measure['measure']}"),
    )
