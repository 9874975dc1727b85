"""People drawn to fit head counts: who was there on each 30 June, who came, went, moved and was promoted.

For every agency x job category x group x sex: stock = last year's + hires − leavers + moved in − moved out. A person
keeps id, group and sex. Shares that leave are invented around one fact: 4,146 people retired from January to July
2022 (usnewsandbusiness.com); about 5,423 people were hired in the three years to December 2023 (pshra.org, July 2024).
Nobody moves between agencies; nobody comes and goes within a year.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etl.demonstration.chance import generator, whole
from etl.demonstration.heads import GROUPS, JOBS, SEXES
from etl.demonstration.planted import effect
from etl.demonstration.span import PERIODS, YEARS, Days, days_in, first_day

Ints = NDArray[np.int64]
LEVELS = 4
_LEAVE = (0.07, 0.07, 0.07, 0.11, 0.08, 0.07, 0.07)
_MOVE = 0.012
_PROMOTED = 0.045
_DISCIPLINED = 0.012
# Where people of each job category may move on to; -1: nowhere.
_NEXT = np.array([-1, 0, 1, 0, 1, 1, 2, 6])
_REVERSED = {"Professionals": 0.13, "Service-Maintenance": 0.03}


@dataclass(frozen=True, slots=True)
class Events:
    """Actions: who, the index of the year, the day, what, the job category after it (-1: none), the cell."""

    who: Ints
    year: Ints
    day: Days
    action: NDArray[np.str_]
    job: Ints
    cell: Ints


@dataclass(frozen=True, slots=True)
class Stock:
    """Employees on 30 June of all years, in rows: who, the index of the year, cell, level (1 to 4)."""

    who: Ints
    year: Ints
    cell: Ints
    level: Ints


@dataclass(frozen=True, slots=True)
class Careers:
    """Everybody ever employed, by number: days of hire, years of birth; the stocks and what led from one to the next.

    A cell is a place in agency x job category x group x sex, counted through; `shape` is the sizes of the four.
    """

    shape: tuple[int, int, int, int]
    hired: Days
    born: Ints
    stock: Stock
    events: Events

    def of(self, cell: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Return agency, job category, group and sex of cells, as places in their lists."""
        agency, job, group, sex = np.unravel_index(cell, self.shape)
        return agency, job, group, sex


class _State:
    """Those present, and everybody so far."""

    def __init__(self, heads: Ints, random: np.random.Generator) -> None:
        self.cell = np.repeat(np.arange(len(heads)), heads)
        count = len(self.cell)
        self.who = np.arange(count)
        tenure = random.gamma(1.6, 6.5, count).clip(0, 38)
        age = np.maximum(20 + tenure + random.gamma(2, 7, count), 22).clip(22, 72)
        self.hired = [first_day(YEARS[0])[0] - 1 - (tenure * 365).astype("int64")]
        self.born = [(YEARS[0] - 1 - age).astype("int64")]
        self.level = np.minimum(1 + (tenure / 7 + random.uniform(0, 0.8, count)).astype("int64"), LEVELS)
        self.total = count

    def enter(self, cell: Ints, hired: Days, random: np.random.Generator) -> Ints:
        """Add people and return their numbers."""
        count = len(cell)
        who = np.arange(self.total, self.total + count)
        year = hired.astype("datetime64[Y]").astype("int64") + 1970
        self.hired.append(hired)
        self.born.append(year - (20 + random.gamma(2.2, 7, count)).clip(20, 62).astype("int64"))
        self.total += count
        self.cell = np.concatenate([self.cell, cell])
        self.who = np.concatenate([self.who, who])
        self.level = np.concatenate([self.level, 1 + (random.uniform(size=count) < 0.15)])
        return who

    def leave(self, gone: NDArray[np.bool_]) -> None:
        """Take people away."""
        self.cell, self.who, self.level = self.cell[~gone], self.who[~gone], self.level[~gone]


def careers(cells: NDArray[np.int64], agencies: list[str]) -> Careers:
    """Return people who fit `cells`: agency x job category x group x sex x year, agencies as listed."""
    random = generator("careers")
    shape = cells.shape[:4]
    heads = cells.reshape(-1, cells.shape[4])
    # The year before the first is not told; it had the same head counts.
    state = _State(heads[:, 0], random)
    rates = _promotion_rates(shape, agencies)
    onward = _onward(shape, agencies)
    stocks: list[Stock] = []
    events: list[Events] = []
    for year in range(len(YEARS)):
        events += _pass(state, heads[:, year], year, rates[:, year], onward, random)
        count = len(state.who)
        stocks.append(Stock(state.who, np.full(count, year), state.cell, state.level.copy()))
    return Careers(
        shape=(shape[0], shape[1], shape[2], shape[3]),
        hired=np.concatenate(state.hired),
        born=np.concatenate(state.born),
        stock=Stock(*(np.concatenate([getattr(each, name) for each in stocks]) for name in Stock.__slots__)),
        events=Events(*(np.concatenate([getattr(each, name) for each in events]) for name in Events.__slots__)),
    )


