"""When the data of a figure came in, and what earlier releases said in its place."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.language import Tongue
from dashboard.story import Story
from dashboard.tables import absent
from metrics import words


def received(story: Story, figure: pd.Series) -> str:
    """Return the days on which the newest files of the figure's sources came in; blank where none is named."""
    codes = {part.strip() for part in str(figure["source"] or "").split(";")}
    rows = story.tables.whole("sources")
    rows = rows[rows["source"].isin(codes) & rows["received"].notna() & (rows["received"] != "")]
    days = sorted(set(rows.groupby("source")["received"].max().str[:10]))
    return ", ".join(words.day(date.fromisoformat(day), story.t.language) for day in days)


def revised(story: Story, figure: pd.Series) -> str:
    """Return what earlier releases said where both values were shown, and why it changed."""
    t = story.t
    rows = story.tables.whole("revisions")
    rows = rows[(rows["figure_id"] == figure["figure_id"]) & absent(rows["benchmark"])]
    if rows.empty:
        return t("No earlier release showed another value.")
    why = _reasons(t)
    return " ".join(
        t(
            "Release {earlier} said {before}; release {release} says {after}: {reason}.",
            earlier=row["earlier"],
            release=row["release"],
            before=_said(story, row, "before"),
            after=_said(story, row, "after"),
            reason=why.get(row["reason"], str(row["reason"])),
        )
        for row in rows.to_dict("records")
    )


def _said(story: Story, row: Mapping[Hashable, Any], side: str) -> str:
    """Return the value, or of a head count that has none the people."""
    measure, language = story.measure, story.t.language
    if pd.notna(row[side]):
        return words.number(row[side], measure["unit"], int(measure["decimals"]), language)
    people = row[f"numerator_{side}"]
    return words.status("missing", language) if pd.isna(people) else words.number(people, "persons", 0, language)


def _reasons(t: Tongue) -> dict[str, str]:
    return {
        "definition": t("the definition changed"),
        "new data": t("new data came in"),
        "correction": t("the source corrected it"),
        "calculation": t("the calculation changed"),
    }
