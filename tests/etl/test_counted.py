"""Records of people are counted in the warehouse, held against counting them one by one."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import warehouse
from etl.home import Home
from etl.load import load
from tests.etl import good

_CELL = {"agency": "PARKS", "period": "FY2025", "job_category": "2", "race_ethnicity": "HI", "sex": "F"}


def table(home: Home, name: str) -> pd.DataFrame:
    with warehouse.reading(home.warehouse) as connection:
        return warehouse.read(connection, sa.select(warehouse.TABLES[name]))


def loaded(home: Home, inbox: Path, **deliveries: list[dict[str, str]]) -> None:
    files = [good.write(inbox, "agencies", good.ROWS["agencies"])]
    files += [good.write(inbox, name, rows) for name, rows in deliveries.items()]
    report = load(files, home)
    assert not report.refused, [each.problems for each in report.deliveries]


def person(number: int, **more: str) -> dict[str, str]:
    who = {"position_class": "Clerk", "full_time": "yes", "classified": "no", "hire_date": "2022-03-05",
           "annual_pay": "50000", "birth_year": "1980", "veteran": "no", "disability": "no"}  # fmt: skip
    return {**_CELL, "person_id": f"e{number}", **who, **more}


@pytest.mark.long
def test_employees_are_their_records_one_by_one(home: Home, tmp_path: Path) -> None:
    born = ["1961", "1960", "1959", "2001", "2000", "1990", ""]
    people = [person(n, birth_year=year, sex="FM"[n % 2]) for n, year in enumerate(born)]
    loaded(home, tmp_path / "in", workforce=people)
    ages = {"1961": "55-64", "1960": "65 and over", "1959": "65 and over", "2001": "Under 25", "2000": "25-34",
            "1990": "35-44", "": "Not reported"}  # fmt: skip
    wanted = Counter((ages[year], ("Female", "Male")[n % 2]) for n, year in enumerate(born))
    rows = table(home, "workforce_count")
    assert dict(zip(zip(rows["age_band"], rows["sex"], strict=True), rows["employees"], strict=True)) == wanted
    assert set(rows["veteran"]) == {"no"}


@pytest.mark.long
def test_what_an_agency_did_not_ask_is_blank_and_what_was_not_answered_is_not_reported(
    home: Home, tmp_path: Path
) -> None:
    parks = [person(1, veteran="yes", birth_year=""), person(2, veteran="", birth_year="")]
    fire = [person(3, agency="FIRE", veteran="", birth_year="1990")]
    loaded(home, tmp_path / "in", workforce=parks + fire)
    rows = table(home, "workforce_count")
    of_parks, of_fire = rows[rows["agency"] == "PARKS"], rows[rows["agency"] == "FIRE"]
    assert sorted(of_parks["veteran"]) == ["not reported", "yes"]
    assert of_parks["age_band"].isna().all()
    assert of_fire["veteran"].isna().all()
    assert of_fire["age_band"].tolist() == ["35-44"]


@pytest.mark.long
def test_records_count_before_counts_that_were_sent_of_the_same_agency_and_period(home: Home, tmp_path: Path) -> None:
    sent = [{**_CELL, "employees": "99"}, {**_CELL, "agency": "FIRE", "employees": "7"}]
    loaded(home, tmp_path / "in", workforce=[person(1), person(2)], workforce_counts=sent)
    rows = table(home, "workforce_count")
    assert rows.groupby("agency")["employees"].sum().to_dict() == {"PARKS": 2, "FIRE": 7}


@pytest.mark.long
def test_official_counts_stay_before_records_of_a_demonstration(home: Home, tmp_path: Path) -> None:
    people = [person(n, nature="demonstration") for n in range(3)]
    loaded(home, tmp_path / "in", workforce=people, workforce_counts=[{**_CELL, "employees": "99"}])
    assert table(home, "workforce_count")["employees"].tolist() == [99]


@pytest.mark.long
def test_an_action_is_counted_in_the_job_one_had_and_a_hire_in_the_job_one_gets(home: Home, tmp_path: Path) -> None:
    people = [
        person(1, period="FY2024", job_category="2"), person(1, job_category="1"),
        person(2, job_category="6"), person(3, period="FY2024", job_category="5"),
    ]  # fmt: skip
    who = {"agency": "PARKS", "race_ethnicity": "HI", "sex": "F"}
    actions = [
        {**who, "person_id": "e1", "date": "2025-01-01", "action": "promotion", "to_job_category": "1"},
        {**who, "person_id": "e2", "date": "2024-09-01", "action": "hire", "to_job_category": "6"},
        {**who, "person_id": "e3", "date": "2024-12-01", "action": "retirement", "to_job_category": ""},
        {**who, "person_id": "e9", "date": "2024-12-01", "action": "discipline", "to_job_category": ""},
    ]
    loaded(home, tmp_path / "in", workforce=people, personnel_actions=actions)
    rows = table(home, "personnel_action_counts")
    assert dict(zip(rows["action"], rows["job_category"], strict=True)) == {
        "promotion": "Professionals", "hire": "Administrative Support", "retirement": "Paraprofessionals",
        "discipline": "Not reported",
    }  # fmt: skip
    assert set(rows["events"]) == {1}


@pytest.mark.long
def test_an_opening_belongs_to_the_year_of_its_first_applicant(home: Home, tmp_path: Path) -> None:
    who = {"agency": "PARKS", "requisition": "R-1", "job_category": "2", "race_ethnicity": "HI", "sex": "F",
           "rejected_for_record": ""}  # fmt: skip
    stages = [("a1", "2025-06-20", "applied"), ("a2", "2025-06-21", "applied"), ("a2", "2025-07-15", "hired")]
    rows = [{**who, "applicant_id": each, "date": day, "stage": stage} for each, day, stage in stages]
    loaded(home, tmp_path / "in", applicants=rows)
    found = table(home, "applicant_counts")
    assert dict(zip(zip(found["period"], found["stage"], strict=True), found["applicants"], strict=True)) == {
        ("FY2025", "applied"): 2, ("FY2025", "hired"): 1,
    }  # fmt: skip
