"""For those who deliver: did it load, what was wrong in which row, what will the public see. Not a public page."""

from typing import Any

from dashboard.components.broken_rules import findings_table, remedies
from dashboard.components.filters import Field, filters
from dashboard.components.marks import use
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, EVERYONE, Tables, edition, in_words
from metrics import words
from metrics.received import LOADED, REFUSED, UNCHANGED, Received

PATH = "/deliveries"
_MANY, _ALL = 30, "all"
_SIGNS = {LOADED: "met", UNCHANGED: "same", REFUSED: "worse"}
_HEADS = ("workforce", "workforce_counts")
"""Deliveries of head counts, without which the State's figures of a year have no trend."""


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return what became of the deliveries that the reader may know of, newest first."""
    rows = _chosen(tables.received, selection)
    shown = rows if selection.other("show") == _ALL else rows[:_MANY]
    parts: list[Part] = [
        tag("p", class_="crumb"),
        tag("h1", t("Did your deliveries load?")),
        tag("p", _lead(tables.received, t), class_="lead"),
        tag("p", _whose(tables, t), class_="prose gap"),
    ]
    if tables.received:
        parts.append(_filters(tables, selection, t))
    if tables.received and not rows:
        parts.append(tag("p", t("No delivery is so. Choose another state or agency."), class_="notice"))
    names = tables.agency_names()
    parts += [_delivery(each, tables, names, t) for each in shown]
    if len(shown) < len(rows):
        address = selection.only("agency", "state").with_other(show=_ALL).address(PATH)
        parts.append(tag("p", tag("a", t("Show all {n}", n=len(rows)), href=address), class_="gap"))
    parts.append(_warnings(tables, names, t))
    return View(t("Deliveries"), tuple(parts))


def states(t: Tongue) -> dict[str, str]:
    """Return what became of a delivery, in a word."""
    return {LOADED: t("Loaded"), UNCHANGED: t("Nothing new"), REFUSED: t("Refused")}


def _chosen(received: tuple[Received, ...], selection: Selection) -> tuple[Received, ...]:
    agency, state = selection.agency, selection.other("state")
    return tuple(
        each
        for each in received
        if (not agency or agency in each.agencies) and (state not in _SIGNS or each.state == state)
    )


def _lead(received: tuple[Received, ...], t: Tongue) -> str:
    if not received:
        return t("No delivery is on record yet. The next load will be told here.")
    refused = sum(each.state == REFUSED for each in received)
    return t("Deliveries on record: {n}. Refused: {refused}.", n=len(received), refused=refused)


def _whose(tables: Tables, t: Tongue) -> str:
    if tables.release.scope.whole:
        return t("You see the deliveries of all agencies. No cell of a delivery is shown here, only where it stands.")
    return t(
        "You see deliveries whose rows are all your agency's. The Office sees the others. "
        "No cell of a delivery is shown here, only where it stands."
    )


def _filters(tables: Tables, selection: Selection, t: Tongue) -> Markup:
    names = tables.agency_names()
    codes = sorted({code for each in tables.received for code in each.agencies}, key=lambda code: names.get(code, code))
    fields = (
        Field("state", t("What became of it"), (("", t("Any")), *states(t).items()), selection.other("state")),
        Field(
            "agency",
            t("Agency"),
            (("", t("All agencies")), *((code, str(names.get(code, code))) for code in codes)),
            selection.agency,
        ),
    )
    kept = {"release": selection.release, "lang": "" if t.language == "en" else t.language}
    return filters(PATH, fields, kept, t("Deliveries"), t)


def _delivery(each: Received, tables: Tables, names: Any, t: Tongue) -> Markup:
    sign = _SIGNS.get(each.state, "nodata")
    state = tag("span", use(f"i-{sign}"), states(t).get(each.state, each.state), class_=f"st {sign}")
    here = each.time.astimezone()
    facts = [
        (t("Received"), f"{words.day(here.date(), t.language)}, {here:%H:%M}"),
        (t("What it is"), _title(each, t)),
        (t("Rows"), words.number(each.rows, "persons", 0, t.language) if each.rows else ""),
        (t("Agency"), _agencies(each, names, t)),
        (t("Time"), _periods(each, t)),
        (t("Nature"), t("Demonstration data") if each.nature == DEMONSTRATION else ""),
        (t("What the public sees"), _public(each, tables, t)),
    ]
    listed = tag("dl", [(tag("dt", name), tag("dd", said)) for name, said in facts if said], class_="pairs")
    found = (
        (findings_table(each.findings, t), tag("h3", t("What to do")), remedies(each.findings, t), _again(t))
        if each.findings
        else ()
    )
    head = tag("h2", tag("span", each.file, class_="code"), " ", state)
    return tag("article", head, listed, found, class_="definition delivery")


def _again(t: Tongue) -> Markup:
    return tag("p", t("Then send the whole file again. Until then nothing of it is used."))


def _title(each: Received, t: Tongue) -> str:
    return (each.title if t.language == "en" else each.title_es) or t("Not recognised")


def _agencies(each: Received, names: Any, t: Tongue) -> str:
    if not each.agencies:
        return t("Of the whole State, or not named in each row")
    if len(each.agencies) > 3:
        return t("{n} agencies", n=len(each.agencies))
    return ", ".join(str(names.get(code, code)) for code in each.agencies)


def _periods(each: Received, t: Tongue) -> str:
    def said(period: str) -> str:
        try:
            return words.period(period, t.language)
        except ValueError:
            return period

    if len(each.periods) > 3:
        return t("{first} to {last}", first=said(each.periods[0]), last=said(each.periods[-1]))
    return ", ".join(said(period) for period in each.periods)


def _public(each: Received, tables: Tables, t: Tongue) -> str:
    """Return what follows for the public pages."""
    if each.state == UNCHANGED:
        return t("The same as before: this file was loaded already.")
    if each.state == REFUSED:
        said = t("What it saw before. Where nothing was delivered before, that time stays empty and the pages say why.")
        if each.source in _HEADS:
            said += " " + t("While an agency's head counts are missing, the State's year may get no trend.")
        return said
    published = tables.manifest["published"][:10]
    day = each.time.astimezone().date().isoformat()
    if published > day:
        return t("Its figures, in {release}.", release=edition(tables, t))
    if published == day:
        return t("Its figures, in {release}, or in the next release.", release=edition(tables, t))
    return t("Its figures, once the next release is out.")


def _warnings(tables: Tables, names: Any, t: Tongue) -> Markup:
    """Return what is odd in the data of this release: it was loaded, and somebody should look."""
    rows, scope = tables.whole("quality"), tables.release.scope
    if not scope.whole:
        rows = rows[rows["agency"].isin(scope.agencies or ())]
    head = tag("div", tag("h2", t("Loaded, and odd")), class_="sec-head")
    if rows.empty:
        return tag("section", head, tag("p", t("No warnings.")), class_="sec")
    items = [
        tag(
            "li",
            t("All agencies") if row["agency"] == EVERYONE else str(names.get(row["agency"], row["agency"])),
            f" · {row['period']} · ",
            tag("span", in_words(row, "message", t.language)),
        )
        for row in rows.head(100).to_dict("records")
    ]
    lead = tag("p", t("These stay on the page “Data” until a new delivery puts them right."), class_="small soft")
    return tag("section", head, lead, tag("ul", items, class_="warns"), class_="sec")
