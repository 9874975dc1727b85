"""The plans: where they are, what they hold, how their goals stand, what is late and what is due next."""

import pandas as pd

from dashboard.brief import brief
from dashboard.components.calendar import calendar, directed
from dashboard.components.filters import Field, filters
from dashboard.components.goal_rows import goals as goal_rows
from dashboard.components.library import accessible, blocks, document, late, library
from dashboard.components.pictured import Pictured, exhibit, shown
from dashboard.components.pipeline import overall, single
from dashboard.exhibits import Exhibit
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.nothing import not_found
from dashboard.selection import Selection
from dashboard.tables import DEMONSTRATION, Tables
from metrics import words

PATH = "/plans"
_MANY = 12
_ALL = "all"
_STATES = (
    "target_met_or_exceeded", "improving", "little_or_no_detectable_change", "getting_worse", "not_enough_data",
)  # fmt: skip


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return all plans, or one agency's where one is chosen."""
    plans, goals = tables.whole("plans"), tables.whole("goals")
    names = tables.agency_names()
    if selection.agency and selection.agency not in names:
        return not_found(f"{PATH}?agency={selection.agency}", t, selection)
    if selection.agency:
        return _agency(tables, plans, goals, selection, t)
    kept = selection.only()
    title = t("Does every agency have an equity plan, and is it kept?")
    parts: list[Part] = [tag("p", class_="crumb"), tag("h1", title)]
    if plans.empty:
        parts.append(tag("p", t("This release holds no plans."), class_="notice"))
        return View(t("Equity plans"), tuple(parts))
    parts += [_lead(tables, goals, plans, kept, t), shown(overall(tables, plans, kept, t), tables, t)]
    parts.append(calendar(tables, plans, goals, kept, t))
    if not goals.empty:
        parts += [*_goals(tables, goals, selection, t), directed(tables, goals, kept, t)]
    parts.append(library(tables, plans, kept, t))
    return View(t("Equity plans"), tuple(parts))


def _lead(tables: Tables, goals: pd.DataFrame, plans: pd.DataFrame, kept: Selection, t: Tongue) -> Markup:
    """Return how many agencies have a plan, in time, and how many goals move: as the measures say it."""
    said = []
    texts = {
        "plan_present": t("{n} of {all} agencies have a published plan."),
        "plan_on_time": t("{n} of {all} plans came in time."),
        "goals_moving": t("{n} of {all} goals are met or improving."),
    }
    for name, form in texts.items():
        measure = tables.measure(name)
        line = brief(tables, measure, kept, t) if measure else None
        if line and line.counts:
            said.append(form.format(n=f"{line.counts[0]:.0f}", all=f"{line.counts[1]:.0f}"))
    invented = (plans["nature"] == DEMONSTRATION).any()
    return tag("p", t("Demonstration:") + " " if invented and said else "", " ".join(said), class_="lead")


def _goals(tables: Tables, goals: pd.DataFrame, selection: Selection, t: Tongue) -> list[Part]:
    """Return the filter over goals and those that it leaves: the first of many, until all are asked for."""
    state, rows, few = _chosen(goals, selection)
    options = (
        ("", t("Any")),
        *((name, words.status(name, t.language)) for name in _STATES if (goals["progress"] == name).any()),
    )
    kept = selection.only()
    hidden = {"release": selection.release, "lang": "" if t.language == "en" else t.language}
    head = tag(
        "div", tag("h2", t("Goals")), tag("p", t("{n} goals", n=len(goals)), class_="small soft"), class_="sec-head"
    )
    fields = (
        Field("agency", t("Agency"), (("", t("All agencies")), *_agencies(tables, goals)), ""),
        Field("state", t("How the goal stands"), options, state),
    )
    parts: list[Part] = [tag("div", head, class_="sec", id="turn"), filters(PATH, fields, hidden, t("Goals"), t)]
    if rows.empty:
        parts.append(tag("p", t("No goal stands so. Choose another state."), class_="notice"))
        return parts
    parts.append(shown(_all_goals(tables, goals, selection, t), tables, t))
    if len(few) < len(rows):
        address = kept.with_other(state=state, show=_ALL).address(PATH) + "#goals"
        parts.append(tag("p", tag("a", t("Show all {n} goals", n=len(rows)), href=address), class_="gap"))
    return parts