def _pass(
    state: _State, after: Ints, year: int, rates: NDArray[np.float64], onward: Ints, random: np.random.Generator
) -> list[Events]:
    """Take the state through one year and return what happened in it."""
    before = np.bincount(state.cell, minlength=len(after))
    leave, move, hire = _flows(before, after, year, onward, random)
    age = YEARS[year] - np.concatenate(state.born)[state.who]
    # The old come first to leave, the young to move.
    rank = _ranks(state.cell, random.exponential(size=len(age)) / np.where(age > 58, 5, 1))
    gone = rank < leave[state.cell]
    moved = ~gone & (before[state.cell] - 1 - rank < move[state.cell])
    found = [_left(state, gone, age, year, random)]
    state.cell = np.where(moved, onward[state.cell], state.cell)
    stayed = ~gone & ~moved
    promoted = stayed & _chosen(state.cell // len(SEXES), stayed, rates, random)
    disciplined = stayed & (random.uniform(size=len(stayed)) < _DISCIPLINED)
    found += [
        _events(state, moved | promoted, year, "promotion", random, job=_job(state.cell)),
        _events(state, disciplined, year, "discipline", random),
    ]
    state.level = np.where(moved, 1, np.minimum(state.level + promoted, LEVELS))
    state.leave(gone)
    cell = np.repeat(np.arange(len(after)), hire)
    days = days_in(np.full(len(cell), YEARS[year]), random)
    who = state.enter(cell, days, random)
    found.append(Events(who, np.full(len(who), year), days, np.full(len(who), "hire"), _job(cell), cell))
    return found


def _flows(before: Ints, after: Ints, year: int, onward: Ints, random: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Return how many leave, move on and are hired in each cell, so that `before` becomes `after`."""
    leave = random.binomial(before, _LEAVE[year])
    move = np.where(onward >= 0, random.binomial(before - leave, _MOVE), 0)
    moved_in = np.bincount(onward[onward >= 0], weights=move[onward >= 0], minlength=len(after)).astype("int64")
    full = moved_in > after
    move = np.where((onward >= 0) & full[onward], 0, move)
    moved_in = np.where(full, 0, moved_in)
    over = before - leave - move + moved_in - after
    return leave + np.maximum(over, 0), move, np.maximum(-over, 0)


def _ranks(group: Ints, key: NDArray[np.float64]) -> Ints:
    """Return each row's place, from 0, in its group by `key`."""
    order = np.lexsort((key, group))
    ordered = group[order]
    starts = np.r_[0, np.flatnonzero(np.diff(ordered)) + 1] if len(ordered) else np.zeros(0, dtype="int64")
    sizes = np.diff(np.r_[starts, len(ordered)])
    ranks = np.empty(len(group), dtype="int64")
    ranks[order] = np.arange(len(group)) - np.repeat(starts, sizes)
    return ranks


def _chosen(
    group: Ints, among: NDArray[np.bool_], rates: NDArray[np.float64], random: np.random.Generator
) -> NDArray[np.bool_]:
    """Choose the share `rates` of each group from those `among`, up to less than one person."""
    many = whole(np.bincount(group[among], minlength=len(rates)) * rates, random)
    chosen = np.zeros(len(group), dtype=bool)
    chosen[among] = _ranks(group[among], random.uniform(size=int(among.sum()))) < many[group[among]]
    return chosen


def _job(cell: Ints) -> Ints:
    return cell // (len(GROUPS) * len(SEXES)) % len(JOBS)


def _events(
    state: _State,
    which: NDArray[np.bool_],
    year: int,
    action: str,
    random: np.random.Generator,
    job: Ints | None = None,
) -> Events:
    count = int(which.sum())
    days = days_in(np.full(count, YEARS[year]), random)
    after = np.full(count, -1) if job is None else job[which]
    return Events(state.who[which], np.full(count, year), days, np.full(count, action), after, state.cell[which])


def _left(state: _State, gone: NDArray[np.bool_], age: Ints, year: int, random: np.random.Generator) -> Events:
    """Return separations: most people from 55 after ten years retire, a tenth of the others are discharged."""
    events = _events(state, gone, year, "", random)
    served = (events.day - np.concatenate(state.hired)[events.who]).astype("int64") / 365.25
    retired = (age[gone] >= 55) & (served >= 10) & (random.uniform(size=len(served)) < 0.9)
    other = np.where(random.uniform(size=len(served)) < 0.1, "separation_involuntary", "separation_voluntary")
    return Events(events.who, events.year, events.day, np.where(retired, "retirement", other), events.job, events.cell)


def _promotion_rates(shape: tuple[int, ...], agencies: list[str]) -> NDArray[np.float64]:
    """Return the share promoted within a job category: (agency x job category x group) x year."""
    rates = np.full((*shape[:3], len(YEARS)), _PROMOTED)
    planted = effect("simpson_reversal")
    if planted.agency in agencies:
        mine = rates[agencies.index(planted.agency)]
        for job, rate in _REVERSED.items():
            mine[JOBS.index(job)] = rate
        years = [PERIODS.index(each) for each in planted.periods]
        mine[:, GROUPS.index(planted.group), years] *= planted.size
    return rates.reshape(-1, len(YEARS))


def _onward(shape: tuple[int, ...], agencies: list[str]) -> Ints:
    """Return the cell that each cell's people may move to, -1 for none. In the agency of the reversal nobody moves."""
    agency, job, group, sex = np.unravel_index(np.arange(int(np.prod(shape))), shape)
    target = _NEXT[job]
    cells = np.ravel_multi_index((agency, np.maximum(target, 0), group, sex), shape)
    still = np.isin(agency, [agencies.index(code) for code in agencies if code == effect("simpson_reversal").agency])
    onward: Ints = np.where((target < 0) | still, -1, cells)
    return onward
