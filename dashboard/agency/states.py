"""How many of an agency's measures are in each state."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.components.marks import STATUS_CLASS, status
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.tables import EVERYONE, Tables


def counted(tables: Tables, agency: str) -> dict[str, int]:
    """Return state -> how many of the agency's measures are in it.

    A measure's state is that of all its people together: of the gap where there is a benchmark, else of the level.
    Measures that tell groups only are left to their charts, which say each group's.
    """
    rows = tables.release.table("progress", agency=agency)
    known = {m["measure"] for m in tables.measures() if m["favourable"] != "none"}
    rows = rows[(rows["dimension"] == EVERYONE) & (rows["group"] == EVERYONE) & rows["measure"].isin(known)]
    first = rows.sort_values("of", key=_gap_first, kind="stable").drop_duplicates("measure")
    found: Mapping[Any, int] = first["status"].value_counts().to_dict()
    return {name: int(found.get(name, 0)) for name in STATUS_CLASS}


def states(tables: Tables, agency: str, t: Tongue) -> Markup | None:
    """Return the line of states; None for an agency without any measure that has one."""
    found = counted(tables, agency)
    total = sum(found.values())
    if not total:
        return None
    said = t("One measure has a state") if total == 1 else t("{n} measures have a state", n=total)
    items = [tag("li", tag("strong", number), status(name, t.language)) for name, number in found.items() if number]
    note = t("A measure’s state is that of all together: its gap to the benchmark, or its level where it has none.")
    return tag(
        "section",
        tag("h2", said),
        tag("ul", items),
        tag("p", note, class_="tiny"),
        class_="agency-states",
        aria_label=t("Measures by state"),
    )


def _gap_first(column: pd.Series) -> "pd.Series[bool]":
    return column != "gap"
