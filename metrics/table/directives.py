"""Table `directives`: every row of the order's table, its measures, and how far it is measured."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from etl.vocabulary import period as periods
from metrics import accountability
from metrics.definition import Measure

ORDER = Path(__file__).parents[1] / "order.toml"
MEASURED, PARTLY, DEMONSTRATED, NOT_COLLECTED = STATES = ("measured", "partly", "demonstrated", "not_collected")
_OFFICIAL, _DEMONSTRATION = "official", "demonstration"
_HELD = ("shown", "withheld", "suppressed_by_publisher")
"""A figure of such a status was collected; who may see it is another question."""


@lru_cache(maxsize=1)
def order() -> tuple[Mapping[str, Any], ...]:
    """Return the rows of the order's table: directive, section, heading and quote in both languages, domains."""
    return tuple(tomllib.loads(ORDER.read_text(encoding="utf-8"))["row"])


def of(row: Mapping[str, Any], measures: Iterable[Measure]) -> list[Measure]:
    """Return the measures of a row of the order: those of its section, of its domains where it names some."""
    domains = row.get("domains")
    return [each for each in measures if each.directive == row["section"] and (not domains or each.domain in domains)]


def table(measures: Mapping[str, Measure], figures: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each row of the order.

    `defined`: how many measures it has; `measured`: how many of them have an official figure of any year;
    `demonstrated`: how many have demonstration figures only; `current`: how many have an official figure, in a row that
    is only demonstrated any figure, of a time that reaches into `year`, the fiscal year that is the newest of most
    measures. `state`
    counts official figures only: measured (every measure has some), partly, demonstrated (none has, and demonstration
    figures stand in their place), not_collected. A figure that is withheld was collected.
    """
    held = figures[figures["status"].isin(_HELD) & figures["benchmark"].isna()]
    ends = {text: periods.parse(text) for text in held["period"].unique()}
    year = _year(held, ends)
    recent = held if year is None else held[held["period"].map(lambda text: ends[text].last >= year.first)]
    any_of, now_of = ({name: set(part["measure"]) for name, part in each.groupby("nature")} for each in (held, recent))
    rows = []
    for place, row in enumerate(order(), start=1):
        mine = [each.id for each in of(row, measures.values())]
        official = [name for name in mine if name in any_of.get(_OFFICIAL, ())]
        invented = [name for name in mine if name not in official and name in any_of.get(_DEMONSTRATION, ())]
        state = _state(len(mine), len(official), len(invented))
        shown = _DEMONSTRATION if state == DEMONSTRATED else _OFFICIAL
        rows.append(
            {
                "directive": row["directive"], "section": row["section"], "place": place, "heading": row["heading"],
                "heading_es": row["heading_es"], "quote": row.get("quote"), "quote_es": row.get("quote_es"),
                "measures": ";".join(mine), "defined": len(mine), "measured": len(official),
                "demonstrated": len(invented), "current": sum(name in now_of.get(shown, ()) for name in mine),
                "year": year.text if year else None, "state": state, "nature": shown,
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=accountability.columns("directives"))


def _year(held: pd.DataFrame, ends: Mapping[str, periods.Period]) -> periods.Period | None:
    """Return the fiscal year that is the newest of most measures, the later of two; None without one."""
    fiscal = held[held["period"].map(lambda text: ends[text].kind == periods.Kind.FISCAL_YEAR).astype(bool)]
    newest = fiscal["period"].groupby(fiscal["measure"]).max().value_counts()
    return max((ends[str(text)] for text in newest[newest == newest.max()].index), default=None)


def _state(defined: int, official: int, invented: int) -> str:
    if official:
        return MEASURED if official == defined else PARTLY
    return DEMONSTRATED if invented else NOT_COLLECTED
