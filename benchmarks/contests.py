"""Every contest of a run, in the order of RESULTS.md. What a contest needs is made when it is first asked for."""

from collections.abc import Iterator

from benchmarks import exports, healthequal, records, slices, statistics
from benchmarks.contest import FOLDER, Contest


def contests() -> Iterator[Contest]:
    """Yield the contests that need no server, on seeded data."""
    yield from records.contests(FOLDER)
    yield from statistics.contests()
    yield from healthequal.contests()
    yield from slices.contests(FOLDER)
    yield from exports.contests(FOLDER)
