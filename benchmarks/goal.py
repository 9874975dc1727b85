"""A goal of a contest: what is asked, what was measured, whether it is reached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.contest import OURS, Timing

Measure = Callable[[Mapping[str, Timing]], float]


@dataclass(frozen=True, slots=True)
class Goal:
    """`most` (or with `least`: at least) of what `measure` makes of a contest's timings; `form` writes the number."""

    what: str
    most: float
    measure: Measure
    form: str = "{:,.2f}"
    least: bool = False

    def row(self, timings: Mapping[str, Timing]) -> tuple[str, str, str, bool]:
        """Return goal, target, what was measured, whether it is reached."""
        found = self.measure(timings)
        target = f"{'≥' if self.least else '≤'} {self.form.format(self.most)}"
        return self.what, target, self.form.format(found), found >= self.most if self.least else found <= self.most


def seconds(name: str = OURS) -> Measure:
    """The median of a contestant in seconds."""
    return lambda timings: timings[name].median


def megabytes(name: str = OURS) -> Measure:
    """The memory of a contestant in MB."""
    return lambda timings: timings[name].megabytes


def times(name: str, of: str) -> Measure:
    """How many times as long one contestant takes as another."""
    return lambda timings: timings[name].median / timings[of].median
