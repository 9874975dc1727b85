"""A city's people on their way through its service, step by step, each group beside what it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.choices import DIMENSIONS, in_time
from dashboard.components.chart import Chart, DataTable
from dashboard.components.marks import absence, dot
from dashboard.components.pictured import Pictured
from dashboard.drawing.listed import of_words
from dashboard.figures.row import DIFFERENT
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.palette import group_token
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, EVERYONE, NOT_REPORTED, Tables, absent, in_words
from metrics import words
from metrics.definition import Minimum
from metrics.lexicon import GROUPS

STEPS = (
    "city_recruitment", "city_selection", "city_retention", "city_job_structure", "city_promotion", "city_training",
    "city_appraisal", "city_pay", "city_discipline", "city_discharge",
)  # fmt: skip
"""The measures of the way through a city's service, in its order."""
_NAMED = 4
FILE = "city-way"
"""The name of its files."""
_ANSWERS = ("yes", "no")
_ORDER = tuple(GROUPS)
_LEAST = Minimum().denominator
"""Of fewer people a difference is not told: one person more or less would make or unmake it."""


@dataclass(frozen=True)
class Way:
    """What a release tells of a city's people: measure -> its figures there, definitions, what can be chosen."""

    release: str
    agency: str
    figures: Mapping[str, pd.DataFrame]
    measures: Mapping[str, Mapping[str, Any]]
    periods: tuple[str, ...]
    dimensions: tuple[str, ...]


def way(tables: Tables, agency: str) -> Way:
    """Return a city's way through its service."""
    defined = {name: found for name in STEPS if (found := tables.measure(name))}
    figures = {}
    for name in defined:
        rows = tables.of("figures", name)
        figures[name] = rows[rows["agency"] == agency]
    together = pd.concat(figures.values()) if figures else pd.DataFrame(columns=["period", "dimension"])
    periods = sorted(set(together["period"]), key=in_time, reverse=True)
    there = set(together["dimension"]) - {EVERYONE}
    return Way(tables.id, agency, figures, defined, tuple(periods), tuple(sorted(there, key=_place)))


def _place(dimension: str) -> tuple[int, str]:
    return (DIMENSIONS.index(dimension) if dimension in DIMENSIONS else len(DIMENSIONS), dimension)


def _ordered(group: str) -> tuple[int, str]:
    """Return what a group is sorted by: ages as they follow each other, others as the vocabulary has them."""
    return (_ORDER.index(group) if group in _ORDER else len(_ORDER), group)


@dataclass(frozen=True)
class _Cell:
    said: Markup | str
    plain: str
    differs: bool


