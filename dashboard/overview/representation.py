"""How those who do the work compare with those they serve: level and gap of each measure of representation."""

from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components.chart import Chart, DataTable, block
from dashboard.components.marks import status
from dashboard.components.small import beside_line, spark
from dashboard.components.standing import a_year
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, Section, tag
from dashboard.selection import Selection
from dashboard.summary import Standing, standing
from dashboard.tables import Tables, absent, in_words
from metrics import words

_SPARK_YEARS = 8


def representation(tables: Tables, measures: list[dict[str, Any]], kept: Selection, t: Tongue) -> Part:
    """Return the section of the measures whose aim is parity, a row for each dimension."""
    rows, table = [], []
    sources: list[str] = []
    demonstration = False
    missing = [measure for measure in measures if tables.of("figures", measure["measure"]).empty]
    for measure in measures:
        if measure in missing:
            continue
        for dimension in standing(tables, measure, kept, t).story.chosen.options["dimension"]:
            each = standing(tables, measure, kept.with_(dimension=dimension), t)
            rows.append(_domain_row(each, kept, t))
            table.append(_domain_text(each, t))
            sources += each.story.origins()
            demonstration |= each.story.demonstration
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
            level="h3",
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
            source=t("Source: {source}.", source="; ".join(dict.fromkeys(sources)))
            + (" " + t("Demonstration data.") if demonstration else ""),
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
        "div",
        spark(values[-_SPARK_YEARS:]),
        tag("div", status(each.level, t.language), tag("p", each.lead.cells[0] + _pace(each, t))),
        class_="duo",
    )
    ratio = each.lead.at if story.rows.ratio and each.lead.at else None
    gap = tag(
        "div",
        beside_line(ratio, each.lead.filled) if ratio else tag("span"),
        tag("div", status(each.gap, t.language), tag("p", _stands(each, t))),
        class_="duo",
    )
    return tag("tr", name, tag("td", level, data_label=t("Level")), tag("td", gap, data_label=t("Gap")))


def _stands(each: Standing, t: Tongue) -> str:
    if each.lead is None or not each.lead.at or not each.story.chosen.benchmark:
        return words.reading("not_compared", t.language)
    benchmark = words.reference(each.story.chosen.benchmark, t.language)
    return t(
        "{ratio} of the share in {benchmark}",
        ratio=words.number(each.lead.at, "ratio", 2, t.language),
        benchmark=benchmark,
    )


def _pace(each: Standing, t: Tongue) -> str:
    rows = each.progress[(each.progress["of"] == "level") & each.progress["pace_actual"].notna()]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    based = words.by_base(each.measure, each.story.tables.smallest_base(each.story.id, row))
    return ", " + t("{change} a year", change=a_year(based, float(row["pace_actual"]), t))


def _domain_text(each: Standing, t: Tongue) -> tuple[str, ...]:
    story, language = each.story, t.language
    name = f"{story.title()}, {words.dimension(story.chosen.dimension, language)}"
    if each.lead is None:
        return (name, "–", "–", "–", "–", words.status(each.level, language), words.status(each.gap, language))
    cells = (*each.lead.cells, "–", "–")
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
