"""Loads: each file whole or not at all, the same file twice is no change, a later unit replaces an earlier one."""

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import snapshot, warehouse
from etl.desk import State
from etl.home import Busy, Home
from etl.load import Report, Unreadable, load, refresh, stale

REGISTER = "agencies.csv", "agency,name,former_names\nPARKS,Parks Department,Board of Parks\nFIRE,Fire Department,\n"
HEAD = "agency,period,job_category,race_ethnicity,sex,employees\n"


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def counts(home: Home) -> pd.DataFrame:
    with warehouse.reading(home.warehouse) as connection:
        return warehouse.read(connection, sa.select(warehouse.workforce_count))


def states(report: Report) -> dict[str, State]:
    return {delivery.path.name: delivery.state for delivery in report.deliveries}


def told(report: Report) -> list[str]:
    return [str(problem) for delivery in report.deliveries for problem in delivery.problems]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    put(tmp_path / "inbox", *REGISTER)
    return tmp_path / "inbox"


@pytest.mark.long
def test_labels_codes_and_former_names_become_standard(home: Home, inbox: Path) -> None:
    put(
        inbox,
        "workforce_counts.csv",
        HEAD + "board of parks,FY2025,1, hi ,f,12\nFIRE,FY2025,professionals,WHITE,M,30\n",
    )
    report = load([inbox], home)
    assert not report.refused, told(report)
    rows = counts(home).sort_values("agency")
    assert rows["agency"].tolist() == ["FIRE", "PARKS"]
    assert rows["race_ethnicity"].tolist() == ["White", "Hispanic or Latino"]
    assert rows["job_category"].tolist() == ["Professionals", "Officials and Administrators"]
    assert rows["employees"].tolist() == [30, 12]


@pytest.mark.long
def test_the_same_file_twice_changes_nothing(home: Home, inbox: Path) -> None:
    put(inbox, "workforce_counts.csv", HEAD + "PARKS,FY2025,1,WH,F,12\n")
    load([inbox], home)
    before = home.warehouse.stat().st_mtime_ns
    report = load([inbox], home)
    assert set(states(report).values()) == {State.UNCHANGED}
    assert home.warehouse.stat().st_mtime_ns == before
    assert len(snapshot.loads(home.snapshots)) == 2


@pytest.mark.long
def test_a_bad_file_is_refused_whole_and_the_rest_is_loaded(home: Home, inbox: Path) -> None:
    put(inbox, "workforce_counts_parks.csv", HEAD + "PARKS,FY2025,1,WH,F,12\n")
    put(
        inbox, "workforce_counts_fire.csv", HEAD + "FIRE,FY2025,1,WH,F,3\nFIRE,FY25,1,WH,F,many\nFIRE,FY2025,1,WH,F,4\n"
    )
    report = load([inbox], home)
    assert states(report)["workforce_counts_fire.csv"] is State.REFUSED
    assert states(report)["workforce_counts_parks.csv"] is State.LOADED
    assert counts(home)["agency"].tolist() == ["PARKS"]
    assert told(report) == [
        "workforce_counts_fire.csv, row 3, column period: expected a period: FY2025, 2025, SY2018-19, 2025-Q1, "
        "2015/2019 or an ISO date",
        "workforce_counts_fire.csv, row 3, column employees: expected a whole number, 0 to 1000000, "
        "without thousands separators",
        "workforce_counts_fire.csv, row 4: repeats agency, period, job_category, race_ethnicity, sex of an earlier "
        "row; keep one row each",
    ]
    kept = [path.name for path in home.snapshots.glob("*/*")]
    assert "workforce_counts_fire.csv" not in kept


