"""How the figures are made: written from the definitions of the release, so that the two cannot disagree."""

from typing import Any

from dashboard.components.formula import formula
from dashboard.components.marks import STATUS_CLASS, key, status
from dashboard.components.protected import protected
from dashboard.domains import domains, in_order
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.tables import Tables, in_words, listed, sentences
from metrics import sentence, words

PATH = "/methodology"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the methodology."""
    kept = selection.only()
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", t("Methodology")),
        tag("p", t("How each figure is made, how sure it is, and how people are protected."), class_="lead"),
        _section(t("How to read a figure"), _reading(t)),
        _section(t("Progress"), _progress(t)),
        _section(t("How people are protected"), protected(tables, t), "protection"),
        _section(
            t("Signs for what is not shown"),
            tag(
                "div",
                tag(
                    "p",
                    t("Absence has six signs. A blank never stands for a number, and zero is always a counted zero."),
                    class_="prose",
                ),
                key(t),
            ),
        ),
        _section(t("The measures, one by one"), _definitions(tables, kept, t)),
    ]
    return View(t("Methodology"), tuple(parts))


def _section(title: str, body: Any, name: str | None = None) -> Markup:
    head = tag("div", tag("h2", title, id=name), class_="sec-head")
    return tag("section", head, tag("div", body, class_="gap"), class_="sec")


def _reading(t: Tongue) -> list[Markup]:
    said = (
        t(
            "A share is a group’s part of all people with a reported group. People whose group is not "
            "reported have a row of their own and are never compared. Where sex has two groups, a share is "
            "of everyone."
        ),
        t(
            "The ratio is the group’s share here over its share of the benchmark. At 1 the two are "
            "alike. Points are the difference of the two shares. People are how many more or fewer "
            "there would be at the benchmark’s share."
        ),
        t(
            "The interval of a share is Wilson’s, at 95%. Where the benchmark comes from a survey, its "
            "margin of error is joined with it on the log scale. Margins published at 90% are widened "
            "to 95%."
        ),
        t(
            "A difference is said to be there only where the whole interval lies on one side of the "
            "benchmark. Else the reading is “about the same”. Without an interval nothing is compared."
        ),
        t("A statewide figure is summed from the counts of the agencies that delivered. It is never a mean of rates."),
        t(
            "In the funnel, the limits are what chance alone would give around the share of all "
            "agencies together: 95% inside the solid lines, 99.8% inside the dotted ones."
        ),
    )
    return [tag("p", each, class_="prose") for each in said]


def _progress(t: Tongue) -> list[Markup]:
    said = (
        t(
            "Progress follows the rule of Healthy People. A target that is reached is met. Else a "
            "change counts if it is significant at 95%, or, for head counts, if it covers a tenth of "
            "the way."
        ),
        t(
            "For parity the gap is how far the ratio is from 1, in either direction. For other "
            "measures it is the distance to the benchmark."
        ),
    )
    states = tag("ul", [tag("li", status(name, t.language)) for name in STATUS_CLASS], class_="key")
    return [*(tag("p", each, class_="prose") for each in said), states]


def _definitions(tables: Tables, kept: Selection, t: Tongue) -> list[Markup]:
    """Return every definition, folded: by what measures are about, then one by one."""
    named = domains(t)
    of_domain: dict[str, list[dict[str, Any]]] = {}
    for measure in in_order(tables.measures()):
        of_domain.setdefault(measure["domain"], []).append(measure)
    return [
        tag(
            "details",
            tag("summary", tag("span", named[domain]), tag("span", len(measures), class_="n")),
            [_definition(measure, kept, t) for measure in measures],
            class_="fold",
        )
        for domain, measures in of_domain.items()
    ]


def _definition(measure: dict[str, Any], kept: Selection, t: Tongue) -> Markup:
    language = t.language
    link = tag("a", in_words(measure, "title", language), href=kept.address(f"/measures/{measure['measure']}"))
    benchmarks = [words.benchmark(name, language) for name in listed(measure["benchmarks"])]
    reviewed = measure["reviewed_by"] and t("{who}, {day}", who=measure["reviewed_by"], day=str(measure["reviewed_on"]))
    facts = [
        (t("Question"), in_words(measure, "question", language)),
        (t("Why"), in_words(measure, "why", language)),
        (t("What it tells"), words.told(measure["rba"], language)),
        (t("Formula"), formula(measure, t)),
        (t("Unit"), words.unit(measure["unit"], language)),
        (t("Reading"), sentence.polarity(measure, language)),
        (t("Benchmarks"), words.joined(benchmarks, language)),
        (t("By"), words.joined([words.dimension(name, language) for name in listed(measure["dimensions"])], language)),
        (t("Owner"), measure["owner"]),
        (t("Reviewed"), reviewed),
        (t("Next review"), str(measure["next_review"])),
        (t("Version"), str(int(measure["version"]))),
    ]
    pairs = tag("dl", [(tag("dt", name), tag("dd", said)) for name, said in facts if said], class_="pairs")
    caveats = tag(
        "ul", [tag("li", each) for each in sentences(in_words(measure, "caveats", language))], class_="small gap"
    )
    return tag("article", tag("h3", link), pairs, caveats, class_="definition", id=measure["measure"])
