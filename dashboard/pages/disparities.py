"""Where the disparities are: every group held against every benchmark, with chance over all tests at once."""

from collections.abc import Callable

import pandas as pd

from dashboard.components.chart import EXHIBIT_FORMS, Chart, block
from dashboard.components.filters import Field, filters
from dashboard.components.notes import notes
from dashboard.components.paging import paging
from dashboard.components.pictured import told
from dashboard.components.scan_table import data_table, scan_table
from dashboard.domains import domains
from dashboard.drawing import rows as rows_drawing
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.scan import ALL, FOUND, Scan
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, EVERYONE, Tables, in_words
from metrics import finding, words

PATH = "/disparities"
_CHOICES = ("domain", "measure", "agency", "group", "benchmark", "show")
_NAMES = 340.0


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the scan; a page that says so where the release has none."""
    title = t("Where are the disparities?")
    scan = Scan(tables, selection, t)
    parts: list[Part] = [tag("p", t("Analyze"), class_="crumb"), tag("h1", title)]
    if scan.every.empty:
        parts.append(tag("p", t("This release holds no scan: no group was held against a benchmark."), class_="notice"))
        return View(title, tuple(parts))
    parts += [tag("p", lead(scan), class_="lead soft"), _states(scan)]
    parts += [
        tag("p", t("The scan has nothing on “{asked}”. It was left out.", asked=each), class_="notice", role="status")
        for each in scan.unknown
    ]
    parts.append(_filters(scan))
    parts += [_list(scan), _reasons(scan), _care(t)]
    return View(title, tuple(parts))


def lead(scan: Scan) -> str:
    """Return the answer in a sentence: how many gaps are large and sure enough to look at."""
    n, t = scan.behind, scan.t
    if n == 0:
        return t("No gap here is large enough, and sure enough, to look into.")
    if n == 1:
        return t("One gap is large enough, and sure enough, to look into.")
    number = words.number(n, "persons", 0, t.language)
    return t("{n} gaps are large enough, and sure enough, to look into. Each says what would close it.", n=number)


def exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return every row of the list as a table, and the page of it as a picture; None for a release without a scan."""
    scan = Scan(tables, selection, t)
    if scan.every.empty:
        return None
    return Exhibit(
        t("Where are the disparities?"),
        _sentence(scan),
        _source(scan),
        scan.listed.drop(columns="domain"),
        (lambda: rows_drawing.draw(scan.chart(), t, _NAMES)) if scan.found else None,
        _link(scan),
        bool((scan.listed["nature"] == DEMONSTRATION).any()),
    )


def _states(scan: Scan) -> Markup:
    t, counts = scan.t, scan.counts
    total = sum(counts.values())
    differ = counts["behind"] + counts["ahead"] + counts["apart"]
    kinds = (
        ("behind", differ, t("differ from the benchmark"), "s-differ"),
        ("may_be_chance", counts["may_be_chance"], t("could be chance"), "s-chance"),
        ("similar", counts["similar"], t("no difference found"), "s-same"),
        ("excluded", counts["excluded"], t("not tested, with the reason"), "s-not"),
    )
    bar = [tag("i", class_=name, style=f"flex-grow:{n}") for _, n, _, name in kinds if n]
    items = [
        tag(
            "li",
            tag("b", words.number(n, "persons", 0, t.language)),
            tag("span", tag("i", class_=name), tag("a", said, href=_to(scan, show=show)), class_="what"),
        )
        for show, n, said, name in kinds
    ]
    number = words.number(total, "persons", 0, t.language)
    return tag(
        "section",
        tag("h2", t("{n} comparisons were made", n=number), class_="label"),
        tag("div", bar, class_="scan-bar", aria_hidden="true"),
        tag("ul", items, class_="scan-key"),
        class_="scan-sum",
    )


def _filters(scan: Scan) -> Markup:
    t, language = scan.t, scan.t.language
    named, agencies = domains(t), scan.tables.agency_names()
    everything = {
        "domain": t("All subjects"),
        "measure": t("All measures"),
        "agency": t("All agencies and the State"),
        "group": t("All groups"),
        "benchmark": t("All benchmarks"),
    }
    by = dict(zip(scan.every["group"], scan.every["dimension"], strict=True))
    said: dict[str, Callable[[str], str]] = {
        "domain": lambda value: named.get(value, value),
        "measure": lambda value: in_words(scan.measures[value], "title", language),
        "agency": lambda value: t("The State as a whole") if value == EVERYONE else agencies.get(value, value),
        "group": lambda value: words.group(value, language, by[value]),
        "benchmark": lambda value: words.capital(words.benchmark(value, language)),
    }
    labels = {
        "domain": t("Subject"), "measure": t("Measure"), "agency": t("Agency"), "group": t("Group"),
        "benchmark": t("Benchmark"),
    }  # fmt: skip
    fields = []
    for name, label in labels.items():
        options = sorted(((value, said[name](value)) for value in scan.offered(name)), key=lambda each: each[1])
        fields.append(Field(name, label, (("", everything[name]), *options), scan.choices[name]))
    shows = tuple((name, finding.FOUND[name][language]) for name in FOUND)
    fields.append(Field("show", t("Show"), (*shows, (ALL, t("Everything"))), scan.show))
    kept = {"release": scan.asked.release, "lang": "" if language == "en" else language}
    chosen = [said[name](value) for name, value in scan.choices.items() if value]
    summary = ", ".join([*chosen, dict(fields[-1].options)[scan.show]])
    return filters(PATH, tuple(fields), kept, summary, t)


