"""A topic: its question answered by its leading measure; standings, groups, trend, agencies, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.brief import Brief, brief
from dashboard.components import blocks, own_values, pictured
from dashboard.components.chart import Chart, DataTable
from dashboard.components.filters import Field, filters
from dashboard.components.marks import absence, status
from dashboard.components.pictured import Pictured
from dashboard.components.small import spark
from dashboard.components.total import all_absent, nothing_shown
from dashboard.domains import in_order
from dashboard.drawing import way
from dashboard.drawing.listed import Column, draw
from dashboard.drawing.picture import Drawing
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, Section, View, tag
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import EVERYONE, REPRESENTATION, Tables, listed
from metrics import words

DOMAINS = frozenset({"training", "contracting", "budget", "services", "engagement", "communication"})
"""Domains that have a page of their own, at the address of their name."""
_YEARS = 8
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """What a page is about: its address, its name and question in the reader's words, the part of the order that asks,
    the domain of its measures and the measure that leads."""

    path: str
    name: str
    question: str
    directive: str
    domain: str
    lead: str


def view(tables: Tables, selection: Selection, t: Tongue, topic: Topic, more: Sequence[Part] = ()) -> View:
    """Return the page of a topic; `more` stands after the trend of the leading measure."""
    kept = selection.only()
    lines = _lines(tables, topic.domain, kept, t)
    lines.sort(key=lambda each: each.measure["measure"] != topic.lead)
    asked = tag("a", t("What the order asks"), href=kept.address("/directives") + f"#d-{topic.directive}")
    parts: list[Part] = [tag("p", topic.name, class_="crumb"), tag("h1", topic.question)]
    story = _story(tables, selection, t, topic)
    if story is None:
        said = t("This cannot be said yet: the leading measure has no figures in this release.")
        parts += [
            tag("p", said, class_="lead"),
            tag("p", asked, class_="small gap"),
            _shown(_standings(lines, topic.domain, tables, kept, t), tables, t),
        ]
        return View(topic.question, (*parts, *more, _missing(lines, t)))
    told = tag("a", story.title(), href=story.asked.only("period", "dimension").address(f"/measures/{story.id}"))
    parts += [
        tag("p", _answer(story), class_="lead"),
        tag("p", t("Leading measure:"), " ", told, ". ", asked, class_="small gap"),
        *[tag("p", notice, class_="notice", role="status") for notice in story.chosen.notices],
        _shown(_standings(lines, topic.domain, tables, kept, t), tables, t),
        _filters(story, topic.path),
        _groups(story, topic.path),
        _changing(story),
        *more,
        _agencies(story),
        _missing(lines, t),
    ]
    return View(topic.question, tuple(parts))


def _answer(story: Story) -> str:
    """Return the leading measure's sentence with its title, after the word that says what is invented."""
    said, word = story.say_groups(), story.t("Demonstration:")
    start = f"{word} " if said.startswith(word) else ""
    return f"{start}{story.title()}. {said.removeprefix(start)}"


def story_of(tables: Tables, selection: Selection, t: Tongue, measure: str, dimension: str) -> Story | None:
    """Return a measure by one dimension, or None where it has no figures."""
    definition = tables.measure(measure)
    if definition is None or tables.of("figures", measure).empty:
        return None
    asked = selection.only("period").with_(dimension=dimension)
    return Story(tables, definition, asked, t)


def _story(tables: Tables, selection: Selection, t: Tongue, topic: Topic) -> Story | None:
    definition = tables.measure(topic.lead)
    if definition is None or tables.of("figures", topic.lead).empty:
        return None
    return Story(tables, definition, selection.only("period", "dimension", "benchmark", "group"), t)


