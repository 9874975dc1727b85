"""Summary measures of inequality beside R's package healthequal (World Health Organization), where it is installed.

It takes one setting at a time. The measures are those whose value depends on no choice but the formula; without mdbw,
which stops where no standard errors are given (healthequal 1.0.0).
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.contest import OURS, Contest, close
from benchmarks.program import run
from metrics.inequality import summary

ABSENT = "R's package healthequal: not installed: left out"
_NAMES = ("bgv", "bgsd", "idisw", "mdmw", "ti", "mld")
# So many settings that R's start, two seconds, is a small part of its time.
_GROUPS, _SETTINGS = 7, 2000
_PROGRAM = """
suppressPackageStartupMessages(library(healthequal))
named <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(named[1])
measures <- strsplit(named[3], ",")[[1]]
one <- function(part) {
  sapply(measures, function(name) {
    ask <- get(name, asNamespace("healthequal"))
    suppressWarnings(ask(pop = part$pop, est = part$est, scaleval = 100, favourable_indicator = 1))$estimate
  })
}
found <- t(sapply(split(rows, rows$setting), one))
write.table(format(found, digits = 17, trim = TRUE), named[2], sep = ",", quote = FALSE, row.names = FALSE)
"""


@cache
def installed() -> bool:
    """Whether R is here with the package."""
    program = shutil.which("Rscript")
    if program is None:
        return False
    asked = "quit(status = !requireNamespace('healthequal', quietly = TRUE))"
    # As the contest starts it: without a user's profile, which may print or set options.
    command = [program, "--vanilla", "-e", asked]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def contests() -> Iterator[Contest]:
    """Yield the contest where the package is installed."""
    if not installed():
        return
    random = np.random.default_rng(24)
    y = random.uniform(5, 95, (_SETTINGS, _GROUPS))
    n = random.integers(50, 5000, (_SETTINGS, _GROUPS)).astype(float)
    at = [summary.MEASURES.index(name) for name in _NAMES]

    def ours() -> np.ndarray:
        found = summary.summarize(y, np.full_like(y, np.nan), n, favourable=True, draws=0)
        return np.asarray(found.estimate[:, at])

    yield Contest(
        title=f"Summary measures of inequality beside R's healthequal, {_SETTINGS:,} settings of {_GROUPS} groups",
        contestants={OURS: ours, "healthequal": lambda: _by_r(y, n)},
        same=close,
        beside={
            OURS: "all 21 measures, with the reasons where one does not apply",
            "healthequal": f"{len(_NAMES)} of the measures, one setting at a time, without intervals; with R's start; "
            "memory without R's own, 220 MB",
        },
    )


def _by_r(y: np.ndarray, n: np.ndarray) -> np.ndarray:
    program = shutil.which("Rscript")
    assert program is not None  # noqa: S101 - the caller asked whether it is installed
    with tempfile.TemporaryDirectory() as folder:
        asked, found, text = (Path(folder) / name for name in ("asked.csv", "found.csv", "program.R"))
        text.write_text(_PROGRAM, encoding="utf-8")
        setting = np.repeat(np.arange(len(y)), y.shape[1])
        pd.DataFrame({"setting": setting, "est": y.ravel(), "pop": n.ravel()}).to_csv(asked, index=False)
        command = [program, "--vanilla", str(text), str(asked), str(found), ",".join(_NAMES)]
        run(command, Path(folder))
        return pd.read_csv(found)[list(_NAMES)].to_numpy(dtype=float)
