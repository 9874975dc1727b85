"""Where Connecticut stands: states, domains, gaps that move most, conditions, how complete it is."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components.chart import Chart, DataTable, block
from dashboard.components.marks import STATUS_CLASS, absence, key, status
from dashboard.components.small import beside_line, move, spark, strip
from dashboard.figures.axis import value_axis
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, Section, View, tag
from dashboard.palette import group_token
from dashboard.selection import Selection
from dashboard.summary import Standing, counts, standing
from dashboard.tables import DEMONSTRATION, EVERYONE, NOT_REPORTED, REPRESENTATION, Tables, absent, in_words, published
from metrics import sentence, words

PATH = "/"
_SPARK_YEARS = 8
_MOST = 3
_MOVED = ("improving", "getting_worse", "target_met_or_exceeded")


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the overview."""
    kept = selection.only()
    measures = tables.measures()
    standings = [standing(tables, measure, kept, t) for measure in measures]
    title = t("Where Connecticut stands against its equity benchmarks")
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", title),
        *_lead(tables, standings, t),
        _states(standings, t),
    ]
    parity = [m for m in measures if m["favourable"] == "parity"]
    parts.append(_domains(tables, parity, kept, t))
    parts += [_moves(tables, measures, kept, t), _conditions(tables, [m for m in measures if m not in parity], kept, t)]
    parts.append(_complete(tables, standings, t))
    return View(title, tuple(parts))


def _lead(tables: Tables, standings: list[Standing], t: Tongue) -> list[Markup]:
    found = counts(standings)
    said = t(
        "{n} measures have a benchmark: {met} met, {improving} improving, {same} with little or no change, {worse} getting worse, "
        "{nodata} without enough data.",
        n=sum(found.values()), **{STATUS_CLASS[name]: number for name, number in found.items()},
    )  # fmt: skip
    released = t("Release {id}, published {day}.", id=tables.id, day=published(tables, t.language))
    how = t("A measure’s state is that of the group furthest from its benchmark.")
    return [tag("p", said, class_="lead"), tag("p", f"{released} {how}", class_="small soft gap")]


def _states(standings: list[Standing], t: Tongue) -> Markup:
    cells = [
        tag(
            "div",
            status(name, t.language),
            tag("strong", number),
            tag("span", [tag("i") for _ in range(number)], class_="ticks", aria_hidden="true"),
            class_=STATUS_CLASS[name],
        )
        for name, number in counts(standings).items()
    ]
    return tag("section", cells, class_="states", aria_label=t("Measures by state"))


def _domains(tables: Tables, measures: list[dict[str, Any]], kept: Selection, t: Tongue) -> Part:
    rows, table = [], []
    sources: list[str] = []
    missing = [measure for measure in measures if tables.of("figures", measure["measure"]).empty]
    for measure in measures:
        if measure in missing:
            continue
        for dimension in standing(tables, measure, kept, t).story.chosen.options["dimension"]:
            each = standing(tables, measure, kept.with_(dimension=dimension), t)
            rows.append(_domain_row(each, kept, t))
            table.append(_domain_text(each, t))
            sources.append(each.story.source())
    headings = (
        (t("Measure"), t("The group furthest from the benchmark")),
        (t("Level"), t("The last years, to the newest.")),
        (t("Gap"), t("Ratio to the benchmark, which is the line.")),
    )
    head = tag(
        "tr",
        [
            tag("th", tag("b", name), more, scope="col", class_="d-name" if k == 0 else None)
            for k, (name, more) in enumerate(headings)
        ],
    )
    figure = tag(
        "table",
        tag("caption", t("Representation"), class_="sr"),
        tag("thead", head),
        tag("tbody", rows),
        class_="domains",
    )
    heading = tag(
        "div",
        tag("h2", t("Representation")),
        tag("a", t("All measures"), href=kept.address("/measures")),
        class_="sec-head",
    )
    absent_ones = [
        tag(
            "p",
            t("{measure}: no figures in this release.", measure=in_words(measure, "title", t.language)),
            class_="small soft gap",
        )
        for measure in missing
    ]
    if not rows:
        return Section("section", (heading, *absent_ones), {"class_": "sec"})
    chart = block(
        Chart(
            id="domains",
            heading=t("Do those who do the work mirror the people they serve?"),
            sentence=_domain_sentence(tables, measures, missing, kept, t),
            figure=(figure,),
            table=DataTable(
                (
                    t("Measure"),
                    t("Group"),
                    t("Level"),
                    t("Benchmark"),
                    t("Reading"),
                    t("Level, since the first year"),
                    t("Gap, since the first year"),
                ),
                tuple(table),
                2,
            ),
            source=sources[0] if sources else "",
            link=kept.with_(release=tables.id).address("/"),
        ),
        t,
    )
    return Section("section", (heading, chart, *absent_ones), {"class_": "sec"})


