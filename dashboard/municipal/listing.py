"""All towns, one a row, to be searched by name."""

from datetime import date
from typing import Any

import pandas as pd

from dashboard.components.filters import Field, filters
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.municipal.flow import steps
from dashboard.municipal.standing import Towns, months, requirement
from dashboard.selection import Selection
from dashboard.tables import absent
from metrics import words

NOT_BEGUN = "none"


def listing(found: Towns, selection: Selection, t: Tongue) -> Markup:
    """Return the section: filters by step and region, a search box, the table."""
    named = list(steps(found)["step"])
    regions = sorted(found.rows["region"].unique())
    step, region = selection.other("state"), selection.geography
    rows = found.rows
    if step in (NOT_BEGUN, *named):
        rows = rows[absent(rows["step"]) if step == NOT_BEGUN else rows["step"] == step]
    else:
        step = ""
    rows = rows[rows["region"] == region] if region in regions else rows
    fields = (
        Field("state", t("Step"), (("", t("All steps")), (NOT_BEGUN, t("Not begun")), *((s, s) for s in named)), step),
        Field("geography", t("Planning region"), (("", t("All regions")), *((r, r) for r in regions)),
              region if region in regions else ""),
    )  # fmt: skip
    kept = {
        "period": selection.period, "dimension": selection.dimension, "agency": selection.agency,
        "release": selection.release, "lang": "" if t.language == "en" else t.language,
    }  # fmt: skip
    headings = (t("Town"), t("Planning region"), t("Step"), t("Since"), t("Time taken"), t("Applied to"),
                t("Meets the equity requirement for"))  # fmt: skip
    body = [_row(row, headings, selection, t) for row in rows.sort_values("town").to_dict("records")]
    table = tag(
        "table",
        tag("caption", t("Towns"), class_="sr"),
        tag("thead", tag("tr", [tag("th", each, scope="col") for each in headings])),
        tag("tbody", body),
        id="towns",
        class_="listed",
    )
    return tag(
        "section",
        tag(
            "div", tag("h2", t("Find a town")), tag("p", _counted(len(rows), t), class_="small soft"), class_="sec-head"
        ),
        filters("/municipal", fields, kept, t("Towns by step and region"), t, "town-filters"),
        search(t, "towns"),
        tag("div", table, class_="wide-table long gap", tabindex="0", role="region", aria_label=t("Towns")),
        class_="sec",
        id="all-towns",
    )


def search(t: Tongue, listed: str) -> Markup:
    """Return the search box of a table of towns."""
    label = tag("label", t("Find a town by name"), for_=f"find-{listed}")
    entry = tag("input", type="search", id=f"find-{listed}", data_find=listed, autocomplete="off")
    found = tag(
        "p", id=f"{listed}-found", role="status", class_="small soft", data_found=t("{n} found", n="{n}"),
        data_none=t("No town matches. Clear the search to see all."),
    )  # fmt: skip
    return tag("div", tag("div", label, entry), found, class_="find")


def _counted(n: int, t: Tongue) -> str:
    return t("1 town") if n == 1 else t("{n} towns", n=n)


def _row(row: Any, headings: tuple[str, ...], selection: Selection, t: Tongue) -> Markup:
    link = tag("a", row["town"], href=selection.only().with_other(town=str(row["town"])).address("/communities"))
    if absent(pd.Series([row["step"]])).iloc[0]:
        said = [row["region"], t("Not begun"), "–", "–", "–", requirement(row, t)]
    else:
        since = words.day(date.fromisoformat(str(row["since"])), t.language)
        applied = int(row["applied"])
        others = t("1 other action") if applied == 1 else t("{n} other actions", n=applied)
        said = [row["region"], row["step"], since, months(float(row["months"]), t), others, requirement(row, t)]
    cells = [tag("td", text, data_label=name) for name, text in zip(headings[1:], said, strict=True)]
    return tag("tr", tag("th", link, scope="row"), cells, data_words=row["town"])
