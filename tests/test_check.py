"""`equity check` and `equity template`, started as people start them."""

import json
from pathlib import Path

import pytest

from etl.home import Home
from etl.load import load
from tests.etl import good
from tests.test_cli import equity

pytestmark = pytest.mark.long


def test_a_check_needs_no_home_and_loads_nothing(tmp_path: Path) -> None:
    register = good.write(tmp_path, "agencies", good.ROWS["agencies"])
    bad = good.write(tmp_path, "boards", [{**good.ROWS["boards"][0], "member_id": "Wren Pfoert", "sex": "?"}])
    done = equity(tmp_path / "home", "check", str(register), "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert (report["sound"], report["deliveries"][0]["state"], report["warnings"]) == (True, "sound", [])
    done = equity(tmp_path / "home", "check", str(bad), str(register), "--json")
    assert done.returncode == 2
    report = json.loads(done.stdout)
    problems = [problem for each in report["deliveries"] for problem in each["problems"]]
    assert {(each["file"], each["row"], each["column"]) for each in problems} == {
        ("boards.csv", 2, "member_id"), ("boards.csv", 2, "sex"),
    }  # fmt: skip
    assert all(each["message"] for each in problems)
    done = equity(tmp_path / "home", "check", str(bad))
    assert (done.returncode, "Traceback" in done.stderr, "Wren" in done.stdout + done.stderr) == (2, False, False)
    assert "boards.csv, row 2, column member_id: expected a pseudonymous id" in done.stderr
    assert not (tmp_path / "home").exists()


def test_a_check_uses_the_register_of_the_home(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    load([good.write(tmp_path, "agencies", good.ROWS["agencies"])], home)
    before = sorted(home.path.rglob("*"))
    goals = good.write(tmp_path, "goals", good.ROWS["goals"])
    assert equity(home.path, "check", str(goals)).returncode == 0
    assert equity(tmp_path / "other", "check", str(goals)).returncode == 2, "Connecticut has no such agency"
    assert sorted(home.path.rglob("*")) == before


def test_templates_are_written_and_never_over_a_file(tmp_path: Path) -> None:
    for form in ("csv", "xlsx"):
        out = tmp_path / f"plans.{form}"
        done = equity(tmp_path / "home", "template", "plans", "--format", form, "--out", str(out))
        assert (done.returncode, out.exists()) == (0, True), done.stderr
        checked = equity(tmp_path / "home", "check", str(out))
        assert (checked.returncode, "no rows" in checked.stderr) == (2, True)
        again = equity(tmp_path / "home", "template", "plans", "--format", form, "--out", str(out))
        assert (again.returncode, "exists; move it away" in again.stderr) == (1, True)
    unknown = equity(tmp_path / "home", "template", "plan")
    assert (unknown.returncode, "choose agencies, applicant_counts" in unknown.stderr) == (1, True)
    odd = equity(tmp_path / "home", "template", "plans", "--format", "ods")
    assert (odd.returncode, "choose csv, xlsx" in odd.stderr) == (1, True)
