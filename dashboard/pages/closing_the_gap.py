"""Closing the gap: when a group reaches parity under given hiring and turnover, and what changed its number so far."""

import math

import pandas as pd

from dashboard.components import flow_rows
from dashboard.components.chart import EXHIBIT_FORMS, Chart, DataTable, block
from dashboard.components.explain_gap import explain
from dashboard.components.filters import Field, filters
from dashboard.components.notes import notes
from dashboard.components.settings import Slider, settings
from dashboard.drawing import flow as flow_drawing
from dashboard.drawing import path as path_drawing
from dashboard.exhibits import Exhibit
from dashboard.figures.path import labels, path
from dashboard.figures.path_plot import as_plotly
from dashboard.flows import Flows
from dashboard.gap import LONGEST, Gap, Given, Outlook
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, Plot, Section, View, tag
from dashboard.palette import SCHEMES
from dashboard.selection import Selection
from dashboard.tables import EVERYONE, Tables
from metrics import outlook, words

PATH = "/closing-the-gap"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the simulator of one group of one unit; a page that says so where no head count is shown."""
    title = t("What would close the gap?")
    gap = Gap(tables, selection, t)
    parts: list[Part] = [tag("p", t("Analyze"), class_="crumb"), tag("h1", title)]
    if not gap.groups:
        parts.append(tag("p", t("This release shows no head counts by group with a benchmark."), class_="notice"))
        return View(title, tuple(parts))
    parts.append(
        tag("p", t("A what-if on published counts, not a forecast. Nothing is kept but the link."), class_="lead soft")
    )
    parts += [tag("p", each, class_="notice", role="status") for each in _left_out(gap)]
    ahead = gap.outlook(gap.share.value)
    parts += [_choices(gap), _undivided(gap), _simulator(gap, ahead), _compared(gap)]
    parts += [flow_rows.of_gap(gap, _link(gap), _query(gap)), _care(t)]
    return View(f"{title} {gap.place()}", tuple(parts))


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return the way to parity as a file; None where there is no group to look at."""
    gap = Gap(tables, selection, t)
    if not gap.groups:
        return None
    ahead = gap.outlook(gap.share.value)
    chart = path(gap, ahead)
    rows = pd.DataFrame(
        {
            "agency": gap.agency, "job_category": gap.job, "group": gap.group, "benchmark": gap.benchmark,
            "benchmark_share": gap.benchmarks[gap.benchmark], "hiring_share": gap.share.value,
            "turnover": gap.turnover.value, "everyone": gap.everyone, "parity": gap.needed, "year": chart.years,
            "people": chart.middle, "lower": chart.low, "upper": chart.high, "chance_of_parity": ahead.parity.chance,
        }
    )  # fmt: skip
    return Exhibit(
        t("What would close the gap?") + " " + gap.place(),
        _sentence(gap, ahead),
        _source(gap),
        rows,
        lambda: path_drawing.draw(chart, labels(gap, chart), t.language),
        _link(gap),
        gap.demonstration,
    )


