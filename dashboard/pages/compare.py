"""Compare: agencies side by side on one measure, or one agency beside its peers on every measure."""

from dataclasses import replace

from dashboard.comparison import MOST, Comparison
from dashboard.components import peers_block, pictured
from dashboard.components.chart import EXHIBIT_FORMS, Chart, DataTable, block
from dashboard.components.filters import Field, filters
from dashboard.components.marks import dot
from dashboard.components.panels import panels
from dashboard.components.pictured import Pictured, told
from dashboard.components.row_table import row_table, slug
from dashboard.domains import domains
from dashboard.drawing import panels as panels_drawing
from dashboard.drawing import rows as rows_drawing
from dashboard.drawing.picture import Drawing, text
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.palette import group_token
from dashboard.peers import Peers
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import DEMONSTRATION, EVERYONE, REPRESENTATION, Tables, in_words
from metrics import sentence, words

PATH = "/compare"
TREND = "compare-trend"
"""The name of the files of what changes."""


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return agencies on a measure; one agency on every measure where the address names an agency and no measure."""
    title = t("Compare")
    parts: list[Part] = [tag("p", t("Analyze"), class_="crumb"), tag("h1", _heading(selection, tables, t))]
    comparison = Comparison(tables, selection, t)
    if not comparison.measures:
        parts.append(tag("p", t("This release holds no figures by agency."), class_="notice"))
        return View(title, tuple(parts))
    parts.append(_ways(comparison))
    if _one(selection, tables):
        peers = Peers(tables, selection, t)
        parts += [_agency_choice(comparison), peers_block.beside(peers, PATH, "compare")]
        return View(f"{title} {tables.agency_names()[selection.agency]}", tuple(parts))
    parts += [
        tag(
            "p",
            t("There are no agencies’ figures of “{asked}” here. It was left out.", asked=each),
            class_="notice",
            role="status",
        )
        for each in comparison.unknown
    ]
    parts += [_choices(comparison), _chosen(comparison), _side_by_side(comparison)]
    if (changing := _changing(comparison)) is not None:
        parts.append(pictured.shown(changing, tables, t))
    return View(title, tuple(parts))


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return what is compared as a file; None for a release without agencies' figures."""
    comparison = Comparison(tables, selection, t)
    if not comparison.measures:
        return None
    if _one(selection, tables):
        return peers_block.exhibit(Peers(tables, selection, t), PATH)
    rows = comparison.figures()
    return Exhibit(
        f"{comparison.lead.title()}. {t('Compare')}",
        _sentence(comparison),
        comparison.lead.source(),
        rows,
        lambda: _stacked(comparison),
        _link(comparison),
        bool((rows["nature"] == DEMONSTRATION).any()),
    )


def trend_exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return how the agencies' figures change as a file; None where the page has no such chart."""
    comparison = Comparison(tables, selection, t)
    changing = _changing(comparison) if comparison.measures and not _one(selection, tables) else None
    return None if changing is None else pictured.exhibit(changing)


def _one(selection: Selection, tables: Tables) -> bool:
    return selection.agency in tables.agency_names() and not selection.other("measure")


def _heading(selection: Selection, tables: Tables, t: Tongue) -> str:
    if _one(selection, tables):
        return t("How does the agency stand beside agencies like it?")
    return t("How do agencies stand beside each other?")


def _ways(comparison: Comparison) -> Markup:
    """Return links to the two ways of comparing."""
    t, asked = comparison.t, comparison.asked
    one = _one(asked, comparison.tables)
    agency = asked.agency if one else comparison.agencies[0]
    ways = (
        (t("Agencies on one measure"), asked.only().with_other(with_=agency if one else "").address(PATH), not one),
        (t("One agency on all measures"), asked.only().with_(agency=agency).address(PATH), one),
    )
    links = [
        tag("li", tag("a", said, href=address, aria_current="page" if here else None)) for said, address, here in ways
    ]
    return tag("nav", tag("ul", links, class_="ways"), aria_label=t("Ways to compare"))


