"""Every contest of a run, in the order of RESULTS.md. What a contest needs is made when it is first asked for."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import exports, healthequal, records, slices, statistics
from benchmarks.contest import Contest

FOLDER = Path(tempfile.gettempdir()) / "equity-benchmarks"
"""What is generated stays here, since it is the same each time."""


def contests() -> Iterator[Contest]:
    """Yield the contests that need no server, on seeded data."""
    yield from records.contests(FOLDER)
    yield from statistics.contests()
    yield from healthequal.contests()
    yield from slices.contests(FOLDER)
    yield from exports.contests(FOLDER)


def named(title: str) -> Contest:
    """Return a contest by its title."""
    return next(each for each in contests() if each.title == title)
