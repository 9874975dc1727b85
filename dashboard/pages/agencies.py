"""Every agency of the register, with its employees and the state of its data."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components.marks import absence
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.tables import EVERYONE, REPRESENTATION, Tables, absent
from metrics import words

PATH = "/agencies"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the searchable list of agencies."""
    kept = selection.only()
    register = tables.whole("agencies").sort_values("name", key=lambda names: names.str.lower())
    counts = head_counts(tables)
    newest = max((period for period, _, _ in counts.values()), key=in_time, default="")
    rows = [_row(agency, counts.get(agency["agency"]), newest, kept, t) for agency in register.to_dict("records")]
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
        tag("th", t("Representation"), scope="col"),
    )
    table = tag(
        "table", tag("caption", t("Agencies"), class_="sr"), tag("thead", head), tag("tbody", rows), id="register"
    )
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", t("Agencies")),
        tag("p", lead, class_="lead"),
        _search(t),
        tag("div", table, class_="wide-table gap"),
    ]
    return View(t("Agencies"), tuple(parts))


def head_counts(tables: Tables) -> dict[str, tuple[str, float | None, str]]:
    """Return agency -> newest period, head count (None: absent), state of its groups' figures."""
    found: dict[str, tuple[str, float | None, str]] = {}
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
        states = {agency: _state(each) for agency, each in groups.groupby("agency")["status"]}
        for row in last.to_dict("records"):
            count = None if pd.isna(row["numerator"]) else float(row["numerator"])
            found[row["agency"]] = (row["period"], count, states.get(row["agency"], "missing"))
    return found


def _state(statuses: "pd.Series[str]") -> str:
    return "shown" if (statuses == "shown").any() else str(statuses.iloc[0])


def _row(
    agency: Mapping[Hashable, Any], count: tuple[str, float | None, str] | None, newest: str, kept: Selection, t: Tongue
) -> Markup:
    link = tag("a", agency["name"], href=kept.address(f"/agencies/{agency['agency']}"))
    former = agency["former_names"] if isinstance(agency["former_names"], str) else ""
    period, employees, status = count or ("", None, "missing")
    said = words.number(employees, "persons", 0, t.language) if employees is not None else "–"
    if status != "shown":
        state = absence(status, t.language)
    elif period == newest:
        state = tag("span", t("Shown"))
    else:
        state = tag("span", t("Shown, newest is {period}", period=words.period(period, t.language)))
    return tag(
        "tr",
        tag("th", link, scope="row"),
        tag("td", agency["agency"]),
        tag("td", said, class_="num"),
        tag("td", state),
        data_words=f"{agency['name']} {agency['agency']} {former}",
    )


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
