"""Equity plans, their goals and how far these have come: `plans`, `goals`, `goal_updates`.

Executive Order 24-2 is of 12 July 2024; the days due, all stages and all goals are invented. Every agency of the
register is in time and on its way; the late plan and the missed goal are planted in a fictitious agency. A second
version is being drafted in some.
"""

import numpy as np
import pandas as pd

from etl.demonstration import documents
from etl.demonstration.chance import generator
from etl.demonstration.examples import CITY
from etl.demonstration.planted import effect

DUE = np.datetime64("2025-03-31", "D")
_START = np.datetime64("2024-08-15", "D")
_NEXT_DUE = "2027-03-31"
_GOALS = (
    ("Applicants reflect the labor force", "Applicants", "Hispanic or Latino", 13.0, 16.0,
     "Human Resources"),
    ("Leaders reflect the staff", "Leadership representation", "Black or African American", 11.0,
     14.0, "Office of the Commissioner"),
    ("Vital documents in the languages needed", "Vital papers in the languages needed", "", 55.0, 90.0,
     "Communications"),
)  # fmt: skip
_DIRECTED = ("All employees are trained", "Required training completed", "", 40.0, 100.0, "Office of Equity")
_UPDATES = ("2024-12-31", "2025-03-31", "2025-06-30")
_STATES = ("present", "partly", "missing")
_BLOCKS = ("representation", "service_delivery", "program_impact", "demographic_trends")


def plans(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `plans`: the first version of every agency, a second under way in every third."""
    random = generator("plans")
    late = effect("late_plan")
    rows = []
    files = {code: documents.name(code, kind) for code, kind in zip(agencies, documents.KINDS, strict=False)}
    for code in agencies:
        city = code == CITY
        published = DUE - int(random.integers(2, 40))
        if code == late.agency:
            published = DUE + int(late.size)
        # Six stages between the first and the last day, in order.
        steps = np.sort(random.choice(int((published - _START).astype("int64")) - 1, 6, replace=False)) + 1
        days = [str(_START + int(step)) for step in steps]
        rows.append(
            {
                "agency": code, "kind": "city" if city else "state", "version": "1", "due": str(DUE),
                "drafting": str(_START), "consulted": days[0], "office_review": days[1], "agency_revision": days[2],
                "approved": days[3], "mayor_reviewed": days[4] if city else "",
                "council_approved": days[5] if city else "", "published": str(published),
                "effective": str(published + 1), "document": files.get(code, f"Equity plan of {code}, version 1"),
                "language": "English;Spanish" if random.uniform() < 0.6 else "English",
                "accessible": "yes" if random.uniform() < 0.85 else "no",
                **{name: str(random.choice(_STATES, p=(0.72, 0.22, 0.06))) for name in _BLOCKS},
            }
        )  # fmt: skip
    for code in agencies[::3]:
        start = np.datetime64("2025-04-15", "D") + int(random.integers(0, 30))
        reached = int(random.integers(0, 3))
        stages = dict(zip(("consulted", "office_review"), (str(start + 20), str(start + 40)), strict=True))
        rows.append(
            {"agency": code, "kind": "city" if code == CITY else "state", "version": "2", "due": _NEXT_DUE,
             "drafting": str(start), **dict(list(stages.items())[:reached]), **dict.fromkeys(_BLOCKS, "partly")}
        )  # fmt: skip
    return pd.DataFrame(rows).fillna("").assign(nature="demonstration")


def goals(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `goals`: three of each agency's own and the one that the Office directed."""
    random = generator("goals")
    missed = effect("missed_goal")
    rows = []
    for code in agencies:
        for number, (title, measure, group, base, target, owner) in enumerate((*_GOALS, _DIRECTED), start=1):
            start = base + float(random.normal(0, 1.5))
            rows.append(
                {
                    "agency": code, "goal_id": f"{code}-G{number}", "title": title, "measure": measure, "group": group,
                    "baseline": round(start, 1), "baseline_date": "2024-09-30", "target": target,
                    "target_date": "2026-12-31" if number == len(_GOALS) + 1 else "2027-06-30", "owner": owner,
                    "directed": "yes" if number == len(_GOALS) + 1 else "no",
                }
            )  # fmt: skip
    found = pd.DataFrame(rows).assign(nature="demonstration")
    found.loc[(found["agency"] == missed.agency) & (found["group"] == missed.group), "target_date"] = _UPDATES[-1]
    return found


def goal_updates(goals: pd.DataFrame) -> pd.DataFrame:
    """Return the delivery `goal_updates`: each goal on its straight way to the target, but for the planted one."""
    random = generator("updates")
    missed = effect("missed_goal")
    parts = []
    begins = goals["baseline_date"].to_numpy().astype("datetime64[D]")
    ends = goals["target_date"].to_numpy().astype("datetime64[D]")
    short = (goals["agency"] == missed.agency) & (goals["group"] == missed.group)
    for day in _UPDATES:
        path = ((np.datetime64(day, "D") - begins) / (ends - begins)).astype("float64")
        way = (goals["target"] - goals["baseline"]) * path * random.uniform(0.95, 1.15, len(goals))
        value = (goals["baseline"] + way).where(~short, goals["target"] - missed.size)
        parts.append(pd.DataFrame(
            {"goal_id": goals["goal_id"], "date": day, "value": value.round(2),
             "narrative": "Reviewed with the owner of the goal.", "nature": "demonstration"}
        ))  # fmt: skip
    return pd.concat(parts).sort_values(["goal_id", "date"], ignore_index=True)
