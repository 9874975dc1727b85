"""`python -m benchmarks`: hold the contests, load the site and write RESULTS.md and results.svg.

`--large` counts 100 million records too, `--publish` publishes the whole demonstration and adds a year to another,
`--home FOLDER` serves a home that is there instead of making one, `--superset` sets Apache Superset
beside our API too (`scripts/peer superset` installs it).
"""

import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import arguments, grown, healthequal, rows, serving, yearly
from benchmarks.chart import chart
from benchmarks.contest import FOLDER, OURS, Contest, Timing, held
from benchmarks.contests import contests
from benchmarks.reason import reasons

RESULTS = Path(__file__).with_name("RESULTS.md")
ROOT = RESULTS.parents[1]
_PACKAGES = (
    "numpy", "scipy", "pandas", "duckdb", "sqlalchemy", "polars", "pyspark", "statsmodels", "fairlearn", "dash",
    "gunicorn", "openpyxl",
)  # fmt: skip
Reached = tuple[str, str, str, bool]


def main(given: Sequence[str] | None = None) -> None:
    """Hold every contest in turn."""
    asked = arguments.read(given, ROOT)
    goals: list[Reached] = []
    bars: list[tuple[str, dict[str, float]]] = []
    tables: list[str] = []
    # First, since the memory of what a large process starts cannot be told from its own.
    whole, more, made = yearly.measured(FOLDER / "yearly", ROOT) if asked.publish else ([], [], None)
    goals += more
    home = asked.home or made or _small()
    if not healthequal.installed():
        print(healthequal.ABSENT, flush=True)
        tables += ["", f"{healthequal.ABSENT}."]
    for contest in contests():
        timings = {each.name: each for each in held(contest, asked.rounds)}
        print(
            contest.title, *(f"{n} {1000 * each.median:,.1f} ms" for n, each in timings.items()), sep="\n  ", flush=True
        )
        goals += [goal.row(timings) for goal in contest.goals]
        bars.append((contest.title, {name: each.ratio for name, each in timings.items() if name != OURS}))
        tables += _table(contest, list(timings.values()))
    small, large = (10_000_000, 100_000_000) if asked.large else (1_000_000, 10_000_000)
    lines, more = grown.table(small, large)
    tables += lines
    goals += more
    tables += whole
    loads, found = serving.measured(home, ROOT, asked.seconds)
    tables += _load(loads, found["plain"])
    goals += [
        ("plain page, requests a second, two workers", "≥ 1,000", f"{found['plain']:,.0f}", found["plain"] >= 1000),
        ("plain page, KB", "≤ 15", f"{found['size']:,.1f}", found["size"] <= 15),
        ("figure callback against a trivial one", "≤ 4.00", f"{found['callback']:,.2f}", found["callback"] <= 4),
        ("requests failed while releases are switched", "0", f"{found['failed']:,.0f}", found["failed"] == 0),
        ("memory of a worker, MB", "≤ 250", f"{found['memory']:,.0f}", found["memory"] <= 250),
    ]
    lines, more = rows.measured(home, ROOT, asked.seconds, asked.peers)
    tables += lines
    goals += more
    RESULTS.write_text("\n".join([*_head(asked.rounds), *_goals(goals), *tables]) + "\n", encoding="utf-8")
    RESULTS.with_name("results.svg").write_text(chart(bars), encoding="utf-8")
    print(f"written: {RESULTS.name}, results.svg")


def _small() -> Path:
    """Make a home with the demonstration of two agencies and years."""
    home = FOLDER / "small"
    if not (home / "releases" / "current").exists():
        less = ["--agency", "DOT", "--agency", "DCF", "--years", "2"]
        command = [sys.executable, str(ROOT / "cli.py"), "demo", "--no-serve", *less]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "EQUITY_HOME": str(home)}, check=True)  # noqa: S603
    return home


def _head(rounds: int) -> Iterator[str]:
    yield "# Speed and memory, beside what one would pick instead"
    yield ""
    yield "Made by `make bench`. Contestants work in turn on the same seeded data, once their results are found equal."
    yield f"Times are medians of {rounds} rounds with the least and the most; a ratio above 1 is slower than we are."
    yield "Memory is what one run adds to a process; of records and slices the peak of one that has done nothing else."
    yield ""
    packages = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    yield f"{date.today().isoformat()} · {_processor()} · Python {platform.python_version()} · {packages}"  # noqa: DTZ011
    yield f"Load of the machine when this was written: {os.getloadavg()[2]:.1f} on {os.cpu_count()} processors."
    yield ""
    yield "![How many times as long each contestant takes as we do](results.svg)"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _processor() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = names[0].partition(":")[2].strip() if names else platform.machine()
    return f"{len(names)} × {model}"


def _goals(goals: list[Reached]) -> Iterator[str]:
    yield ""
    yield "## Goals"
    yield ""
    yield "| goal | target | measured | reached |"
    yield "|---|---:|---:|---|"
    for what, target, found, reached in goals:
        yield f"| {what} | {target} | {found} | {'yes' if reached else '**no**'} |"
    yield from reasons(goals)


def _load(lines: Sequence[serving.Line], rate: float) -> Iterator[str]:
    yield ""
    yield "## The site, two workers"
    yield ""
    yield "| requests | connections | a second | half within (ms) | 99 % within (ms) | largest (KB) | failed |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    yield from (each.row() for each in lines)
    yield ""
    yield serving.projected(rate)


def _table(contest: Contest, timings: list[Timing]) -> Iterator[str]:
    yield ""
    yield f"## {contest.title}"
    yield ""
    yield "| contestant | time (ms) | least to most | processor (ms) | memory (MB) | ratio | does |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for each in timings:
        spread = f"{1000 * min(each.seconds):,.1f} to {1000 * max(each.seconds):,.1f}"
        name = f"**{each.name}**" if each.name == OURS else each.name
        yield (
            f"| {name} | {1000 * each.median:,.1f} | {spread} | {1000 * each.processor:,.1f} | "
            f"{each.megabytes:,.0f} | {each.ratio:,.2f} | {each.beside} |"
        )


if __name__ == "__main__":
    main()
