"""The runbook's own lines, run: a home is backed up, lost and restored; a damaged copy is refused."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli import app
from etl.home import Home
from tests.attack.program import acknowledged, contents, whole

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")


def lines(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```sh\n(.*?)```", RUNBOOK, re.DOTALL)
    assert found, f"the runbook has no example of {name}"
    return found[1]


def run(name: str, home: Path, backup: Path) -> subprocess.CompletedProcess[str]:
    script = f'set -eu\nequity() {{ "{sys.executable}" "{ROOT}/cli.py" "$@"; }}\n{lines(name)}'
    env = os.environ | {"EQUITY_HOME": str(home), "BACKUP": str(backup)}
    return subprocess.run(["/bin/sh", "-c", script], env=env, capture_output=True, text=True, check=False)


def test_a_home_is_restored_from_its_backup_and_one_that_is_damaged_is_refused(served: Home, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    backup.mkdir()
    release, loads = whole(served), acknowledged(served)
    before = contents(served, release)
    done = run("backup", served.path, backup)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(served.path)

    done = run("restore", served.path, backup)
    assert done.returncode == 0, done.stderr
    assert f"release {release}: sound" in done.stdout
    assert (whole(served), acknowledged(served)) == (release, loads)
    after = contents(served, release)
    assert all(after[key].equals(table) for key, table in before.items())
    # Who may open which file is restored with it.
    assert (served.releases / release / "internal.duckdb").stat().st_mode & 0o007 == 0

    copy = backup / "equity.tar.gz"
    damaged = bytearray(copy.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    copy.write_bytes(damaged)
    shutil.rmtree(served.path)
    done = run("restore", served.path, backup)
    assert done.returncode != 0
    assert not served.path.exists(), "nothing of a damaged copy is unpacked"


def test_every_command_setting_and_file_that_the_runbook_names_exists() -> None:
    known = {each.name for each in app.registered_commands} | {each.name for each in app.registered_groups}
    assert set(re.findall(r"`equity ([a-z][a-z-]*)", RUNBOOK)) <= known
    settings = (ROOT / "dashboard" / "settings.py").read_text(encoding="utf-8")
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    for name in set(re.findall(r"`(EQUITY_[A-Z_]+)`", RUNBOOK)) - {"EQUITY_HOME"}:
        assert name in settings or name in compose, name
    for path in re.findall(r"`(tests/[\w/]+\.py)`|\]\(([\w./]+)\)", RUNBOOK):
        named = path[0] or f"docs/{path[1]}"
        assert (ROOT / named).exists(), named
