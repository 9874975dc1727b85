"""What columns promise each other: every broken promise is told with row and column, and nothing of a person."""

from pathlib import Path

import pytest

from etl.home import Home
from etl.load import check
from tests.etl import good

Cells = dict[str, str]


def told(tmp_path: Path, name: str, rows: list[Cells]) -> list[str]:
    paths = [good.write(tmp_path, "agencies", good.ROWS["agencies"]), good.write(tmp_path, name, rows)]
    report = check(paths, Home(tmp_path / "home"))
    assert not (tmp_path / "home").exists(), "a check writes nothing"
    return [str(problem) for delivery in report.deliveries for problem in delivery.problems]


@pytest.mark.parametrize(
    ("name", "cells", "column", "said"),
    [
        ("boards", {"term_end": "2024-01-01"}, "term_end", "each day after those before it"),
        ("boards", {"member_id": "Quillfeather"}, "member_id", "a pseudonymous id"),
        ("boards", {"member_id": "123456789"}, "member_id", "never nine digits alone"),
        ("boards", {"appointing_authority": "Hon. Wren Pfoert"}, "appointing_authority", "never of a person"),
        ("goals", {"owner": "Wren Q. Pfoert"}, "owner", "never of a person"),
        ("goals", {"target_date": "2024-01-01"}, "target_date", "after those before it"),
        ("assessments", {"decided": "2023-12-31"}, "decided", "on or after those before it"),
        ("assessments", {"started": "2023-12-31"}, "started", "on or after"),
        ("assessments", {"disparity_found": "perhaps"}, "disparity_found", "not a known label"),
        ("plans", {"consulted": "2023-12-31"}, "consulted", "on or after"),
        ("plans", {"published": "2024-01-15"}, "published", "on or after"),
        ("plans", {"mayor_reviewed": "2024-03-01"}, "mayor_reviewed", "only where kind is city"),
        ("plans", {"representation": "yes"}, "representation", "one of present, partly, missing"),
        ("benchmarks", {"count": "9"}, "share", "exactly one of the two"),
        ("contract_goals", {"valid_to": "2019-12-31"}, "valid_to", "on or after"),
        ("contract_goals", {"percent": "101"}, "percent", "0 to 100"),
        ("contract_availability", {"ready_firms": "201"}, "ready_firms", "at most all_firms"),
        ("contracts", {"certifications": "SBE;XYZ"}, "certifications", "one or more of"),
        ("contracts", {"certifications": "SBE;SBE"}, "certifications", "one or more of"),
        ("contracts", {"naics": "Jan-23"}, "naics", "an industry code"),
        ("contracts", {"vendor_id": "123456789"}, "vendor_id", "a tax number"),
        ("contracts", {"date": "2999-01-01"}, "date", "an ISO date"),
        ("engagement", {"answered": "10"}, "answered", "at most feedback"),
        ("engagement", {"group": "ALL"}, "group", "exactly where group is ALL"),
        ("municipal_actions", {"applied_to": "1.2"}, "applied_to", "another than action"),
        ("municipal_actions", {"applied_to": "parks"}, "applied_to", "the number of an action"),
        ("plans", {"kind": "city", "effective": "2024-09-01"}, "effective", "only with those before it"),
        ("plans", {"kind": "city", "mayor_reviewed": "2024-05-01", "council_approved": "", "effective": "2024-09-01"},
         "effective", "only with those before it"),
        ("personnel_actions", {"rating": "good"}, "rating", "only where action is appraisal"),
        ("services", {"denied": "11"}, "approved", "approved + denied at most applied"),
        ("services", {"completed": "20"}, "completed", "at most served"),
        ("services", dict.fromkeys(("eligible", "applied", "approved", "denied", "served", "completed"), ""),
         "eligible", "at least one of"),
        ("training", {"due_date": ""}, "due_date", "is needed where mandatory is yes"),
        ("training", {"completed_date": "2999-01-01"}, "completed_date", "not in the future"),
        ("training", {"mandatory": "not reported"}, "mandatory", "not a known label"),
        ("applicants", {"rejected_for_record": "yes"}, "rejected_for_record", "the stated reason"),
        ("applicants", {"stage": "hired"}, "rejected_for_record", "only where stage is"),
        ("workforce", {"hire_date": "2025-07-01"}, "hire_date", "last day of period"),
        ("workforce", {"birth_year": "2005"}, "birth_year", "14 years before hire_date"),
        ("workforce", {"annual_pay": "81,250"}, "annual_pay", "without thousands separators"),
        ("agencies", {"valid_from": "2024-01-01", "valid_to": "2023-01-01"}, "valid_to", "on or after"),
        ("practices", {"adopted": "soon"}, "adopted", "an ISO date such as"),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_itself_is_refused(
    tmp_path: Path, name: str, cells: Cells, column: str, said: str
) -> None:
    first = good.ROWS[name][0]
    problems = told(tmp_path, name, [{**first, **cells}])
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"{name}.csv, row 2, column {column}: ")
    assert said in problems[0]


def test_stages_of_an_applicant_stand_in_order(tmp_path: Path) -> None:
    first, last = good.ROWS["applicants"]
    rows = [{**last, "applicant_id": "a1"}, first, {**first, "stage": "interviewed", "date": "2025-03-01"}]
    assert told(tmp_path, "applicants", rows) == [
        "applicants.csv, row 2, column date: expected no later stage is dated before an earlier one "
        "(applied, qualified, interviewed, offered, hired)"
    ]


def test_no_later_stage_counts_more_applicants(tmp_path: Path) -> None:
    hired, applied = good.ROWS["applicant_counts"]
    (problem,) = told(tmp_path, "applicant_counts", [{**hired, "applicants": "41"}, applied, {**hired, "sex": "M"}])
    assert problem.startswith("applicant_counts.csv, row 2, column applicants: expected no later stage")


def test_a_citys_plan_is_effective_once_each_step_is_taken(tmp_path: Path) -> None:
    steps = {
        "kind": "city",
        "mayor_reviewed": "2024-05-01",
        "council_approved": "2024-05-02",
        "effective": "2024-06-01",
    }
    assert told(tmp_path, "plans", [good.ROWS["plans"][0] | steps]) == []


def test_the_process_may_be_applied_to_any_other_action(tmp_path: Path) -> None:
    assert told(tmp_path, "municipal_actions", [good.ROWS["municipal_actions"][0] | {"applied_to": "10.2"}]) == []


def test_a_goal_that_is_not_clear_is_taken_and_counted_as_such(tmp_path: Path) -> None:
    blank = dict.fromkeys(("measure", "baseline", "baseline_date", "target", "target_date", "owner"), "")
    assert told(tmp_path, "goals", [good.ROWS["goals"][0] | blank]) == []


def test_two_goals_are_not_in_force_on_one_day(tmp_path: Path) -> None:
    one, two = good.ROWS["contract_goals"]
    (problem,) = told(tmp_path, "contract_goals", [{**two, "valid_from": "2023-12-31"}, one])
    assert "row 2, column valid_from: expected no two rows of the same certification, naics" in problem
    assert told(tmp_path, "contract_goals", [one, two, {**one, "naics": "23"}, {**one, "certification": "WBE"}]) == []


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    bad = {
        **good.ROWS["workforce"][0], "agency": "MOON", "period": "FY25", "person_id": "Wren Pfoert", "sex": "G",
        "race_ethnicity": "Zyxolphe", "full_time": "often", "hire_date": "3/5/2012", "annual_pay": "a lot",
    }  # fmt: skip
    problems = told(tmp_path, "workforce", [good.ROWS["workforce"][1], bad])
    columns = {problem.split("column ")[1].split(":")[0] for problem in problems}
    assert columns == {
        "agency", "period", "person_id", "sex", "race_ethnicity", "full_time", "hire_date", "annual_pay"
    }  # fmt: skip
    assert all("workforce.csv, row 3" in problem for problem in problems)
    text = " ".join(problems)
    for secret in ("Wren", "Zyxolphe", "often", "3/5/2012", "a lot", "MOON", "'G'"):
        assert secret not in text, "a row of a person is never repeated"
    assert "crosswalks/race_ethnicity.csv" in text


def test_headings_that_are_wrong_are_told_with_what_is_missing(tmp_path: Path) -> None:
    row = {("sexx" if name == "sex" else name): text for name, text in good.ROWS["boards"][0].items()}
    problems = told(tmp_path, "boards", [row])
    assert len(problems) == 2
    assert "column sexx: unknown heading" in problems[0]
    assert "column sex: the column is missing" in problems[1]
