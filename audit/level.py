"""The levels of knowledge, each with what it adds, and the attack at each of them.

K0 knows what is public: counts are whole and not negative. K1 adds payroll head counts; K2 is one employee who adds
their own record to that; K3 adds earlier releases and the flow identity to K1; K4 adds the rules: where zeros are
shown, a withheld cell has somebody in it. Stronger levels are attacked first: a point that fits all their lines
fits those of the weaker, so that what is safe at K4 is safe below without a program of its own.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from audit import insider
from audit.array import Flags, Floats
from audit.error import AuditError, Contradiction
from audit.filled import filled
from audit.interval import Found, Lines, found, known
from audit.own import own_only, parts_unknown
from audit.program import groups
from audit.system import AGENCY, DOMAIN, SLICE, System
from audit.table import TOTAL
from audit.witness import Aim, Witnesses

NAMES = ("K0", "K1", "K2", "K3", "K4")
PUBLIC = (AGENCY, "job_category")
"""What payroll is public by."""
THRESHOLD = 6
BASE = 20
_FILLING = 0.2
"""Share of a level's time that looking for a first whole point may take."""
SENSITIVE = ("disability", "veteran", "justice_impacted")


@dataclass(frozen=True, slots=True)
class Settings:
    """`threshold` T: a cell under T needs a width of T − 2; `thresholds`: domain -> its own T. `base`: of agencies with
    fewer people only the total is shown; of so few no interval is wide, and what is asked is that none is exact.

    `sensitive`: columns whose zeros are withheld too. `zeros`: one of `audit.zeros.CHOICES`. `crossed`: as
    `audit.system.built` takes it. `seconds`: the most that one level may take; what is open then is undecided.
    """

    threshold: int = THRESHOLD
    sensitive: tuple[str, ...] = SENSITIVE
    zeros: str = "inferred"
    crossed: bool = True
    seconds: float = 120.0
    thresholds: Mapping[str, int] = field(default_factory=dict)
    base: int = BASE

    def of(self, system: System) -> Floats:
        """Return the threshold of each cell (n,)."""
        every = np.full(len(system.cells), float(self.threshold))
        if self.thresholds and DOMAIN in system.coordinates:
            own = system.cells[DOMAIN].map(dict(self.thresholds)).to_numpy(dtype=np.float64)
            return np.where(np.isnan(own), every, own)
        return every


@dataclass(frozen=True, slots=True)
class Answer:
    """One level: `cells` has a row for each unsafe or undecided target: position, low, high, exact, undecided."""

    level: str
    cells: pd.DataFrame
    withheld: int
    seconds: float

    @property
    def exact(self) -> int:
        """Targets with one possible value."""
        return int(self.cells["exact"].sum())

    @property
    def narrow(self) -> int:
        """Targets under the threshold whose interval is narrower than it must be, exact ones included."""
        return int((self.cells["narrow"]).sum())

    @property
    def relaxed(self) -> int:
        """Targets that are judged without whole numbers."""
        return int(self.cells["relaxed"].sum())

    @property
    def undecided(self) -> int:
        """Targets that are neither proved safe nor proved unsafe."""
        return int(self.cells["undecided"].sum())


