"""Projection: where a group's share goes under given hiring and turnover, by whole persons, and what parity takes.

A year is: people leave, each with the turnover's chance; the vacancies, and the growth, are filled; each hire is one
of the group's with the chance of the hiring share. Nobody is hired while a unit that shrinks has people to spare. A
share can so never pass 0 or 100 %.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from metrics.interval import Floats

RUNS = 10_000
_MIDDLE = (0.5, 0.025, 0.975)
# A whole number of persons that arithmetic on binary fractions missed by less than this is that number.
_ROUNDING = 1e-9

People = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Paths:
    """What happened in each run: the group's people and everybody (runs, years + 1), the first column being now."""

    group: People
    everyone: People

    @property
    def shares(self) -> Floats:
        """Return the group's share (runs, years + 1); NaN where nobody is left."""
        with np.errstate(invalid="ignore"):
            share: Floats = self.group / self.everyone
        return share

    def forecast(self) -> tuple[Floats, Floats, Floats]:
        """Return the median share of each year and its 2.5 and 97.5 percentiles over the runs."""
        middle, lower, upper = np.quantile(self.shares, _MIDDLE, axis=0)
        return middle, lower, upper


@dataclass(frozen=True, slots=True)
class Parity:
    """When parity is first reached, in years from now; None: not within the horizon.

    `year` is the median of the runs, `earliest` and `latest` their 2.5 and 97.5 percentiles; `chance` (years + 1) is
    the share of the runs that have reached it by then.
    """

    year: int | None
    earliest: int | None
    latest: int | None
    chance: Floats


@dataclass(frozen=True, slots=True)
class Need:
    """Hires of the group `a_year` that reach parity, and the fewest hires of anybody expected in a year.

    `possible`: whether that many of the group can be among them; without it hiring alone does not reach parity.
    """

    a_year: int
    fewest_hires: float
    possible: bool


def simulate(
    group: int,
    everyone: int,
    *,
    hiring_share: float,
    turnover: float,
    years: int,
    seed: int,
    others_turnover: float | None = None,
    growth: float = 0.0,
    runs: int = RUNS,
) -> Paths:
    """Return what may become of `group` people among `everyone`, in so many runs.

    Shares and rates are proportions a year; `others_turnover` is that of everybody else if it differs. The same seed
    gives the same runs. Raises ValueError for a group larger than everyone, a rate outside 0 to 1, a growth of −1 or
    less, and for less than one person, year or run.
    """
    others_rate = turnover if others_turnover is None else others_turnover
    _check(group, everyone, growth, years, hiring_share, turnover, others_rate)
    if runs < 1:
        raise ValueError(f"there are {runs} runs; expected 1 or more")
    chance = np.random.default_rng(seed)
    own, others = np.full(runs, group), np.full(runs, everyone - group)
    kept = [(own, others)]
    for planned in _sizes(everyone, growth, years)[1:]:
        own = own - chance.binomial(own, turnover)
        others = others - chance.binomial(others, others_rate)
        hires = np.maximum(planned - own - others, 0)
        hired = chance.binomial(hires, hiring_share)
        own, others = own + hired, others + hires - hired
        kept.append((own, others))
    people = np.stack([own for own, _ in kept], axis=1)
    return Paths(people, people + np.stack([others for _, others in kept], axis=1))


def parity(paths: Paths, benchmark: float) -> Parity:
    """Return when the group first has as many people as its share `benchmark` of everybody, rounded up, needs.

    A group that is there already has reached it in year 0. Raises ValueError for a benchmark outside 0 to 1.
    """
    if not 0 <= benchmark <= 1:
        raise ValueError(f"the benchmark is {benchmark:g}; expected a proportion from 0 to 1")
    needed = np.ceil(benchmark * paths.everyone - _ROUNDING)
    reached = (paths.group >= needed) & (paths.everyone > 0)
    horizon = reached.shape[1]
    first = np.where(reached.any(axis=1), np.argmax(reached, axis=1), horizon)
    year, earliest, latest = (
        None if found == horizon else int(found) for found in np.quantile(first, _MIDDLE, method="inverted_cdf")
    )
    return Parity(year, earliest, latest, (first[:, None] <= np.arange(horizon)).mean(axis=0))


def hires_needed(
    group: int,
    everyone: int,
    *,
    benchmark: float,
    years: int,
    turnover: float,
    others_turnover: float | None = None,
    growth: float = 0.0,
) -> Need:
    """Return how many of the group must be hired every year to reach the share `benchmark` in so many years.

    Expected values, exactly (as fractions of the decimals given). With turnover t and N people then planned, h hires
    a year make a(1 − t)^Y + h Σ (1 − t)^k, k from 0 to Y − 1; h is the smallest whole number that makes this the
    benchmark's share of N rounded up to whole persons. Hires of a year do not leave in it. Raises ValueError as
    `simulate` does.
    """
    others_rate = turnover if others_turnover is None else others_turnover
    _check(group, everyone, growth, years, benchmark, turnover, others_rate)
    stay, others_stay = (1 - _exact(rate) for rate in (turnover, others_rate))
    sizes = _sizes(everyone, growth, years)
    wanted = ceil(_exact(benchmark) * sizes[-1])
    exact = max((wanted - group * stay**years) / sum(stay**k for k in range(years)), Fraction(0))
    own, hires = Fraction(group), []
    for now, planned in pairwise(sizes):
        hires.append(max(planned - own * stay - (now - own) * others_stay, Fraction(0)))
        own = own * stay + exact
    fewest = min(hires)
    return Need(ceil(exact), float(fewest), exact <= fewest)


def _sizes(everyone: int, growth: float, years: int) -> list[int]:
    """How many people are planned for each year, in whole persons, halves up."""
    factor = 1 + _exact(growth)
    return [floor(everyone * factor**year + Fraction(1, 2)) for year in range(years + 1)]


def _exact(number: float) -> Fraction:
    """The decimal that is written, not the binary fraction that is kept."""
    return Fraction(str(number))


def _check(group: int, everyone: int, growth: float, years: int, *rates: float) -> None:
    if not 0 <= group <= everyone or everyone < 1:
        raise ValueError(f"the group is {group} of {everyone} people; expected 1 person or more, the group among them")
    if not all(0 <= rate <= 1 for rate in rates):
        raise ValueError("a share or a rate of turnover is outside 0 to 1; expected a proportion")
    if growth <= -1 or years < 1:
        raise ValueError(f"growth is {growth:g} and years {years}; expected more than -1, and 1 or more")
