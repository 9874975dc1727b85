"""The examples in docs/api.md and on the page run as they stand, against a server."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.api.examples import EXAMPLES, SITE

pytestmark = pytest.mark.long

DOCUMENT = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found, f"docs/api.md has no example of {name}"
    return found[1]


def said(command: list[str], name: str, live: str) -> list[str]:
    done = subprocess.run(
        [*command, example(name).replace(SITE, live)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_the_page_shows_the_examples_of_the_document(name: str) -> None:
    assert example(name) == EXAMPLES[name]


def test_the_example_of_curl_runs(live: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not on this machine")
    lines = said(["sh", "-c"], "curl", live)
    assert lines[0].startswith('"figure_id","measure"')
    assert len(lines) > 20


def test_the_example_of_python_runs(live: str) -> None:
    lines = said([sys.executable, "-c"], "Python", live)
    assert len(lines) > 20
    assert all(line.startswith("2026.1 | FY") for line in lines)


def test_the_example_of_r_runs_and_finds_as_many_rows(live: str) -> None:
    if not shutil.which("Rscript"):
        if os.environ.get("CI") == "true":
            pytest.fail("R is absent; scripts/system installs it")
        pytest.skip("R is not on this machine; scripts/system installs it")
    rows = said([sys.executable, "-c"], "Python", live)
    lines = said(["Rscript", "--vanilla", "-e"], "R", live)
    assert lines[0] == f"[1] {len(rows)}"