def _domain_sentence(
    tables: Tables, measures: list[dict[str, Any]], missing: list[dict[str, Any]], kept: Selection, t: Tongue
) -> str:
    first = next(measure for measure in measures if measure not in missing)
    return f"{in_words(first, 'title', t.language)}. {standing(tables, first, kept, t).story.say_groups()}"


def _domain_row(each: Standing, kept: Selection, t: Tongue) -> Markup:
    story = each.story
    link = kept.with_(dimension=story.chosen.dimension).address(f"/measures/{story.id}")
    dimension = words.dimension(story.chosen.dimension, t.language)
    name = tag("th", tag("a", f"{story.title()}, {dimension}", href=link), scope="row")
    if each.lead is None:
        empty = status("not_enough_data", t.language)
        return tag("tr", name, tag("td", empty, data_label=t("Level")), tag("td", empty, data_label=t("Gap")))
    name = tag(
        "th",
        tag("a", f"{story.title()}, {dimension}", href=link),
        tag("p", f"{each.lead.name}: {each.lead.brief}.", class_="small soft"),
        scope="row",
    )
    values = _values(story.over_time, story.group)
    level = tag(
        "div", spark(values[-_SPARK_YEARS:]), tag("div", status(each.level, t.language), tag("p", each.lead.cells[0] + _pace(each, t))), class_="duo"
    )  # fmt: skip
    ratio = each.lead.at if story.rows.ratio and each.lead.at else None
    gap = tag(
        "div",
        beside_line(ratio, each.lead.filled) if ratio else tag("span"),
        tag("div", status(each.gap, t.language), tag("p", _stands(each, t))),
        class_="duo",
    )
    return tag("tr", name, tag("td", level, data_label=t("Level")), tag("td", gap, data_label=t("Gap")))


def _stands(each: Standing, t: Tongue) -> str:
    benchmark = words.reference(each.story.chosen.benchmark, t.language)
    if each.lead is None or not each.lead.at:
        return words.reading("not_compared", t.language)
    return t(
        "{ratio} of the share in {benchmark}",
        ratio=words.number(each.lead.at, "ratio", 2, t.language),
        benchmark=benchmark,
    )


def _pace(each: Standing, t: Tongue) -> str:
    pace = each.progress[each.progress["of"] == "level"]["pace_actual"].dropna()
    if pace.empty:
        return ""
    return ", " + t("{change} a year", change=words.points(float(pace.iloc[0]), 1, t.language))


def _domain_text(each: Standing, t: Tongue) -> tuple[str, ...]:
    story, language = each.story, t.language
    name = f"{story.title()}, {words.dimension(story.chosen.dimension, language)}"
    if each.lead is None:
        return (name, "–", "–", "–", "–", words.status(each.level, language), words.status(each.gap, language))
    cells = each.lead.cells + ("–", "–")
    return (
        name,
        each.lead.name,
        cells[0],
        cells[1],
        each.lead.reading or "–",
        words.status(each.level, language),
        words.status(each.gap, language),
    )


def _values(figures: pd.DataFrame, group: str) -> list[float | None]:
    rows = figures[absent(figures["benchmark"]) & (figures["group"] == group)]
    by_period = dict(zip(rows["period"], rows["value"], strict=True))
    return [
        None if pd.isna(by_period.get(p)) else float(by_period[p]) for p in sorted(set(figures["period"]), key=in_time)
    ]