def _choices(comparison: Comparison) -> Markup:
    t, language = comparison.t, comparison.t.language
    chosen = comparison.lead.chosen
    named = domains(t)
    about = dict.fromkeys(str(row["domain"]) for row in comparison.measures.values())
    measures = tuple(
        (str(row["measure"]), in_words(row, "title", language))
        for row in comparison.measures.values()
        if row["domain"] == comparison.domain
    )
    groups = tuple((g, _group(comparison, g)) for g in comparison.groups)
    fields = (
        Field("domain", t("Subject"), tuple((each, named[each]) for each in about), comparison.domain),
        Field("measure", t("Measure"), measures, str(comparison.measure["measure"])),
        Field("group", t("Group"), (("", t("All groups")), *groups) if len(groups) > 1 else (), comparison.group),
        Field(
            "dimension",
            t("Break down by"),
            tuple((d, words.capital(words.dimension(d, language))) for d in chosen.options["dimension"]),
            chosen.dimension,
        ),
        Field(
            "benchmark",
            t("Compare with"),
            tuple((b, words.capital(words.benchmark(b, language))) for b in chosen.options["benchmark"]),
            chosen.benchmark,
        ),
        Field("period", t("Year"), tuple((p, words.tick(p)) for p in chosen.options["period"]), chosen.period),
    )
    kept = {
        "with": ",".join(comparison.agencies),
        "release": comparison.asked.release,
        "lang": "" if language == "en" else language,
    }
    return filters(PATH, fields, kept, comparison.lead.title(), t)


def _chosen(comparison: Comparison) -> Markup:
    """Return the agencies side by side, each with a way to take it out, and a way to add one by name."""
    t = comparison.t
    kept = comparison.selection()
    items = []
    for code in comparison.agencies:
        others = ",".join(each for each in comparison.agencies if each != code)
        out = tag(
            "a", t("Remove"), tag("span", f" {comparison.name(code)}", class_="sr"),
            href=kept.with_other(with_=others).address(PATH),
        )  # fmt: skip
        items.append(tag("li", comparison.name(code), " ", out if others else None))
    adding = (
        _adding(comparison, kept)
        if len(comparison.agencies) < MOST
        else tag("p", t("Up to {n} agencies fit side by side.", n=MOST), class_="small soft")
    )
    return tag(
        "div", tag("ul", items, class_="chosen", aria_label=t("Agencies side by side")), adding, class_="choosing"
    )


def _adding(comparison: Comparison, kept: Selection) -> Markup:
    t = comparison.t
    hidden = [tag("input", type="hidden", name=name, value=value) for name, value in _in_address(kept).items()]
    offers = [
        tag("option", code, value=comparison.name(code))
        for code in comparison.offered
        if code not in comparison.agencies
    ]
    label = tag("label", t("Add an agency by name or code"), for_="add-agency")
    entry = tag("input", type="search", name="add", id="add-agency", list="add-agencies", autocomplete="off")
    return tag(
        "form",
        hidden,
        tag("div", label, entry, tag("datalist", offers, id="add-agencies"), class_="field"),
        tag("button", t("Add"), type="submit", class_="btn"),
        action=PATH,
        method="get",
        class_="filters adding",
        id="adding",
        aria_label=t("Add an agency"),
    )


def _agency_choice(comparison: Comparison) -> Markup:
    t = comparison.t
    names = comparison.tables.agency_names()
    offered = sorted(names, key=lambda code: names[code].lower())
    field = Field("agency", t("Agency"), tuple((code, names[code]) for code in offered), comparison.asked.agency)
    kept = {"release": comparison.asked.release, "lang": "" if t.language == "en" else t.language}
    return filters(PATH, (field,), kept, names[comparison.asked.agency], t)


def _side_by_side(comparison: Comparison) -> Part:
    t = comparison.t
    lead = comparison.lead
    charts = comparison.tables_by_group
    heading = lead.title()
    if not charts:
        return tag(
            "section",
            tag("h2", heading),
            tag("p", t("There are no figures for these agencies."), class_="notice"),
            class_="chart",
        )
    figure: list[Part] = []
    for group, chart in charts.items():
        name = _group(comparison, group)
        if len(charts) > 1:
            figure.append(tag("h3", dot(group_token(group)), name, class_="group-head"))
        links = {code: _address(comparison, code, group) for code in comparison.stories}
        figure.append(row_table(chart, t, f"{heading}, {name}", links, "", f"c-{slug(group)}"))
    return block(
        Chart(
            id="compare",
            heading=heading,
            sentence=_sentence(comparison),
            polarity=" ".join(
                (
                    sentence.polarity(comparison.measure, t.language),
                    t("Agencies are in order of their names, not ranked."),
                )
            ),
            figure=tuple(figure),
            table=_table(comparison),
            note=next(iter(charts.values())).note,
            source=lead.source(),
            link=_link(comparison),
            download=("/exhibit/compare", comparison.selection().with_(release=comparison.tables.id).query()),
            forms=EXHIBIT_FORMS,
            explain=told(_how(comparison), lead.source(), _link(comparison), comparison.tables, t),
        ),
        t,
    )