@pytest.mark.long
def test_unknown_labels_say_which_crosswalk_to_edit_and_a_crosswalk_mends_them(home: Home, inbox: Path) -> None:
    put(inbox, "workforce_counts.csv", HEAD + "PARKS,FY2025,1,Martian,F,12\nMOON,FY2025,1,WH,F,1\n")
    report = load([inbox], home)
    assert "the register" in told(report)[0]
    put(inbox, "workforce_counts.csv", HEAD + "PARKS,FY2025,1,Martian,F,12\n")
    assert "crosswalks/race_ethnicity.csv" in told(load([inbox], home))[0]
    put(
        home.crosswalks, "race_ethnicity.csv", "source,label,standard,note\nworkforce_counts,martian,Other,an example\n"
    )
    assert not load([inbox], home).refused
    assert counts(home)["race_ethnicity"].tolist() == ["Other"]


@pytest.mark.long
def test_a_later_load_replaces_the_unit_and_only_the_unit(home: Home, inbox: Path) -> None:
    first = put(
        inbox, "workforce_counts.csv", HEAD + "PARKS,FY2024,1,WH,F,10\nPARKS,FY2025,1,WH,F,12\nPARKS,FY2025,2,WH,F,5\n"
    )
    load([inbox], home)
    correction = put(inbox, "workforce_counts_2025.csv", HEAD + "PARKS,FY2025,1,WH,F,11\n")
    load([correction], home)
    assert counts(home).sort_values("period")["employees"].tolist() == [10, 11]
    assert states(load([first], home)) == {"workforce_counts.csv": State.LOADED}, "an old file may be put back"
    assert counts(home)["employees"].sum() == 27


@pytest.mark.long
def test_two_files_of_one_load_with_the_same_unit_refuse_each_other(home: Home, inbox: Path) -> None:
    put(inbox, "workforce_counts_a.csv", HEAD + "PARKS,FY2025,1,WH,F,12\n")
    put(inbox, "workforce_counts_b.csv", HEAD + "PARKS,FY2025,1,WH,F,13\nFIRE,FY2025,1,WH,F,9\n")
    report = load([inbox], home)
    assert [state for name, state in states(report).items() if name != "agencies.csv"] == [State.REFUSED] * 2
    assert "and so does workforce_counts_b.csv" in told(report)[0]
    assert counts(home).empty


@pytest.mark.long
def test_official_rows_stand_before_demonstration_rows_of_the_same_unit(home: Home, inbox: Path) -> None:
    put(inbox, "workforce_counts.csv", HEAD + "PARKS,FY2025,1,WH,F,12\n")
    invented = HEAD.strip() + ",nature\nPARKS,FY2025,1,WH,F,99,demonstration\nFIRE,FY2025,1,WH,F,50,demonstration\n"
    load([inbox], home)
    load([put(inbox, "workforce_counts_demonstration.csv", invented)], home)
    rows = counts(home).sort_values("agency")
    assert rows[["agency", "employees", "nature"]].to_numpy().tolist() == [
        ["FIRE", 50, "demonstration"], ["PARKS", 12, "official"],
    ]  # fmt: skip


@pytest.mark.long
def test_one_file_is_official_or_demonstration_not_both(home: Home, inbox: Path) -> None:
    put(
        inbox,
        "workforce_counts.csv",
        HEAD.strip() + ",nature\nPARKS,FY2025,1,WH,F,12,official\nFIRE,FY2025,1,WH,F,2,demonstration\n",
    )
    assert "mixes official and demonstration" in told(load([inbox], home))[0]


@pytest.mark.long
def test_files_that_nobody_asked_for_are_listed_and_those_named_are_refused(home: Home, inbox: Path) -> None:
    other = put(inbox, "holiday_rota.csv", "who,when\nus,now\n")
    text = put(inbox, "notes.txt", "hello")
    assert states(load([inbox], home))["holiday_rota.csv"] is State.NOT_RECOGNISED
    report = load([other, text], home)
    assert set(states(report).values()) == {State.REFUSED}
    with pytest.raises(FileNotFoundError, match="name a file or a folder"):
        load([inbox / "nothing.csv"], home)


