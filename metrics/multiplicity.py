"""Many tests at once: p adjusted so that of what is found a stated share at most is chance."""

import numpy as np
from numpy.typing import ArrayLike

from metrics.interval import Floats


def adjusted(p: ArrayLike) -> Floats:
    """Return p adjusted for the false discovery rate over all tests; NaN is no test and stays NaN.

    The r-th smallest of m becomes the least of p · m / rank from rank r on, at most 1. Source: Benjamini and
    Hochberg, Journal of the Royal Statistical Society B 57 (1995). Raises ValueError for what is no probability.

    >>> adjusted([0.04, float("nan"), 0.01]).tolist()
    [0.04, nan, 0.02]
    """
    found = np.asarray(p, float)
    held = ~np.isnan(found)
    tests = found[held]
    if ((tests < 0) | (tests > 1)).any():
        raise ValueError(f"{int(((tests < 0) | (tests > 1)).sum())} of {tests.size} p are not between 0 and 1")
    order = np.argsort(tests)
    scaled = tests[order] * tests.size / np.arange(1, tests.size + 1)
    fair = np.empty(tests.size)
    fair[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    result = np.full(found.shape, np.nan)
    result[held] = fair
    return result