def attacked(system: System, truth: Floats | None, settings: Settings) -> tuple[list[Answer], pd.DataFrame | None]:
    """Return the answer of each level, K0 to K4, and with a truth what the staff of each agency know of others.

    `truth` (n,): the true count of each cell, NaN where not known.
    Raises AuditError where the truth is outside what the audit says is possible, or the file contradicts itself.
    """
    targets = np.flatnonzero(system.cells["target"].to_numpy(dtype=bool))
    if truth is not None:
        # Of absent rows only those are told on whose count the truth knows.
        listed = (system.cells["row"] > 0).to_numpy()
        targets = targets[listed[targets] | ~np.isnan(truth[targets])]
        # Of what no table lists, small counts are not to be told, and of few people none but that nobody is of a group.
        unlisted, bare = ~listed[targets], _bare(system, truth, settings)[targets]
        empty = unlisted_zeros(system, settings)[targets] & (truth[targets] == 0)
        large = unlisted & ~bare & (truth[targets] >= settings.of(system)[targets])
        targets = targets[~(empty | large)]
    if truth is not None and np.isnan(truth[targets]).any():
        lost = int(targets[np.isnan(truth[targets])][0])
        raise AuditError(
            f"the truth has no count for the withheld cell {system.name(lost)}; give a truth with every cell"
        )
    seen = Witnesses(len(system.cells))
    begun(system, truth, settings, seen)
    answers: dict[int, Answer] = {}
    unsafe = targets
    for level in (4, 3, 1, 0):
        start = time.monotonic()
        aim = aimed(system, targets, truth, settings, level)
        here = Aim(np.intersect1d(unsafe, aim.targets), aim.need, aim.big)
        low, high = started(system, level, settings)
        got = _found(system, level, low, high, here, seen, settings)
        _checked(system, got, targets, truth, level)
        rows = insider.rows(here, got)
        empty = unlisted_zeros(system, settings)[rows["cell"]] & (rows["high"] == 0).to_numpy()
        rows = rows[~empty].reset_index(drop=True)
        answers[level] = Answer(NAMES[level], rows, len(aim.targets), time.monotonic() - start)
        # At weaker levels only what is unsafe here can be, and what payroll tells here.
        unsafe = np.union1d(rows["cell"].to_numpy(dtype=np.int64), np.setdiff1d(targets, aim.targets))
    start = time.monotonic()
    aim = aimed(system, targets, truth, settings, 1)
    at = (lines_of(system, 1), *started(system, 1, settings))
    told = answers[1].cells
    left = Aim(np.setdiff1d(aim.targets, told["cell"]), aim.need, aim.big)
    more = insider.members(
        *at, left, seen, suspects=answers[4].cells["cell"].to_numpy(dtype=np.int64),
        silent=~somebody(system, settings), until=start + settings.seconds,
    )  # fmt: skip
    # Who is alone in a small agency knows it, and one of a few knows that no other is of a group.
    few = np.zeros(len(system.cells), dtype=bool) if truth is None else _bare(system, truth, settings)
    more = more[~(few[more["cell"].to_numpy(dtype=np.int64)] & (more["high"] <= 1).to_numpy())]
    both = pd.concat([told, more.astype(told.dtypes.to_dict())], ignore_index=True)
    answers[2] = Answer(NAMES[2], both, len(aim.targets), time.monotonic() - start)
    staff = None
    if truth is not None and AGENCY in system.coordinates:
        until = time.monotonic() + settings.seconds
        alone = parts_unknown(system, *known(*at))
        alone = np.where(alone == "", own_only(system, truth), alone)
        asked = aim.targets[~(_bare(system, truth, settings)[aim.targets] & (truth[aim.targets] == 0))]
        aim = Aim(asked, aim.need, aim.big)
        staff = insider.staff(*at, aim, seen, truth, system.cells[AGENCY], alone, until)
    return [answers[level] for level in sorted(answers)], staff


def begun(system: System, truth: Floats | None, settings: Settings, seen: Witnesses) -> None:
    """Put one whole point of the strongest level among the witnesses: the truth, and people who fit it, if given."""
    until = time.monotonic() + _FILLING * settings.seconds
    strongest = len(NAMES) - 1
    lines = lines_of(system, strongest)
    try:
        low, high = known(lines, *started(system, strongest, settings))
        point = low.copy()
        for group in groups(lines.matrix, lines.least, lines.most, low, high):
            told = np.full(len(group.cells), np.nan) if truth is None else truth[group.cells]
            whole = filled(group, told, until - time.monotonic())
            if whole is None:
                return
            point[group.cells] = whole
    except Contradiction:
        return  # the levels say which, and of which cell
    seen.add(point, np.ones(len(point), dtype=bool))


