"""Towns that exist, with invented weights: how many people live in one is in no bundled file."""

import csv
from functools import cache

import numpy as np
from numpy.typing import NDArray

from etl.reference import FOLDER

_LARGE = {
    "Bridgeport": 41, "Stamford": 38, "New Haven": 37, "Hartford": 34, "Waterbury": 32, "Norwalk": 26, "Danbury": 24,
    "New Britain": 21, "West Hartford": 18, "Greenwich": 18, "Hamden": 17, "Bristol": 17, "Meriden": 17,
    "Fairfield": 17, "Manchester": 17, "West Haven": 16, "Milford": 15, "Stratford": 15, "East Hartford": 14,
    "Middletown": 13, "Wallingford": 12, "Enfield": 12, "Southington": 12, "Norwich": 11, "Groton": 11,
}  # fmt: skip


@cache
def towns() -> tuple[str, ...]:
    """Return the 169 towns, by name."""
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["town"] for row in csv.DictReader(file))


def weights() -> NDArray[np.float64]:
    """Return a town's share of everyone, in the order of `towns`."""
    # Between 0.4 and 4: a small town is a small share, and none is empty.
    other = [0.4 + 3.6 * (i * 37 % 100) / 100 for i in range(len(towns()))]
    sizes = np.array([_LARGE.get(town, rest) for town, rest in zip(towns(), other, strict=True)])
    shares: NDArray[np.float64] = sizes / sizes.sum()
    return shares


def some(count: int, random: np.random.Generator) -> NDArray[np.str_]:
    """Return so many towns, larger ones more often."""
    found: NDArray[np.str_] = np.array(towns())[random.choice(len(towns()), count, p=weights())]
    return found
