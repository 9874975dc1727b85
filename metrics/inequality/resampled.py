"""Standard errors and limits of the summary measures that are simulated, for many settings."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from metrics.inequality import concentration, deviation, simulation, slope, variance
from metrics.inequality.eligible import MEASURES, columns
from metrics.inequality.settings import Bools, Settings
from metrics.interval import Floats

# Draws held at once in an array: two megabytes, which a processor's cache can hold.
_AT_ONCE = 1 << 18

Places = NDArray[np.intp]


def _slopes(y: Floats, k: Settings) -> tuple[Floats, Floats]:
    through = slope.line(y, k.weights, k.order, k.scale)
    return slope.sii(through, k.scale), slope.rii(through)


FORMULAS: dict[tuple[str, ...], Callable[[Floats, Settings], tuple[Floats, ...]]] = {
    ("bgsd",): lambda y, k: (variance.bgsd(y, k.n),),
    ("cov",): lambda y, k: (variance.cov(y, k.n),),
    ("idisu",): lambda y, k: (deviation.idisu(y, k.weights),),
    ("idisw",): lambda y, k: (deviation.idisw(y, k.n),),
    ("mdmu",): lambda y, k: (deviation.mdmu(y, k.weights),),
    ("mdmw",): lambda y, k: (deviation.mdmw(y, k.n),),
    ("mdbu",): lambda y, k: (deviation.mdbu(y, k.favourable),),
    ("mdbw",): lambda y, k: (deviation.mdbw(y, k.n, k.favourable),),
    ("mdru",): lambda y, k: (deviation.mdru(y, k.reference),),
    ("mdrw",): lambda y, k: (deviation.mdrw(y, k.n, k.reference),),
    ("rci",): lambda y, k: (concentration.rci(concentration.laid_out(y, k.weights, k.order)),),
    ("sii", "rii"): _slopes,
}
"""Measures as functions of values (settings, ..., groups) and of settings with as many axes."""


def limits(known: Settings, wanted: Bools, draws: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return standard errors, lower and upper limits (settings, measures), NaN where not `wanted`.

    Every group of a setting with something wanted has a standard error. The draws depend on the setting alone: not on
    the others, nor on the sequence of its groups.
    """
    answer = np.full((3, *wanted.shape), np.nan)

    def fill(part: tuple[Places, Places]) -> None:
        settings, groups = part
        few = known.some(settings).taken(groups)
        values = simulation.drawn(few.y, few.s, few.scale, simulation.normals(groups.shape[1], draws, seed))
        for names, formula in FORMULAS.items():
            at = columns(names)
            here = np.asarray(wanted[settings][:, at].any(axis=1))
            if not here.any():
                continue
            # Groups come first in memory, and stay so.
            some = np.moveaxis(np.moveaxis(values, -1, 0)[:, here], 0, -1)
            with np.errstate(divide="ignore", invalid="ignore"):
                samples = formula(some, few.some(here).beside_draws())
                for column, sample in zip(at, samples, strict=True):
                    scattered = np.log(sample) if MEASURES[column] == "rii" else sample
                    answer[0, settings[here], column] = scattered.std(axis=-1, ddof=1)
                    answer[1:, settings[here], column] = simulation.limits(sample)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(fill, _alike(known, wanted, draws)))
    answer[:, ~wanted] = np.nan
    return answer[0], answer[1], answer[2]


def _alike(known: Settings, wanted: Bools, draws: int) -> Iterator[tuple[Places, Places]]:
    """Yield settings with one number of groups, a few at a time, and their groups in a sequence of their own."""
    some = np.flatnonzero(wanted.any(axis=1))
    few = known.some(some)
    sequence = np.lexsort((few.order, few.reference, few.n, few.s, few.y), axis=1)
    counts = few.present.sum(axis=1)
    alike = wanted[some] @ (1 << np.arange(wanted.shape[1]))
    for count in np.unique(counts):
        those = np.flatnonzero(counts == count)
        those = those[np.argsort(alike[those], kind="stable")]
        step = max(1, _AT_ONCE // (int(count) * draws))
        for start in range(0, len(those), step):
            part = those[start : start + step]
            yield some[part], sequence[part][:, : int(count)]
