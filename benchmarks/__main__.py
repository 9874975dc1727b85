"""`python -m benchmarks`: hold the contests and write RESULTS.md."""

import platform
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks import statistics
from benchmarks.contest import OURS, Contest, Timing, held

RESULTS = Path(__file__).with_name("RESULTS.md")
_PACKAGES = ("numpy", "scipy", "pandas", "statsmodels", "fairlearn")


def main() -> None:
    """Hold every contest in turn."""
    lines = [*_head()]
    for contest in statistics.contests():
        timings = list(held(contest))
        print(contest.title, *(f"{each.name} {1000 * each.median:,.1f} ms" for each in timings), sep="\n  ")
        lines += _table(contest, timings)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"written: {RESULTS.name}")


def _head() -> Iterator[str]:
    yield "# Speed and memory, beside what one would pick instead"
    yield ""
    yield "Made by `make bench`. All contestants run in one process, in turn, on the same seeded data, once their"
    yield "results are found equal. Times are medians of seven rounds with the least and the most; a ratio above 1 is"
    yield "slower than we are. Memory is what one run adds to a fresh process's peak."
    yield ""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield f"{date.today().isoformat()} · {_processor()} · Python {platform.python_version()} · {packages}"  # noqa: DTZ011


def _processor() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = names[0].partition(":")[2].strip() if names else platform.machine()
    return f"{len(names)} × {model}"


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