def aimed(system: System, targets: np.ndarray, truth: Floats | None, settings: Settings, level: int) -> Aim:
    """Return the targets of a level: withheld cells that no public fact of payroll tells."""
    facts = system.facts[(system.facts["level"] == 1) & (level >= 1)]
    payroll = facts["cell"].to_numpy(dtype=np.int64)
    threshold = settings.of(system)
    need, big = threshold - 2.0, 2.0 * threshold
    if truth is not None:
        need = np.where(truth >= threshold, 1.0, need)
        need = np.where(_bare(system, truth, settings), 1.0, need)
        big = np.full(len(system.cells), np.inf)
    return Aim(np.setdiff1d(targets, payroll), need, big)


def unlisted_zeros(system: System, settings: Settings) -> Flags:
    """Return the cells (n,) in no table of which it may be known that nobody is in them, as tables show of others."""
    unlisted: Flags = (system.cells["row"] == 0).to_numpy() & ~hidden_zeros(system, settings)
    return unlisted


def _bare(system: System, truth: Floats, settings: Settings) -> Flags:
    """Return the cells (n,) in no table that divide fewer people than the base, as payroll tells: of an agency, of a
    job, of a job in an agency."""
    private = [name for name in system.coordinates if name not in (*PUBLIC, *SLICE)]
    whole = (system.cells[private] == TOTAL).all(axis=1).to_numpy() & (truth < settings.base)
    keys = [name for name in (*PUBLIC, *SLICE) if name in system.coordinates]
    if not keys:
        return np.zeros(len(system.cells), dtype=bool)
    few = pd.MultiIndex.from_frame(system.cells.loc[whole, keys])
    inside = np.zeros(len(system.cells), dtype=bool)
    for summed in ((), *((name,) for name in PUBLIC if name in keys)):
        here = system.cells[keys].assign(**dict.fromkeys(summed, TOTAL))
        inside |= pd.MultiIndex.from_frame(here).isin(few)
    found: Flags = inside & (system.cells["row"] == 0).to_numpy()
    return found


def started(system: System, level: int, settings: Settings) -> tuple[Floats, Floats]:
    """Return what is known of each cell (n,) before any line is looked at."""
    low, high = system.bounds(level)
    if level >= 4:
        said = somebody(system, settings)
        low = np.where(said & (high >= 1), np.maximum(low, 1.0), low)
    return low, high


def somebody(system: System, settings: Settings) -> Flags:
    """Return the withheld cells (n,) that have somebody in them by the rules."""
    if settings.zeros == "hidden":
        return np.zeros(len(system.cells), dtype=bool)
    column = "inhabited" if settings.zeros == "inferred" else "catalogued"
    said: Flags = system.cells[column].to_numpy(dtype=bool) & ~hidden_zeros(system, settings)
    return said


def hidden_zeros(system: System, settings: Settings) -> Flags:
    """Return the cells (n,) of sensitive columns, where a withheld cell may have nobody in it."""
    hidden = np.zeros(len(system.cells), dtype=bool)
    for name in set(settings.sensitive) & set(system.coordinates):
        hidden |= (system.cells[name] != TOTAL).to_numpy()
    return hidden


def lines_of(system: System, level: int) -> Lines:
    """Return the lines that a level knows."""
    here = system.since <= level
    return Lines(system.lines[here], system.least[here], system.most[here], system.cuts)


def _found(
    system: System, level: int, low: Floats, high: Floats, aim: Aim, seen: Witnesses, settings: Settings
) -> Found:
    try:
        return found(lines_of(system, level), low, high, aim, seen, seconds=settings.seconds)
    except Contradiction as problem:
        cell = problem.args[0]
        raise Contradiction(
            f"at {NAMES[level]} no whole number of people is possible for {system.name(int(cell))}: the tables "
            "contradict each other; check that all files are of the same data"
        ) from problem


def _checked(system: System, got: Found, targets: np.ndarray, truth: Floats | None, level: int) -> None:
    if truth is None:
        return
    wrong = targets[(truth[targets] < got.low[targets]) | (truth[targets] > got.high[targets])]
    if len(wrong):
        cell = int(wrong[0])
        raise AuditError(
            f"at {NAMES[level]} {system.name(cell)} would be {got.low[cell]:g} to {got.high[cell]:g}, but the truth "
            f"is {truth[cell]:g} ({len(wrong)} cells in all): the truth is of other data, or a number was read wrongly"
        )
