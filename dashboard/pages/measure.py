"""One measure: groups against the benchmark, the trend, the agencies, how it was worked out."""

from collections.abc import Callable
from typing import Any

from dashboard.components import agencies_block, blocks, own_values
from dashboard.components.everyone import everyone
from dashboard.components.filters import Field, filters
from dashboard.components.standing import standing
from dashboard.components.total import all_absent, nothing_shown, total
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.nothing import not_found
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import EVERYONE, Tables, absent, in_words, sentences
from metrics import words

PATH = "/measures/<measure>"


def view(tables: Tables, selection: Selection, t: Tongue, measure: str = "") -> View:
    """Return the page of a measure; a page that says so when there is none."""
    definition = tables.measure(measure)
    if definition is None:
        return not_found(f"/measures/{measure}", t, selection)
    story = Story(tables, definition, selection, t)
    path = f"/measures/{measure}"
    question = in_words(definition, "question", t.language)
    parts: list[Part] = [
        tag(
            "p",
            tag("a", t("Measures"), href=selection.only().address("/measures")),
            " / ",
            story.title(),
            class_="crumb",
        ),
        tag("h1", question),
        tag("p", in_words(definition, "why", t.language), class_="lead soft"),
    ]
    if story.all_figures.empty:
        parts.append(tag("p", t("This release holds no figures for this measure."), class_="notice"))
        return View(question, tuple(parts))
    parts += [tag("p", notice, class_="notice", role="status") for notice in story.chosen.notices]
    if story.total_only:
        parts += [_filters(story, path), tag("section", tag("h2", story.place()), total(story), class_="chart")]
        parts.append(_caveats(definition, t))
        return View(f"{question} · {story.title()}", tuple(parts))
    hidden = all_absent(story) == "withheld" and story.chosen.agency != EVERYONE
    groups = (
        nothing_shown(story, blocks.groups_question(story), "groups", "h2") if hidden else blocks.groups(story, path)
    )
    parts += [_standing(story), _filters(story, path), groups, _conclusion(story)]
    closer = (everyone(story), blocks.changing(story), own_values.of_agencies(story), agencies_block.agencies(story))
    parts += [part for part in closer if part is not None]
    parts.append(_caveats(definition, t))
    return View(f"{question} · {story.title()}", tuple(parts))


def _standing(story: Story) -> Markup:
    rows = story.tables.of("progress", story.id)
    chosen = rows[(rows["agency"] == story.chosen.agency) & (rows["dimension"] == story.chosen.dimension)]
    of_benchmark = chosen[
        absent(chosen["benchmark"]) | (chosen["of"] == "level") | (chosen["benchmark"] == story.chosen.benchmark)
    ]
    shown = of_benchmark if (of_benchmark["of"] == "gap").any() else chosen
    return standing(story.measure, shown, story.group, lambda row: story.tables.smallest_base(story.id, row), story.t)


def _filters(story: Story, path: str) -> Markup:
    t, c, language = story.t, story.chosen, story.t.language
    names = story.tables.agency_names()

    def field(name: str, label: str, said: Any, segments: bool = False) -> Field:
        return Field(name, label, tuple((value, said(value)) for value in c.options[name]), getattr(c, name), segments)

    fields = (
        field("benchmark", t("Compare with"), lambda b: words.capital(words.benchmark(b, language)), segments=True),
        field("agency", t("Agency"), lambda a: t("All agencies") if a == EVERYONE else names.get(a, a)),
        field("geography", t("Place"), lambda g: g),
        field("period", t("Year"), words.tick),
        field("dimension", t("Break down by"), lambda d: words.capital(words.dimension(d, language))),
    )
    kept = {"group": story.asked.group, "release": story.asked.release, "lang": "" if language == "en" else language}
    return filters(path, fields, kept, story.where(), t)


def _conclusion(story: Story) -> Markup:
    """Return the reading under every benchmark, and a notice if the conclusion depends on it."""
    t, language = story.t, story.t.language
    benchmarks = [b for b in story.chosen.options["benchmark"] if b != "statewide" or story.chosen.agency != EVERYONE]
    if len(benchmarks) < 2:
        return Markup("")
    tables = {b: {row.group: row for row in story.rows_against(b).rows} for b in benchmarks}
    untold = words.reading("not_compared", language)

    def reading(group: str, benchmark: str) -> str:
        row = tables[benchmark].get(group)
        return (row.reading if row is not None else "") or untold

    told = {row.group: {reading(row.group, b) for b in benchmarks} - {untold} for row in story.rows.rows}
    listed = [row for row in story.rows.rows if told[row.group]]
    compared = [row for row in listed if sum(reading(row.group, b) != untold for b in benchmarks) > 1]
    if not compared:
        return Markup("")
    changed = [row for row in compared if len(told[row.group]) > 1]
    heading = t("Does the conclusion depend on the benchmark?")
    if changed:
        first = t(
            "The conclusion changes with the benchmark for {n} of {all} groups: {groups}.",
            n=len(changed),
            all=len(compared),
            groups=words.joined([row.name for row in changed], language),
        )
        named = [_differs(changed[0].name, changed[0].group, reading, benchmarks, t)]
        notice = tag("p", tag("b", first), " ", named, class_="notice", role="status")
    else:
        notice = tag("p", t("The conclusion is the same under every benchmark."), class_="say")
    head = tag(
        "tr",
        tag("th", t("Group"), scope="col"),
        [
            tag(
                "th",
                words.capital(words.benchmark(b, language)),
                scope="col",
                class_="now" if b == story.chosen.benchmark else None,
            )
            for b in benchmarks
        ],
    )
    body = []
    for row in listed:
        own = reading(row.group, story.chosen.benchmark)
        cells = [
            tag(
                "td",
                reading(row.group, b),
                data_label=words.capital(words.benchmark(b, language)),
                class_="differs"
                if untold not in (own, reading(row.group, b)) and reading(row.group, b) != own
                else None,
            )
            for b in benchmarks
        ]
        body.append(tag("tr", tag("th", row.name, scope="row"), cells))
    table = tag(
        "table", tag("caption", heading, class_="sr"), tag("thead", head), tag("tbody", body), class_="cross gap"
    )
    return tag(
        "section",
        tag("h2", heading),
        notice,
        table,
        class_="chart",
        id="benchmarks",
    )


def _differs(name: str, group: str, reading: Callable[[str, str], str], benchmarks: list[str], t: Tongue) -> str:
    """Return how one group reads under each benchmark."""
    said = [
        t("{reading} against {benchmark}", reading=reading(group, b).lower(), benchmark=words.reference(b, t.language))
        for b in benchmarks
    ]
    return f"{name}: {words.joined(said, t.language)}."


def _caveats(definition: dict[str, Any], t: Tongue) -> Markup:
    said = sentences(in_words(definition, "caveats", t.language))
    if not said:
        return Markup("")
    return tag(
        "section",
        tag("h2", t("What to keep in mind")),
        tag("ul", [tag("li", each) for each in said], class_="prose gap"),
        class_="chart",
    )
