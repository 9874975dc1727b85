"""Why a summary measure or its interval is not there, or how it is to be read."""

from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.int64]


class Reason(IntFlag):
    """Reasons, of which several may hold at once."""

    TWO_GROUPS = 1 << 0
    THREE_GROUPS = 1 << 1
    FEW_GROUPS = 1 << 2
    EVERY_GROUP = 1 << 3
    NO_POPULATION = 1 << 4
    NO_ORDER = 1 << 5
    NO_REFERENCE = 1 << 6
    REFERENCE_ABSENT = 1 << 7
    END_ABSENT = 1 << 8
    NO_SCALE = 1 << 9
    NOT_DEFINED = 1 << 10
    EQUAL_WEIGHTS = 1 << 11
    REFERENCE_LAST = 1 << 12
    NEXT_TO_ZERO = 1 << 13
    NO_ERRORS = 1 << 14
    INTERVAL_SCALE = 1 << 15
    INTERVAL_NOT_DEFINED = 1 << 16
    REGRESSION = 1 << 17
    EXTENDED = 1 << 18


_SENTENCES = {
    Reason.TWO_GROUPS: "needs two groups with an estimate",
    Reason.THREE_GROUPS: "needs more than two groups with an estimate",
    Reason.FEW_GROUPS: "needs an estimate of at least 85 % of the groups",
    Reason.EVERY_GROUP: "needs an estimate of every group",
    Reason.NO_POPULATION: "needs the population of every group",
    Reason.NO_ORDER: "needs groups in order",
    Reason.NO_REFERENCE: "needs a reference group",
    Reason.REFERENCE_ABSENT: "the reference group has no estimate",
    Reason.END_ABSENT: "the first or the last group in order has no estimate",
    Reason.NO_SCALE: "needs the scale of the indicator",
    Reason.NOT_DEFINED: "not defined for these values: it divides by 0 or less, or takes a logarithm of less than 0",
    Reason.EQUAL_WEIGHTS: "without populations every group counts the same",
    Reason.REFERENCE_LAST: "the reference group is itself beyond all others",
    Reason.NEXT_TO_ZERO: "an estimate of 0 is taken as a millionth",
    Reason.NO_ERRORS: "no interval: a standard error is missing",
    Reason.INTERVAL_SCALE: "no interval: it needs the scale of the indicator",
    Reason.INTERVAL_NOT_DEFINED: "no interval: it is not defined for these values",
    Reason.REGRESSION: "regression interval; the groups' own errors are not known",
    Reason.EXTENDED: "the interval is extended to the estimate: drawn values lie further apart than the estimates do",
}


def sentences(flags: Flags) -> NDArray[np.object_]:
    """Return the reasons in words, several joined with semicolons; an empty text for none."""
    kinds, index = np.unique(flags, return_inverse=True)
    words = ["; ".join(text for each, text in _SENTENCES.items() if each & int(kind)) for kind in kinds]
    return np.array(words, dtype=object)[index].reshape(flags.shape)
