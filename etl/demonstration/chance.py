"""Where the demonstration's chance comes from: one seed, and a generator of its own for each part."""

import zlib

import numpy as np
from numpy.typing import NDArray

SEED = 24_02


def generator(part: str, seed: int = SEED) -> np.random.Generator:
    """Return the generator of a part, so that a change of one part leaves the others as they are."""
    return np.random.default_rng([seed, zlib.crc32(part.encode())])


def whole(expected: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.int64]:
    """Round up or down by chance, so that the expected value stays."""
    return np.floor(expected + random.uniform(size=expected.shape)).astype("int64")
