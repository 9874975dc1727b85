"""Explore: any table of the release row by row, and a chart of any measure; the address is the saved view."""

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.components import blocks
from dashboard.components.filters import Field, filters
from dashboard.components.grid_table import column_choice, column_filters, grid_table
from dashboard.components.paging import paging
from dashboard.components.total import total
from dashboard.domains import domains, in_order
from dashboard.grid import NAMES, Grid
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import EVERYONE, Tables, in_words
from metrics import words

PATH = "/explore"
CHARTS = ("rows", "trend")


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the rows of a table, or a chart where the address asks for one."""
    title = t("Explore")
    chart = selection.other("show") == "chart"
    parts: list[Part] = [
        tag("p", t("Analyze"), class_="crumb"),
        tag("h1", t("Explore the numbers")),
        tag(
            "p",
            t("Every table of this release, and a chart of any measure. The address keeps what you see."),
            class_="lead soft",
        ),
        _ways(selection, chart, t),
    ]
    parts += _chart(tables, selection, t) if chart else _rows(tables, selection, t)
    return View(title, tuple(parts))


def _ways(selection: Selection, chart: bool, t: Tongue) -> Markup:
    ways = (
        (t("Rows of a table"), selection.only().address(PATH), not chart),
        (t("Build a chart"), selection.only().with_other(show="chart").address(PATH), chart),
    )
    links = [tag("li", tag("a", said, href=to, aria_current="page" if here else None)) for said, to, here in ways]
    return tag("nav", tag("ul", links, class_="ways"), aria_label=t("Ways to explore"))


def _rows(tables: Tables, selection: Selection, t: Tongue) -> list[Part]:
    grid = Grid(tables, selection)
    sizes = tables.sizes()
    options = tuple((name, name) for name in NAMES if sizes.get(name, 1))
    kept = {"release": selection.release, "lang": "" if t.language == "en" else t.language}
    parts: list[Part] = [
        filters(PATH, (Field("table", t("Table"), options, grid.name),), kept, grid.name, t),
        tag("p", tag("a", t("What each table holds"), href=selection.only().address("/data")), class_="small gap"),
    ]
    asked = selection.other("table")
    if asked and asked != grid.name:
        said = t("There is no table “{asked}”. You are seeing another.", asked=asked)
        parts.append(tag("p", said, class_="notice", role="status"))
    parts += [
        tag("p", t("“{asked}” is no number and was left out.", asked=each), class_="notice", role="status")
        for each in grid.not_understood
    ]
    parts += [column_filters(grid, PATH, t), column_choice(grid, PATH, t)]
    n = words.number(grid.count, "persons", 0, t.language)
    heading = tag("h2", t("{n} rows", n=n) if grid.count != 1 else t("One row"))
    parts.append(tag("div", heading, _keep(grid, t), class_="grid-head"))
    if not grid.count:
        clear = selection.only().with_other(table=grid.name).address(PATH)
        parts.append(tag("p", t("No row matches."), " ", tag("a", t("Clear the filters"), href=clear), class_="notice"))
        return parts
    turn = paging(
        grid.page, grid.pages, lambda k: grid.selection().with_other(page=str(k)).address(PATH), grid.count, t
    )
    note = t("A dash is an empty cell: it does not apply to that row, or its status says why there is no number.")
    parts += [grid_table(grid, PATH, t), turn, tag("p", note, class_="tiny gap")]
    return parts


def _keep(grid: Grid, t: Tongue) -> Markup:
    """Return what a reader may do with these rows: keep them as a file, keep the address."""
    chosen = grid.selection().with_(release=grid.tables.id)
    files = [
        tag("a", word, href=f"/rows/{grid.name}.{form}{chosen.with_other(page='').query()}", download=True)
        for word, form in (("CSV", "csv"), ("Parquet", "parquet"))
    ]
    copy = tag(
        "button",
        t("Copy link"),
        type="button",
        class_="plain-btn",
        data_copy=chosen.address(PATH),
        data_said=t("Link copied"),
        id="grid-copy",
    )
    return tag("p", t("Download these rows:"), " ", files[0], " · ", files[1], " ", copy, class_="small keep-rows")


def _chart(tables: Tables, selection: Selection, t: Tongue) -> list[Part]:
    measures = {str(each["measure"]): each for each in in_order(tables.measures())}
    if not measures:
        return [tag("p", t("This release defines no measure."), class_="notice")]
    about = dict.fromkeys(str(each["domain"]) for each in measures.values())
    wanted = measures.get(selection.other("measure"))
    domain = selection.other("domain")
    domain = domain if domain in about else str(wanted["domain"]) if wanted else next(iter(about))
    inside = {name: each for name, each in measures.items() if each["domain"] == domain}
    measure = wanted if wanted is not None and wanted["domain"] == domain else next(iter(inside.values()))
    kind = selection.other("chart") if selection.other("chart") in CHARTS else CHARTS[0]
    story = Story(tables, measure, selection, t)
    parts: list[Part] = [_build(story, tuple(about), inside, kind)]
    if story.all_figures.empty:
        parts.append(tag("p", t("This release holds no figures for this measure."), class_="notice"))
        return parts
    parts += [tag("p", notice, class_="notice", role="status") for notice in story.chosen.notices]
    if story.total_only:
        parts.append(tag("section", tag("h2", story.place()), total(story), class_="chart"))
        return parts
    drawn = (
        blocks.groups(story, PATH, story.title())
        if kind == CHARTS[0]
        else blocks.changing(story, heading=story.title())
    )
    if drawn is None:
        parts.append(
            tag("p", t("There are not two periods with a figure, or too many groups for a picture."), class_="notice")
        )
        return parts
    rows = selection.only().with_other(table="figures", **{"in-measure": f"={story.id}"}).address(PATH)
    whole = tag("a", t("Page of this measure"), href=story.asked.only(*_SHARED).address(f"/measures/{story.id}"))
    parts += [drawn, tag("p", whole, " · ", tag("a", t("Its rows"), href=rows), class_="small gap")]
    return parts


_SHARED = ("agency", "geography", "period", "dimension", "benchmark", "group")


def _build(story: Story, about: tuple[str, ...], inside: Mapping[str, Mapping[str, Any]], kind: str) -> Markup:
    t, c, language = story.t, story.chosen, story.t.language
    named, agencies = domains(t), story.tables.agency_names()
    measures = tuple((name, in_words(each, "title", language)) for name, each in inside.items())
    said = {"rows": t("Groups, one row each"), "trend": t("Trend, one panel each")}
    fields = [
        Field("chart", t("Draw"), tuple((name, said[name]) for name in CHARTS), kind, segments=True),
        Field("domain", t("Subject"), tuple((name, named[name]) for name in about), str(story.measure["domain"])),
        Field("measure", t("Measure"), measures, story.id),
    ]
    if not story.all_figures.empty:
        labels: dict[str, tuple[str, Callable[[str], str]]] = {
            "agency": (t("Agency"), lambda a: t("All agencies") if a == EVERYONE else agencies.get(a, a)),
            "geography": (t("Place"), str),
            "period": (t("Year"), words.tick),
            "dimension": (t("Break down by"), lambda d: words.capital(words.dimension(d, language))),
            "benchmark": (t("Compare with"), lambda b: words.capital(words.benchmark(b, language))),
        }
        fields += [
            Field(name, label, tuple((value, in_text(value)) for value in c.options[name]), getattr(c, name))
            for name, (label, in_text) in labels.items()
        ]
    kept = {
        "show": "chart",
        "release": story.asked.release,
        "lang": "" if language == "en" else language,
        "group": story.asked.group,
    }
    return filters(PATH, tuple(fields), kept, story.title(), t)
