"""A city's plan: its steps with their days, and the classes that its law protects on a day."""

from datetime import date
from typing import Any

import pandas as pd

from dashboard.components.marks import absence
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.tables import DEMONSTRATION, absent
from metrics import words

_CONSULTED = "consulted"


def versions(rows: pd.DataFrame, t: Tongue) -> list[Markup]:
    """Return each version of a city's plan, the newest first, as a line of steps; `rows` of table `city_steps`."""
    return [_version(part, str(version), t) for version, part in sorted(rows.groupby("version"), reverse=True)]


def _version(rows: pd.DataFrame, version: str, t: Tongue) -> Markup:
    """Return one version: steps taken are solid, the latest is ringed unless it is the last, those to come hollow."""
    listed = rows.to_dict("records")
    order = {name: place for place, name in enumerate(_ORDER)}
    listed.sort(key=lambda row: order[str(row["step"])])
    taken = [bool(row["taken"]) for row in listed]
    now = max((k for k, done in enumerate(taken) if done), default=-1)
    whole = all(taken)
    items = [
        _step(row, "now" if k == now and not whole else "done" if taken[k] else "", t) for k, row in enumerate(listed)
    ]
    demonstration = bool((rows["nature"] == DEMONSTRATION).any())
    said = _say(listed, now, whole, version, t)
    return tag(
        "div",
        tag("h3", t("Version {version}", version=version)),
        tag("p", t("Demonstration: {said}", said=said) if demonstration else said, class_="say"),
        tag("ol", items, class_="steps-line"),
        class_="version",
    )


_ORDER = ("drafting", _CONSULTED, "mayor_reviewed", "council_approved", "effective")


def _step(row: Any, state: str, t: Tongue) -> Markup:
    name = words.group(str(row["step"]), t.language, "city_step")
    blank = absent(pd.Series([row["day"]])).iloc[0]
    when = t("to come") if blank or not row["taken"] else _day(row["day"], t)
    here = tag("span", t("Now here: "), class_="sr") if state == "now" else None
    return tag("li", tag("strong", here, name), tag("span", when), class_=state or None)


def _say(rows: list[Any], now: int, whole: bool, version: str, t: Tongue) -> str:
    if whole:
        return t("In effect since {day}.", day=_day(rows[-1]["day"], t))
    step = words.group(str(rows[max(now, 0)]["step"]), t.language, "city_step")
    return t("Not in effect. The last step taken: {step}.", step=step)


def _day(text: object, t: Tongue) -> str:
    return words.day(date.fromisoformat(str(text)), t.language)


def in_force(rows: pd.DataFrame, day: str) -> pd.Series:
    """Return which classes of table `protected_classes` are in force on a day, the first and the last included."""
    return (rows["valid_from"] <= day) & (absent(rows["valid_to"]) | (rows["valid_to"].fillna("") >= day))


def classes(rows: pd.DataFrame, day: str, t: Tongue) -> Markup:
    """Return the classes that a city's law has named until a day: which are in force, how each is measured, and who a
    test on it is of."""
    known = rows[rows["valid_from"] <= day]
    known = known.assign(out=~in_force(known, day)).sort_values(["out", "class"], kind="stable")
    headings = (t("Class"), t("In force"), t("Measured by"), t("A test is of"), t("Ordinance"))
    body = [_class(row, headings, t) for row in known.to_dict("records")]
    head = tag("thead", tag("tr", [tag("th", each, scope="col") for each in headings]))
    caption = tag("caption", t("Protected classes"), class_="sr")
    table = tag("table", caption, head, tag("tbody", body), class_="listed")
    return tag("div", table, class_="wide-table gap", tabindex="0", role="region", aria_label=t("Protected classes"))


def _class(row: Any, headings: tuple[str, ...], t: Tongue) -> Markup:
    since = _day(row["valid_from"], t)
    when = (
        t("From {first} to {last}: ended", first=since, last=_day(row["valid_to"], t))
        if row["out"]
        else t("Since {day}", day=since)
    )
    blank = absent(pd.Series([row["dimension"]])).iloc[0]
    name = "" if blank else words.dimension(str(row["dimension"]), t.language)
    measured = words.capital(name) if name else absence("not_collected", t.language)
    of = t("Everyone but those who serve at the Mayor’s pleasure") if row["tested"] == "not_at_will" else t("Everyone")
    law = row["ordinance"] if isinstance(row["ordinance"], str) and row["ordinance"] else "–"
    said = (when, measured, of, law)
    cells = [tag("td", text, data_label=label) for label, text in zip(headings[1:], said, strict=True)]
    return tag("tr", tag("th", row["class"], scope="row"), cells)
