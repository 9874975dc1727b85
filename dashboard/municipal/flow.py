"""Towns by step, in the order that they are gone: a square a town."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.components.chart import Chart, DataTable, block
from dashboard.components.explain import explain
from dashboard.language import Tongue
from dashboard.markup import Markup, Section, tag
from dashboard.municipal.standing import Towns, months
from dashboard.selection import Selection
from dashboard.story import Story
from dashboard.tables import Tables

MEASURE = "towns_by_step"


def steps(found: Towns) -> pd.DataFrame:
    """Return the steps in their order: `step`, `towns`, `months` (median from the first step to the latest).

    Towns name their steps. The further along a step is, the longer its towns have been under way: that is the order.
    """
    by = found.begun.groupby("step", as_index=False).agg(towns=("town", "size"), months=("months", "median"))
    return by.sort_values(["months", "step"], kind="stable", ignore_index=True)


def flow(tables: Tables, found: Towns, kept: Selection, t: Tongue) -> Section:
    """Return the block."""
    rows = steps(found)
    waiting = len(found.rows) - len(found.begun)
    columns = [_column(t("Not begun"), waiting, "", t, open_=True)]
    columns += [_column(str(row["step"]), int(row["towns"]), _took(row, t), t) for row in rows.to_dict("records")]
    table = DataTable(
        (t("Step"), t("Towns"), t("Typical time")),
        (
            (t("Not begun"), str(waiting), "–"),
            *((str(row["step"]), str(row["towns"]), months(row["months"], t)) for row in rows.to_dict("records")),
        ),
    )
    measure = tables.measure(MEASURE)
    story = Story(tables, measure, kept, t) if measure and not tables.of("figures", MEASURE).empty else None
    return block(
        Chart(
            id="steps",
            heading=t("Which step are towns at?"),
            sentence=_say(found, rows, t),
            polarity=t("A long way is gone in steps. At least three to six months are expected for all of it."),
            figure=(tag("ol", columns, class_="town-steps"),),
            table=table,
            note=t("One square is one town. A town counts at its latest step. Steps are named as the towns name them."),
            source=story.source() if story else "",
            link=kept.with_(release=tables.id).address("/municipal"),
            download=(f"/figure/{MEASURE}/groups", story.selection.query()) if story else None,
            explain=explain(story) if story else None,
        ),
        t,
    )


def _took(row: Mapping[Any, Any], t: Tongue) -> str:
    return t("typical time: {months}", months=months(float(row["months"]), t))


def _column(name: str, towns: int, took: str, t: Tongue, open_: bool = False) -> Markup:
    counted = t("1 town") if towns == 1 else t("{n} towns", n=towns)
    squares = tag(
        "span", [tag("i") for _ in range(towns)], class_="ticks open" if open_ else "ticks", aria_hidden="true"
    )
    return tag(
        "li", tag("strong", name), tag("span", counted), took and tag("span", took, class_="tiny"), squares,
        class_="unbegun" if open_ else None,
    )  # fmt: skip


def _say(found: Towns, rows: pd.DataFrame, t: Tongue) -> str:
    most = rows.sort_values("towns", ascending=False, kind="stable").iloc[0]
    said = t("The most towns, {n}, are at “{step}”.", n=int(most["towns"]), step=most["step"])
    middle = months(float(found.begun["months"].median()), t)
    said += " " + t("Half of those that began took {months} or less from first to latest step.", months=middle)
    return t("Demonstration: {said}", said=said) if found.demonstration else said