@pytest.mark.long
@pytest.mark.parametrize("heading", ["Employee Name", "email", "SSN", "home_address"])
def test_deliveries_that_name_people_are_refused_and_not_kept(home: Home, inbox: Path, heading: str) -> None:
    put(inbox, "workforce_counts.csv", HEAD.strip() + f",{heading}\nPARKS,FY2025,1,WH,F,12,canary-7f3a\n")
    report = load([inbox], home)
    assert "personal data" in told(report)[0]
    assert not any("canary-7f3a" in path.read_text(errors="ignore") for path in home.path.rglob("*") if path.is_file())


@pytest.mark.long
def test_cells_that_look_like_personal_data_are_refused_without_repeating_them(home: Home, inbox: Path) -> None:
    put(inbox, "agencies.csv", "agency,name\nPARKS,call 860-555-0199 or ann@example.org\n")
    report = load([inbox], home)
    assert "look like an e-mail address" in " ".join(told(report))
    assert "555" not in " ".join(told(report))


@pytest.mark.long
def test_a_register_that_lacks_an_agency_of_what_is_loaded_is_refused(home: Home, inbox: Path) -> None:
    put(inbox, "workforce_counts.csv", HEAD + "FIRE,FY2025,1,WH,F,12\n")
    load([inbox], home)
    report = load([put(inbox, "agencies_new.csv", "agency,name\nPARKS,Parks Department\n")], home)
    assert report.refused
    assert "does not fit what is loaded" in told(report)[0]
    assert not load([inbox / "workforce_counts.csv"], home).refused


@pytest.mark.long
def test_a_home_with_its_own_register_gets_no_connecticut_reference(home: Home, inbox: Path) -> None:
    load([inbox], home)
    with warehouse.reading(home.warehouse) as connection:
        assert warehouse.read(connection, sa.select(warehouse.outcome)).empty
        assert warehouse.read(connection, sa.select(warehouse.agency))["agency"].tolist() == ["PARKS", "FIRE"]


@pytest.mark.long
def test_an_empty_home_gets_the_bundled_register_and_reference(home: Home) -> None:
    load([], home)
    with warehouse.reading(home.warehouse) as connection:
        assert len(warehouse.read(connection, sa.select(warehouse.agency))) == 31
        assert not warehouse.read(connection, sa.select(warehouse.outcome)).empty
        assert not warehouse.read(connection, sa.select(warehouse.benchmark)).empty


def test_only_one_writer_at_a_time(home: Home, inbox: Path) -> None:
    with home.writing(), pytest.raises(Busy, match="try again"):
        load([inbox], home)


@pytest.mark.long
def test_a_torn_ledger_line_acknowledges_nothing(home: Home, inbox: Path) -> None:
    load([inbox], home)
    ledger = home.snapshots / snapshot.LEDGER
    with ledger.open("ab") as file:
        file.write(b'{"snapshot": "ab')
    put(inbox, "workforce_counts.csv", HEAD + "PARKS,FY2025,1,WH,F,12\n")
    assert not load([inbox], home).refused
    assert [each.source for each in snapshot.loads(home.snapshots)] == ["agencies", "workforce_counts"]


@pytest.mark.long
def test_a_snapshot_that_was_changed_is_noticed(home: Home, inbox: Path) -> None:
    load([inbox], home)
    (bytes_kept,) = home.snapshots.glob("*/agencies.csv")
    bytes_kept.chmod(0o644)
    bytes_kept.write_text(bytes_kept.read_text() + " ")
    with pytest.raises(Unreadable, match="restore the snapshots"):
        load([inbox], home)


@pytest.mark.long
def test_the_warehouse_can_be_deleted_and_rebuilt(home: Home, inbox: Path) -> None:
    put(inbox, "workforce_counts.csv", HEAD + "PARKS,FY2025,1,WH,F,12\n")
    load([inbox], home)
    home.warehouse.unlink()
    assert stale(home)
    refresh(home)
    assert counts(home)["employees"].tolist() == [12]
    assert not stale(home)