def _changing(comparison: Comparison) -> Pictured | None:
    t, chart = comparison.t, comparison.trend
    if chart is None:
        return None
    name = _group(comparison, comparison.group)
    rows = tuple(
        (words.tick(period), *(panel.points[k].said for panel in chart.panels))
        for k, period in enumerate(chart.periods)
    )
    scale = t("Ratio of shares, log scale, the same in every panel.") if chart.ratio else t("One scale in every panel.")
    note = t("Grey lines: the other agencies. Shading: 95% interval, where there is one.")
    figures = comparison.over_time()
    return Pictured(
        Chart(
            id="trend",
            heading=t("Is it changing?"),
            sentence=t("{measure}, {group}: one panel for each agency.", measure=comparison.lead.title(), group=name),
            polarity=scale,
            figure=(panels(chart, t),),
            table=DataTable((t("Period"), *(panel.name for panel in chart.panels)), rows),
            note=note,
            source=comparison.lead.source(),
            link=_link(comparison),
        ),
        rows=figures,
        drawing=lambda: panels_drawing.draw(chart, t, note),
        demonstration=bool((figures["nature"] == DEMONSTRATION).any()),
        file=(TREND, comparison.selection()),
        how=_how(comparison),
    )


def _how(comparison: Comparison) -> tuple[str, ...]:
    t = comparison.t
    return (
        t("Each agency’s figures are made by the formula on the page of the measure."),
        t("The line is the benchmark. Where each agency has its own, values are shown as a ratio to it."),
        t("A reading says whether the difference is more than chance would make."),
    )


def _sentence(comparison: Comparison) -> str:
    """Return which of the agencies read how, group by group where one group is looked at; else how many are here."""
    t, language = comparison.t, comparison.t.language
    prefix = t("Demonstration: ") if comparison.lead.demonstration else ""
    if not comparison.group:
        return prefix + t(
            "{n} agencies beside all agencies together, group by group.",
            n=words.count(len(comparison.agencies), language).capitalize(),
        )
    rows = [row for row in comparison.tables_by_group[comparison.group].rows if row.group != EVERYONE and row.cells]
    said = [_group(comparison, comparison.group) + "."]
    for row in rows:
        reading = f" ({row.reading.lower()})" if row.reading else ""
        said.append(f"{row.name}: {row.cells[0]}{reading}.")
    return prefix + " ".join(said)


def _table(comparison: Comparison) -> DataTable:
    t = comparison.t
    charts = comparison.tables_by_group
    headings = (t("Group"), t("Agency"), *next(iter(charts.values())).headings)
    rows = []
    for group, chart in charts.items():
        compared = len(chart.headings) > 1
        width = len(chart.headings) - (1 if compared else 0)
        for row in chart.rows:
            cells = row.cells or (row.instead, *[""] * (width - 1))
            rows.append(
                (_group(comparison, group), row.name, *(c or "–" for c in cells), *((row.reading,) if compared else ()))
            )
    return DataTable(headings, tuple(rows), 2)


def _stacked(comparison: Comparison) -> Drawing:
    parts, height = [], 0.0
    for group, chart in comparison.tables_by_group.items():
        drawing = rows_drawing.draw(replace(chart, note=""), comparison.t, 250.0)
        if len(comparison.tables_by_group) > 1:
            parts.append(
                tag(
                    "g",
                    text(0, 16, _group(comparison, group), size=16, weight=600, colour="ink"),
                    transform=f"translate(0 {height:g})",
                )
            )
            height += 20
        parts.append(tag("g", drawing.body, transform=f"translate(0 {height:g})"))
        height += drawing.height + 12
    return Drawing(tag("g", parts), height)


def _group(comparison: Comparison, group: str) -> str:
    return words.named(comparison.measure, group, comparison.t.language, comparison.lead.chosen.dimension)


def _address(comparison: Comparison, code: str, group: str) -> str:
    story: Story = comparison.stories[code]
    chosen = story.chosen
    kept = comparison.asked.only().with_(period=chosen.period, benchmark=chosen.benchmark, dimension=chosen.dimension)
    own = {"agency": "" if code == EVERYONE else code}
    if comparison.measure["kind"] == REPRESENTATION:
        own["group"] = group
    return kept.address(f"/measures/{comparison.measure['measure']}", **own)


def _in_address(selection: Selection) -> dict[str, str]:
    own = {name: getattr(selection, name) for name in ("group", "dimension", "benchmark", "period", "release")}
    more = {name: selection.other(name) for name in ("measure", "with")}
    lang = "" if selection.lang == "en" else selection.lang
    return {name: value for name, value in {**own, **more, "lang": lang}.items() if value}


def _link(comparison: Comparison) -> str:
    return comparison.selection().address(PATH, release=comparison.tables.id, lang=comparison.t.language)
