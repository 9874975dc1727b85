"""Every agency of the register, with its employees and the state of its data."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import folds
from dashboard.choices import in_time
from dashboard.components.marks import absence
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.tables import EVERYONE, REPRESENTATION, Tables, absent
from metrics import words

PATH = "/agencies"
_PART = "part"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the searchable list of agencies."""
    kept = selection.only()
    register = tables.whole("agencies").sort_values("name", key=lambda names: names.str.lower())
    counts = head_counts(tables)
    newest = max((each.period for each in counts.values()), key=in_time, default="")
    by = sorted({dimension for each in counts.values() for dimension in each.states})
    rows = [_row(agency, counts.get(agency["agency"]), newest, by, kept, t) for agency in register.to_dict("records")]
    when = words.as_of(newest, t.language) if newest else ""
    lead = (
        t("{n} agencies. Employees are counted on {day}.", n=len(rows), day=when)
        if newest
        else t("{n} agencies. No head counts are in this release.", n=len(rows))
    )
    head = tag(
        "tr",
        tag("th", t("Agency"), scope="col"),
        tag("th", t("Code"), scope="col"),
        tag("th", t("Employees"), scope="col", class_="num"),
        [tag("th", words.capital(words.dimension(dimension, t.language)), scope="col") for dimension in by],
    )
    table = tag(
        "table", tag("caption", t("Agencies"), class_="sr"), tag("thead", head), tag("tbody", rows), id="register"
    )
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", t("Agencies")),
        tag("p", lead, class_="lead"),
        _search(t),
        tag("div", table, class_="wide-table gap", tabindex="0", role="region", aria_label=t("Agencies")),
    ]
    return View(t("Agencies"), tuple(parts))


@dataclass(frozen=True, slots=True)
class HeadCount:
    """An agency's newest head count (None: absent), and dimension -> how much of its groups is shown."""

    period: str
    people: float | None
    states: Mapping[str, str]


def head_counts(tables: Tables) -> dict[str, HeadCount]:
    """Return agency -> its newest head count and the state of its groups, by the dimension they are of."""
    found: dict[str, HeadCount] = {}
    for measure in tables.measures():
        if measure["kind"] != REPRESENTATION or measure["domain"] != "workforce":
            continue
        rows = tables.of("figures", measure["measure"])
        rows = rows[absent(rows["benchmark"]) & (rows["agency"] != EVERYONE)]
        totals = rows[(rows["dimension"] == EVERYONE) & (rows["group"] == EVERYONE)]
        last = totals.sort_values("period", key=lambda periods: periods.map(in_time)).drop_duplicates(
            "agency", keep="last"
        )
        groups = rows[rows["dimension"] != EVERYONE].merge(last[["agency", "period"]], on=["agency", "period"])
        groups = groups.assign(of=groups["dimension"].map(folds.base))
        states = {key: _state(each) for key, each in groups.groupby(["agency", "of"])["status"]}
        for row in last.to_dict("records"):
            count = None if pd.isna(row["numerator"]) else float(row["numerator"])
            own = {str(of): state for (agency, of), state in states.items() if agency == row["agency"]}
            found[row["agency"]] = HeadCount(row["period"], count, own)
    return found


def _state(statuses: "pd.Series[str]") -> str:
    shown = statuses == "shown"
    return "shown" if shown.all() else _PART if shown.any() else str(statuses.iloc[0])


def _row(
    agency: Mapping[Hashable, Any], count: HeadCount | None, newest: str, by: list[str], kept: Selection, t: Tongue
) -> Markup:
    link = tag("a", agency["name"], href=kept.address(f"/agencies/{agency['agency']}"))
    former = agency["former_names"] if isinstance(agency["former_names"], str) else ""
    said = "–"
    if count is not None and count.people is not None:
        said = words.number(count.people, "persons", 0, t.language)
    return tag(
        "tr",
        tag("th", link, scope="row"),
        tag("td", agency["agency"]),
        tag("td", said, class_="num", data_label=t("Employees")),
        [
            tag(
                "td",
                _shown(count, dimension, newest, t),
                data_label=words.capital(words.dimension(dimension, t.language)),
            )
            for dimension in by
        ],
        data_words=f"{agency['name']} {agency['agency']} {former}",
    )


def _shown(count: HeadCount | None, dimension: str, newest: str, t: Tongue) -> Markup:
    if count is None:
        return absence("missing", t.language)
    # An agency with a total and no groups is one whose groups the public does not get.
    state = count.states.get(dimension, "withheld")
    if state not in ("shown", _PART):
        return absence(state, t.language)
    said = t("Shown") if state == "shown" else t("Shown in part")
    if count.period != newest:
        said = t("{shown}, newest is {period}", shown=said, period=words.period(count.period, t.language))
    return tag("span", said)


def _search(t: Tongue) -> Markup:
    label = tag("label", t("Find an agency by name or code"), for_="find-agency")
    entry = tag("input", type="search", id="find-agency", data_find="register", autocomplete="off")
    found = tag(
        "p",
        id="register-found",
        role="status",
        class_="small soft",
        data_found=t("{n} found", n="{n}"),
        data_none=t("No agency matches. Clear the search to see all."),
    )
    return tag("div", tag("div", label, entry), found, class_="find")
