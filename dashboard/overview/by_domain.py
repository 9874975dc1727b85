"""One row for each field of the State's work: its leading measure, its level, its gap, its pace."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components.chart import Chart, DataTable
from dashboard.components.marks import absence, status
from dashboard.components.pictured import Pictured, shown
from dashboard.components.small import beside_line, pace_bar, spark
from dashboard.components.standing import a_year
from dashboard.components.terms import term
from dashboard.domains import domains, leading
from dashboard.drawing import way
from dashboard.drawing.listed import Column, draw
from dashboard.drawing.picture import Drawing
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, Section, tag
from dashboard.selection import Selection
from dashboard.summary import Standing
from dashboard.tables import Tables, absent, in_words
from metrics import words

_SPARK_YEARS = 8
_SERIES = 2
"""So many values make a line."""
FILE = "fields"
"""The name of its files."""


def by_domain(tables: Tables, standings: Mapping[str, Standing], kept: Selection, t: Tongue) -> Part:
    """Return the section of what the State does: `standings` of measures of people's work, a row for each domain."""
    named = domains(t)
    heading = tag(
        "div",
        tag("h2", t("By field")),
        tag("a", t("All {n} measures", n=len(tables.measures())), href=kept.address("/measures")),
        class_="sec-head",
    )
    leads = _leads(tables, standings)
    there = leading([dict(each.measure) for each in standings.values()])
    missing = [named[domain] for domain in there if domain not in leads]
    without = (
        tag(
            "p", t("No figures in this release: {names}.", names=words.joined(missing, t.language)), class_="small soft"
        )
        if missing
        else Markup("")
    )
    told = fields(tables, standings, kept, t)
    return Section("section", (heading, *([shown(told, tables, t)] if told else []), without), {"class_": "sec"})


def fields(tables: Tables, standings: Mapping[str, Standing], kept: Selection, t: Tongue) -> Pictured | None:
    """Return the fields as a chart and as files; None where no measure has a figure."""
    leads = _leads(tables, standings)
    if not leads:
        return None
    named = domains(t)
    told = {named[domain]: each for domain, each in leads.items()}
    first = next(iter(told.values())).story
    demonstration = any(each.story.demonstration for each in told.values())
    sources = dict.fromkeys(source for each in told.values() for source in each.story.origins())
    headings = (
        t("Field"), t("Measure"), t("Group"), t("Level"), t("Level, since the first year"), t("Against the benchmark"),
        t("Gap, since the first year"), t("Pace"),
    )  # fmt: skip
    texts = tuple(_text(name, each, t) for name, each in told.items())
    return Pictured(
        Chart(
            id="domains",
            level="h3",
            heading=t("How is each field doing?"),
            sentence=f"{first.title()}. {first.say_groups()}",
            polarity=t("Each field is told by one measure and by the group furthest from its benchmark."),
            figure=(_figure([_row(name, each, kept, t) for name, each in told.items()], t),),
            table=DataTable(headings, texts, 3),
            source=t("Source: {source}.", source="; ".join(sources))
            + (" " + t("Demonstration data.") if demonstration else ""),
            link=kept.with_(release=tables.id).address("/"),
        ),
        rows=pd.DataFrame([_numbers(domain, each) for domain, each in leads.items()]),
        drawing=lambda: _picture(list(told.values()), headings, texts, t),
        demonstration=demonstration,
        file=(FILE, kept),
        how=(
            t("A field is told by the measure that leads it, in its newest year."),
            t("Of that measure it is the group furthest from the benchmark."),
            t("A change counts if it is more than chance, or at least a tenth where chance plays no part."),
            t("The page of each measure has its formula, its source and its interval."),
        ),
    )


