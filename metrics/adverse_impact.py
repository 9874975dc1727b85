"""Adverse impact: each group's selection rate against the highest, in size and beyond chance.

Groups lie along the last axis: `considered` people of a group, `selected` of them; NaN or 0 considered is a group
that is not there. Every comparison with a threshold is made in whole numbers, so that a ratio of exactly four
fifths is never flagged for what binary fractions do to it.

Source: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D), and its Questions and Answers, 44
Federal Register 11996 (1979); the pool's 2 % from New York City's rules on automated employment decisions, 6 RCNY
5-301.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics import stratified, two_proportions
from metrics.chance import two_sided
from metrics.comparison import Words
from metrics.interval import Floats

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]

NOBODY = -1
"""The comparator's place where there is none."""
LARGEST = 1_000_000_000
"""The most people of a group: five times the product of two such counts still is a whole number of 64 bits."""
STANDARD_DEVIATIONS = 2.0
RARE = 0.05
FEW_PEOPLE = 30
FEW_EXPECTED = 5
# A p of 1 in 20 and a z of 2 can be met exactly, which roots and logarithms may miss by a little.
_ROUNDING = 1e-9

BOTH = "adverse impact indicated"
PRACTICAL = "practical only"
STATISTICAL = "statistical only"
NEITHER = "not indicated"
NO_SELECTIONS = "no selections"
COMPARATOR = "comparator"
NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found of each group; `comparator` is a place on the last axis, NOBODY where no group has that part.

    `compared`: the group is eligible, and somebody else is the comparator. Where it is False, everything but `rate`
    and `impact_ratio` is NaN or False. Where none of the eligible were selected there is no comparator and no ratio,
    and each of them shows no difference: z 0, p 1.
    """

    rate: Floats
    comparator: NDArray[np.int64]
    compared: Flags
    impact_ratio: Floats
    four_fifths: Flags
    z: Floats
    p_z: Floats
    p_fisher: Floats
    significant: Flags
    shortfall: Floats
    selections_to_four_fifths: Floats
    conclusion: Words


def eligible(considered: ArrayLike, known: ArrayLike) -> Flags:
    """Return which groups may be compared: known ones (not `Unknown`) of at least 2 % of the pool: of everybody."""
    people = _whole(considered)
    enough: Flags = np.asarray(known, bool) & (people > 0) & (50 * people >= people.sum(axis=-1, keepdims=True))
    return enough


def comparator(considered: ArrayLike, selected: ArrayLike, eligible: ArrayLike) -> NDArray[np.int64]:
    """Return the place of the eligible group with the highest rate; of equal rates the larger group, then the first.

    NOBODY where no group is eligible.
    """
    n, x = _checked(considered, selected)
    left = np.asarray(eligible, bool) & (n > 0)
    none = ~left.any(axis=-1)
    base = np.where(n > 0, n, 1)
    # Long division in two digits tells any two rates of up to LARGEST people apart, and equal ones stay equal.
    first, rest = np.divmod(x * LARGEST, base)
    for key in (first, rest * LARGEST // base, n):
        left = left & (key == np.where(left, key, -1).max(axis=-1, keepdims=True))
    return np.where(none, NOBODY, left.argmax(axis=-1))


def assess(considered: ArrayLike, selected: ArrayLike, eligible: ArrayLike) -> Assessment:
    """Hold every group against the comparator.

    z is the pooled two-proportion z; significant: |z| ≥ 2, but Fisher's p < 0.05 instead where the group has fewer
    than 30 people or an expected count of the two groups' table is below 5. Raises ValueError for counts that are
    negative, not whole, above LARGEST, or more selected than considered.
    """
    n, x = _checked(considered, selected)
    best = comparator(n, x, eligible)
    pair = _paired(n, x, best, np.asarray(eligible, bool))
    z = _spread(pair.compared, two_proportions.z_score(*pair.counts))
    return _assessment(pair, best, z)


def assess_strata(considered: ArrayLike, selected: ArrayLike, eligible: ArrayLike) -> tuple[Assessment, Flags]:
    """Hold every group against the comparator over strata (the last axis but one), which the results lose.

    Rates, ratio, four fifths, shortfall and Fisher's p are of the summed counts; z and its p are the signed root of
    the Mantel-Haenszel χ² of the group against the comparator within the strata, NaN where the two never met in one.
    `eligible` is of the summed counts, groups along the last axis. Also returns where pooling reverses the direction
    (`stratified.reversed_by_pooling`).
    """
    n, x = _checked(considered, selected)
    totals, picked = n.sum(axis=-2), x.sum(axis=-2)
    _checked(totals, picked)
    best = comparator(totals, picked, eligible)
    pair = _paired(totals, picked, best, np.asarray(eligible, bool))
    place = np.maximum(best, 0)[..., None, None]
    tables = [
        np.moveaxis(each, -2, -1)
        for each in (x, n, np.take_along_axis(x, place, axis=-1), np.take_along_axis(n, place, axis=-1))
    ]
    z = np.where(pair.compared, stratified.z_score(*tables), np.nan)
    turned: Flags = pair.compared & stratified.reversed_by_pooling(*tables)
    return _assessment(pair, best, z), turned


def flip_flop(x: ArrayLike, n: ArrayLike, other_x: ArrayLike, other_n: ArrayLike) -> tuple[Floats, Floats, Flags]:
    """Return both rates had one more of the group and one fewer of the other been selected, and if that reverses them.

    A difference that one person reverses is no evidence: Questions and Answers 21 of the Uniform Guidelines.
    """
    a, b, c, d = np.broadcast_arrays(*(np.asarray(each, float) for each in (x, n, other_x, other_n)))
    reverses: Flags = (a + 1) * d > (c - 1) * b
    return (a + 1) / b, (c - 1) / d, reverses


@dataclass(frozen=True, slots=True)
class _Paired:
    """Each group beside its comparator; `counts` are of the compared pairs alone, flat."""

    n: Counts
    x: Counts
    best_n: Counts
    best_x: Counts
    compared: Flags
    leads: Flags
    idle: Flags

    @property
    def counts(self) -> tuple[Counts, Counts, Counts, Counts]:
        return self.x[self.compared], self.n[self.compared], self.best_x[self.compared], self.best_n[self.compared]


def _paired(n: Counts, x: Counts, best: NDArray[np.int64], fit: Flags) -> _Paired:
    place = np.maximum(best, 0)[..., None]
    there = best[..., None] != NOBODY
    best_n = np.where(there, np.take_along_axis(n, place, axis=-1), 0)
    best_x = np.where(there, np.take_along_axis(x, place, axis=-1), 0)
    # Without a selection among those eligible nobody leads: each is held against an equal.
    idle = there & (best_x == 0)
    leads = there & ~idle & (np.arange(n.shape[-1]) == place)
    shape = n.shape
    return _Paired(
        n, x, np.broadcast_to(best_n, shape), np.broadcast_to(best_x, shape),
        fit & (n > 0) & there & ~leads, leads, np.broadcast_to(idle, shape),
    )  # fmt: skip


def _assessment(pair: _Paired, best: NDArray[np.int64], z: Floats) -> Assessment:
    n, x, best_n, best_x, compared = pair.n, pair.x, pair.best_n, pair.best_x, pair.compared
    p_z = two_sided(z)
    p_fisher = _spread(compared, two_proportions.fisher(*pair.counts))
    both, picked = n + best_n, x + best_x
    least_expected = np.minimum(n, best_n) * np.minimum(picked, both - picked)
    small = (n < FEW_PEOPLE) | (least_expected < FEW_EXPECTED * both)
    four_fifths = compared & (5 * x * best_n < 4 * best_x * n)
    rare, far = p_fisher < RARE * (1 - _ROUNDING), np.abs(z) >= STANDARD_DEVIATIONS * (1 - _ROUNDING)
    significant = compared & np.where(small, rare, far) & ~np.isnan(z)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(n > 0, x / n, np.nan)
        impact_ratio = np.where((n > 0) & (best_x > 0), x * best_n / (best_x * n), np.nan)
        shortfall = np.where(compared, n * picked / both - x, np.nan)
    needed = -(-4 * best_x * n // np.where(best_n > 0, 5 * best_n, 1)) - x
    return Assessment(
        rate=rate,
        comparator=np.where(pair.idle.any(axis=-1), NOBODY, best),
        compared=compared,
        impact_ratio=impact_ratio,
        four_fifths=four_fifths,
        z=z,
        p_z=p_z,
        p_fisher=p_fisher,
        significant=significant,
        shortfall=shortfall,
        selections_to_four_fifths=np.where(compared, np.maximum(needed, 0), np.nan),
        conclusion=_conclusion(pair, four_fifths, significant & (z < 0)),
    )


def _conclusion(pair: _Paired, practical: Flags, statistical: Flags) -> Words:
    """Return the word for each group. A difference in the group's favour is no evidence against it."""
    unpicked = (pair.x.sum(axis=-1, keepdims=True) == 0) & (pair.n > 0)
    words = np.select(
        [unpicked | (pair.compared & pair.idle), pair.leads, ~pair.compared,
         practical & statistical, practical, statistical],
        [NO_SELECTIONS, COMPARATOR, NOT_COMPARED, BOTH, PRACTICAL, STATISTICAL],
        default=NEITHER,
    )  # fmt: skip
    return words.astype(object)


def _spread(compared: Flags, values: Floats) -> Floats:
    whole = np.full(compared.shape, np.nan)
    whole[compared] = values
    return whole


def _whole(counts: ArrayLike) -> Counts:
    given = np.nan_to_num(np.asarray(counts, dtype=np.float64), nan=0.0)
    wrong = (given < 0) | (given > LARGEST) | (given % 1 != 0)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} counts are negative, not whole or above {LARGEST:,}; expected whole "
            f"numbers of people, 0 to {LARGEST:,}"
        )
    return given.astype(np.int64)


def _checked(considered: ArrayLike, selected: ArrayLike) -> tuple[Counts, Counts]:
    given = np.broadcast_arrays(np.asarray(considered, float), np.asarray(selected, float))
    absent = np.isnan(given[0]) | np.isnan(given[1])
    n, x = (_whole(np.where(absent, 0, each)) for each in given)
    if (x > n).any():
        raise ValueError(
            f"{int((x > n).sum())} of {n.size} groups have more people selected than considered; expected at most as "
            "many"
        )
    return n, x
