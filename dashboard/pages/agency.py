"""One agency: facts, its people against the benchmarks, its leadership, its trend, its outcome measures."""

from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components import blocks, own_values
from dashboard.components.filters import Field, filters
from dashboard.components.marks import absence
from dashboard.components.total import all_absent, nothing_shown, total
from dashboard.domains import in_order
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.nothing import not_found
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import EVERYONE, OUTCOME, REPRESENTATION, Tables, absent, in_words
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
    parts: list[Part] = [
        tag("p", tag("a", t("Agencies"), href=selection.only().address("/agencies")), " / ", agency, class_="crumb"),
        tag("h1", row["name"]),
    ]
    delivered = [m for m in in_order(tables.measures()) if _has(tables, m["measure"], agency)]
    people = [m for m in delivered if m["kind"] == REPRESENTATION]
    others = [m for m in delivered if m["kind"] != REPRESENTATION]
    own, work = ([m for m in others if (m["kind"] == OUTCOME) is published] for published in (True, False))
    stories = {
        m["measure"]: Story(tables, m, selection.with_(agency=agency, group="", dimension=""), t) for m in people
    }
    parts.append(_facts(row, stories, t))
    if (tables.whole("plans")["agency"] == agency).any():
        plan = tag("a", t("Equity plan and its goals"), href=selection.only().with_(agency=agency).address("/plans"))
        parts.append(tag("p", plan, class_="small gap"))
    series = [_over_time(story, agency, t) for story in list(stories.values())[:1]]
    parts += [each for each in series if each is not None]
    if not people and not others:
        parts.append(tag("p", absence("missing", t.language), class_="notice"))
        return View(str(row["name"]), tuple(parts))
    if people:
        parts += _people(stories, people, selection, path, t)
    if work:
        parts.append(own_values.of_measures(tables, work, agency, selection, t))
    for measure in own:
        parts += _outcome(
            Story(tables, measure, selection.with_(agency=agency, benchmark="", period="", dimension="", group=""), t),
            measure,
            t,
        )
    return View(str(row["name"]), tuple(parts))


def _has(tables: Tables, measure: str, agency: str) -> bool:
    return bool((tables.of("figures", measure)["agency"] == agency).any())


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
    stories: dict[str, Story], people: list[dict[str, Any]], selection: Selection, path: str, t: Tongue
) -> list[Part]:
    first = stories[people[0]["measure"]]
    c, language = first.chosen, t.language
    fields = (
        Field(
            "benchmark",
            t("Compare with"),
            tuple((b, _first(words.benchmark(b, language))) for b in c.options["benchmark"]),
            c.benchmark,
            segments=True,
        ),
        Field("period", t("Year"), tuple((p, words.tick(p)) for p in c.options["period"]), c.period),
    )
    kept = {"release": selection.release, "lang": "" if language == "en" else language}
    parts: list[Part] = [filters(path, fields, kept, words.period(c.period, language), t)]
    parts += [tag("p", notice, class_="notice", role="status") for notice in c.notices]
    for measure in people:
        head = tag(
            "div",
            tag("h2", in_words(measure, "title", language)),
            None if stories[measure["measure"]].total_only else _more(measure, selection, path, t),
            class_="sec-head",
        )
        parts.append(tag("div", head, class_="sec"))
        base = stories[measure["measure"]]
        if base.total_only:
            parts.append(total(base))
            continue
        for dimension in base.chosen.options["dimension"]:
            story = Story(base.tables, measure, base.asked.with_(dimension=dimension), t)
            parts += _dimension(story, measure, dimension, path, t)
    return parts


def _dimension(story: Story, measure: dict[str, Any], dimension: str, path: str, t: Tongue) -> list[Part]:
    named = words.dimension(dimension, t.language)
    heading = t("{measure} by {dimension}", measure=story.title(), dimension=named)
    if all_absent(story):
        return [nothing_shown(story, heading, f"{story.id}-{dimension}", "h3")]
    parts: list[Part] = [blocks.groups(story, f"/measures/{story.id}", heading, f"{story.id}-{dimension}", "h3")]
    changing = (
        blocks.changing(story, f"{story.id}-{dimension}-trend", t("Is it changing? {what}", what=heading), "h3")
        if measure["domain"] == "workforce"
        else None
    )
    return parts + ([changing] if changing else [])


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


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
