"""One agency as a plain page: its people against the benchmarks, what it does, its outcomes."""

from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components.chart import DataTable
from dashboard.components.own_values import newest
from dashboard.domains import in_order
from dashboard.language import Tongue
from dashboard.markup import Markup, tag, together
from dashboard.plain import blocks
from dashboard.plain.document import Plain
from dashboard.plain.links import Links
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import EVERYONE, OUTCOME, REPRESENTATION, Tables, absent, in_words
from metrics import words


def page(tables: Tables, row: "pd.Series[Any]", links: Links, t: Tongue) -> Plain:
    """Return the page of an agency, one row of the register."""
    agency, name = str(row["agency"]), str(row["name"])
    selection = Selection(agency=agency, lang=t.language)
    measures = [m for m in in_order(tables.measures()) if _has(tables, m["measure"], agency)]
    stories = [Story(tables, m, selection, t) for m in measures]
    people = [story for story in stories if story.measure["kind"] == REPRESENTATION]
    path = f"/agencies/{agency}{Selection(lang=t.language).query()}"
    said = [_heads(people[0], t)] if people else []
    address = links.interactive(path)
    body: list[Any] = [
        tag("h1", name),
        tag("p", t("Code: {code}", code=agency), class_="s"),
        [tag("p", text) for text in said],
        address and tag("p", tag("a", t("Interactive page"), href=address), class_="s"),
    ]
    if not stories:
        said = [words.status("missing", t.language) + "."]
        body.append(tag("p", said[0]))
    for story in people:
        body.append(_people(story, links))
    body.append(
        _work(tables, [s.measure for s in stories if s.measure["kind"] not in (REPRESENTATION, OUTCOME)], agency, t)
    )
    body += [
        [tag("h2", story.title()), blocks.groups(story, in_words(story.measure, "question", t.language), "h3")]
        for story in stories
        if story.measure["kind"] == OUTCOME
    ]
    return Plain(name, " ".join([f"{name}.", *said]), together(body), path)


def _has(tables: Tables, measure: str, agency: str) -> bool:
    return any(code == agency for code, _, _ in tables.places(measure))


def _heads(story: Story, t: Tongue) -> str:
    """Return the agency's head count of the first and the last year, which is public whatever else is not."""
    rows = story.all_figures
    rows = rows[(rows["agency"] == story.chosen.agency) & (rows["dimension"] == EVERYONE) & absent(rows["benchmark"])]
    counted = {row["period"]: float(row["numerator"]) for row in rows.dropna(subset="numerator").to_dict("records")}
    if not counted:
        return words.status("missing", t.language) + "."
    ends = [min(counted, key=in_time), max(counted, key=in_time)]
    texts = [
        t(
            "{n} employees on {day}",
            n=words.number(counted[each], "persons", 0, t.language),
            day=words.as_of(each, t.language),
        )
        for each in dict.fromkeys(ends)
    ]
    return "; ".join(texts) + "."


def _people(story: Story, links: Links) -> Markup:
    t = story.t
    title = tag("h2", tag("a", story.title(), href=links.to(f"measures/{story.id}")))
    if story.total_only:
        return together([title, blocks.nothing(story)])
    parts = []
    for dimension in story.chosen.options["dimension"]:
        each = Story(story.tables, story.measure, story.asked.with_(dimension=dimension), t)
        named = words.dimension(dimension, t.language)
        parts.append(blocks.groups(each, t("{measure} by {dimension}", measure=story.title(), dimension=named), "h3"))
    return together([title, parts])


def _work(tables: Tables, measures: list[Any], agency: str, t: Tongue) -> Markup:
    found = [(m, values) for m in measures if (values := newest(tables, m, agency, t))]
    if not found:
        return Markup("")
    rows = tuple((in_words(m, "title", t.language), own, every, year) for m, (own, every, year) in found)
    data = DataTable((t("Measure"), t("Agency"), t("All agencies"), t("Year")), rows)
    return together([tag("h2", t("What the agency does")), blocks.table(data, t("Newest values"))])
