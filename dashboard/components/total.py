"""What stands where an agency shows no groups: the total, why it is all, and where there is more."""

import pandas as pd

from dashboard import folds
from dashboard.components.marks import absence
from dashboard.markup import Markup, tag
from dashboard.protection import Rules
from dashboard.story import Story
from dashboard.tables import EVERYONE, absent, in_words
from metrics import words


def total(story: Story) -> Markup:
    """Return the agency's total of the chosen period, why it is all there is, and the way to all agencies."""
    why, count = said(story)
    address = story.asked.only("period", "benchmark").address(f"/measures/{story.id}")
    return tag(
        "div",
        tag("p", why, class_="notice"),
        count and tag("p", count, class_="prose gap"),
        tag("p", tag("a", story.t("See all agencies together"), href=address), class_="small gap"),
    )


def said(story: Story) -> tuple[str, str]:
    """Return why the total is all there is, and the total in words; blank where there is none."""
    t, language = story.t, story.t.language
    here = (story.chosen.agency, story.chosen.geography, EVERYONE)
    rows = story.tables.at(story.id, [here])
    rows = rows[(rows["period"] == story.chosen.period) & absent(rows["benchmark"])]
    people = float(rows["numerator"].max()) if not rows.empty else float("nan")
    count = ""
    if pd.notna(people):
        count = t(
            "{people}: {n} on {day}.",
            people=words.capital(in_words(story.measure, "people", language)),
            n=words.number(people, "persons", 0, language),
            day=words.as_of(story.chosen.period, language),
        )
    return _why(story, people), count


def all_absent(story: Story) -> str:
    """Return the state of the groups where none is shown, all have the same and no bound is known; else nothing."""
    rows = story.now[absent(story.now["benchmark"])]
    states = rows["status"]
    alike = states.nunique() == 1 and states.iloc[0] != "shown" and rows["lower"].isna().all()
    return str(states.iloc[0]) if alike else ""


def nothing_shown(story: Story, heading: str, chart_id: str, level: str) -> Markup:
    """Return what stands for a chart of nothing but marks, which says less than one sentence does."""
    t, state = story.t, all_absent(story)
    why = t("Some counts here are small, and the others would give them away. The total is public.")
    address = story.asked.only("period", "benchmark").address(
        f"/measures/{story.id}", dimension=folds.base(story.chosen.dimension)
    )
    return tag(
        "section",
        tag(level, heading),
        tag("p", absence(state, t.language), class_="notice"),
        tag("p", why, class_="prose gap") if state == "withheld" else None,
        tag("p", tag("a", t("See all agencies together"), href=address), class_="small gap"),
        class_="chart",
        id=chart_id,
    )


def _why(story: Story, people: float) -> str:
    t = story.t
    if story.together_only:
        return t("Published for all agencies together only.")
    base = Rules(story.tables).base
    if base is not None and people < base:
        return t("Only the total is shown: with fewer than {n} people, any group could say who is who.", n=base)
    return t("Only the total is shown, to protect people.")
