"""The stages of a plan: done solid, now ringed, to come hollow; of one plan with its days, of all with their counts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.choices import in_time
from dashboard.components.chart import Chart, DataTable
from dashboard.components.pictured import Pictured
from dashboard.drawing import way
from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, EVERYONE, Tables, absent
from metrics import words

STAGES = ("drafting", "consulted", "office_review", "agency_revision", "approved", "published")
CITY_STEPS = ("drafting", "consulted", "mayor_reviewed", "council_approved", "effective")
_CITY = "city"
_DAYS = "plan_days_in_stage"

Plan = Mapping[str, Any]


def stages(kind: str, t: Tongue) -> dict[str, str]:
    """Return the stages of a kind of plan in words, in order."""
    names, of = (CITY_STEPS, "city_step") if kind == _CITY else (STAGES, "stage")
    return {name: words.group(name, t.language, of) for name in names}


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return each agency's newest version: the one begun last."""
    ordered = rows.sort_values(["drafting", "version"], kind="stable", na_position="first")
    return ordered.drop_duplicates(["agency", "kind", "nature"], keep="last")


def single(plan: Plan, t: Tongue) -> Markup:
    """Return the stages of one version, each with its days."""
    items, named = [], stages(plan["kind"], t)
    reached = [name for name in named if text(plan[name]) and plan[name] <= plan["as_of"]]
    for name, said in named.items():
        state = "now" if reached and name == reached[-1] else "done" if name in reached else "next"
        if state == "now" and name == list(named)[-1]:
            state = "done"
        items.append(_item(state, said, _days(plan, name, reached, state, t)))
    return tag("ol", items, class_="pipeline")


def overall(tables: Tables, rows: pd.DataFrame, kept: Selection, t: Tongue) -> Pictured:
    """Return how many plans of agencies are in each stage, and how long a stage usually takes."""
    plans = newest(rows[rows["kind"] != _CITY])
    counts = plans["stage"].value_counts().to_dict()
    usual = _medians(tables)
    named = stages("state", t)
    items, table, drawn, held = [], [], [], []
    for name, said in named.items():
        number = int(counts.get(name, 0))
        state = "done" if name == "published" else "now" if number else "next"
        days = t("usually {days}", days=words.number(usual[name], "days", 0, t.language)) if name in usual else ""
        items.append(_item(state, said, days, str(number)))
        drawn.append((said, number, days))
        held.append({"stage": name, "plans": number, "median_days": usual.get(name)})
        table.append((said, str(number), words.number(usual[name], "days", 0, t.language) if name in usual else "–"))
    under_way = sum(number for name, number in counts.items() if name != "published")
    sentence = t(
        "{n} agencies have a plan: the newest version is published in {published} and under way in {under_way}.",
        n=len(plans),
        published=int(counts.get("published", 0)),
        under_way=under_way,
    )
    invented = bool((rows["nature"] == DEMONSTRATION).any())
    return Pictured(
        Chart(
            id="pipeline",
            heading=t("Where are the plans?"),
            sentence=f"{t('Demonstration:')} {sentence}" if invented else sentence,
            figure=(tag("ol", items, class_="pipeline"),),
            table=DataTable((t("Stage"), t("Plans"), t("Median days")), tuple(table)),
            note=t("Each agency’s newest version. Days are the median of all plans in the newest year."),
            source=source(rows, t),
            link=kept.with_(release=tables.id).address("/plans"),
        ),
        rows=pd.DataFrame(held),
        drawing=lambda: way.stages(drawn),
        demonstration=invented,
        file=("pipeline", kept),
        how=(
            t("Of each agency the version that was begun last is counted once, in the stage it is in."),
            t("The days are those from the beginning of a stage to the beginning of the next."),
        ),
    )


def source(rows: pd.DataFrame, t: Tongue) -> str:
    """Return where plans or goals come from, as of which day."""
    said = t("Source: what agencies delivered, as of {day}.", day=day(rows["as_of"].max(), t))
    return f"{said} {t('Demonstration data.')}" if (rows["nature"] == DEMONSTRATION).any() else said


def day(iso: Any, t: Tongue) -> str:
    """Return an ISO day in words; a dash for none."""
    return words.day(date.fromisoformat(iso), t.language) if text(iso) else "–"


def text(value: Any) -> str:
    """Return a text cell; blank for an empty one."""
    return value if isinstance(value, str) else ""


def _item(state: str, name: str, more: str, count: str = "") -> Markup:
    return tag(
        "li",
        tag("i", aria_hidden="true"),
        count and tag("strong", count),
        tag("b", name),
        tag("span", more),
        class_=state,
        aria_current="step" if state == "now" and not count else None,
    )


def _days(plan: Plan, name: str, reached: list[str], state: str, t: Tongue) -> str:
    if state == "next":
        return t("due {day}", day=day(plan["due"], t)) if name == "published" and text(plan["due"]) else t("to come")
    if name == list(stages(plan["kind"], t))[-1]:
        return day(plan[name], t)
    after = reached[reached.index(name) + 1 :]
    end = plan[after[0]] if after else plan["as_of"]
    passed = words.number((date.fromisoformat(end) - date.fromisoformat(plan[name])).days, "days", 0, t.language)
    if after:
        return t("{days}, from {day}", days=passed, day=day(plan[name], t))
    return t("{days} so far, from {day}", days=passed, day=day(plan[name], t))


def _medians(tables: Tables) -> dict[str, float]:
    """Return stage -> its median days of the newest year, as the measure has them."""
    rows = tables.of("figures", _DAYS)
    own = rows[(rows["agency"] == EVERYONE) & (rows["dimension"] == "stage") & absent(rows["benchmark"])]
    own = own.dropna(subset="value")
    if own.empty:
        return {}
    last = own[own["period"] == max(own["period"], key=in_time)]
    return dict(zip(last["group"], last["value"].astype(float), strict=True))
