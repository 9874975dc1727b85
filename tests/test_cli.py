"""The `equity` command as a person or a machine uses it: what it prints and the code it leaves with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.long
HEAD = "agency,period,job_category,race_ethnicity,sex,employees\n"


def equity(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key not in ("PORT", "EQUITY_AUDIENCE")}
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        env=env | {"EQUITY_HOME": str(home)}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "agencies.csv").write_text("agency,name\nPARKS,Parks Department\nFIRE,Fire Department\n")
    rows = [
        f"{agency},FY{year},{job},{race},{sex},{20 + 3 * job + year - 2020}"
        for agency in ("PARKS", "FIRE")
        for year in (2023, 2024, 2025)
        for job in (1, 2)
        for race in ("WH", "BL", "HI", "AS")
        for sex in "FM"
    ]
    (folder / "workforce_counts.csv").write_text(HEAD + "\n".join(rows) + "\n")
    return folder


def test_load_publish_export_rollback(tmp_path: Path, inbox: Path) -> None:
    home = tmp_path / "home"
    loaded = equity(home, "load", str(inbox), "--json")
    assert loaded.returncode == 0, loaded.stderr
    assert {each["state"] for each in json.loads(loaded.stdout)["deliveries"]} == {"loaded"}
    first = json.loads(equity(home, "publish", "--json").stdout)["release"]
    again = json.loads(equity(home, "publish", "--json").stdout)["release"]
    assert again == first, "the same inputs make no new release"
    (inbox / "workforce_counts_fire.csv").write_text(HEAD + "FIRE,FY2025,1,WH,F,60\n")
    assert equity(home, "load", str(inbox / "workforce_counts_fire.csv")).returncode == 0
    second = json.loads(equity(home, "publish", "--json").stdout)["release"]
    assert second != first
    assert equity(home, "rollback", first).returncode == 0
    listed = json.loads(equity(home, "releases", "--json").stdout)
    assert [(row["release"], row["served"]) for row in listed] == [(first, True), (second, False)]
    out = tmp_path / "out"
    for form in ("csv", "parquet", "duckdb"):
        done = equity(home, "export", "release", "--audience", "internal", "--format", form, "--out", str(out))
        assert done.returncode == 0, done.stderr
    assert {
        "figures.csv",
        "cells.csv",
        "progress.csv",
        "measures.csv",
        "sources.csv",
        "agencies.csv",
        "manifest.csv",
    } <= {path.name for path in out.iterdir()}
    assert {"figures.parquet", "internal.duckdb"} <= {path.name for path in out.iterdir()}


def test_a_refused_delivery_leaves_with_two_and_says_where(tmp_path: Path, inbox: Path) -> None:
    (inbox / "workforce_counts.csv").write_text(HEAD + "PARKS,FY2025,1,WH,F,lots\n")
    done = equity(tmp_path / "home", "load", str(inbox))
    assert done.returncode == 2
    assert "workforce_counts.csv, row 2, column employees: expected a whole number" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("load", "no-such-file.csv"), "does not exist"),
        (("rollback", "1999.1"), "no release '1999.1'"),
        (("serve",), "run `equity publish`"),
        (("export", "release", "--out", "x"), "run `equity publish`"),
        (("export", "release", "--out", "x", "--format", "odt"), "choose csv"),
        (("export", "release", "--out", "x", "--audience", "everybody"), "choose public"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = equity(tmp_path / "home", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_writer_is_told_that_the_home_is_busy(tmp_path: Path, inbox: Path) -> None:
    from etl.home import Home

    with Home(tmp_path / "home").writing():
        done = equity(tmp_path / "home", "load", str(inbox))
    assert done.returncode == 4
    assert "try again" in done.stderr


def test_help_lists_the_commands() -> None:
    done = equity(Path("unused"), "--help")
    for command in ("load", "publish", "serve", "demo", "export", "releases", "rollback"):
        assert command in done.stdout


def test_a_home_with_official_deliveries_gets_no_demonstration(tmp_path: Path, inbox: Path) -> None:
    home = tmp_path / "home"
    equity(home, "load", str(inbox))
    done = equity(home, "demo", "--no-serve")
    assert done.returncode == 1
    assert "holds official deliveries" in done.stderr
