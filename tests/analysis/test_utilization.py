"""`equity analyze utilization` from a file to its answer."""

import json
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from analysis.file import analyze, text
from analysis.kind import Options
from analysis.utilization import KIND
from tests.analysis import own

HEADINGS = "job_category,group,workforce,actual,availability,availability_moe\n"


answered, refused = partial(own.answered, KIND), partial(own.refused, KIND)


def test_the_example_works_and_flags_are_0_and_1(tmp_path: Path) -> None:
    result = answered(tmp_path, KIND.example)
    assert tuple(result.table.columns) == KIND.output
    first = text(result.table).splitlines()[1].split(",")
    assert first[:7] == ["Professionals", "Women", "400", "85", "0.25", "", "100.0"]
    assert first[9:] == ["1", "1", "0", "0", "1", "15.0", "15"]


def test_the_notes_name_what_cannot_be_divided_and_where_the_rules_disagree(tmp_path: Path) -> None:
    notes = answered(tmp_path, KIND.example).notes
    assert notes[0].startswith("row 4: parity is less than one person")
    assert notes[1].startswith("rows 2, 3: the rules disagree")
    assert notes[2].startswith("rows 2, 4: no availability_moe")


def test_the_same_people_against_two_benchmarks_are_pointed_out(tmp_path: Path) -> None:
    # Hazelwood School District v. United States, 433 U.S. 299, n. 17 (1977).
    result = answered(tmp_path, HEADINGS + "Teachers,Black,405,15,0.154,\nTeachers,Black,405,15,0.057,0.01\n")
    assert list(result.table["two_sd"]) == [1, 0]
    assert "row 3 from 0.06078 on" in result.notes[-2]
    assert result.notes[-1] == ("rows 2, 3: the same people against different benchmarks lead to different conclusions")


def test_a_margin_of_error_softens_the_tests(tmp_path: Path) -> None:
    rows = answered(tmp_path, HEADINGS + "A,W,400,80,0.25,0.0329\nB,W,400,80,0.25,\n").table
    assert list(rows["two_sd"]) == [0, 1]
    assert rows["z"][2] == pytest.approx(-20 / (75 + (400 * 0.02) ** 2) ** 0.5)
    assert rows["p_exact"][2] > rows["p_exact"][3]


def test_a_margin_of_error_may_be_absent_altogether(tmp_path: Path) -> None:
    table = answered(tmp_path, "job_category,group,workforce,actual,availability\nA,W,100,7,0.07\n").table
    assert table["availability_moe"].isna().all()
    assert list(table["goal_whole"]) == [0]


def test_a_job_category_without_people_is_no_mistake(tmp_path: Path) -> None:
    line = text(answered(tmp_path, HEADINGS + "A,W,0,0,0.2,\n").table).splitlines()[1]
    assert line == "A,W,0,0,0.2,,0.0,,1.0,0,0,0,0,0,0.0,0"


def test_mistakes_are_named_by_row_and_column(tmp_path: Path) -> None:
    found = refused(tmp_path, HEADINGS + "A,W,10,11,0.2,\nB,W,10,12,0.2,\n")
    message = "column actual: is above the workforce; expected at most the people who work there"
    assert found == [f"own.csv, row 2, {message}", f"own.csv, row 3, {message}"]
    assert "row 2, column availability: expected a number, 0 to 1" in refused(tmp_path, HEADINGS + "A,W,10,1,20,\n")[0]
    assert "row 2, column actual: expected a whole number" in refused(tmp_path, HEADINGS + "A,W,10,1.5,0.2,\n")[0]
    assert "row 2, column workforce: is blank" in refused(tmp_path, HEADINGS + "A,W,,1,0.2,\n")[0]


@pytest.mark.shared
def test_the_worked_cases_come_out_of_a_file(shared: Path, tmp_path: Path) -> None:
    cases = json.loads((shared / "cases/utilization_cases.json").read_text())["cases"]
    path = tmp_path / "cases.csv"
    rows = pd.DataFrame(cases).rename(columns={"id": "job_category"}).assign(group="all")
    rows[["job_category", "group", "workforce", "actual", "availability"]].to_csv(path, index=False)
    answer = analyze(KIND, path, Options()).table
    assert len(answer) == len(cases)
    for row, case in zip(answer.to_dict("records"), cases, strict=True):
        assert (row["expected"], row["goal_whole"]) == (case["expected"], case["goal_whole"])
        assert (row["shortfall"], row["z"]) == pytest.approx((case["shortfall"], case["z"]), abs=1e-12)
        rules = dict(case["rules"])
        rules["exact_binomial"] = rules.pop("exact_binomial_05")
        assert {rule: bool(row[rule]) for rule in rules} == rules


@pytest.mark.shared
def test_the_court_cases_come_out_of_a_file(shared: Path, tmp_path: Path) -> None:
    cases = json.loads((shared / "cases/standard_deviation_availability_cases.json").read_text())
    lines = [f"{case['id']},Black,{case['n']},{case['observed']},{case['availability']}," for case in cases]
    answer = answered(tmp_path, HEADINGS + "\n".join(lines) + "\n").table
    for row, case in zip(answer.to_dict("records"), cases, strict=True):
        published = case["reference_run_R"]
        assert row["expected"] == published["expected"]
        assert row["z"] == pytest.approx(published["z"], rel=1e-9)
        assert row["p_exact"] == pytest.approx(published["binom_p_lower"], rel=1e-9)
    assert list(answer["two_sd"]) == [1, 1, 0, 0]
