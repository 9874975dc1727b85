"""Invented directives, plans and goals of the sample release; the public gets of them what a release gives it."""

import pandas as pd

from metrics.definition import load_measures
from metrics.table import directives, goals, plans

NAMES = ("directives", "plans", "goals", "contract_goals")
_DAYS = ("2024-08-15", "2024-09-20", "2024-10-15", "2024-12-01", "2025-01-20", "2025-03-10")
_STAGES = ("drafting", "consulted", "office_review", "agency_revision", "approved", "published")
_AS_OF = "2025-06-30"


def tables(audience: str, figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of promises for an audience; `figures` are those of the sample for it."""
    measures = load_measures()
    made, asked = _plans(), _goals()
    held = {
        "directives": directives.table(measures, figures),
        "plans": made,
        "goals": asked,
        "contract_goals": pd.DataFrame(
            {"certification": ["SBE", "MBE"], "naics": [None, "236"], "percent": [25.0, 6.25],
             "valid_from": "2020-01-01", "valid_to": [None, "2024-06-30"], "authority": "an invented act",
             "nature": "demonstration"}
        ),
    }  # fmt: skip
    if audience == "internal":
        return held
    return held | {"plans": plans.public(made), "goals": goals.public(asked, measures, figures)}


def _plans() -> pd.DataFrame:
    rows = []
    for agency, version, reached in (
        ("DOT", "1", 6),
        ("DOT", "2", 2),
        ("DCF", "1", 6),
        ("DOC", "1", 3),
        ("A13", "1", 0),
    ):
        days = dict(zip(_STAGES[:reached], _DAYS, strict=False))
        rows.append(
            {"agency": agency, "kind": "state", "version": version, "due": "2025-03-31", **days,
             "stage": _STAGES[reached - 1] if reached else None, "stage_since": _DAYS[reached - 1] if reached else None,
             "days_in_stage": 112.0, "days_late": 91.0 if reached == 3 else None, "representation": "present",
             "service_delivery": "partly", "program_impact": "missing", "demographic_trends": "present",
             "language": "English;Spanish", "accessible": "yes", "document": f"Plan of {agency}"}
        )  # fmt: skip
    found = pd.DataFrame(rows).reindex(columns=plans.COLUMNS).assign(as_of=_AS_OF, nature="demonstration")
    return found.astype(object).where(found.notna(), None)


def _goals() -> pd.DataFrame:
    rows = [
        ("DOT-1", "DOT", "Papers in every language", "vital_documents", None, "yes", 50.0, 70.0, 90.0, "improving"),
        ("DOT-2", "DOT", "Leaders reflect the staff", "leadership", "Asian", "no", 3.0, 2.0, 5.0, "getting_worse"),
        ("DCF-1", "DCF", "Papers in every language", "vital_documents", None, "yes", 40.0, 95.0, 90.0,
         "target_met_or_exceeded"),
        ("DOC-1", "DOC", "Open doors", None, None, "no", None, None, None, "not_enough_data"),
    ]  # fmt: skip
    names = ["goal", "agency", "title", "of", "group", "directed", "baseline", "value", "target", "progress"]
    found = pd.DataFrame(rows, columns=names)
    done = 100 * (found["value"] - found["baseline"]) / (found["target"] - found["baseline"])
    shown = {"measure": found["of"], "done": done, "time_gone": 27.0, "status": "shown", "owner": "An office"}
    days = {"baseline_date": "2024-09-30", "value_date": _AS_OF, "target_date": "2027-06-30", "as_of": _AS_OF}
    return found.assign(**shown, **days, nature="demonstration").reindex(columns=goals.COLUMNS)
