"""The `equity` command as a person or a machine uses it: what it prints and the code it leaves with."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.long
HEAD = "agency,period,job_category,race_ethnicity,sex,employees\n"


def equity(home: Path, *arguments: str, zone: str = "UTC") -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key not in ("PORT", "EQUITY_AUDIENCE")}
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        env=env | {"EQUITY_HOME": str(home), "TZ": zone}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return deliveries(tmp_path / "inbox")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one release of those deliveries, which no test changes."""
    home = tmp_path_factory.mktemp("published") / "home"
    assert equity(home, "load", str(deliveries(home.parent / "inbox"))).returncode == 0
    assert equity(home, "publish").returncode == 0
    return home


def deliveries(folder: Path) -> Path:
    folder.mkdir()
    (folder / "agencies.csv").write_text("agency,name\nPARKS,Parks Department\nFIRE,Fire Department\n")
    rows = [
        f"{agency},FY{year},{job},{race},{sex},{20 + 3 * job + year - 2020}"
        for agency in ("PARKS", "FIRE")
        for year in (2024, 2025)
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


def test_preview_sign_off_release_diff_verify(tmp_path: Path, inbox: Path) -> None:
    home = tmp_path / "home"
    assert equity(home, "load", str(inbox)).returncode == 0
    (home / "release.toml").write_text('sign_off = "required"\n')
    refused = equity(home, "publish")
    assert (refused.returncode, "equity publish --preview" in refused.stderr) == (3, True)
    first = json.loads(equity(home, "publish", "--preview", "--json").stdout)["preview"]
    unsigned = equity(home, "publish", "--release")
    assert (unsigned.returncode, f"equity sign-off {first}" in unsigned.stderr) == (3, True)
    office = ("--office", "Office of Equity and Opportunity")
    signed = equity(home, "sign-off", first, *office, "--embargo", "2999-07-01", zone="America/New_York")
    assert (signed.returncode, "from 2999-07-01 00:00 -04:00 on" in signed.stdout) == (0, True)
    early = equity(home, "publish", "--release")
    assert (early.returncode, "under embargo until 2999-07-01 00:00 -04:00, and it is" in early.stderr) == (3, True)
    assert json.loads(equity(home, "releases", "--json").stdout)[0]["state"] == "embargoed"
    unread = equity(home, "sign-off", first, *office, "--embargo", "soon")
    assert (unread.returncode, "Invalid value for '--embargo'" in unread.stderr) == (2, True)
    again = equity(home, "sign-off", first, *office)
    assert (again.returncode, "replaces the sign-off by Office of Equity" in again.stderr) == (0, True)
    told = equity(home, "publish", "--release").stdout
    assert f"It is preview {first} as Office of Equity and Opportunity signed it, made " in told
    released = json.loads(equity(home, "publish", "--release", "--json").stdout)["release"]
    for name in ("public.duckdb", "internal.duckdb"):
        one, other = ((home / "releases" / each / name).read_bytes() for each in (first, released))
        assert one == other, "what is served is byte for byte what was signed"
    public = equity(home, "export", "release", "--release", first, "--out", str(tmp_path / "out"))
    assert (public.returncode, f"no release '{first}'" in public.stderr) == (1, True)
    (inbox / "workforce_counts.csv").write_text(HEAD + "PARKS,FY2025,1,WH,F,6000\n")
    assert equity(home, "load", str(inbox / "workforce_counts.csv")).returncode == 0
    second = json.loads(equity(home, "publish", "--preview", "--json").stdout)["preview"]
    out = tmp_path / "diff.csv"
    differs = equity(home, "diff", released, second, "--audience", "internal", "--json", "--out", str(out))
    rows = json.loads(differs.stdout)
    assert {"measure": "employees", "change": "changed", "reason": "correction"}.items() <= next(
        row for row in rows if row["measure"] == "employees" and row["change"] == "changed"
    ).items()
    assert out.read_text().count("\n") == 1 + sum(row["figures"] for row in rows)
    sound = equity(home, "verify")
    assert (sound.returncode, sound.stdout.count("sound")) == (0, 5)
    file = home / "releases" / released / "public.duckdb"
    file.write_bytes(file.read_bytes()[:5000])
    damaged = equity(home, "verify")
    assert (damaged.returncode, "public.duckdb is not what was written" in damaged.stderr) == (3, True)
    for arguments in (("serve",), ("rollback", released)):
        stopped = equity(home, *arguments)
        assert (stopped.returncode, "restore it from a backup" in stopped.stderr) == (3, True)


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
        (("load", "--from", "payroll"), "sources.toml does not exist; docs/sources.md says how"),
        (("rollback", "1999.1"), "no release '1999.1'"),
        (("serve",), "run `equity publish`"),
        (("diff", "2026.1", "2026.2"), "no release '2026.1'"),
        (("verify", "2026.1"), "no release '2026.1'"),
        (("sign-off", "2026.1-preview.1", "--office", "An Office"), "no release '2026.1-preview.1'"),
        (("publish", "--preview", "--release"), "choose --preview"),
        (("diff", "2026.1", "2026.2-preview.1"), "add --audience internal"),
        (("audit",), "give either a RELEASE or --table FILE.csv"),
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


def test_load_from_a_service_that_the_home_names(tmp_path: Path, inbox: Path) -> None:
    from tests.etl.origins.open_data import portal, serving

    columns = dict.fromkeys(("agency", "period", "job_category", "race_ethnicity", "sex"), "text") | {
        "employees": "number"
    }
    row = dict(zip(columns, ("PARKS", "FY2025", "1", "WH", "F", "12"), strict=True))
    home = tmp_path / "home"
    home.mkdir()
    with serving(portal({each: (each, kind) for each, kind in columns.items()}, [{":id": "row-1", **row}])) as service:
        (home / "sources.toml").write_text(
            f'[open_data]\nkind = "socrata"\naddress = "{service.address}"\n'
            '[open_data.deliveries.workforce_counts]\ndataset = "abcd-1234"\n'
            '[open_data.deliveries.boards]\ndataset = "none-none"\n'
        )
        done = equity(home, "load", str(inbox / "agencies.csv"), "--from", "open_data", "--json")
    assert done.returncode == 2, done.stderr
    assert {each["source"]: each["state"] for each in json.loads(done.stdout)["deliveries"]} == {
        "agencies": "loaded", "workforce_counts": "loaded", "boards": "refused",
    }  # fmt: skip
    assert "answers 404 (Not found)" in done.stdout
    nothing = equity(home, "load")
    assert (nothing.returncode, "name files or folders" in nothing.stderr) == (2, True)
    assert "sources.toml" in equity(home, "load", "--help").stdout


def test_a_second_writer_is_told_that_the_home_is_busy(tmp_path: Path, inbox: Path) -> None:
    from etl.home import Home

    with Home(tmp_path / "home").writing():
        done = equity(tmp_path / "home", "load", str(inbox))
    assert done.returncode == 4
    assert "try again" in done.stderr


def test_help_lists_the_commands() -> None:
    done = equity(Path("unused"), "--help")
    for command in (
        "load",
        "check",
        "template",
        "publish",
        "serve",
        "demo",
        "export",
        "releases",
        "rollback",
        "sign-off",
        "diff",
        "verify",
        "audit",
        "analyze",
    ):
        assert command in done.stdout


def test_a_home_with_official_deliveries_gets_no_demonstration(tmp_path: Path, inbox: Path) -> None:
    home = tmp_path / "home"
    equity(home, "load", str(inbox))
    done = equity(home, "demo", "--no-serve")
    assert done.returncode == 1
    assert "holds official deliveries" in done.stderr


def test_internal_pages_are_not_served_without_a_sign_in(published: Path) -> None:
    for host in ("127.0.0.1", "0.0.0.0"):  # noqa: S104 - what is refused
        refused = equity(published, "serve", "--audience", "internal", "--host", host)
        assert refused.returncode == 1
        assert "set EQUITY_OIDC_ISSUER, EQUITY_OIDC_CLIENT_ID" in refused.stderr
    started = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-b", "127.0.0.1:0", "--no-control-socket", "app:server"],
        env=os.environ | {"EQUITY_HOME": str(published), "EQUITY_AUDIENCE": "internal"},
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert started.returncode != 0
    assert "equity: the internal pages need a sign-in: set EQUITY_OIDC_ISSUER" in started.stderr


def test_verify_finds_a_line_of_the_audit_trail_that_is_gone(tmp_path: Path, published: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    copytree(published, home, symlinks=True)
    for _ in range(2):
        done = equity(home, "export", "release", "--audience", "internal", "--out", str(out))
        assert done.returncode == 0, done.stderr
    sound = equity(home, "verify")
    assert (sound.returncode, "audit trail: sound, 4 lines" in sound.stdout) == (0, True), sound.stderr
    path = home / "access" / "audit.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    assert json.loads(lines[0])["event"] == "export"
    for wrong in (lines[:1], lines[1:], lines[::-1], [lines[0].replace(b"release 2", b"release 3"), lines[1]]):
        path.write_bytes(b"".join(wrong))
        found = equity(home, "verify")
        assert (found.returncode, "audit.jsonl" in found.stderr) == (3, True), found.stdout
    path.write_bytes(b"".join(lines))
    assert equity(home, "verify").returncode == 0