def funnel(found: Way, period: str, dimension: str, kept: Selection, t: Tongue) -> Pictured:
    """Return the block of all steps by the groups of a dimension."""
    groups = _groups(found, period, dimension)
    body, rows, figures, behind, compared, demonstration = [], [], [], [], 0, False
    for name, measure in found.measures.items():
        own = found.figures[name]
        own = own[(own["period"] == period) & (own["dimension"] == dimension)]
        demonstration |= bool((own["nature"] == DEMONSTRATION).any())
        figures.append(own)
        cells = [_cell(own, measure, group, t) for group in groups]
        compared += bool(own["comparison"].notna().any())
        against = _against(own, measure, t)
        title = in_words(measure, "title", t.language)
        behind += [(title, group) for group, each in zip(groups, cells, strict=True) if each.differs]
        address = (
            kept.only().with_(agency=found.agency, dimension=dimension, period=period).address(f"/measures/{name}")
        )
        body.append(
            tag(
                "tr",
                tag("th", tag("a", title, href=address), scope="row"),
                [
                    tag("td", each.said, data_label=_name(group, dimension, t))
                    for group, each in zip(groups, cells, strict=True)
                ],
                tag("td", against, data_label=t("Held against"), class_="held"),
            )
        )
        rows.append((title, *(each.plain for each in cells), against))
    headings = (t("Step"), *(_name(group, dimension, t) for group in groups), t("Held against"))
    head = tag("tr", [tag("th", each, scope="col") for each in headings])
    caption = t("Each step by {dimension}", dimension=words.dimension(dimension, t.language))
    grid = tag(
        "table", tag("caption", caption, class_="sr"), tag("thead", head), tag("tbody", body), class_="city-way listed"
    )
    return Pictured(
        Chart(
            id="way",
            heading=t("How does each group fare on the way through the city’s service?"),
            sentence=_say(behind, compared, period, dimension, demonstration, t),
            polarity=t(
                "For shares of applicants and leaders, parity is the aim. For appraisals that fall short, discipline "
                "and discharge, lower is better. For the rest, higher is better."
            ),
            figure=(tag("div", grid, class_="wide-table", tabindex="0", role="region", aria_label=caption),),
            table=DataTable(headings, tuple(rows)),
            note=t(
                "Filled mark: a difference is shown. Hollow mark: none is shown. A step’s name leads to its figures."
            ),
            source=t("Source: the city’s records, {period}.", period=words.period(period, t.language))
            + (" " + t("Demonstration data.") if demonstration else ""),
            link=kept.with_(release=found.release).address(
                "/municipal", agency=found.agency, period=period, dimension=dimension
            ),
        ),
        rows=pd.concat(figures, ignore_index=True),
        drawing=lambda: of_words(headings, rows, (2.0, *[1.0] * len(groups), 1.6)),
        demonstration=demonstration,
        file=(FILE, kept.with_(agency=found.agency, period=period, dimension=dimension)),
        how=(
            t("Each step is a measure of its own. A group’s share or rate is held against that of all, or parity."),
            t("A difference is told where chance alone would rarely make one, and not of too few people."),
            t("The page of each measure has its formula, its source and its interval."),
        ),
    )


def _groups(found: Way, period: str, dimension: str) -> list[str]:
    named: set[str] = set()
    for rows in found.figures.values():
        named |= set(rows[(rows["period"] == period) & (rows["dimension"] == dimension)]["group"])
    return sorted(named, key=lambda group: (group == NOT_REPORTED, *_ordered(group)))


def _name(group: str, dimension: str, t: Tongue) -> str:
    """Return a group's name; an answer says to what."""
    said = words.group(group, t.language, dimension)
    if group not in _ANSWERS:
        return said
    asked = words.dimension(dimension, t.language)
    return f"{asked[:1].upper()}{asked[1:]}: {said.lower()}"


def _cell(rows: pd.DataFrame, measure: Mapping[str, Any], group: str, t: Tongue) -> _Cell:
    own = rows[rows["group"] == group]
    plain = own[absent(own["benchmark"])]
    if plain.empty:
        return _Cell(absence("not_collected", t.language), words.status("not_collected", t.language), False)
    row = plain.iloc[0]
    if row["status"] != "shown" or pd.isna(row["value"]):
        state = str(row["status"])
        return _Cell(absence(state, t.language), words.status(state, t.language), False)
    beside = own[own["benchmark"] == _benchmark(measure)]
    word = str(beside.iloc[0]["comparison"]) if len(beside) and isinstance(beside.iloc[0]["comparison"], str) else ""
    few = bool(word) and float(row["denominator"]) < _LEAST
    differs = word in DIFFERENT and not few
    base = words.by_base(measure, float(row["denominator"]))
    value = words.number(float(row["value"]), str(measure["unit"]), int(base["decimals"]), t.language)
    of = t("{n} of {all}", n=int(row["numerator"]), all=int(row["denominator"]))
    reading = t("Too few to compare") if few else words.reading(word, t.language) if word else ""
    said = tag(
        "span", dot(group_token(group), differs), tag("b", value), tag("span", of, class_="tiny"),
        tag("span", reading, class_="reading" if differs else "tiny" if few else "sr"), class_="fare",
    )  # fmt: skip
    return _Cell(said, ", ".join(part for part in (value, of, reading) if part), differs)


