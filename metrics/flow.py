"""Flow: what hires, promotions, transfers and leavers each did to a group's share. The parts sum to the change."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.interval import Floats


@dataclass(frozen=True, slots=True)
class Change:
    """How shares moved between two head counts; shares as proportions.

    `before` and `after` (…, groups); `parts` (…, groups, flows): each flow's part of after − before;
    `unexplained_people` and `unexplained` (…, groups): the people, and the part, that the flows do not account for.
    """

    before: Floats
    after: Floats
    parts: Floats
    unexplained_people: Floats
    unexplained: Floats

    @property
    def change(self) -> Floats:
        """Return after − before (…, groups)."""
        return self.after - self.before


def decompose(before: ArrayLike, after: ArrayLike, flows: ArrayLike) -> Change:
    """Return what each flow did to each group's share of all groups.

    `before` and `after` are people (…, groups); `flows` people (…, groups, flows), those who come positive and those
    who go negative. With a₀ and a₁ people of a group among N₀ and N₁ and s₀ = a₀/N₀, a flow of f people, f_g of them
    the group's, contributes (f_g − s₀ f)/N₁: nothing if the group's share of the flow is its share of the stock.
    Since a₁ = a₀ + Σ f_g and N₁ = N₀ + Σ f, the parts and the unexplained part, which is that of the people by whom
    stocks and flows disagree, sum to a₁/N₁ − a₀/N₀ exactly. A flow that the unit lost track of is in the
    unexplained part. NaN where nobody was there before or after. Raises ValueError for a negative head count.

    >>> moved = decompose([40, 60], [45, 60], [[10, -5], [5, -5]])
    >>> [round(float(each), 4) for each in moved.parts[0]]
    [0.0381, -0.0095]
    """
    start, end, moved = (np.asarray(each, np.float64) for each in (before, after, flows))
    if (start < 0).any() or (end < 0).any():
        raise ValueError("a head count is negative; expected 0 or more people before and after")
    stays = end - start - moved.sum(axis=-1)
    parts = np.concatenate([moved, stays[..., None]], axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, last = (people / people.sum(axis=-1, keepdims=True) for people in (start, end))
        share = (parts - first[..., None] * parts.sum(axis=-2, keepdims=True)) / end.sum(axis=-1)[..., None, None]
    return Change(first, last, share[..., :-1], stays, share[..., -1])
