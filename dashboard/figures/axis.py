"""Where values stand on an axis, in percent of its width."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_RATIO_TICKS = (0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0)
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Axis:
    """A horizontal or vertical axis from `low` to `high`; ratios are on a log scale."""

    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False

    @property
    def decimals(self) -> int:
        """The fewest decimals with which no two ticks read alike.

        >>> value_axis([34.8, 35.9], from_zero=False).decimals, value_axis([3.0, 96.0]).decimals
        (1, 0)
        """
        return max((len(f"{tick:.12g}".partition(".")[2]) for tick in self.ticks), default=0)

    def at(self, value: float) -> float:
        """Return the place of a value, 0 to 100; values outside stand at the end.

        >>> ratio_axis([0.8, 1.2]).at(1.0)
        50.0
        """
        if self.log:
            if value <= 0:
                return 0.0
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return 100 * min(1.0, max(0.0, share))


def ratio_axis(values: Sequence[float]) -> Axis:
    """Return a log axis about 1, half to twice at least, that holds the ratios, at most a tenth to ten times."""
    far = max((max(value, 1 / value) for value in values if value > 0), default=1.0)
    reach = min(max(2.0, _beyond(far)), 10.0)
    ticks = tuple(t for t in _RATIO_TICKS if 1 / reach <= t * 1.001 and t <= reach * 1.001)
    # Ticks that would touch each other on a wide axis are left out.
    if reach > 2:
        ticks = tuple(t for t in ticks if t not in (0.67, 0.8, 1.25, 1.5))
    return Axis(1 / reach, reach, ticks, log=True)


def ratio_range(values: Sequence[float]) -> Axis:
    """Return a log axis that holds 1 and the ratios, not longer than a tenth to ten times, for panels without ticks."""
    held = [min(max(value, 0.1), 10.0) for value in values if value > 0] + [1.0]
    return Axis(min(held) / 1.12, max(held) * 1.12, (), log=True)


def fitting_axis(values: Sequence[float]) -> Axis:
    """Return a linear axis from 0, or over the values' own range where they stand close together far from 0."""
    apart = bool(values) and 0.6 * max(values) <= min(values) < max(values)
    return value_axis(values, from_zero=not apart)


def value_axis(values: Sequence[float], from_zero: bool = True) -> Axis:
    """Return a linear axis over the values, from 0 if asked, with about five round ticks."""
    finite = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(finite), max(finite)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        high = low + (abs(low) or 1.0)
    step = _step((high - low) / 4)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(float(f"{step * k:.12g}") for k in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def _beyond(far: float) -> float:
    return next((reach for reach in (2.0, 3.0, 5.0, 10.0) if far <= reach), 10.0)


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(s * power for s in _STEPS if s * power >= least * (1 - 1e-9))