def _benchmark(measure: Mapping[str, Any]) -> str:
    return str(measure["benchmarks"]).split(";")[0]


def _against(rows: pd.DataFrame, measure: Mapping[str, Any], t: Tongue) -> str:
    """Return what the groups are held against, and its value where it is one for all."""
    name = _benchmark(measure)
    held = rows[rows["benchmark"] == name]["benchmark_value"].dropna().unique()
    named = words.benchmark(name, t.language)
    named = words.capital(named)
    if len(rows) == 0 or len(held) == 0:
        return words.status("not_applicable", t.language)
    if len(held) > 1:
        return named
    return f"{named}: {words.number(float(held[0]), str(measure['unit']), int(measure['decimals']), t.language)}"


def _say(
    behind: list[tuple[str, str]], compared: int, period: str, dimension: str, demonstration: bool, t: Tongue
) -> str:
    when = words.period(period, t.language)
    if not compared:
        said = t("In {when}, no step could be held against anything.", when=when)
    elif not behind:
        said = t("In {when}, no step shows a difference that chance alone would not make.", when=when)
    else:
        pairs = [t("{step} ({group})", step=step, group=_name(group, dimension, t)) for step, group in behind[:_NAMED]]
        said = t(
            "In {when}, a difference is shown in these: {steps}.", when=when, steps=words.joined(pairs, t.language)
        )
        if len(behind) > _NAMED:
            said += " " + t("There are {n} more.", n=len(behind) - _NAMED)
    return t("Demonstration: {said}", said=said) if demonstration else said


def totals(tables: Tables, found: Way, period: str, t: Tongue) -> Markup:
    """Return what stands for the steps where no group is told: each step's total where the release has it."""
    lines = [(t("People who work for the city"), _heads(tables, "employees", found.agency, period, t))]
    for name, measure in found.measures.items():
        rows = found.figures[name]
        rows = rows[(rows["period"] == period) & (rows["dimension"] == EVERYONE) & absent(rows["benchmark"])]
        told = _cell(rows, measure, EVERYONE, t) if rows["value"].notna().any() else None
        own = told.plain if told else _heads(tables, _COUNTED.get(name, name), found.agency, period, t)
        lines.append((in_words(dict(measure), "title", t.language), own))
    body = [
        tag(
            "tr",
            tag("th", title, scope="row"),
            tag("td", own or absence(_why(tables), t.language), data_label=t("All together")),
        )
        for title, own in lines
    ]
    head = tag("tr", tag("th", t("Step"), scope="col"), tag("th", t("All together"), scope="col"))
    caption = t("Steps, all classes together")
    table = tag("table", tag("caption", caption, class_="sr"), tag("thead", head), tag("tbody", body), class_="listed")
    why = t("A city has few people at each step. By class these figures are for internal readers only.")
    return tag(
        "div",
        tag("p", why, class_="notice"),
        tag("div", table, class_="wide-table gap"),
        tag("p", t("Demonstration data."), class_="tiny gap") if tables.demonstration else None,
    )


_COUNTED = {"city_selection": "hires"}
"""Step -> the measure of agencies' totals that counts the same people, where the step's own is a rate."""


def _heads(tables: Tables, measure: str, agency: str, period: str, t: Tongue) -> str:
    """Return how many people a count of agencies' totals has of the city; blank where the release does not tell."""
    if measure not in (*_COUNTED.values(), "employees", STEPS[0]) or tables.measure(measure) is None:
        return ""
    rows = tables.of("figures", measure)
    rows = rows[(rows["agency"] == agency) & (rows["period"] == period) & (rows["dimension"] == EVERYONE)]
    known = rows[absent(rows["benchmark"])]["numerator"].dropna()
    return words.people(float(known.iloc[0]), t.language) if len(known) else ""


def _why(tables: Tables) -> str:
    return "withheld" if tables.audience == "public" else "missing"