def _filters(story: Story, path: str) -> Markup:
    t, c, language = story.t, story.chosen, story.t.language
    fields = (
        Field(
            "benchmark",
            t("Compare with"),
            tuple((b, words.capital(words.benchmark(b, language))) for b in c.options["benchmark"]),
            c.benchmark,
            segments=True,
        ),
        Field("period", t("Year"), tuple((p, words.tick(p)) for p in c.options["period"]), c.period),
        Field(
            "dimension",
            t("Break down by"),
            tuple((d, words.capital(words.dimension(d, language))) for d in c.options["dimension"]),
            c.dimension,
        ),
    )
    kept = {"release": story.asked.release, "lang": "" if language == "en" else language}
    return filters(path, fields, kept, story.where(), t)


def _groups(story: Story, path: str) -> Part:
    if all_absent(story) == "withheld":
        return nothing_shown(story, blocks.groups_question(story), "groups", "h2")
    return blocks.groups(story, path)


def _changing(story: Story) -> Part:
    chart = story.trend
    # A group with one value shown has nowhere to come from.
    moves = chart is not None and any(
        sum(point.value is not None for point in panel.points) >= _LEAST for panel in chart.panels
    )
    return (blocks.changing(story) if moves else None) or Markup("")


def _agencies(story: Story) -> Part:
    t = story.t
    if story.measure["kind"] == REPRESENTATION:
        address = story.asked.only("period", "dimension").address(f"/measures/{story.id}") + "#agencies"
        return tag("p", tag("a", t("Agency by agency: {measure}", measure=story.title()), href=address), class_="gap")
    found = own_values.of_agencies(story)
    if found is not None:
        return Section("details", (tag("summary", t("Show every agency")), found), {"class_": "more fold"})
    return tag(
        "section",
        tag("h2", t("Agency by agency")),
        tag("p", t("Published for all agencies together only."), class_="notice"),
        class_="chart",
        id="agencies",
    )


