"""What is known of the settings whose groups are held against each other."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.interval import Floats

Bools = NDArray[np.bool_]
Rows = NDArray[np.intp] | Bools


@dataclass(frozen=True, slots=True)
class Settings:
    """Arrays (settings, groups), then arrays (settings,).

    `order` is NaN where a group has none, `listed` whether a place holds a group at all, `scale` NaN where the
    indicator has no bounds, `alone` whether no group of the setting has a population.
    """

    y: Floats
    s: Floats
    n: Floats
    order: Floats
    reference: Bools
    listed: Bools
    favourable: Bools
    scale: Floats
    alone: Bools

    @property
    def present(self) -> Bools:
        """Whether a group has an estimate."""
        return ~np.isnan(self.y)

    @property
    def ordered(self) -> Bools:
        """Whether the groups of a setting are in order."""
        result: Bools = np.asarray((~np.isnan(self.order)).any(axis=-1))
        return result

    @property
    def weights(self) -> Floats:
        """Populations; the same share for every group of a setting without any."""
        same = 1 / np.maximum(self.listed.sum(axis=-1, keepdims=True), 1)
        return np.where(self.alone[..., None], np.where(self.listed, same, np.nan), self.n)

    @property
    def errors_known(self) -> Bools:
        """Whether every group with an estimate has a standard error too."""
        result: Bools = np.asarray((~np.isnan(self.s) | np.isnan(self.y)).all(axis=-1))
        return result

    @property
    def errors_unknown(self) -> Bools:
        """Whether no group with an estimate has a standard error."""
        result: Bools = np.asarray((np.isnan(self.s) | np.isnan(self.y)).all(axis=-1))
        return result

    def some(self, rows: Rows) -> "Settings":
        """Return a few of the settings."""
        return Settings(*(getattr(self, field.name)[rows] for field in fields(self)))

    def taken(self, groups: NDArray[np.intp]) -> "Settings":
        """Return the settings with the groups that `groups` (settings, places) names, in its sequence."""
        by_group = ("y", "s", "n", "order", "reference", "listed")
        return replace(self, **{name: np.take_along_axis(getattr(self, name), groups, axis=1) for name in by_group})

    def beside_draws(self) -> "Settings":
        """Return the same with an axis of length 1 after the settings, for values (settings, draws, groups)."""
        return Settings(*(getattr(self, field.name)[:, None] for field in fields(self)))


def checked(
    estimate: ArrayLike,
    se: ArrayLike,
    population: ArrayLike,
    order: ArrayLike | None,
    reference: ArrayLike | None,
    favourable: ArrayLike,
    scale: ArrayLike | None,
    listed: ArrayLike | None,
) -> Settings:
    """Return what `summary.summarize` is told. Raises ValueError as it says."""
    given = np.broadcast_arrays(*(np.asarray(each, float) for each in (estimate, se, population)))
    # Groups first in memory: sums over groups then run along whole columns of settings.
    y, s, n = (np.asfortranarray(each) for each in given)
    if y.ndim != 2:
        raise ValueError(f"found estimates of {y.ndim} dimensions; expected two, settings by groups")
    place = np.broadcast_to(0.0 if order is None else np.asarray(order, float), y.shape)
    place = np.asfortranarray(np.where(place > 0, place, np.nan))
    chosen = np.asfortranarray(np.broadcast_to(False if reference is None else np.asarray(reference, bool), y.shape))
    named = ~(np.isnan(y) & np.isnan(n) & np.isnan(place)) | chosen
    there = np.asfortranarray(np.broadcast_to(named if listed is None else np.asarray(listed, bool), y.shape))
    place = np.where(there, place, np.nan)
    good = np.broadcast_to(np.asarray(favourable, bool), y.shape[:1])
    most = np.broadcast_to(np.nan if scale is None else np.asarray(scale, float), y.shape[:1])
    bounded, top = ~np.isnan(most)[:, None], most[:, None]
    _refuse((s < 0).any(axis=1), "a standard error below 0")
    _refuse((n < 0).any(axis=1), "a population below 0")
    _refuse(most <= 0, "a scale of 0 or less")
    _refuse((((y < 0) & bounded) | (y > top)).any(axis=1), "an estimate below 0 or above the scale")
    _refuse((~there & (~np.isnan(y) | chosen)).any(axis=1), "an estimate or a reference where no group is listed")
    _refuse(chosen.sum(axis=1) > 1, "more than one reference group")
    placed = (~np.isnan(place) & there).sum(axis=1)
    _refuse((placed > 0) & (placed < there.sum(axis=1)), "groups in order and groups that are not")
    _refuse((np.diff(np.sort(place, axis=1), axis=1) == 0).any(axis=1), "two groups in one place of the order")
    return Settings(y, s, n, place, chosen, there, good, most, (np.isnan(n) | ~there).all(axis=1))


def _refuse(wrong: Bools | np.bool_, what: str) -> None:
    if wrong.any():
        raise ValueError(f"found {what} in {int(wrong.sum())} of {wrong.size} settings; expected none")