def _moves(tables: Tables, measures: list[dict[str, Any]], kept: Selection, t: Tongue) -> Markup:
    moved = [gap for measure in measures if (gap := _most_moved(tables, measure, kept, t)) is not None]
    columns = []
    for title, found in (
        (t("Gaps closing most"), sorted((m for m in moved if m.change < 0), key=lambda m: m.change)),
        (t("Gaps widening most"), sorted((m for m in moved if m.change > 0), key=lambda m: -m.change)),
    ):
        items = [
            tag("li", tag("p", tag("a", m.name, href=m.link), f" {m.said}", class_="small"), move(m.before, m.after))
            for m in found[:_MOST]
        ]
        body = (
            tag("ul", items, class_="moves")
            if items
            else tag("p", t("No gap has moved by more than chance or a tenth."), class_="small soft")
        )
        columns.append(tag("section", tag("div", tag("h2", title), class_="sec-head"), body))
    note = tag(
        "p",
        t(
            "Hollow mark: the first year. Filled mark: the newest. The black line is the benchmark; the track is the larger of the two gaps."
        ),
        class_="tiny",
    )
    return tag("div", tag("div", columns, class_="twin"), note if moved else None, class_="sec")


@dataclass(frozen=True, slots=True)
class _Move:
    """A gap then and now, as sizes; `change` is the log of now over then."""

    change: float
    before: float
    after: float
    name: str
    said: str
    link: str


def _most_moved(tables: Tables, measure: dict[str, Any], kept: Selection, t: Tongue) -> _Move | None:
    """Return the group of a measure whose gap to the first benchmark has moved most, if any has moved."""
    rows = tables.of("progress", measure["measure"])
    if rows.empty:
        return None
    story = standing(tables, measure, kept, t).story
    rows = rows[
        (rows["agency"] == story.chosen.agency) & (rows["of"] == "gap") & ~rows["group"].isin([EVERYONE, NOT_REPORTED])
    ]
    rows = rows[rows["status"].isin(_MOVED) & rows["value"].notna() & rows["base_value"].notna()]
    parity = measure["favourable"] == "parity"
    found = []
    for _, row in rows.iterrows():
        before, after = (_size(float(row[c]), parity) for c in ("base_value", "value"))
        if before > 0 and after > 0:
            found.append((abs(math.log(after / before)), before, after, row))
    if not found:
        return None
    _, before, after, row = max(found, key=lambda each: each[0])
    name = f"{in_words(measure, 'title', t.language)}, {words.group(row['group'], t.language)}"
    values = [_gap(float(row[c]), measure, t) for c in ("base_value", "value")]
    years = f"{words.tick(row['base_period'])}, {words.tick(row['period'])}"
    said = (
        t(
            "from {before} to {after} of the share in {benchmark} ({years})",
            before=values[0],
            after=values[1],
            benchmark=words.reference(row["benchmark"], t.language),
            years=years,
        )
        if parity
        else t(
            "from {before} to {after}; benchmark: {benchmark} ({years})",
            before=values[0],
            after=values[1],
            benchmark=words.benchmark(row["benchmark"], t.language),
            years=years,
        )
    )
    link = kept.address(f"/measures/{measure['measure']}", dimension=row["dimension"], group=row["group"])
    return _Move(math.log(after / before), before, after, name, said, link)


def _size(value: float, parity: bool) -> float:
    if parity:
        return abs(math.log(value)) if value > 0 else 0.0
    return abs(value)


def _gap(value: float, measure: dict[str, Any], t: Tongue) -> str:
    if measure["favourable"] == "parity":
        return words.number(value, "ratio", 2, t.language)
    if measure["unit"] == "percent":
        return words.points(value, int(measure["decimals"]), t.language)
    return words.number(value, measure["unit"], int(measure["decimals"]), t.language)


def _conditions(tables: Tables, measures: list[dict[str, Any]], kept: Selection, t: Tongue) -> Markup:
    cells = [
        _condition(tables, measure, kept, t)
        for measure in measures
        if measure["unit"] != "persons" and not tables.of("figures", measure["measure"]).empty
    ]
    if not cells:
        return Markup("")
    head = tag(
        "div",
        tag("h2", t("Conditions in the population")),
        tag("p", t("These describe life in Connecticut. They are not a score of any agency."), class_="small soft"),
        class_="sec-head",
    )
    return tag("section", head, tag("div", cells, class_="ranges"), class_="sec")


