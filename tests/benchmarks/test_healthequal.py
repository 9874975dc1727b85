"""R's package beside ours: our program for it runs, whether or not the package is here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import healthequal
from benchmarks.program import run

# Our own words for the package's functions, as it calls them and answers.
_STANDS_IN = """
share <- function(pop) pop / sum(pop)
mean_of <- function(pop, est) sum(share(pop) * est)
told <- function(value) { warning("no intervals"); data.frame(measure = "one", estimate = value) }
bgv <- function(pop, est, ...) told(sum(share(pop) * (est - mean_of(pop, est))^2))
bgsd <- function(pop, est, ...) told(sqrt(sum(share(pop) * (est - mean_of(pop, est))^2)))
mdmw <- function(pop, est, scaleval, ...) told(sum(share(pop) * abs(est - mean_of(pop, est))))
idisw <- function(pop, est, scaleval, ...) told(100 * sum(share(pop) * abs(est / mean_of(pop, est) - 1)))
ti <- function(pop, est, ...) { x <- est / mean_of(pop, est); told(1000 * sum(share(pop) * x * log(x))) }
mld <- function(pop, est, ...) told(-1000 * sum(share(pop) * log(est / mean_of(pop, est))))
"""


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    run([sys.executable, "-c", ""], tmp_path)
    with pytest.raises(RuntimeError, match="left with 1; the last it said:\nno table"):
        run([sys.executable, "-c", "raise SystemExit('no table')"], tmp_path)


@pytest.mark.long
def test_the_program_for_r_runs_and_finds_what_we_find(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not shutil.which("R"):
        if os.environ.get("CI") == "true":
            pytest.fail("R is absent; scripts/system installs it")
        pytest.skip("R is not on this machine; scripts/system installs it")
    package, library = tmp_path / "healthequal", tmp_path / "library"
    (package / "R").mkdir(parents=True)
    library.mkdir()
    told = "Package: healthequal\nTitle: Stands in\nVersion: 0.1\nAuthor: us\nMaintainer: us <us@example.org>\n"
    (package / "DESCRIPTION").write_text(f"{told}Description: Stands in.\nLicense: Apache-2.0\n", encoding="utf-8")
    (package / "NAMESPACE").write_text("", encoding="utf-8")
    (package / "R" / "all.R").write_text(_STANDS_IN, encoding="utf-8")
    subprocess.run(
        ["R", "CMD", "INSTALL", "--no-docs", f"--library={library}", str(package)], check=True, capture_output=True
    )
    monkeypatch.setitem(os.environ, "R_LIBS", str(library))
    healthequal.installed.cache_clear()
    try:
        (contest,) = healthequal.contests()
        found = {name: work() for name, work in contest.contestants.items()}
    finally:
        healthequal.installed.cache_clear()
    assert found["ours"].shape == found["healthequal"].shape == (2000, 6)
    assert contest.same(found["ours"], found["healthequal"])
