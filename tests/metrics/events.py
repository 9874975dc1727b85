"""Rows of the warehouse about people's events, typed by hand."""

from collections.abc import Mapping

import pandas as pd

from tests.metrics import small

RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian")


def applicants(agency: str, period: str, stages: Mapping[str, Mapping[str, int]], sex: str = "Female") -> pd.DataFrame:
    """Rows of `applicant_counts`: stage -> race -> people."""
    return pd.DataFrame(
        [
            {
                "agency": agency, "period": period, "job_category": small.OTHERS, "race_standard": "omb_1997",
                "race_ethnicity": race, "sex": sex, "stage": stage, "applicants": n, "nature": "official",
                "snapshot": "s1",
            }
            for stage, races in stages.items()
            for race, n in races.items()
        ]
    )  # fmt: skip


def actions(agency: str, period: str, events: Mapping[str, Mapping[str, int]], sex: str = "Female") -> pd.DataFrame:
    """Rows of `personnel_action_counts`: action -> race -> events."""
    rows = applicants(agency, period, events, sex)
    return rows.rename(columns={"stage": "action", "applicants": "events"})


def services(agency: str, period: str, rows: list[Mapping[str, object]]) -> pd.DataFrame:
    """Rows of `services`, filled up with what they leave unsaid."""
    unsaid = {
        "agency": agency, "period": period, "program": "Camp", "race_standard": "omb_1997", "town": None,
        "nature": "official", "snapshot": "s1",
    }  # fmt: skip
    return pd.DataFrame([{**unsaid, **row} for row in rows])