def _leads(tables: Tables, standings: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return domain -> the standing of its leading measure, where it has figures."""
    filled = [
        dict(each.measure) for each in standings.values() if not tables.of("figures", each.measure["measure"]).empty
    ]
    return {domain: standings[measure["measure"]] for domain, measure in leading(filled).items()}


def _numbers(domain: str, each: Standing) -> dict[str, Any]:
    story, lead, row = each.story, each.lead, _paced(each)
    return {
        "field": domain, "measure": story.id, "period": story.chosen.period, "group": story.group if lead else "",
        "benchmark": story.chosen.benchmark if each.compared else "", "value": _newest(each),
        "ratio_to_benchmark": _ratio(each) if each.compared else None, "unit": each.measure["unit"],
        "level": each.level, "gap": each.gap if each.compared else "",
        "pace_actual": None if row is None else row["pace_actual"],
        "pace_required": None if row is None else row["pace_required"],
    }  # fmt: skip


def _newest(each: Standing) -> float | None:
    return None if each.lead is None else next(reversed(_series(each)), None)


def _series(each: Standing) -> list[float | None]:
    """Return the last years of the group that leads a measure."""
    return _values(each.story.over_time, each.story.group)[-_SPARK_YEARS:] if each.lead else []


def _picture(told: list[Standing], headings: tuple[str, ...], texts: tuple[tuple[str, ...], ...], t: Tongue) -> Drawing:
    def years(k: int, left: float, right: float, middle: float) -> list[Markup]:
        return way.spark(_series(told[k]), left, right, middle)

    field, measure, _, level, since, against, gap, pace = headings
    columns = (
        Column(field, 15), Column(measure, 19), Column(t("The last years"), 13, mark=years), Column(level, 13),
        Column(since, 13), Column(against, 16), Column(gap, 13), Column(pace, 16),
    )  # fmt: skip
    # A blank cell is drawn in: what has no line says so.
    lines = ["" if sum(value is not None for value in _series(each)) >= _SERIES else "–" for each in told]
    return draw(
        columns,
        [
            (name, f"{title}: {group}" if group not in ("–", title) else title, line, *rest)
            for (name, title, group, *rest), line in zip(texts, lines, strict=True)
        ],
    )


def _figure(rows: list[Markup], t: Tongue) -> Markup:
    headings = (
        ("", t("Field"), t("Its leading measure")),
        ("level", t("Level"), t("The last years, to the newest.")),
        ("gap", t("Gap"), t("Ratio to the benchmark, which is the line.")),
        ("pace", t("Pace"), t("Speed so far; the line is the speed needed.")),
    )
    head = [
        tag("th", tag("b", term(key, name, t) if key else name), more, scope="col", class_="d-name" if k == 0 else None)
        for k, (key, name, more) in enumerate(headings)
    ]
    return tag(
        "table",
        tag("caption", t("How is each field doing?"), class_="sr"),
        tag("thead", tag("tr", head)),
        tag("tbody", rows),
        class_="domains",
    )


def _row(name: str, each: Standing, kept: Selection, t: Tongue) -> Markup:
    story, lead = each.story, each.lead
    link = tag("a", name, href=kept.address(f"/measures/{story.id}"))
    title = in_words(each.measure, "title", t.language)
    who = "" if lead is None or lead.name == title else f" {lead.name}: {lead.brief}."
    head = tag("th", link, tag("p", f"{title}.{who}", class_="small soft"), scope="row")
    if lead is None:
        shown = story.now[absent(story.now["benchmark"])]["status"]
        state = "missing" if shown.empty else str(shown.iloc[0])
        empty = status("not_enough_data", t.language) if state == "shown" else absence(state, t.language)
        return tag("tr", head, [tag("td", empty, data_label=column) for column in (t("Level"), t("Gap"), t("Pace"))])
    values = _series(each)
    line = spark(values) if sum(value is not None for value in values) >= _SERIES else tag("span")
    level = _duo(line, status(each.level, t.language), lead.cells[0])
    ratio = _ratio(each)
    gap = (
        _duo(beside_line(ratio, lead.filled) if ratio else tag("span"), status(each.gap, t.language), _against(each, t))
        if each.compared
        else _duo(absence("not_applicable", t.language), "", t("It has no benchmark."))
    )
    cells = ((t("Level"), level), (t("Gap"), gap), (t("Pace"), _pace(each, t)))
    return tag("tr", head, [tag("td", body, data_label=column) for column, body in cells])


def _duo(drawing: Markup | None, word: Markup | str, said: str) -> Markup:
    return tag("div", drawing, tag("div", word, tag("p", said) if said else None), class_="duo")


def _ratio(each: Standing) -> float | None:
    """Return the lead group's value over the benchmark's; None where either is 0 or unknown."""
    lead = each.lead
    if lead is None or not lead.at:
        return None
    if each.story.rows.ratio:
        return lead.at
    return lead.at / lead.benchmark if lead.benchmark else None


def _against(each: Standing, t: Tongue) -> str:
    story, lead = each.story, each.lead
    if lead is None or not lead.at or lead.benchmark is None:
        return words.reading("not_compared", t.language)
    named = words.reference(story.chosen.benchmark, t.language)
    if story.rows.ratio:
        ratio = words.number(lead.at, "ratio", 2, t.language)
        return t("{ratio} of the share in {benchmark}", ratio=ratio, benchmark=named)
    return t("{difference} from {benchmark}", difference=lead.cells[2], benchmark=named)


def _pace(each: Standing, t: Tongue) -> Markup:
    row = _paced(each)
    if row is None:
        return _duo(None, "", t("Not enough years to tell."))
    said, needed = _speeds(each, row, t)
    if needed is None:
        return _duo(None, tag("span", said, class_="st"), t("No target is set."))
    if pd.isna(row["probability_met"]):
        return _duo(None, tag("span", said, class_="st"), needed)
    chance = words.number(100 * float(row["probability_met"]), "percent", 0, t.language)
    head = t("{chance} chance by {year}", chance=chance, year=int(each.measure["target_year"]))
    bar = pace_bar(float(row["pace_actual"]) / float(row["pace_required"])) if row["pace_required"] else None
    return _duo(bar, tag("span", head, class_="st"), f"{said}; {needed}")


def _paced(each: Standing) -> Any:
    rows = each.progress[(each.progress["of"] == "level") & each.progress["pace_actual"].notna()]
    return None if rows.empty else rows.iloc[0]


def _speeds(each: Standing, row: Any, t: Tongue) -> tuple[str, str | None]:
    """Return the change a year, and what is asked of it where there is a target."""
    based = words.by_base(each.measure, each.story.tables.smallest_base(each.story.id, row))
    said = t("{change} a year", change=a_year(based, float(row["pace_actual"]), t))
    if pd.notna(row["pace_required"]):
        return said, t("{change} a year needed", change=a_year(based, float(row["pace_required"]), t))
    return said, t("The target has no year.") if each.measure["target"] != "" else None


def _text(name: str, each: Standing, t: Tongue) -> tuple[str, ...]:
    title = in_words(each.measure, "title", t.language)
    if each.lead is None:
        word = words.status("not_enough_data", t.language)
        return (name, title, "–", "–", word, "–", word, "–")
    row = _paced(each)
    pace = "–" if row is None else "; ".join(part for part in _speeds(each, row, t) if part)
    return (
        name,
        title,
        each.lead.name,
        each.lead.cells[0],
        words.status(each.level, t.language),
        _against(each, t) if each.compared else t("It has no benchmark."),
        words.status(each.gap, t.language) if each.compared else "–",
        pace,
    )


def _values(figures: pd.DataFrame, group: str) -> list[float | None]:
    rows = figures[absent(figures["benchmark"]) & (figures["group"] == group)]
    by_period = dict(zip(rows["period"], rows["value"], strict=True))
    return [
        None if pd.isna(by_period.get(p)) else float(by_period[p]) for p in sorted(set(figures["period"]), key=in_time)
    ]