def flow_exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return what changed the number as a file; None where it is not shown."""
    gap = Gap(tables, selection, t)
    flows = Flows(gap) if gap.groups else None
    if flows is None or flows.shown is None:
        return None
    year = flows.shown
    rows = pd.DataFrame(
        [
            {
                "agency": gap.agency, "group": gap.group, "period": each.period, **each.people,
                **{f"share_{name}": value for name, value in (each.share or {}).items()},
            }
            for each in flows.years
        ]
    )  # fmt: skip
    return Exhibit(
        t("What changed the number?") + " " + gap.place(),
        flow_rows.said(gap, year),
        flow_rows.source(gap),
        rows,
        lambda: flow_drawing.draw(flow_rows.of_year(gap, year)),
        _link(gap),
        gap.demonstration,
    )


def _left_out(gap: Gap) -> list[str]:
    asked = (
        (gap.asked.agency, gap.agency), (gap.asked.other("job"), gap.job), (gap.asked.group, gap.group),
        (gap.asked.benchmark, gap.benchmark),
    )  # fmt: skip
    said = gap.t("There are no head counts for “{asked}” here. You are seeing the usual choice.", asked="{asked}")
    return [said.format(asked=wanted) for wanted, found in asked if wanted and wanted != found]


def _choices(gap: Gap) -> Markup:
    t, language = gap.t, gap.t.language
    names = gap.tables.agency_names()
    dimension = dict(zip(gap.now["group"], gap.now["dimension"], strict=True))
    fields = (
        Field(
            "agency",
            t("Agency"),
            tuple((a, t("All agencies") if a == EVERYONE else names.get(a, a)) for a in gap.agencies),
            gap.agency,
        ),
        Field(
            "job",
            t("Job category"),
            tuple(
                (
                    "" if j == EVERYONE else j,
                    t("All jobs") if j == EVERYONE else words.group(j, language, "job_category"),
                )
                for j in gap.jobs
            ),
            "" if gap.job == EVERYONE else gap.job,
        ),
        Field("group", t("Group"), tuple((g, words.group(g, language, dimension[g])) for g in gap.groups), gap.group),
        Field(
            "benchmark",
            t("Parity with"),
            tuple((b, words.capital(words.benchmark(b, language))) for b in gap.benchmarks),
            gap.benchmark,
        ),
    )
    kept = {"release": gap.asked.release, "lang": "" if language == "en" else language}
    return filters(PATH, fields, kept, f"{gap.place()}, {gap.named()}", t)


def _undivided(gap: Gap) -> Markup:
    """Say why an agency has no choice of job category, and where there is one; nothing where there is the choice."""
    if gap.agency == EVERYONE or len(gap.jobs) > 1:
        return Markup("")
    t = gap.t
    way = tag("a", t("See job categories of all agencies together"), href=gap.asked.only("group").address(PATH))
    said = t("For one agency, groups by job category are not shown, to protect people: the counts are too small.")
    return tag("p", said, " ", way, class_="small soft gap")


def _simulator(gap: Gap, ahead: Outlook) -> Section:
    t, language = gap.t, gap.t.language
    chart = path(gap, ahead)
    said = labels(gap, chart)
    plot = Plot(
        "path-plot",
        {scheme: as_plotly(chart, said, scheme, language) for scheme in SCHEMES},
        path_drawing.still(chart, said, language),
    )
    note = t("Steps are whole people. The shading holds 95 of 100 simulated ways. The size of the unit stays as it is.")
    figure = block(
        Chart(
            id="path",
            heading=t("When does parity come: {group}?", group=gap.named()),
            sentence=_sentence(gap, ahead),
            polarity=f"{gap.place()}. {words.polarity('parity', language)}",
            figure=(_facts(gap, ahead), Section("div", (plot,), {"aria_hidden": "true"})),
            table=_table(gap, ahead),
            note=note,
            source=_source(gap),
            link=_link(gap),
            download=("/exhibit/path", _query(gap)),
            forms=EXHIBIT_FORMS,
            explain=explain(gap, ahead),
        ),
        t,
    )
    return Section("div", (_settings(gap), figure), {"class_": "simulator"})


def _settings(gap: Gap) -> Markup:
    t = gap.t
    percent = "{n}\N{NO-BREAK SPACE}%" if t.language == "es" else "{n}%"
    benchmark = gap.benchmarks[gap.benchmark]
    known = (benchmark, gap.share.value, gap.share.usual)
    line = t(
        "Line: {benchmark}, {share}.",
        benchmark=words.benchmark(gap.benchmark, t.language),
        share=words.number(benchmark, "percent", 1, t.language),
    )
    far, step = min(100.0, 10.0 * math.ceil(max(known) / 5)), 0.5 if max(known) > 10 else 0.1
    share, leave = gap.share, gap.turnover
    sliders = (
        Slider(
            "share", t("Share of hires: {group}", group=gap.named()), share.value, 0, far, step, percent,
            f"{_note(gap, share)} {line}", benchmark,
        ),
        Slider(
            "turnover", t("Leave each year"), leave.value, 0, max(30.0, leave.value), 0.1, percent, _note(gap, leave)
        ),
        Slider("years", t("Years ahead"), gap.years, 1, LONGEST, 1, "{n}", t("From {year} on.", year=gap.year)),
    )  # fmt: skip
    kept = {
        "agency": gap.agency, "job": gap.job if gap.job != EVERYONE else "", "group": gap.group,
        "benchmark": gap.benchmark, "release": gap.asked.release, "lang": "" if t.language == "en" else t.language,
    }  # fmt: skip
    back = gap.selection().with_other(share="", turnover="", years="").address(PATH)
    reset = tag("a", t("Back to the usual settings"), href=back, class_="btn")
    return settings(PATH, sliders, kept, reset, t)


def _note(gap: Gap, given: Given) -> str:
    if given.low is None or given.high is None:
        return given.origin
    low, high = (words.number(each, "percent", 1, gap.t.language) for each in (given.low, given.high))
    return given.origin + " " + gap.t("Last years: {low} to {high}.", low=low, high=high)


def _facts(gap: Gap, ahead: Outlook) -> Markup:
    t, reached = gap.t, ahead.parity
    end = gap.year + gap.years
    own = gap.share.value / 100 * ahead.hires
    facts = [
        (_when(gap, ahead), _range(gap, ahead)),
        (_of(gap, own, ahead.hires), t("hires a year at these settings")),
    ]
    if reached.year != 0:
        needed = gap.need
        facts.append(
            (_of(gap, needed.a_year, ahead.hires), t("hires a year for parity by {year}", year=end))
            if needed.possible
            else (t("Not by hiring alone"), t("parity by {year} would take more than all hires", year=end))
        )
    return tag("ul", [tag("li", tag("b", value), tag("span", said)) for value, said in facts], class_="facts-row")


def _when(gap: Gap, ahead: Outlook) -> str:
    year = ahead.parity.year
    if year is None:
        return gap.t("Not by {year}", year=gap.year + gap.years)
    return gap.t("Now") if year == 0 else str(gap.year + year)


def _range(gap: Gap, ahead: Outlook) -> str:
    t, found = gap.t, ahead.parity
    if found.year == 0:
        return t("parity is reached")
    if found.earliest is None:
        return t("year of parity")
    first = gap.year + found.earliest
    if found.latest is None:
        return t("year of parity; likely {first} or later", first=first)
    return t("year of parity; likely {first} to {last}", first=first, last=gap.year + found.latest)


def _of(gap: Gap, n: float, everybody: float) -> str:
    some, every = (words.number(each, "persons", 0, gap.t.language) for each in (n, everybody))
    return gap.t("{n} of {all}", n=some, all=every)


def _sentence(gap: Gap, ahead: Outlook) -> str:
    found, language = ahead.parity, gap.t.language
    said = outlook.for_path(
        gap.named(), gap.year, gap.years, (found.year, found.earliest, found.latest), float(found.chance[-1]), language,
        demonstration=gap.demonstration,
    )  # fmt: skip
    if found.year == 0:
        return said
    need = gap.need
    return (
        f"{said} {outlook.for_need(need.a_year, ahead.hires, gap.year + gap.years, language, possible=need.possible)}"
    )


def _compared(gap: Gap) -> Markup:
    """Return the same under the usual hiring, under hiring that matches the benchmark, and as the reader set it."""
    t, language = gap.t, gap.t.language
    benchmark = gap.benchmarks[gap.benchmark]
    usual = t("At today’s hiring") if gap.share.own else t("At the State’s hiring")
    rows = [(usual, gap.share.usual)] if gap.share.low is not None else []
    rows.append((t("If hires matched {benchmark}", benchmark=words.reference(gap.benchmark, language)), benchmark))
    if gap.share.changed:
        rows.append((t("As you set it"), gap.share.value))
    headings = (
        t("Share of hires"),
        t("Hires of the group a year"),
        t("Year of parity"),
        t("Chance by {year}", year=gap.year + gap.years),
    )
    body = []
    for name, share in rows:
        ahead = gap.outlook(share)
        cells = (
            words.number(share, "percent", 1, language),
            words.number(share / 100 * ahead.hires, "persons", 0, language),
            f"{_when(gap, ahead)} {_likely(gap, ahead)}".strip(),
            words.number(100 * float(ahead.parity.chance[-1]), "percent", 0, language),
        )
        named = zip(headings, cells, strict=True)
        body.append(
            tag("tr", tag("th", name, scope="row"), [tag("td", said, data_label=label) for label, said in named])
        )
    heading = t("Today’s hiring, or hiring that matches the benchmark?")
    head = tag("tr", tag("td"), [tag("th", each, scope="col") for each in headings])
    return tag(
        "section",
        tag("h2", heading),
        tag("p", t("Turnover is the same in each row."), class_="say"),
        tag("table", tag("caption", heading, class_="sr"), tag("thead", head), tag("tbody", body), class_="cross gap"),
        class_="chart",
        id="scenarios",
    )


def _likely(gap: Gap, ahead: Outlook) -> str:
    found = ahead.parity
    if not found.year or found.earliest is None or found.earliest == found.latest:
        return ""
    first = gap.year + found.earliest
    if found.latest is None:
        return gap.t("({first} or later)", first=first)
    return gap.t("({first} to {last})", first=first, last=gap.year + found.latest)


def _table(gap: Gap, ahead: Outlook) -> DataTable:
    t, language = gap.t, gap.t.language
    rows = [
        (
            str(gap.year + k),
            *(words.number(series[k], "persons", 0, language) for series in (ahead.middle, ahead.low, ahead.high)),
            words.number(100 * float(ahead.parity.chance[k]), "percent", 0, language),
        )
        for k in range(gap.years + 1)
    ]
    headings = (t("Year"), t("People"), t("Lower, 95%"), t("Upper, 95%"), t("Chance that parity is reached"))
    return DataTable(headings, tuple(rows))


def _source(gap: Gap) -> str:
    t = gap.t
    said = t(
        "Source: head counts of {day}, worked out on the numbers of this release.",
        day=words.as_of(gap.period, t.language),
    )
    return f"{said} {t('Demonstration data.')}" if gap.demonstration else said


def _care(t: Tongue) -> Markup:
    said = (
        t("The number of hires is not a quota. It tells how far off parity is."),
        t("Whom to hire is decided person by person, on merit. Nothing here may be used for that."),
        t("Leaving is taken to be as likely in each group. The real years will differ."),
    )
    return notes(t("How to read this"), said)


def _link(gap: Gap) -> str:
    return gap.selection().address(PATH, release=gap.tables.id, lang=gap.t.language, period=gap.asked.period)


def _query(gap: Gap) -> str:
    return gap.selection().with_(release=gap.tables.id, period=gap.asked.period).query()
