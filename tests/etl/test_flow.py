"""Stock and flow that do not add are warned of, and only these."""

from pathlib import Path

import pandas as pd
import pytest

from etl import flow
from etl.home import Home
from etl.load import check, load

COUNTS = "agency,period,job_category,race_ethnicity,sex,employees\nDOT,FY2024,1,WH,F,200\nDOT,FY2025,1,WH,F,{}\n"
ACTIONS = "agency,person_id,date,action,race_ethnicity,sex\n"


def actions(hires: int, leavers: int) -> str:
    rows = [f"DOT,h{i},2024-09-01,hire,WH,F" for i in range(hires)]
    return ACTIONS + "\n".join(rows + [f"DOT,l{i},2024-10-01,retirement,WH,F" for i in range(leavers)]) + "\n"


def put(folder: Path, employees: int, hires: int, leavers: int) -> Path:
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "workforce_counts.csv").write_text(COUNTS.format(employees))
    (inbox / "personnel_actions.csv").write_text(actions(hires, leavers))
    return inbox


@pytest.mark.long
@pytest.mark.parametrize(("employees", "warned"), [(210, False), (215, False), (216, True), (204, True), (205, False)])
def test_more_than_two_percent_and_five_people_off_warns(
    home: Home, tmp_path: Path, employees: int, warned: bool
) -> None:
    report = load([put(tmp_path, employees, hires=30, leavers=20)], home)
    assert not report.refused
    found = [(each["code"], each["agency"], each["period"]) for each in report.warnings]
    assert found == ([("stock_flow", "DOT", "FY2025")] if warned else [])


def test_a_check_warns_too_and_says_what_to_do(home: Home, tmp_path: Path) -> None:
    (warning,) = check([put(tmp_path, 240, hires=30, leavers=20)], home).warnings
    assert warning["message"] == (
        "240 employees, but the 200 of the year before with those who came and went make 210; "
        "deliver the actions that are missing or correct the count"
    )
    assert "suman 210" in warning["message_es"]


def test_without_actions_or_without_the_year_before_nothing_is_said(home: Home, tmp_path: Path) -> None:
    inbox = put(tmp_path, 240, hires=30, leavers=20)
    assert check([inbox / "workforce_counts.csv"], home).warnings == ()
    (inbox / "workforce_counts.csv").write_text(COUNTS.format(240).replace("FY2024", "FY2023"))
    assert check([inbox], home).warnings == ()


def test_records_of_people_stand_in_for_counts_that_were_not_delivered() -> None:
    cell = {"agency": "DOT", "nature": "official", "snapshot": "s"}
    people = pd.DataFrame(
        [{**cell, "period": f"FY{year}", "person_id": f"p{n}"} for year in (2024, 2025) for n in range(50)]
    )
    counted = pd.DataFrame([{**cell, "period": "FY2025", "employees": 70}])
    assert flow.stocks(counted, people).set_index("period")["employees"].to_dict() == {"FY2025": 70, "FY2024": 50}
    came = pd.DataFrame([{**cell, "period": "FY2025", "action": "hire", "events": 20}])
    assert flow.warnings(flow.stocks(counted, people), flow.flows(pd.DataFrame(), came)).empty
    assert len(flow.warnings(flow.stocks(counted, people), flow.flows(pd.DataFrame(), came.assign(events=40)))) == 1


def test_nothing_delivered_is_nothing_to_warn_of() -> None:
    nothing = pd.DataFrame()
    assert flow.warnings(flow.stocks(nothing, nothing), flow.flows(nothing, nothing)).empty
