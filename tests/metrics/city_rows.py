"""A city's records typed by hand: forty people when the year began, the last four gone, five new; and its law."""

import pandas as pd

from tests.metrics import small

CITY, AGENCY = "TOWNHALL", "DOT"
_OF = {"nature": "demonstration", "snapshot": "s1", "race_standard": "omb_1997"}


def person(number: int, period: str, agency: str = CITY, **more: object) -> dict[str, object]:
    return {
        "agency": agency, "period": period, "person_id": f"P{number}", "position_class": "Clerk",
        "job_category": small.OTHERS, "full_time": "yes", "classified": "yes", "hire_date": "2001-01-01",
        "annual_pay": 50_000 + 100 * number, "race_ethnicity": "White" if number % 2 else "Asian",
        "sex": "Female" if number % 3 else "Male", "at_will": "yes" if number < 2 else "no", "birth_year": 1980,
        "disability": "no", "justice_impacted": "yes" if number < 5 else None, **_OF, **more,
    }  # fmt: skip


def act(number: int, action: str, agency: str = CITY, **more: object) -> dict[str, object]:
    return {
        "agency": agency, "period": "FY2025", "person_id": f"P{number}", "date": "2025-01-15", "action": action,
        "race_ethnicity": "White", "sex": "Female", **_OF, **more,
    }  # fmt: skip


def applied(number: int, *stages: str) -> list[dict[str, object]]:
    return [
        {
            "agency": CITY, "requisition": "R1", "applicant_id": f"A{number}", "date": f"2024-08-{9 + k:02d}",
            "job_category": small.OTHERS, "stage": stage, "race_ethnicity": "White" if number % 2 else "Asian",
            "sex": "Female", "justice_impacted": "yes" if number == 0 else "no", "period": "FY2025", **_OF,
        }
        for k, stage in enumerate(stages)
    ]  # fmt: skip


def tables() -> dict[str, pd.DataFrame]:
    """Return the tables of a warehouse: the city, whose nature is demonstration, and an agency of the State."""
    # Forty when the year began; the last four left, five came.
    staff = [person(n, "FY2024") for n in range(40)] + [person(n, "FY2025") for n in (*range(36), *range(40, 45))]
    acts = [act(3, "promotion"), act(3, "promotion"), act(41, "promotion"), act(8, "discipline")]
    acts += [act(39, "separation_involuntary"), act(38, "separation_voluntary"), act(44, "hire")]
    acts += [act(n, "appraisal", rating="needs improvement" if n == 6 else "meets") for n in range(30)]
    days = {"course": "Budgets", "hours": 4, "job_category": small.OTHERS, "race_ethnicity": "White", "sex": "Female"}
    course = {"agency": CITY, "period": "FY2025", "completed_date": "2025-02-01", **days, **_OF}
    classes = [
        ("age", "1964-01-01", None),
        ("guild", "1970-01-01", "2025-06-29"),
        ("political opinion", "2020-01-01", None),
    ]
    laws = pd.DataFrame(classes, columns=["class", "valid_from", "valid_to"], dtype=object)
    return {
        "agency": pd.concat(
            [small.agencies(AGENCY), small.agencies(CITY, nature="demonstration", size_group="Cities")]
        ),
        "plans": pd.DataFrame(
            [{"agency": CITY, "kind": "city", "version": "1", "drafting": "2024-01-01", "consulted": "2024-02-01",
              "representation": "present", "service_delivery": "present", "program_impact": "present",
              "demographic_trends": "present", "nature": "demonstration", "snapshot": "s1"}]
        ),
        "protected_classes": laws.assign(
            jurisdiction=f"Agency {CITY}", ordinance="O", nature="demonstration", snapshot="s1"
        ),
        "workforce": pd.DataFrame(staff + [person(n, year, AGENCY) for n in range(9) for year in ("FY2024", "FY2025")]),
        "personnel_actions": pd.DataFrame([*acts, act(4, "promotion", AGENCY)]),
        "training": pd.DataFrame(
            [{**course, "person_id": f"P{n}", "mandatory": asked} for n, asked in ((7, "no"), (9, "yes"))]
        ),
        "applicants": pd.DataFrame(
            [row for n in range(25) for row in applied(n, "applied", *(("hired",) if n < 3 else ()))]
        ),
    }  # fmt: skip