def _list(scan: Scan) -> Part:
    t = scan.t
    if scan.listed.empty:
        address = scan.asked.only().address(PATH)
        return tag(
            "section",
            tag("h2", t("Nothing found")),
            tag("p", t("No comparison matches these choices."), class_="gap"),
            tag("p", tag("a", t("See the whole scan"), href=address)),
            class_="chart",
        )
    chart = scan.chart()
    pages = paging(scan.page, scan.pages, lambda n: _to(scan, page=str(n)), len(scan.figures), t)
    heading = finding.FOUND[scan.show][t.language] if scan.show != ALL else t("All comparisons")
    order = (
        t("In order of agencies’ names, not ranked: agencies do different work.")
        if scan.by_name
        else t("First those whose interval is furthest from the line.")
        if scan.show in ("behind", "ahead", "apart")
        else t("In order of agencies’ names.")
    )
    query = _selection(scan).query()
    return block(
        Chart(
            id="findings",
            heading=heading,
            sentence=_sentence(scan),
            polarity=f"{order} {_reading(t)}",
            figure=(scan_table(scan, chart, heading), pages),
            table=data_table(scan),
            note=_note(scan),
            source=_source(scan),
            link=_link(scan),
            download=("/exhibit/disparities", query),
            forms=EXHIBIT_FORMS,
            explain=told(
                (
                    t("Every measure, agency and group is held against each benchmark, in the newest period."),
                    t("Each comparison gets a p: how often chance alone would show a gap as large."),
                    t("With many tests some look large by chance. So each p is raised by how many tests were made."),
                    t("A gap is listed where that p is at most 0.05. What would close it is in whole people."),
                ),
                _source(scan),
                _link(scan),
                scan.tables,
                t,
            ),
        ),
        t,
    )


def _sentence(scan: Scan) -> str:
    first = next(iter(scan.found), None)
    t = scan.t
    if first is None:
        return t("No comparison matches these choices.")
    prefix = t("Demonstration: ") if first.demonstration else ""
    if scan.show == "behind" and not scan.by_name and scan.page == 1:
        return prefix + t("The surest gap is here: {where}. {what}", where=first.title, what=first.about)
    return prefix + t("First in this list: {where}. {what}", where=first.title, what=first.about)


def _reading(t: Tongue) -> str:
    return t(
        "Right of the line is more than the benchmark, left is less. "
        "Where low is good, as with denials, right is worse."
    )


def _note(scan: Scan) -> str:
    t = scan.t
    tests = int(pd.to_numeric(scan.every["tests"]).max())
    return t(
        "Ratio to the benchmark, log scale. Bar: 95% interval. Each p counts all {n} tests of the scan "
        "(Benjamini and Hochberg). Of the gaps listed, at most one in twenty is a false alarm on average.",
        n=words.number(tests, "persons", 0, t.language),
    )


def _source(scan: Scan) -> str:
    t = scan.t
    said = t("Source: table of findings of this release, newest period of each measure.")
    demonstration = bool((scan.listed["nature"] == DEMONSTRATION).any())
    return f"{said} {t('Demonstration data.')}" if demonstration else said


def _reasons(scan: Scan) -> Markup:
    t = scan.t
    if not scan.reasons:
        return Markup("")
    rows = [
        tag(
            "tr",
            tag("th", finding.REASONS[reason][t.language], scope="row"),
            tag("td", words.number(n, "persons", 0, t.language), class_="num"),
        )
        for reason, n in scan.reasons.items()
    ]
    head = tag("tr", tag("th", t("Why"), scope="col"), tag("th", t("Comparisons"), scope="col", class_="num"))
    heading = t("Why some were not tested")
    table = tag(
        "table", tag("caption", heading, class_="sr"), tag("thead", head), tag("tbody", rows), class_="narrow gap"
    )
    about = t(
        "Each measure has a least number of people. What is not shown, to protect people, is not in the scan at all."
    )
    return tag(
        "section",
        tag("h2", heading),
        tag("p", about, class_="say"),
        table,
        tag("p", tag("a", t("List them"), href=_to(scan, show="excluded")), class_="small gap"),
        class_="chart",
        id="not-tested",
    )


def _care(t: Tongue) -> Markup:
    said = (
        t("This is a first look at totals. It tells where to look closer. It does not say why."),
        t("A gap is not a finding of discrimination. The number that would close it is not a quota."),
        t("Nothing here may be used to decide about any one person."),
    )
    return notes(t("How to use this list"), said)


def _selection(scan: Scan) -> Selection:
    own = {name: value for name, value in scan.choices.items() if name in ("agency", "group", "benchmark")}
    more = {name: scan.choices[name] for name in ("domain", "measure")}
    page = str(scan.page) if scan.page > 1 else ""
    shown = scan.show if scan.show != FOUND[0] else ""
    return scan.asked.only().with_(**own).with_other(**more, show=shown, page=page)


def _to(scan: Scan, **changes: str) -> str:
    return _selection(scan).with_other(page="").with_other(**changes).address(PATH)


def _link(scan: Scan) -> str:
    return _selection(scan).address(PATH, release=scan.tables.id, lang=scan.t.language)
