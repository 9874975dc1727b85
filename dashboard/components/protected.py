"""How people are protected: in plain sentences, then the rules of the release as a table, then its catalogue."""

from datetime import date
from typing import Any

from dashboard.components.catalogue import crossed, domains, in_release, levels, whole
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.protection import Rules
from dashboard.tables import Tables
from metrics import words


def protected(tables: Tables, t: Tongue) -> list[Markup | None]:
    """Return the section's parts; a sentence that says so where the release does not state its rules."""
    rules = Rules(tables)
    if not rules.known:
        return [tag("p", t("This release does not state the rules it was made by."), class_="notice")]
    held = in_release(tables, rules, t)
    return [
        tag("p", t("Public pages are given only what may be public. What their file does not hold they cannot show.")),
        tag("ol", [tag("li", each) for each in _how(rules, t)], class_="steps prose"),
        tag("p", _alike(t), class_="prose gap"),
        tag("h3", t("The rules"), class_="sub"),
        _rules(rules, t),
        tag("h3", t("Tables of counts in this release"), class_="sub") if held else None,
        held,
        whole(rules, t),
    ]


def _how(rules: Rules, t: Tongue) -> tuple[str, ...]:
    return (
        t("A count of 1 to {n} people is not shown.", n=rules.number("rule", "threshold") - 1),
        t("Other counts are held back with it, so that no one can find it by taking one number from another."),
        t("Which ones is settled for all tables of a year at once, so that two tables tell no more than one."),
        t("Once a year is closed, the same counts stay hidden in each new release."),
        t(
            "Before a release goes out, another program attacks it. It is given the head counts of payroll, "
            "what one employee knows, earlier releases and these rules. If it can work out one hidden "
            "count, the release is stopped."
        ),
    )


def _alike(t: Tongue) -> str:
    return t(
        "“Not shown, to protect people” does not say which count was small. Small counts and those held back "
        "with them have the same mark."
    )


def _rules(rules: Rules, t: Tongue) -> Markup:
    since = words.day(date.fromisoformat(rules.named("policy")["effective"]), t.language)
    rows: list[tuple[str, Any]] = [
        (t("Policy"), t("Version {n}, in force since {day}", n=rules.named("policy")["version"], day=since)),
        (t("Smallest count shown"), words.people(rules.number("rule", "threshold"), t.language)),
        (t("Sources with a rule of their own"), _own(rules, t)),
        (
            t("Smallest base"),
            t(
                "{people}. A group among fewer is not shown. An agency with fewer has its total only.",
                people=words.people(rules.number("rule", "base"), t.language),
            ),
        ),
        (t("Larger groups"), _folds(rules, t)),
        (t("Zeros that are hidden too"), _listed([levels(t).get(name, name) for name in rules.sensitive()])),
        (t("Public in any case"), _public(rules, t)),
        (t("Shown whole or not at all"), _listed([_whole(name, t) for name in rules.named("whole")])),
        (
            t("Shares"),
            t(
                "Made from shown counts only. One decimal where the base is {n} or more, none below.",
                n=_number(rules, "rate", "decimal_base", t),
            ),
        ),
        (
            t("Pay"),
            t(
                "Medians only, of {n} people or more, {crossed} where groups are crossed. Rounded to {dollars}.",
                n=rules.number("pay", "people"),
                crossed=rules.number("pay", "crossed"),
                dollars=words.number(rules.number("pay", "rounding"), "dollars", 0, t.language),
            ),
        ),
        (
            t("Days that people waited"),
            t(
                "Medians only, of {n} people or more, {crossed} where groups are crossed. In whole days, without how "
                "many people they are of.",
                n=rules.number("pay", "people"),
                crossed=rules.number("pay", "crossed"),
            ),
        ),
        (
            t("Dollars paid to vendors"),
            t(
                "Of {n} vendors or more. The {largest} largest hold at most {share}. No vendor can estimate the "
                "largest to within {percent}.",
                n=rules.number("dollars", "vendors"),
                largest=words.count(rules.number("dollars", "largest"), t.language),
                share=words.number(rules.number("dollars", "share"), "percent", 0, t.language),
                percent=words.number(rules.number("dollars", "percent"), "percent", 0, t.language),
            ),
        ),
    ]
    body = [tag("tr", tag("th", name, scope="row"), tag("td", said)) for name, said in rows if said]
    return tag("table", tag("caption", t("The rules"), class_="sr"), tag("tbody", body), class_="rules")


def _number(rules: Rules, part: str, name: str, t: Tongue) -> str:
    return words.number(rules.number(part, name), "persons", 0, t.language)


def _own(rules: Rules, t: Tongue) -> Markup | None:
    named = {"medicaid": "Medicaid", "cms": "Medicare (CMS)"}
    return _listed(
        [
            t("{source}: {people}", source=named.get(source, source), people=words.people(int(least), t.language))
            for source, least in rules.named("source").items()
        ]
    )


def _whole(source: str, t: Tongue) -> str:
    return t("outcomes that an agency sends itself") if source == "outcomes" else source


def _folds(rules: Rules, t: Tongue) -> Markup | None:
    said = levels(t)
    return _listed(
        [
            t(
                "{level}: “{group}” holds {members}",
                level=said.get(level, level),
                group=words.group(group, t.language),
                members=words.joined([words.group(member, t.language) for member in members], t.language),
            )
            for level, group, members in rules.folds()
        ]
    )


def _public(rules: Rules, t: Tongue) -> Markup | None:
    named = domains(t)
    return _listed(
        [
            f"{named.get(domain, domain)}: {crossed(each, t)}"
            for domain in rules.domains()
            for each in rules.public(domain)
        ]
    )


def _listed(items: list[str]) -> Markup | None:
    return tag("ul", [tag("li", words.capital(each)) for each in items]) if items else None
