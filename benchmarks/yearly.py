"""The whole demonstration published at once, and its seventh year loaded and published onto six."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl import demonstration, register
from etl.demonstration.span import PERIODS, YEARS, first_day

MINUTES, MEGABYTES, GOAL = 6.0, 2048, 1.3
"""So long may a whole publish take, and so much memory; times a year's share of it that a year added may take."""
_DAYS = {"personnel_actions": "date", "applicants": "date", "contracts": "date", "training": "due_date"}
"""Deliveries of records that say a day, and no period."""
Goal = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock and of the processors, of a command and all that it started, and the MB of the largest."""

    seconds: float
    processor: float
    megabytes: float


def measured(folder: Path, root: Path, agencies: Sequence[str] = ()) -> tuple[list[str], list[Goal], Path]:
    """Return rows for RESULTS.md, the goals, and a home with two releases, the later one of all years: of all agencies
    of the register unless some are named."""
    shutil.rmtree(folder, ignore_errors=True)
    before, added = deliveries(folder, list(agencies) or list(register.bundled()["agency"]))
    six, seven = folder / "six", folder / "seven"
    _command(root, six, "load", str(before))
    _command(root, six, "publish")
    took = {
        "a year added, load": _command(root, six, "load", str(added)),
        "a year added, publish": _command(root, six, "publish"),
        "all years, load": _command(root, seven, "load", str(before), str(added)),
        "all years, publish": _command(root, seven, "publish"),
    }
    whole, added = took["all years, publish"], took["a year added, publish"]
    times = added.processor / (whole.processor / len(YEARS))
    rows = [
        "", "## The demonstration published, and a year added", "",
        "All agencies of the register, seven years, every delivery there is; then the newest year, delivered onto six "
        "that are published. All that protects people is asked of the new release; what was withstood before with all "
        "the same knowledge is not asked again.", "",
        "| | time (s) | processor (s) | largest process (MB) |", "|---|---:|---:|---:|",
        *(
            f"| {name} | {each.seconds:,.1f} | {each.processor:,.1f} | {each.megabytes:,.0f} |"
            for name, each in took.items()
        ),
    ]  # fmt: skip
    minutes = whole.seconds / 60
    what = "a year added, publish: times that year's share of a whole publish"
    goals = [
        ("publish of the whole demonstration, minutes", f"≤ {MINUTES:.1f}", f"{minutes:,.1f}", minutes <= MINUTES),
        (
            "publish of the whole demonstration, MB", f"< {MEGABYTES:,}", f"{whole.megabytes:,.0f}",
            whole.megabytes < MEGABYTES,
        ),
        (what, f"≤ {GOAL:.2f}", f"{times:,.2f}", times <= GOAL),
    ]  # fmt: skip
    return rows, goals, six


def deliveries(folder: Path, agencies: list[str]) -> tuple[Path, Path]:
    """Write the deliveries of all years but the newest, and those of the newest; return the two folders."""
    whole, before, added = (folder / name for name in ("whole", "before", "added"))
    files = {path.name: path for path in demonstration.write(whole, agencies)}
    for place in (before, added):
        place.mkdir()
    for path in sorted(whole.iterdir()):
        if path.name not in files:
            shutil.copy(path, before)
            continue
        parquet = path.suffix == ".parquet"
        rows = pd.read_parquet(path) if parquet else pd.read_csv(path, dtype=str, keep_default_na=False)
        for place, part in zip((before, added), _divided(path.stem.removesuffix("_demonstration"), rows), strict=True):
            if part.empty:
                continue
            if parquet:
                part.to_parquet(place / path.name, index=False)
            else:
                part.to_csv(place / path.name, index=False, lineterminator="\n")
    return before, added


def _divided(name: str, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of earlier years and of the newest; what tells of no year is delivered once, at first."""
    if "period" in rows:
        new = rows["period"] == PERIODS[-1]
    elif name in _DAYS:
        new = rows[_DAYS[name]] >= str(first_day(YEARS[-1])[0])
    else:
        return rows, rows[:0]
    return rows[~new], rows[new]


def _command(root: Path, home: Path, *asked: str) -> Took:
    command = [sys.executable, str(root / "cli.py"), *asked]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=root, env={**os.environ, "EQUITY_HOME": str(home)})  # noqa: S603
    _, state, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(state)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Took(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
