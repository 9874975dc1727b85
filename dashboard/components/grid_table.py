"""A page of a table as HTML: headings that sort, cells as the release has them, what is absent in words."""

from typing import Any

import pandas as pd

from dashboard.components.marks import ABSENT, absence
from dashboard.grid import Grid
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.selection import COLUMN

_VALUE = "value"
"""The column that a status says of why it is blank."""
_LONG = 40


def grid_table(grid: Grid, path: str, t: Tongue) -> Markup:
    """Return the rows of the page."""
    head = tag("tr", [_heading(grid, name, path, t) for name in grid.columns])
    body = [tag("tr", [_cell(grid, row, name, t) for name in grid.columns]) for row in grid.rows.to_dict("records")]
    caption = t("Rows of the table {name}", name=grid.name)
    table = tag(
        "table", tag("caption", caption, class_="sr"), tag("thead", head), tag("tbody", body), class_="grid-rows"
    )
    return tag("div", table, class_="wide-table gap", tabindex="0", role="region", aria_label=caption)


def _heading(grid: Grid, name: str, path: str, t: Tongue) -> Markup:
    now, down = grid.sort
    here = name == now
    wanted = f"-{name}" if here and not down else name
    address = grid.selection().with_other(sort=wanted, page="").address(path)
    said = t("sort downward") if here and not down else t("sort upward")
    link = tag("a", name, tag("span", f", {said}", class_="sr"), href=address, id=f"sort-{name}")
    order = ("descending" if down else "ascending") if here else None
    return tag("th", link, scope="col", class_="num" if grid.is_number(name) else None, aria_sort=order)


def _cell(grid: Grid, row: dict[Any, Any], name: str, t: Tongue) -> Markup:
    value = row[name]
    if grid.is_number(name):
        if pd.isna(value):
            status = row.get("status")
            why = absence(status, t.language) if name == _VALUE and status in ABSENT else "–"
            return tag("td", why, class_="num")
        return tag("td", _number(float(value)), class_="num")
    text = "–" if value is None or value == "" else str(value)
    return tag("td", text, class_="long" if len(text) > _LONG else None)


def _number(value: float) -> str:
    """Return a number as a file has it, at most six digits after the point."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if not value.is_integer() else f"{value:.0f}"


def column_filters(grid: Grid, path: str, t: Tongue) -> Markup:
    """Return a form with a field for each column shown: what its rows must hold."""
    kept = {key: value for key, value in grid.selection().with_other(page="").more if not key.startswith(COLUMN)}
    kept |= {"release": grid.asked.release, "lang": "" if t.language == "en" else t.language}
    hidden_filters = {f"{COLUMN}{name}": asked for name, asked in grid.filters.items() if name not in grid.columns}
    hidden = [tag("input", type="hidden", name=k, value=v) for k, v in {**kept, **hidden_filters}.items() if v]
    fields = [_field(grid, name) for name in grid.columns]
    form = tag(
        "form",
        hidden,
        tag("div", fields, class_="fields"),
        tag("div", tag("button", t("Show"), type="submit", class_="btn"), class_="apply"),
        action=path,
        method="get",
        class_="filters by-column",
        id="by-column",
        aria_label=t("Filter by column"),
    )
    how = t("Words: part of the text, or “=” for all of it. Numbers: 5, >=5, <5, 5..10. “-” finds empty cells.")
    return tag(
        "details",
        tag("summary", t("Filter by column"), id="filter-columns"),
        tag("p", how, class_="small soft"),
        form,
        class_="more",
        open=bool(grid.filters),
    )


def _field(grid: Grid, name: str) -> Markup:
    key = f"{COLUMN}{name}"
    offers = grid.offers(name)
    entry = tag(
        "input", type="search", name=key, id=f"f-{key}", value=grid.filters.get(name, ""), autocomplete="off",
        list=f"l-{key}" if offers else None,
    )  # fmt: skip
    choices = tag("datalist", [tag("option", value=each) for each in offers], id=f"l-{key}") if offers else None
    return tag("div", tag("label", name, for_=f"f-{key}"), entry, choices, class_="field")


def column_choice(grid: Grid, path: str, t: Tongue) -> Markup:
    """Return a link for each column that shows or hides it."""
    items = []
    for name in grid.every:
        here = name in grid.columns
        wanted = [each for each in grid.every if (each in grid.columns) != (each == name)]
        address = grid.selection().with_other(columns=",".join(wanted), page="").address(path)
        link = tag(
            "a", t("Hide") if here else t("Show"), tag("span", f" {name}", class_="sr"), href=address, id=f"col-{name}"
        )
        items.append(
            tag("li", tag("span", name, class_="code"), " ", link if len(grid.columns) > 1 or not here else None)
        )
    return tag(
        "details",
        tag("summary", t("Choose columns"), id="choose-columns"),
        tag("ul", items, class_="columns"),
        class_="more",
        open=grid.columns != grid.usual,
    )
