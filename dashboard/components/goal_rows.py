"""Goals as rows: from baseline to now on the way to the target, and how far time says it should be."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.components.chart import Chart, DataTable
from dashboard.components.marks import absence, status, use
from dashboard.components.pictured import Pictured
from dashboard.components.pipeline import day, source, text
from dashboard.drawing import way as drawn
from dashboard.drawing.listed import Column, draw
from dashboard.drawing.picture import Drawing
from dashboard.drawing.way import at
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, Tables, in_words
from metrics import words

_HEIGHT = 30
_COLUMNS = (
    "agency", "goal", "title", "owner", "directed", "of", "group", "baseline", "value", "target", "target_date", "done",
    "time_gone", "progress", "status", "as_of", "nature",
)  # fmt: skip
Goal = Mapping[str, Any]


def goals(tables: Tables, rows: pd.DataFrame, heading: str, sentence: str, kept: Selection, t: Tongue) -> Pictured:
    """Return goals as a chart that its files hold too: every way on one scale from 0 (baseline) to 100 % (target)."""
    names = tables.agency_names()
    several = rows["agency"].nunique() > 1
    found = [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
    head = (
        (t("Goal, owner and date"), None),
        (t("Baseline"), "num"),
        (t("Now"), "num"),
        (t("From baseline to target"), "plot"),
        (t("Target"), "num"),
        (t("Progress"), None),
    )
    figure = tag(
        "table",
        tag("caption", heading, class_="sr"),
        tag("thead", tag("tr", [tag("th", name, scope="col", class_=kind) for name, kind in head])),
        tag("tbody", [_row(each, tables, names if several else {}, kept, t) for each in found]),
        class_="goal-rows",
    )
    invented = bool((rows["nature"] == DEMONSTRATION).any())
    told = data(tables, rows, t)
    return Pictured(
        Chart(
            id="goals",
            heading=heading,
            sentence=f"{t('Demonstration:')} {sentence}" if invented else sentence,
            polarity=t(
                "One scale: the baseline left, the target at the line. The triangle is where time says it should be."
            ),
            figure=(figure,),
            table=told,
            note=t("A goal about people shows its numbers only where they are published figures themselves."),
            source=source(rows, t),
            link=kept.with_(release=tables.id).address("/plans"),
        ),
        rows=rows[[name for name in _COLUMNS if name in rows]],
        drawing=lambda: _picture(told, found, t),
        demonstration=invented,
        file=("goals", kept),
        how=(
            t("The way done is what has changed since the baseline, divided by what was to change to the target."),
            t("The time gone is the days since the baseline, divided by the days from the baseline to the target."),
            t("Agencies write their goals and send the numbers. The states are worked out in one way for all."),
        ),
    )


def _picture(told: DataTable, goals: list[dict[str, Any]], t: Tongue) -> Drawing:
    def way(k: int, left: float, right: float, middle: float) -> list[Markup]:
        done, gone = (None if pd.isna(goals[k][name]) else float(goals[k][name]) for name in ("done", "time_gone"))
        return drawn.goal(done if goals[k]["status"] == "shown" else None, gone, left, right, middle)

    columns = (
        Column(t("Goal"), 30), Column(t("Baseline"), 10, end=True), Column(t("Now"), 10, end=True),
        Column(t("From baseline to target"), 22, mark=way), Column(t("Target"), 10, end=True),
        Column(t("Progress"), 18),
    )  # fmt: skip
    rows = [(f"{row[1]}. {row[0]}", row[2], row[3], "", row[4], row[8]) for row in told.rows]
    return draw(columns, rows)


def data(tables: Tables, rows: pd.DataFrame, t: Tongue) -> DataTable:
    """Return goals as text: whose, from what, to what, by when, how far, how it stands."""
    columns = (
        t("Agency"),
        t("Goal"),
        t("Baseline"),
        t("Now"),
        t("Target"),
        t("By when"),
        t("Way done"),
        t("Time gone"),
        t("Progress"),
    )
    names = tables.agency_names()
    found = ({str(key): value for key, value in row.items()} for row in rows.to_dict("records"))
    return DataTable(columns, tuple(_text(each, tables, names, t) for each in found), 2)


def _row(goal: Goal, tables: Tables, names: Mapping[str, str], kept: Selection, t: Tongue) -> Markup:
    measure = tables.measure(text(goal["of"])) if text(goal["of"]) else None
    owner = text(goal["owner"]) or t("no owner named")
    when = day(goal["target_date"], t) if text(goal["target_date"]) else t("no date set")
    about = [
        tag("a", names[goal["agency"]], href=kept.with_(agency=goal["agency"]).address("/plans"))
        if goal["agency"] in names
        else None,
        tag("b", goal["title"]),
        tag("em", " ", t("(directed by the Office)")) if goal["directed"] == "yes" else None,
        tag("span", f"{owner}, {when}", class_="soft"),
        measure
        and tag(
            "span",
            t("Measured by:"),
            " ",
            tag(
                "a", in_words(measure, "title", t.language), href=kept.only().address(f"/measures/{measure['measure']}")
            ),
            _group(goal, t),
        ),
    ]
    cells = {name: _cell(goal, name, measure, t) for name in ("baseline", "value", "target")}
    return tag(
        "tr",
        tag("th", about, scope="row"),
        tag("td", cells["baseline"], class_="num", data_label=t("Baseline")),
        tag("td", cells["value"], class_="num", data_label=t("Now")),
        tag("td", _way(goal, t), class_="plot"),
        tag("td", cells["target"], class_="num", data_label=t("Target")),
        tag("td", _progress(goal, t)),
    )


def _group(goal: Goal, t: Tongue) -> str:
    named = text(goal["group"])
    if not named:
        return ""
    try:
        return f", {words.group(named, t.language)}"
    except KeyError:
        return f", {named}"


def _cell(goal: Goal, name: str, measure: Mapping[str, Any] | None, t: Tongue) -> Markup | str:
    """Return a number of a goal; the sign of why there is none, whose words are read aloud."""
    if pd.notna(goal[name]):
        return _value(goal, name, measure, t)
    why = "missing" if goal["status"] == "shown" or name == "target" else str(goal["status"])
    return tag("span", use(f"a-{why}"), tag("span", words.status(why, t.language), class_="sr"), class_="absent")


def _value(goal: Goal, name: str, measure: Mapping[str, Any] | None, t: Tongue) -> str:
    if pd.isna(goal[name]):
        hidden = goal["status"] != "shown" and name != "target"
        return words.status(str(goal["status"]) if hidden else "missing", t.language)
    unit = str(measure["unit"]) if measure else "things"
    decimals = 1 if float(goal[name]) % 1 else 0
    return words.number(float(goal[name]), unit, decimals, t.language)


def _progress(goal: Goal, t: Tongue) -> Markup:
    if goal["status"] != "shown":
        return absence(goal["status"], t.language)
    return status(goal["progress"], t.language)


def _way(goal: Goal, t: Tongue) -> Markup:
    """Return the drawing of a goal's way; what is absent in words."""
    if goal["status"] != "shown":
        return _drawn(None, goal["time_gone"])
    if pd.isna(goal["done"]):
        said = (
            t("Baseline or target not delivered")
            if pd.isna(goal["baseline"]) or pd.isna(goal["target"])
            else t("No news delivered")
        )
        return absence("missing", t.language, said)
    return _drawn(float(goal["done"]), goal["time_gone"])


