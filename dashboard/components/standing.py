"""Level, gap and pace of one group, in words."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from dashboard.components.marks import status
from dashboard.components.terms import term
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from metrics import words


def standing(
    measure: Mapping[str, Any], progress: pd.DataFrame, group: str, base: Callable[[Any], float | None], t: Tongue
) -> Markup:
    """Return the row for a group of one measure, agency and dimension; nothing if there is no progress.

    `base`: a row of `progress` -> the smaller base of its two periods.
    """
    rows = progress[progress["group"] == group]
    cells = [
        _cell(rows[rows["of"] == of], title, t)
        for of, title in (("level", term("level", t("Level"), t)), ("gap", term("gap", t("Gap to the benchmark"), t)))
    ]
    if not any(cells):
        return Markup("")
    name = words.named(measure, group, t.language, str(rows["dimension"].iloc[0]))
    return tag(
        "section",
        cells,
        _pace(measure, rows, base, t),
        class_="standing",
        aria_label=t("Where it stands: {group}", group=name),
    )


def _cell(rows: pd.DataFrame, title: Markup, t: Tongue) -> Markup | None:
    if rows.empty:
        return None
    row = rows.iloc[0]
    sentence = row[f"sentence_{t.language}"]
    return tag(
        "div",
        tag("p", title, class_="what"),
        status(row["status"], t.language),
        tag("p", sentence if isinstance(sentence, str) else ""),
    )


def a_year(measure: Mapping[Any, Any], pace: float, t: Tongue) -> str:
    """Return a change a year in the measure's unit: +0.3 points; less than a point where that is too fine to say."""
    decimals = int(measure["decimals"])
    if measure["unit"] != "percent":
        return words.number(pace, measure["unit"], decimals, t.language)
    if decimals == 0 and 0 < abs(pace) < 0.5:
        return t("less than half a point")
    return words.points(pace, decimals, t.language)


def _pace(
    measure: Mapping[str, Any], rows: pd.DataFrame, base: Callable[[Any], float | None], t: Tongue
) -> Markup | None:
    said = pace(measure, rows, base, t)
    return (
        tag(
            "div",
            tag("p", term("pace", t("Pace"), t), class_="what"),
            tag("span", said[0], class_="st"),
            tag("p", said[1]),
        )
        if said
        else None
    )


def pace(
    measure: Mapping[str, Any], rows: pd.DataFrame, base: Callable[[Any], float | None], t: Tongue
) -> tuple[str, str] | None:
    """Return the pace of a group in a few words and in a sentence; None where it is not known."""
    level = rows[rows["of"] == "level"]
    if level.empty or pd.isna(level.iloc[0]["pace_actual"]):
        return None
    row = level.iloc[0]
    based = words.by_base(measure, base(row))
    said = a_year(based, float(row["pace_actual"]), t)
    if pd.notna(row["probability_met"]):
        chance = words.number(100 * float(row["probability_met"]), "percent", 0, t.language)
        head = t("{chance} chance by {year}", chance=chance, year=int(measure["target_year"]))
    else:
        head = words.capital(t("{change} a year", change=said))
    if pd.notna(row["pace_required"]):
        needed = a_year(based, float(row["pace_required"]), t)
        more = t("{change} a year so far; {needed} a year needed to meet the target.", change=said, needed=needed)
    elif measure["target"] != "":
        more = t("Since {period}. The target has no year.", period=words.period(row["base_period"], t.language))
    else:
        more = t(
            "Since {period}. No target is set for this measure.", period=words.period(row["base_period"], t.language)
        )
    return head, more
