"""When parity comes: head counts so far, what may become of them, the parity line; by whole persons."""

from dataclasses import dataclass
from typing import Any

from dashboard.figures.axis import Axis, value_axis
from dashboard.gap import Gap, Outlook
from dashboard.palette import group_token
from metrics import words

_NEAR = 12.0


@dataclass(frozen=True, slots=True)
class Path:
    """Years and people: `past` (year, people); `years` from the last head count on, with median and 95 % range.

    `parity`: the people at which parity is; `reached`: the year of parity, or None within the years.
    """

    past: tuple[tuple[int, int], ...]
    years: tuple[int, ...]
    middle: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    parity: int
    reached: int | None
    token: str
    axis: Axis

    @property
    def now(self) -> tuple[int, int]:
        return self.years[0], self.middle[0]

    @property
    def first(self) -> int:
        return min(self.past[0][0], self.years[0]) if self.past else self.years[0]

    @property
    def last(self) -> int:
        return self.years[-1]

    @property
    def tab_left(self) -> bool:
        """Whether the words of the parity line stand at the left end: unless the head counts so far are close to it."""
        level = self.axis.at(self.parity)
        return all(abs(self.axis.at(people) - level) > _NEAR for _, people in self.past)

    def ticks(self) -> list[int]:
        """Return at most five years of the axis: its ends, this year, and round ones between."""
        found = [self.first, self.now[0], self.last]
        room = max(1, round((self.last - self.first) / 6))
        for year in range(self.first, self.last + 1):
            if year % 5 == 0 and all(abs(year - other) > room for other in found) and len(found) < 5:
                found.append(year)
        return sorted(set(found))


def path(gap: Gap, ahead: Outlook) -> Path:
    """Return the chart of a unit's group under an outlook."""
    past = tuple(
        (words.year(str(period)), round(float(people)))
        for period, people in zip(gap.history["period"], gap.history["people"], strict=True)
    )
    years = tuple(gap.year + k for k in range(len(ahead.middle)))
    middle, low, high = (tuple(round(each) for each in series) for series in (ahead.middle, ahead.low, ahead.high))
    everything = [float(n) for n in (*[n for _, n in past], *low, *high, gap.needed)]
    # The words of the parity line stand above it.
    everything.append(gap.needed + 0.12 * (max(everything) - min(everything)))
    year = ahead.parity.year
    return Path(
        past, years, middle, low, high, gap.needed, gap.year + year if year else None, group_token(gap.group),
        value_axis(everything, from_zero=min(everything) < 0.4 * max(everything)),
    )  # fmt: skip


def steps(points: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Return a line that keeps a value until the next year, and then steps."""
    found: list[tuple[float, float]] = []
    for k, (year, people) in enumerate(points):
        if k:
            found.append((float(year), found[-1][1]))
        found.append((float(year), float(people)))
    return found


def labels(gap: Gap, chart: Path) -> dict[str, str]:
    """Return the words on the chart: of the parity line, of now, of the year of parity."""
    t, language = gap.t, gap.t.language

    def number(value: Any) -> str:
        return words.number(value, "persons", 0, language)

    return {
        "parity": t("parity: {n} of {all}", n=number(chart.parity), all=number(gap.everyone)),
        "now": t("{n} now", n=number(chart.now[1])),
        "reached": t("parity in {year}", year=chart.reached) if chart.reached else "",
        "title": gap.t("{group}: people", group=gap.named()),
    }
