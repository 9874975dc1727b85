"""Programs by group, town and year: `services`. Everything is invented; no condition of the population is meant.

People apply, are approved, denied, served and complete by the same invented shares in every group, but for the
planted findings of one fictitious agency: slow denials for a group, and a program that does not ask for race.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.demonstration import place
from etl.demonstration.career import Ints
from etl.demonstration.chance import generator
from etl.demonstration.planted import effect
from etl.demonstration.span import PERIODS
from etl.vocabulary.label import EVERYONE

SLOW, UNASKED = "Example permits", "Example child care aid"
# Agency, program, people eligible, share that applies, share approved, median days.
PROGRAMS = (
    ("DSS", "Food assistance", 260_000, 0.52, 0.86, 21), ("DSS", "Medical assistance", 420_000, 0.45, 0.88, 30),
    ("DOL", "Unemployment benefits", 110_000, 0.70, 0.80, 18), ("DOL", "Apprenticeships", 30_000, 0.12, 0.55, 40),
    ("DPH", "Nutrition for mothers and infants", 70_000, 0.60, 0.93, 9),
    ("DOH", "Rental assistance", 90_000, 0.30, 0.40, 75),
    ("OEC", "Home visits for families", 25_000, 0.22, 0.85, 14), ("DMHAS", "Outpatient care", 80_000, 0.40, 0.92, 12),
    ("DDS", "Family support", 18_000, 0.35, 0.75, 45), ("ADS", "Vocational rehabilitation", 35_000, 0.20, 0.80, 38),
    ("DVA", "Residence for veterans", 4_000, 0.15, 0.70, 28), ("DECD", "Small business loans", 12_000, 0.18, 0.45, 60),
    ("DMV", "Language help at the counter", 60_000, 0.25, 0.97, 1), ("DCF", "Kinship support", 9_000, 0.50, 0.88, 20),
    ("SDE", "Adult education", 50_000, 0.24, 0.98, 6), ("CHRO", "Complaints of discrimination", 6_000, 0.35, 0.40, 120),
    ("EXD", SLOW, 24_000, 0.40, 0.80, 30), ("EXD", UNASKED, 14_000, 0.45, 0.75, 25),
)  # fmt: skip
BY_TOWN = ("Food assistance", "Adult education", "Rental assistance", "Nutrition for mothers and infants")
GROUPS = {
    "race_ethnicity": {"White": 0.47, "Black or African American": 0.18, "Hispanic or Latino": 0.25, "Asian": 0.05,
                       "Two or More Races": 0.02, "Not reported": 0.03},
    "sex": {"Female": 0.55, "Male": 0.44, "X": 0.002, "Not reported": 0.008},
    "disability": {"yes": 0.17, "no": 0.73, "not reported": 0.10},
    "income_band": {"Under $25,000": 0.40, "$25,000 to $49,999": 0.32, "$50,000 to $99,999": 0.20,
                    "$100,000 and over": 0.08},
}  # fmt: skip


def services(agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `services`: each program by year, for everyone, by group, and a few by town.

    Groups of each dimension, and towns, add up to everyone.
    """
    random = generator("services")
    parts = []
    for agency, program, eligible, applied, approved, days in (each for each in PROGRAMS if each[0] in agencies):
        for year, period in enumerate(PERIODS):
            races = np.array(list(GROUPS["race_ethnicity"].values()))
            people = np.round(eligible * 1.01**year * races).astype("int64")
            chances = np.tile(_chances(applied, approved), (len(races), 1))
            slow = _slow(program, period)
            chances[slow] = _chances(applied, 1 - effect("slow_denials").size * (1 - approved))
            by_race = random.multinomial(people, chances)
            waits = np.where(slow, effect("slow_denials").size, 1) * days
            whole = by_race.sum(axis=0)
            told = {EVERYONE: ([EVERYONE], whole[None])}
            for dimension, groups in GROUPS.items():
                if dimension == "race_ethnicity":
                    if program != UNASKED:
                        told[dimension] = (list(groups), by_race)
                else:
                    told[dimension] = (list(groups), _split(whole, np.array(list(groups.values())), random))
            for dimension, (names, outcomes) in told.items():
                usual = waits if dimension == "race_ethnicity" else np.full(len(names), float(days))
                parts.append(_rows(outcomes, usual, random).assign(dimension=dimension, group=names, town=""))
            if program in BY_TOWN:
                rows = _rows(_split(whole, place.weights(), random), np.full(len(place.towns()), float(days)), random)
                parts.append(rows.assign(dimension=EVERYONE, group=EVERYONE, town=place.towns()))
            for part in parts[-len(told) - (program in BY_TOWN) :]:
                part["agency"], part["program"], part["period"] = agency, program, period
    return pd.concat(parts, ignore_index=True).assign(nature="demonstration")


def _chances(applied: float, approved: float) -> NDArray[np.float64]:
    """Return how likely each end is: did not apply, waits, denied, approved only, served only, completed."""
    denied = 0.93 * (1 - approved)
    ends = np.array([1 - approved - denied, denied, 0.05 * approved, 0.95 * 0.18 * approved, 0.95 * 0.82 * approved])
    return np.concatenate([[1 - applied], applied * ends])


def _slow(program: str, period: str) -> NDArray[np.bool_]:
    planted = effect("slow_denials")
    here = program == SLOW and period in planted.periods
    return np.array([here and group == planted.group for group in GROUPS["race_ethnicity"]])


def _split(ends: Ints, shares: NDArray[np.float64], random: np.random.Generator) -> Ints:
    """Spread the people of each end over groups: group x end."""
    return random.multinomial(ends, shares / shares.sum()).T


def _rows(ends: Ints, days: NDArray[np.float64], random: np.random.Generator) -> pd.DataFrame:
    """Return the columns of a delivery from group x end."""
    _, waiting, denied, approved, served, completed = ends.T
    return pd.DataFrame(
        {
            "eligible": ends.sum(axis=1), "applied": waiting + denied + approved + served + completed,
            "approved": approved + served + completed, "denied": denied, "served": served + completed,
            "median_days": np.round(days * random.uniform(0.97, 1.03, len(days)), 1), "completed": completed,
        }
    )  # fmt: skip