def _chosen(goals: pd.DataFrame, selection: Selection) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """Return the state asked for, the goals that stand so, and those of them that are shown."""
    state = selection.other("state") if selection.other("state") in _STATES else ""
    rows = goals[(goals["progress"] == state)] if state else goals
    rows = rows.sort_values(["agency", "goal"])
    return state, rows, rows if selection.other("show") == _ALL else rows.head(_MANY)


def _all_goals(tables: Tables, goals: pd.DataFrame, selection: Selection, t: Tongue) -> Pictured:
    _, rows, few = _chosen(goals, selection)
    sentence = t("{n} of {all} goals are shown here.", n=len(few), all=len(rows))
    return goal_rows(tables, few, t("Is the curve turning?"), sentence, selection.only("state", "show"), t)


def _own_goals(tables: Tables, goals: pd.DataFrame, selection: Selection, t: Tongue) -> Pictured:
    mine = goals[goals["agency"] == selection.agency].sort_values("goal")
    moving = int(mine["progress"].isin(_STATES[:2]).sum())
    hidden = int((mine["status"] != "shown").sum())
    sentence = t("{n} goals: {moving} met or improving.", n=len(mine), moving=moving)
    if hidden:
        sentence += " " + t("How {n} stand is not shown, to protect people.", n=hidden)
    return goal_rows(tables, mine, t("Is the curve turning?"), sentence, selection.only("agency"), t)


def goals_exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return the goals of the page as a file; None where there are none."""
    goals = tables.whole("goals")
    if goals.empty or (selection.agency and not (goals["agency"] == selection.agency).any()):
        return None
    made = _own_goals if selection.agency else _all_goals
    return exhibit(made(tables, goals, selection, t)) if selection.agency or len(_chosen(goals, selection)[2]) else None


def pipeline_exhibit(tables: Tables, selection: Selection, t: Tongue) -> Exhibit | None:
    """Return where the plans are as a file; None where there are none."""
    plans = tables.whole("plans")
    return None if plans.empty else exhibit(overall(tables, plans, selection.only(), t))


def _agencies(tables: Tables, goals: pd.DataFrame) -> list[tuple[str, str]]:
    names = tables.agency_names()
    return sorted(
        ((code, names.get(code, code)) for code in goals["agency"].unique()), key=lambda each: each[1].lower()
    )


def _agency(tables: Tables, plans: pd.DataFrame, goals: pd.DataFrame, selection: Selection, t: Tongue) -> View:
    """Return one agency's versions, newest first, and its goals."""
    code, kept = selection.agency, selection.only()
    name = tables.agency_names()[code]
    title = t("Equity plan: {agency}", agency=name)
    parts: list[Part] = [
        tag("p", tag("a", t("Equity plans"), href=kept.address(PATH)), " / ", code, class_="crumb"),
        tag("h1", title),
        tag("p", tag("a", t("All about this agency"), href=kept.address(f"/agencies/{code}")), class_="small gap"),
    ]
    own = plans[plans["agency"] == code].sort_values(["drafting", "version"], ascending=False, na_position="first")
    if own.empty:
        parts.append(tag("p", t("This agency has delivered no plan."), class_="notice"))
    for plan in ({str(key): value for key, value in row.items()} for row in own.to_dict("records")):
        facts = [late(plan, t), document(plan, tables.id, t), accessible(plan, t)]
        proposed = t("Proposed plan of a city") if plan["kind"] == "city" else ""
        heading = t("Version {n}", n=plan["version"])
        parts.append(
            tag(
                "section",
                tag("div", tag("h2", f"{heading}. {proposed}" if proposed else heading), class_="sec-head"),
                tag("p", [tag("span", fact) for fact in facts if fact], class_="facts"),
                single(plan, t),
                tag("h3", t("The four parts of section 6(a)"), class_="sub"),
                blocks(plan, t),
                tag("p", t("Demonstration data."), class_="tiny gap") if plan["nature"] == DEMONSTRATION else None,
                class_="sec",
            )
        )
    if not goals.empty and (goals["agency"] == code).any():
        parts.append(tag("div", tag("div", tag("h2", t("Goals")), class_="sec-head"), class_="sec"))
        parts.append(shown(_own_goals(tables, goals, selection, t), tables, t))
    return View(title, tuple(parts))
