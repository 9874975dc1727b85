"""Gaps that close most, and gaps that widen most."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.components.small import move
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.selection import Selection
from dashboard.summary import Standing
from dashboard.tables import EVERYONE, NOT_REPORTED, Tables, in_words
from metrics import words

_MOST = 3
_MOVED = ("improving", "getting_worse", "target_met_or_exceeded")


def moves(tables: Tables, standings: list[Standing], kept: Selection, t: Tongue) -> Markup:
    """Return the section: for each measure the group whose gap moved most, three of each direction."""
    closing, widening = moved(tables, standings, kept, t)
    columns = []
    for title, found in ((t("Gaps closing most"), closing), (t("Gaps widening most"), widening)):
        items = [
            tag("li", tag("p", tag("a", m.name, href=m.link), f" {m.said}", class_="small"), move(m.before, m.after))
            for m in found
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
            "Hollow mark: the first year. Filled mark: the newest. The upright line is the benchmark; "
            "the track is the larger of the two gaps."
        ),
        class_="tiny",
    )
    return tag("div", tag("div", columns, class_="twin"), note if closing or widening else None, class_="sec")


@dataclass(frozen=True, slots=True)
class Move:
    """A measure's gap then and now, as sizes; `change` is the log of now over then."""

    measure: str
    change: float
    before: float
    after: float
    name: str
    said: str
    link: str


def moved(tables: Tables, standings: list[Standing], kept: Selection, t: Tongue) -> tuple[list[Move], list[Move]]:
    """Return the gaps that close most and those that widen most, the most moved first, one of each measure."""
    found = [gap for each in standings if (gap := _most_moved(tables, each, kept, t)) is not None]
    closing = sorted((each for each in found if each.change < 0), key=lambda each: each.change)
    widening = sorted((each for each in found if each.change > 0), key=lambda each: -each.change)
    return closing[:_MOST], widening[:_MOST]


def _most_moved(tables: Tables, standing: Standing, kept: Selection, t: Tongue) -> Move | None:
    """Return the group of a measure whose gap to the first benchmark has moved most, if any has moved."""
    measure, story = standing.measure, standing.story
    rows = tables.of("progress", measure["measure"])
    if rows.empty:
        return None
    rows = rows[
        (rows["agency"] == story.chosen.agency) & (rows["of"] == "gap") & ~rows["group"].isin([EVERYONE, NOT_REPORTED])
    ]
    rows = rows[rows["dimension"].isin((EVERYONE, *story.chosen.options["dimension"]))]
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
    name = (
        f"{in_words(measure, 'title', t.language)}, {words.named(measure, row['group'], t.language, row['dimension'])}"
    )
    based = words.by_base(measure, tables.smallest_base(measure["measure"], row))
    values = [_gap(float(row[c]), based, t) for c in ("base_value", "value")]
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
    return Move(measure["measure"], math.log(after / before), before, after, name, said, link)


def _size(value: float, parity: bool) -> float:
    if parity:
        return abs(math.log(value)) if value > 0 else 0.0
    return abs(value)


def _gap(value: float, measure: Mapping[Any, Any], t: Tongue) -> str:
    if measure["favourable"] == "parity":
        return words.number(value, "ratio", 2, t.language)
    if measure["unit"] == "percent":
        return words.points(value, int(measure["decimals"]), t.language)
    return words.number(value, measure["unit"], int(measure["decimals"]), t.language)