def _standings(lines: list[Brief], domain: str, tables: Tables, kept: Selection, t: Tongue) -> Pictured | None:
    """Return level, what it is held against, and pace of each measure that has a figure."""
    told = [each for each in lines if not each.absent]
    if not told:
        return None
    head = tag("tr", [tag("th", tag("b", name), more, scope="col") for name, more in _headings(t)])
    figure = tag(
        "table",
        tag("caption", t("Each measure’s standing"), class_="sr"),
        tag("thead", head),
        tag("tbody", [_row(each, t) for each in told]),
        class_="domains standings",
    )
    invented = any(each.demonstration for each in told)
    demonstration = " " + t("Demonstration data.") if invented else ""
    texts = tuple(_text(each, t) for each in told)
    return Pictured(
        Chart(
            id="standings",
            heading=t("Where does each measure stand?"),
            sentence=_counted(told, t),
            figure=(figure,),
            table=DataTable(
                (t("Measure"), t("Value"), t("Year"), t("Level"), t("Held against"), t("Gap"), t("Pace")),
                texts,
                9,
            ),
            source=t("Source: the agencies’ deliveries, as each measure’s page names them.") + demonstration,
            link=kept.with_(release=tables.id).address(f"/{domain}"),
        ),
        rows=pd.DataFrame([_numbers(each) for each in told]),
        drawing=lambda: _picture(told, texts, t),
        demonstration=invented,
        file=("standings", kept.with_other(domain=domain)),
        how=(
            t("Each measure is told by its newest value of all together."),
            t("A measure of shares has no such value. It is told by the group furthest from its benchmark."),
            t("A change counts if it is more than chance, or at least a tenth where chance plays no part."),
            t("The page of each measure has its formula, its source and its interval."),
        ),
    )


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return the standings of a topic, named by its domain, as a file; None where no measure has a figure."""
    kept, domain = selection.only(), selection.other("domain")
    found = _standings(_lines(tables, domain, kept, t), domain, tables, kept, t) if domain in DOMAINS else None
    return None if found is None else pictured.exhibit(found)


def _lines(tables: Tables, domain: str, kept: Selection, t: Tongue) -> list[Brief]:
    return [brief(tables.together(), each, kept, t) for each in in_order(tables.measures()) if each["domain"] == domain]


def _shown(found: Pictured | None, tables: Tables, t: Tongue) -> Section | Markup:
    return Markup("") if found is None else pictured.shown(found, tables, t)


def _numbers(each: Brief) -> dict[str, object]:
    values = [value for value in each.series if value is not None]
    return {
        "measure": each.measure["measure"], "period": each.period, "group": each.whose or EVERYONE,
        "value": values[-1] if values else None, "unit": each.measure["unit"], "level": each.level, "gap": each.gap,
        "said": each.value, "held_against": each.beside, "pace": each.pace,
    }  # fmt: skip


def _picture(told: list[Brief], texts: tuple[tuple[str, ...], ...], t: Tongue) -> Drawing:
    def years(k: int, left: float, right: float, middle: float) -> list[Markup]:
        return way.spark(told[k].series[-_YEARS:], left, right, middle)

    columns = (
        Column(t("Measure"), 26), Column(t("Value"), 15), Column(t("Year"), 7),
        Column(t("The last years"), 14, mark=years), Column(t("Level"), 16), Column(t("Held against"), 22),
    )  # fmt: skip
    return draw(columns, [(row[0], row[1], row[2], "", row[3], row[4]) for row in texts])


def _headings(t: Tongue) -> tuple[tuple[str, str], ...]:
    return (
        (t("Measure"), t("All together, or the group furthest behind")),
        (t("Level"), t("The last years, to the newest.")),
        (t("Held against"), t("Benchmark, target or goal in force")),
    )


def _row(each: Brief, t: Tongue) -> Markup:
    drawn = sum(value is not None for value in each.series) >= _LEAST
    level = tag(
        "div",
        spark(each.series[-_YEARS:]) if drawn else tag("span"),
        tag(
            "div",
            status(each.level, t.language) if each.level else None,
            tag("p", f"{each.value}, {each.pace}" if each.pace else each.value),
        ),
        class_="duo",
    )
    against = [
        status(each.gap, t.language) if each.gap else None,
        tag("p", each.beside or _between(each, t)),
    ]
    return tag(
        "tr",
        tag("th", tag("a", each.title, href=each.link), tag("p", each.said(t), class_="small soft"), scope="row"),
        tag("td", level, data_label=t("Level")),
        tag("td", against, data_label=t("Held against"), class_="small"),
    )


def _between(each: Brief, t: Tongue) -> str:
    """Return what groups are held against where all together are held against nothing."""
    named = listed(each.measure["benchmarks"])
    if not named:
        return t("No target is set")
    return t("Groups, against {benchmark}", benchmark=words.reference(named[0], t.language))


def _text(each: Brief, t: Tongue) -> tuple[str, ...]:
    level, gap = (words.status(name, t.language) if name else "–" for name in (each.level, each.gap))
    value = f"{each.whose}: {each.value}" if each.whose else each.value
    return (each.title, value, words.tick(each.period), level, each.beside or "–", gap, each.pace or "–")


def _counted(told: list[Brief], t: Tongue) -> str:
    """Return how many measures are better, the same and worse than in their first year."""
    judged = [each.level for each in told if each.level]
    better = sum(name in ("improving", "target_met_or_exceeded") for name in judged)
    start = t("Demonstration:") + " " if any(each.demonstration for each in told) else ""
    return start + t(
        "{n} measures have figures: {better} met or improving, {same} with little or no change, {worse} getting worse.",
        n=len(told),
        better=better,
        same=judged.count("little_or_no_detectable_change"),
        worse=judged.count("getting_worse"),
    )


def _missing(lines: list[Brief], t: Tongue) -> Markup:
    """Return the measures without a figure, each with its reason."""
    without = [each for each in lines if each.absent]
    heading = tag("div", tag("h2", t("What we do not know")), class_="sec-head")
    if not without:
        return tag(
            "section", heading, tag("p", t("Every measure of this topic has figures."), class_="gap"), class_="sec"
        )
    items = [
        tag("li", tag("a", each.title, href=each.link), tag("span", absence(each.absent, t.language), class_="told"))
        for each in without
    ]
    return tag("section", heading, tag("ul", items, class_="lines"), class_="sec")
