"""Level, gap and pace of one group, in words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.components.marks import status
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from metrics import words


def standing(measure: Mapping[str, Any], progress: pd.DataFrame, group: str, t: Tongue) -> Markup:
    """Return the row for a group of one measure, agency and dimension; nothing if there is no progress."""
    rows = progress[progress["group"] == group]
    cells = [
        _cell(rows[rows["of"] == of], title, t)
        for of, title in (("level", t("Level")), ("gap", t("Gap to the benchmark")))
    ]
    if not any(cells):
        return Markup("")
    return tag(
        "section",
        cells,
        _pace(measure, rows, t),
        class_="standing",
        aria_label=t("Where it stands: {group}", group=words.group(group, t.language)),
    )


def _cell(rows: pd.DataFrame, title: str, t: Tongue) -> Markup | None:
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


def _pace(measure: Mapping[str, Any], rows: pd.DataFrame, t: Tongue) -> Markup | None:
    level = rows[rows["of"] == "level"]
    if level.empty or pd.isna(level.iloc[0]["pace_actual"]):
        return None
    row = level.iloc[0]
    decimals = max(1, int(measure["decimals"])) if measure["unit"] == "percent" else int(measure["decimals"])
    pace = float(row["pace_actual"])
    said = (
        words.points(pace, decimals, t.language)
        if measure["unit"] == "percent"
        else words.number(pace, measure["unit"], decimals, t.language)
    )
    if pd.notna(row["probability_met"]):
        chance = words.number(100 * float(row["probability_met"]), "percent", 0, t.language)
        head = t("{chance} chance by {year}", chance=chance, year=int(measure["target_year"]))
    else:
        head = t("{change} a year", change=said)
    if pd.notna(row["pace_required"]):
        needed = (
            words.points(float(row["pace_required"]), decimals, t.language)
            if measure["unit"] == "percent"
            else words.number(float(row["pace_required"]), measure["unit"], decimals, t.language)
        )
        more = t("{change} a year so far; {needed} a year needed to meet the target.", change=said, needed=needed)
    else:
        more = t(
            "Since {period}. No target is set for this measure.", period=words.period(row["base_period"], t.language)
        )
    return tag("div", tag("p", t("Pace"), class_="what"), tag("span", head, class_="st"), tag("p", more))