def _condition(tables: Tables, measure: dict[str, Any], kept: Selection, t: Tongue) -> Markup:
    each = standing(tables, measure, kept, t)
    story = each.story
    link = tag(
        "h3", tag("a", in_words(measure, "title", t.language), href=kept.address(f"/measures/{measure['measure']}"))
    )
    if story.all_figures.empty:
        return tag("article", link, tag("p", absence("missing", t.language)))
    rows = story.now[absent(story.now["benchmark"])]
    shown = rows[(rows["status"] == "shown") & rows["value"].notna()]
    groups = shown[~shown["group"].isin([EVERYONE, NOT_REPORTED])]
    period = words.period(story.chosen.period, t.language)
    about = tag("p", f"{period[:1].upper()}{period[1:]}. {sentence.polarity(measure, t.language)}", class_="small soft")
    if groups.empty:
        return tag("article", link, about, tag("p", absence(str(rows["status"].iloc[0]), t.language)))

    def said(value: float) -> str:
        return words.number(value, measure["unit"], int(measure["decimals"]), t.language)

    places = [
        (
            float(r["value"]),
            group_token(r["group"]),
            f"{_short(words.group(r['group'], t.language))} {said(r['value'])}",
        )
        for _, r in groups.iterrows()
    ]
    everyone = shown[shown["group"] == EVERYONE]["value"]
    if everyone.empty:
        whole = story.all_figures
        whole = whole[
            (whole["group"] == EVERYONE)
            & (whole["geography"] == story.chosen.geography)
            & (whole["period"] == story.chosen.period)
            & (whole["agency"] == story.chosen.agency)
        ]
        everyone = whole["value"].dropna()
    middle = (
        (float(everyone.iloc[0]), t("Everyone {value}", value=said(float(everyone.iloc[0]))))
        if not everyone.empty
        else None
    )
    values = [value for value, _, _ in places] + ([middle[0]] if middle else [])
    axis = value_axis(values, from_zero=min(values) < 0.6 * max(values))
    demonstration = (
        tag("p", t("Demonstration data."), class_="tiny") if (rows["nature"] == DEMONSTRATION).any() else None
    )
    spoken = tag("p", story.say_groups(), class_="sr")
    return tag("article", link, about, strip(places, middle, axis), spoken, demonstration)


def _short(name: str) -> str:
    for joint in (" or ", " o "):
        name = name.split(joint)[0]
    return name


def _complete(tables: Tables, standings: list[Standing], t: Tongue) -> Markup:
    cells = []
    due = [
        (int(row["agencies_delivered"]), int(row["agencies_due"]))
        for each in standings if each.measure["kind"] == REPRESENTATION and not each.story.all_figures.empty
        for _, row in each.story.now.dropna(subset=["agencies_due"]).head(1).iterrows()
    ]  # fmt: skip
    if due:
        cells.append(_share(*due[0], t("{n} of {all}"), t("agencies delivered this year’s head counts"), t))
    with_data = sum(not each.story.all_figures.empty for each in standings)
    cells.append(_share(with_data, len(standings), t("{n} of {all}"), t("measures have figures in this release"), t))
    vintages = [
        v for each in standings if not each.story.all_figures.empty
        for v in each.story.ratios["reference_vintage"].dropna().unique() if v
    ]  # fmt: skip
    if vintages:
        oldest = min(vintages, key=lambda v: in_time(v)[-1])
        cells.append(
            tag(
                "div", tag("strong", words.tick(oldest)), tag("p", t("oldest benchmark vintage in use"), class_="small")
            )
        )
    head = tag("div", tag("h2", t("How complete is this?")), class_="sec-head")
    return tag("section", head, tag("div", cells, class_="complete"), key(t), class_="sec")


def _share(n: int, of: int, form: str, what: str, t: Tongue) -> Markup:
    bar = tag("div", tag("i", style=f"width:{100 * n / max(of, 1):.1f}%"), class_="bar", aria_hidden="true")
    return tag("div", tag("strong", form.format(n=n, all=of)), bar, tag("p", what, class_="small"))
