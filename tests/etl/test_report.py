"""What is kept of a load: rule, column and rows of each delivery; never a cell, never a heading nobody promised."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl import report
from etl.desk import Delivery, State
from etl.home import Home
from etl.load import Report, check, load
from etl.registry import sources

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
HEADINGS = "agency,period,job_category,race_ethnicity,sex,employees\n"


def told(tmp_path: Path, name: str, text: str) -> dict[str, object]:
    """Check one file, keep the report, return what it says of it."""
    path = tmp_path / name
    path.write_text(text)
    home = Home(tmp_path / "home")
    report.keep(home.path, check([path], home), sources(), NOW)
    (kept,) = report.files(home.path)
    (only,) = json.loads(kept.read_text())["deliveries"]
    found: dict[str, object] = only
    return found


def test_each_rule_is_told_with_its_column_and_rows(tmp_path: Path) -> None:
    wrong = [f"DOT,FY2025,{job},Blakc-Canary,Male,{count}" for job in (1, 2, 3) for count in ("x-canary", "")]
    rows = ["DOT,FY2025,Professionals,White,Female,12", *wrong]
    said = told(tmp_path, "workforce_counts_dot.csv", HEADINGS + "\n".join(rows))
    assert (said["state"], said["source"], said["agencies"], said["rows"]) == (
        "refused",
        "workforce_counts",
        ["DOT"],
        7,
    )
    found = {(each["rule"], each["column"]): each for each in said["findings"]}  # type: ignore[attr-defined]
    assert found["cell", "employees"]["rows"] == [3, 5, 7]
    assert found["blank", "employees"]["rows"] == [4, 6, 8]
    assert found["cell", "employees"]["expected"].startswith("a whole number")
    assert found["label", "race_ethnicity"]["expected"].startswith("a known label")
    assert "anary" not in json.dumps(said)


def test_a_file_without_headings_leaves_none_of_its_cells(tmp_path: Path) -> None:
    said = told(tmp_path, "workforce_dot.csv", "DOT,FY2025,Canary Person,Analyst\nDOT,FY2025,Canary Other,Clerk\n")
    assert said["state"] == "refused"
    assert "anary" not in json.dumps(said)
    assert {each["column"] for each in said["findings"]} <= {"", *(c.name for c in sources()["workforce"].columns)}  # type: ignore[attr-defined]


def test_what_names_people_is_told_and_not_repeated(tmp_path: Path) -> None:
    line = "DCF,FY2025,Professionals,White,Female,12,123-45-6789"
    said = told(tmp_path, "workforce_counts_dcf.csv", HEADINGS.replace("\n", ",Canary Name\n") + line + "\n")
    assert {each["rule"] for each in said["findings"]} >= {"personal"}  # type: ignore[attr-defined]
    assert "123-45" not in json.dumps(said)
    assert "Canary" not in json.dumps(said)


@pytest.mark.parametrize(
    ("rows", "agencies"),
    [
        (["DOT", "Department of Transportation"], ["DOT"]),
        (["DOT", "DCF"], ["DCF", "DOT"]),
        (["DOT", "ALL"], []),
        (["DOT", "no such office"], []),
        (["DOT", ""], []),
    ],
)
def test_whose_a_delivery_is_stands_in_every_row_or_nobody_knows(
    tmp_path: Path, rows: list[str], agencies: list[str]
) -> None:
    lines = [f"{agency},FY2025,{job},White,Female,12" for job, agency in enumerate(rows, start=1)]
    assert told(tmp_path, "workforce_counts.csv", HEADINGS + "\n".join(lines))["agencies"] == agencies


@pytest.mark.long
def test_what_loaded_and_what_was_the_same_are_told_with_their_time(tmp_path: Path) -> None:
    path, home = tmp_path / "workforce_counts.csv", Home(tmp_path / "home")
    path.write_text(HEADINGS + "DOT,FY2025,1,White,Female,12\n")
    for minute in (0, 1):
        report.keep(home.path, load([path], home), sources(), NOW + timedelta(minutes=minute))
    newest, oldest = (json.loads(each.read_text())["deliveries"][0] for each in report.files(home.path))
    assert (oldest["state"], oldest["periods"]) == ("loaded", ["FY2025"])
    assert newest["state"] == "unchanged"


def test_the_oldest_are_forgotten_and_nobody_else_may_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MOST", 3)
    delivery = Delivery(tmp_path / "x.csv", named=True)
    delivery.refuse("is empty")
    assert delivery.state is State.REFUSED
    for minute in range(5):
        report.keep(tmp_path, Report((delivery,), ()), {}, NOW + timedelta(minutes=minute))
    kept = report.files(tmp_path)
    assert [each.name[:13] for each in kept] == ["20261122T1234", "20261122T1233", "20261122T1232"]
    assert {each.stat().st_mode & 0o777 for each in kept} == {0o600}
    assert (tmp_path / report.FOLDER).stat().st_mode & 0o777 == 0o700


def test_a_load_of_nothing_known_leaves_no_report(tmp_path: Path) -> None:
    report.keep(tmp_path, Report((Delivery(tmp_path / "x.txt", named=False),), ()), {}, NOW)
    assert report.files(tmp_path) == []
