"""All towns, one a row: region, a measure's value, where each stands in the equity process."""

from collections.abc import Mapping
from typing import Any

from dashboard.components.marks import absence
from dashboard.components.own_values import said
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.places.regions import short
from dashboard.places.values import Located
from dashboard.selection import Selection
from dashboard.tables import in_words

TOWNS = "towns"


def listing(
    title: str, names: Mapping[str, str], measure: Mapping[str, Any] | None, found: Located | None,
    stand: Mapping[str, tuple[str, str]], kept: Selection, t: Tongue,
) -> Markup:  # fmt: skip
    """Return the section; `stand`: town -> its step and the requirement it meets, in words."""
    rows = found.rows.set_index("place").to_dict("index") if found else {}
    headings = [t("Town"), t("Planning region")]
    if measure:
        headings.append(in_words(dict(measure), "title", t.language))
    headings += [t("Step in the equity process"), t("Meets the equity requirement for")] if stand else []
    body = []
    for town in sorted(names):
        value = [said(measure, rows[town], t) if town in rows else absence("missing", t.language)] if measure else []
        cells = [short(names[town]), *value, *stand.get(town, ())]
        link = tag("a", town, href=kept.only().with_other(town=town).address("/communities"))
        body.append(
            tag(
                "tr",
                tag("th", link, scope="row"),
                [tag("td", each, data_label=name) for each, name in zip(cells, headings[1:], strict=True)],
                data_words=f"{town} {names[town]}",
            )
        )
    head = tag("thead", tag("tr", [tag("th", each, scope="col") for each in headings]))
    table = tag("table", tag("caption", title, class_="sr"), head, tag("tbody", body), id=TOWNS, class_="listed")
    return tag(
        "section",
        tag("div", tag("h2", title), class_="sec-head"),
        _search(t),
        tag("div", table, class_="wide-table long gap", tabindex="0", role="region", aria_label=title),
        class_="sec",
        id="all-towns",
    )


def _search(t: Tongue) -> Markup:
    label = tag("label", t("Find a town or region by name"), for_=f"find-{TOWNS}")
    entry = tag("input", type="search", id=f"find-{TOWNS}", data_find=TOWNS, autocomplete="off")
    found = tag(
        "p", id=f"{TOWNS}-found", role="status", class_="small soft", data_found=t("{n} found", n="{n}"),
        data_none=t("No town matches. Clear the search to see all."),
    )  # fmt: skip
    return tag("div", tag("div", label, entry), found, class_="find")
