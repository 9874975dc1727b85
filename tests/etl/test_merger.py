"""Agencies that ended: deliveries for later periods are refused and told where to go."""

from pathlib import Path

import pytest

from etl.desk import State
from etl.harmonize import CROSSWALKS
from etl.home import Home
from etl.load import Report, check, load
from etl.merger import MergerError, ended
from etl.register import bundled
from tests.etl import good

HEAD = "agency,period,job_category,race_ethnicity,sex,employees\n"
REGISTER = "agency,name,acronym,former_names,valid_from,valid_to\n"
LIVING = "FIRE,Fire Department,,,,\n"
PARKS = "PARKS,Parks Department,PD,Board of Parks,,2022-06-30\n"
MERGERS = "agency,acronym,ended,successor,source,reviewed_by,reviewed_on\n"
MERGED = "Parks Department,PD,2022-06-30,FIRE,an ordinance,The Office,2026-01-01\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def delivered(home: Home, content: str, register: str = REGISTER + LIVING + PARKS, mergers: str = "") -> Report:
    folder = home.path.parent / "inbox"
    folder.mkdir(exist_ok=True)
    (folder / "workforce_counts.csv").write_text(content)
    if register:
        (folder / "agencies.csv").write_text(register)
    if mergers:
        home.crosswalks.mkdir(parents=True, exist_ok=True)
        (home.crosswalks / "mergers.csv").write_text(mergers)
    return check([folder], home)


def told(report: Report) -> list[str]:
    return [str(problem) for delivery in report.deliveries for problem in delivery.problems]


@pytest.mark.parametrize("name", ["PARKS", "pd", "Board of Parks"])
def test_a_delivery_for_a_period_after_the_end_is_refused_and_names_the_successor(home: Home, name: str) -> None:
    report = delivered(home, f"{HEAD}{name},FY2023,1,WH,F,12\n", mergers=MERGERS + MERGED)
    assert told(report) == [
        "workforce_counts.csv, row 2, column agency: this agency ended on 2022-06-30; its successor is "
        "Fire Department (FIRE): deliver later periods under that"
    ]


@pytest.mark.parametrize("period", ["FY2022", "FY2021", "2022"])
def test_a_period_that_began_before_the_end_is_taken(home: Home, period: str) -> None:
    assert told(delivered(home, f"{HEAD}PARKS,{period},1,WH,F,12\n", mergers=MERGERS + MERGED)) == []


def test_without_a_table_of_mergers_the_end_is_told_without_a_successor(home: Home) -> None:
    (line,) = told(delivered(home, f"{HEAD}PARKS,FY2023,1,WH,F,12\n"))
    assert line.endswith("ended on 2022-06-30; deliver later periods under the agency that took over its work")


def test_rows_with_days_are_held_to_the_earliest_of_them(home: Home) -> None:
    row = good.ROWS["assessments"][0]
    early = {**row, "agency": "PARKS", "proposed": "2022-06-30", "started": "2022-07-01", "decided": "2022-08-01"}
    late = {**row, "agency": "PARKS", "proposed": "2022-07-01", "started": "2022-07-01", "decided": "2022-08-01"}
    inbox = home.path.parent / "inbox"
    inbox.mkdir()
    (inbox / "agencies.csv").write_text(REGISTER + LIVING + PARKS)
    assert told(check([inbox, good.write(inbox, "assessments", [early])], home)) == []
    (line,) = told(check([inbox, good.write(inbox, "assessments", [late])], home))
    assert "row 2, column agency: this agency ended on 2022-06-30" in line


def test_the_bundled_mergers_name_the_departments_that_went_on(home: Home) -> None:
    for name in ("DEP", "Department of Environmental Protection", "dpuc"):
        (line,) = told(delivered(home, f"{HEAD}{name},FY2024,1,WH,F,12\n", register=""))
        assert line.endswith(
            "ended on 2011-06-30; its successor is Department of Energy and Environmental Protection (DEEP): "
            "deliver later periods under that"
        )


def test_every_bundled_merger_has_a_source_a_review_and_a_living_successor() -> None:
    found = ended(bundled(), [CROSSWALKS])
    assert {each.successor for each in found.values()} == {
        "Department of Energy and Environmental Protection (DEEP)",
        "Department of Emergency Services and Public Protection (DESPP)",
    }
    assert {each.day for each in found.values()} == {"2011-06-30"}


def test_the_mergers_of_connecticut_say_nothing_of_another_government(home: Home) -> None:
    register = REGISTER + "DEP,Department of Environmental Protection,,,,\n"
    assert told(delivered(home, f"{HEAD}DEP,FY2024,1,WH,F,12\n", register=register)) == []


def test_an_agency_of_the_register_without_a_last_day_did_not_end(home: Home) -> None:
    register = REGISTER + LIVING + PARKS.replace("2022-06-30", "")
    assert told(delivered(home, f"{HEAD}PARKS,FY2023,1,WH,F,12\n", register, MERGERS + MERGED)) == []


def test_a_successor_that_ended_leads_to_its_own(home: Home) -> None:
    mergers = MERGERS + MERGED + "Fire Department,,2023-06-30,SAFE,a law,The Office,2026-01-01\n"
    register = REGISTER + LIVING.replace(",,,,", ",,,,2023-06-30") + PARKS + "SAFE,Safety Department,,,2023-07-01,\n"
    (line,) = told(delivered(home, f"{HEAD}PARKS,FY2024,1,WH,F,12\n", register, mergers))
    assert "its successor is Safety Department (SAFE)" in line


@pytest.mark.parametrize(
    ("mergers", "message"),
    [
        ("agency,ended\nParks,2022-06-30\n", "expected the columns agency, acronym, ended, successor"),
        (MERGERS + MERGED.replace("2022-06-30", "June 2022"), "row 2: ended is no ISO date"),
        (MERGERS + MERGED.replace("FIRE", "MOON"), "the successor 'MOON' is no agency of the register"),
    ],
)
def test_a_wrong_table_of_mergers_says_what_to_mend(home: Home, mergers: str, message: str) -> None:
    with pytest.raises(MergerError, match=message):
        delivered(home, f"{HEAD}PARKS,FY2022,1,WH,F,12\n", mergers=mergers)


@pytest.mark.long
def test_an_end_in_a_new_register_is_refused_while_later_deliveries_stand(home: Home) -> None:
    inbox = home.path.parent / "first"
    inbox.mkdir()
    (inbox / "agencies.csv").write_text(REGISTER + LIVING + PARKS.replace("2022-06-30", ""))
    (inbox / "workforce_counts.csv").write_text(f"{HEAD}PARKS,FY2023,1,WH,F,12\n")
    assert not load([inbox], home).refused
    (inbox / "agencies.csv").write_text(REGISTER + LIVING + PARKS)
    report = load([inbox / "agencies.csv"], home)
    assert [each.state for each in report.deliveries] == [State.REFUSED]
    assert "this agency ended on 2022-06-30" in told(report)[0]
