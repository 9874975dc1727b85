"""`python -m benchmarks.grown ROWS cube|people MEMORY`: count so many records once, in a process of its own.

Prints seconds, processor seconds, the peak of memory and the most that was spilled to disk, both in MB. One count over
ten times the records shows how time and memory grow.
"""

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import peak, records
from benchmarks.contest import FOLDER
from etl.limits import MEMORY, Limits

LIMITS = Limits(MEMORY, 2)
MOST = 1_500
"""MB that a count of 100 million records may take."""


Goal = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Grown:
    """One count: `seconds` by the clock, `processor` seconds, `megabytes` at most, `spilled` MB at most."""

    seconds: float
    processor: float
    megabytes: float
    spilled: float


def counted(rows: int, what: str, limits: Limits = LIMITS) -> Grown:
    """Count so many records in a fresh process; the records are made first where they are absent."""
    records.made(FOLDER, rows)
    command = [sys.executable, "-m", "benchmarks.grown", str(rows), what, limits.memory]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own module
    return Grown(*map(float, done.stdout.split()[-4:]))


def table(small: int, large: int) -> tuple[list[str], list[Goal]]:
    """Return rows for RESULTS.md and the goals of ten times the records, cube and people each once."""
    lines = [
        "", f"## Growth from {small:,} to {large:,} records", "",
        f"Each in a process of its own, with the {LIMITS.memory} that a publish has by default and two processors, "
        "people a year after the other; by processor seconds too, since one run by the clock says much of what else "
        "the machine did.", "",
        "| | records | time (s) | processor (s) | memory (MB) | spilled (MB) |", "|---|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    goals = []
    for what in ("cube", "people"):
        one, ten = (counted(rows, what) for rows in (small, large))
        for rows, each in ((small, one), (large, ten)):
            lines.append(
                f"| {what} | {rows:,} | {each.seconds:,.2f} | {each.processor:,.2f} | {each.megabytes:,.0f} | "
                f"{each.spilled:,.0f} |"
            )
        times = ten.processor / one.processor
        goals.append(
            (f"{what}: ten times the records, times the processor time", "≤ 11.0", f"{times:,.1f}", times <= 11)
        )
        held = ten.megabytes < MOST
        goals.append((f"{what} of {large:,} records, MB", f"< {MOST:,}", f"{ten.megabytes:,.0f}", held))
    return lines, goals


def main(rows: int, what: str, memory: str) -> None:
    """Count once and print what it took."""
    place = records.made(FOLDER, rows)
    statements = [records.cells()] if what == "cube" else records.people()
    spilled, done = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(place / "spill.spill", spilled, done), daemon=True)
    watcher.start()
    wall, processor = time.perf_counter(), time.process_time()
    found = records.ours(place, statements, Limits(memory, LIMITS.threads))
    took, worked = time.perf_counter() - wall, time.process_time() - processor
    done.set()
    watcher.join()
    if found.empty:
        raise ValueError(f"{place} holds no records")
    print(f"{took:.2f} {worked:.2f} {peak.megabytes():.0f} {spilled[0]:.0f}")


def _watch(folder: Path, most: list[float], done: threading.Event) -> None:
    while not done.wait(0.2):
        # A file may go while it is looked at.
        sizes = [_size(path) for path in folder.glob("*")] if folder.is_dir() else []
        most[0] = max(most[0], sum(sizes) / 2**20)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
