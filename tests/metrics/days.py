"""Trainings past due and medians of days to a decision of two agencies, invented."""

import pandas as pd

DUE = "2025-03-31"
"""The day that every training is due."""
_DONE = ("2025-03-01", "2025-03-31", "2025-04-01", "2025-04-09", "2025-04-20", "2025-05-15", "2025-06-20", None)


def _rows(agency: str, race: str, people: int, first: int = 0) -> list[dict[str, object]]:
    return [
        {
            "agency": agency, "period": "FY2025", "person_id": f"{race}{agency}{k}", "course": "Fairness",
            "mandatory": "no" if k % 23 == 22 else "yes", "due_date": DUE, "excused": "yes" if k % 9 == 8 else "no",
            "completed_date": _DONE[(k + first) % len(_DONE)], "hours": 2.0, "language": "English",
            "job_category": "Professionals", "race_standard": "omb_1997", "race_ethnicity": race, "sex": "Female",
            "nature": "official", "snapshot": "s1",
        }
        for k in range(people)
    ]  # fmt: skip


TRAININGS = pd.DataFrame(
    [
        *_rows("DOT", "White", 60),
        *_rows("DOT", "Asian", 21, 3),
        *_rows("DOC", "White", 25, 1),
        *_rows("DOC", "Asian", 8),
    ]
)


def _decided(
    program: str, group: str, days: float, approved: int, denied: int, town: str | None = None
) -> dict[str, object]:
    return {
        "program": program, "dimension": "ALL" if group == "ALL" else "race_ethnicity", "group": group, "town": town,
        "eligible": 1000.0, "applied": 500.0, "served": 100.0, "completed": 50.0, "approved": float(approved),
        "denied": float(denied), "median_days": days,
    }  # fmt: skip


DECISIONS = {
    "DOT": [
        _decided("Permits", "ALL", 30.4, 200, 100), _decided("Permits", "White", 30, 190, 91),
        _decided("Permits", "Asian", 61, 10, 9), _decided("Permits", "ALL", 80, 4, 3, "Avon"),
        _decided("Camps", "ALL", 12, 50, 40), _decided("Camps", "White", 12, 30, 20),
        _decided("Camps", "Asian", 13, 20, 20),
    ],
    "DOC": [_decided("Camps", "ALL", 44, 6, 3)],
}  # fmt: skip