def _drawn(done: float | None, gone: Any) -> Markup:
    middle = 12
    parts = [
        tag("line", class_="grid", x1="0%", x2="100%", y1=middle, y2=middle),
        tag("line", class_="axis", x1=f"{at(0):.2f}%", x2=f"{at(0):.2f}%", y1=middle - 6, y2=middle + 6),
        tag("line", class_="bench", x1=f"{at(100):.2f}%", x2=f"{at(100):.2f}%", y1=2, y2=22),
    ]
    if done is not None:
        a, b = sorted((at(0), at(done)))
        parts.append(tag("line", x1=f"{a:.2f}%", x2=f"{b:.2f}%", y1=middle, y2=middle, class_="way"))
        parts.append(tag("circle", cx=f"{at(done):.2f}%", cy=middle, r=5, class_="here"))
    if not pd.isna(gone):
        triangle = tag("path", d="M0 18l-4.500 8h9z", class_="time")
        parts.append(tag("svg", triangle, x=f"{at(float(gone)):.2f}%", overflow="visible"))
    return tag("svg", parts, class_="draw", height=_HEIGHT, aria_hidden="true")


def _text(goal: Goal, tables: Tables, names: Mapping[str, str], t: Tongue) -> tuple[str, ...]:
    measure = tables.measure(text(goal["of"])) if text(goal["of"]) else None
    hidden = goal["status"] != "shown"
    numbers = [_value(goal, name, measure, t) for name in ("baseline", "value", "target")]
    shares = [
        "–" if pd.isna(goal[name]) else words.number(float(goal[name]), "percent", 0, t.language)
        for name in ("done", "time_gone")
    ]
    said = words.status(goal["status"] if hidden else goal["progress"], t.language)
    return (
        names.get(goal["agency"], goal["agency"]),
        goal["title"],
        *numbers,
        day(goal["target_date"], t),
        *shares,
        said,
    )
