"""Fictitious agencies that bear the planted findings and flaws, and a fictitious city; added to the register.

Their head counts are invented and follow no published figure.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.demonstration.chance import generator
from etl.demonstration.heads import GROUPS, JOBS, SEXES
from etl.demonstration.planted import effect
from etl.demonstration.span import PERIODS, YEARS
from etl.register import CITIES
from etl.vocabulary.label import NOT_REPORTED

CITY = "EXCITY"
CODES = ("EXA", "EXB", "EXC", "EXD", "EXE", CITY)
_NAMES = (*(f"Example Agency {letter}" for letter in "ABCDE"), "Example City")
_SIZES = (640, 620, 420, 260, 0, 700)
_JOBS = {
    "EXA": (8, 50, 8, 0, 14, 14, 2, 4),
    "EXB": (0, 60, 0, 0, 0, 0, 0, 40),
    "EXC": (10, 60, 5, 0, 10, 15, 0, 0),
    "EXD": (12, 45, 8, 0, 15, 15, 0, 5),
    CITY: (8, 22, 7, 30, 5, 10, 8, 10),
}
_RACES = {"White": 0.57, "Black or African American": 0.23, "Hispanic or Latino": 0.14, "Asian": 0.06}
# Most White employees of EXB work where promotions are frequent, most others where they are rare.
_REVERSED = {"Professionals": (0.76, 0.12, 0.08, 0.04), "Service-Maintenance": (0.26, 0.58, 0.12, 0.04)}
_EQUAL = 3
_EQUAL_RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian")


def register() -> pd.DataFrame:
    """Return the demonstration delivery of `agencies`."""
    peers = ["Example agencies"] * (len(CODES) - 1) + [CITIES]
    rows = pd.DataFrame({"agency": CODES, "name": _NAMES, "acronym": CODES, "size_group": peers})
    return rows.assign(nature="demonstration")


def cells() -> NDArray[np.int64]:
    """Return head counts of the agencies of `CODES`, shaped as etl.demonstration.heads.cells has them."""
    random = generator("examples")
    jobs = np.array([_JOBS.get(code, (0,) * 8) for code in CODES], dtype="float64") / 100
    races = np.zeros((len(CODES), len(JOBS), len(GROUPS)))
    for name, share in _RACES.items():
        races[:, :, GROUPS.index(name)] = 0.97 * share
    races[:, :, GROUPS.index(NOT_REPORTED)] = 0.03
    for job, shares in _REVERSED.items():
        races[CODES.index("EXB"), JOBS.index(job)] = 0
        for name, share in zip(_RACES, shares, strict=True):
            races[CODES.index("EXB"), JOBS.index(job), GROUPS.index(name)] = share
    sexes = np.array([0.5, 0.5, 0, 0])
    growth = 1.01 ** np.arange(len(YEARS))
    expected = np.einsum("a,aj,ajg,s,y->ajgsy", np.array(_SIZES, dtype="float64"), jobs, races, sexes, growth)
    expected[CODES.index("EXE")] = _equal_then_swinging()
    # Whole in the first year, so that every cell of EXE is the same there.
    counts: NDArray[np.int64] = np.floor(
        expected + random.uniform(0, 0.99, size=expected.shape[:-1])[..., None]
    ).astype("int64")
    return counts


def _equal_then_swinging() -> NDArray[np.float64]:
    """Every cell the same in the first year; a jump in one later year."""
    swing = effect("data_swing")
    year = PERIODS.index(swing.periods[0])
    growth = 1 + 0.02 * np.minimum(np.arange(len(YEARS)), year - 1)
    heads = np.zeros((len(JOBS), len(GROUPS), len(SEXES), len(YEARS)))
    for race in _EQUAL_RACES:
        heads[:, GROUPS.index(race), :2] = _EQUAL * growth * np.where(np.arange(len(YEARS)) >= year, 1 + swing.size, 1)
    return heads
