"""What changed a number: one row a cause, each beginning where the one before ended."""

from dataclasses import dataclass

from dashboard.figures.axis import Axis
from dashboard.flows import Year
from dashboard.language import Tongue
from dashboard.palette import group_token
from metrics import words


@dataclass(frozen=True, slots=True)
class Step:
    """A row: a total (`start` None) at `end`, or a change from `start` to `end`; its words."""

    name: str
    start: float | None
    end: float
    said: str

    @property
    def gain(self) -> bool:
        return self.start is not None and self.end > self.start


@dataclass(frozen=True, slots=True)
class Flow:
    """The rows, their axis, and the colour of the group."""

    steps: tuple[Step, ...]
    axis: Axis
    token: str


def flow(year: Year, before: str, group: str, t: Tongue) -> Flow:
    """Return the chart of one year's change. `before`: the period of the head count at its start."""
    people = year.people
    totals = [people["before"]]
    for name, sign in (("hired", 1), ("left", -1), ("rest", 1)):
        totals.append(totals[-1] + sign * people[name])

    def total(at: float) -> str:
        return words.number(at, "persons", 0, t.language)

    def signed(k: int) -> str:
        change = totals[k] - totals[k - 1]
        return ("+" if change > 0 else "") + words.number(change, "persons", 0, t.language)

    steps = (
        Step(words.as_of(before, t.language), None, totals[0], total(totals[0])),
        Step(t("Hired"), totals[0], totals[1], signed(1)),
        Step(t("Left"), totals[1], totals[2], signed(2)),
        Step(t("Other changes"), totals[2], totals[3], signed(3)),
        Step(words.as_of(year.period, t.language), None, people["after"], total(people["after"])),
    )
    low, high = min(totals), max(totals)
    room = 0.04 * (high - low or 1.0)
    return Flow(steps, Axis(low - room, high + room, ()), group_token(group))
