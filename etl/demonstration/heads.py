"""Invented head counts for every agency of a register, by job category, race and ethnicity, sex and year.

Calibrated to published Connecticut figures:

* 32,693 full-time employees of the executive branch in July 2019 (Hartford Courant, 24 July 2019), over 28,000 studied
  in January 2022 (Hartford Courant, 3 January 2022);
* February 2019, of those with a reported race: White 67.3, Black 17.3, Hispanic 10.8, Asian 3.9 percent; managers 77.6,
  11.2, 6.9, 3.6; race reported by 96 percent (CT by the Numbers, 23 February 2019, from the Office of Legislative
  Research);
* December 2023: White 63, Black 20, Hispanic 13, Asian 4.3 percent (Office of the State Comptroller, 18 June 2024);
* women about 52 percent of officials and administrators, 79 percent at Aging and Disability Services (Hartford Courant,
  24 July 2019). Sizes and job mixes of single agencies are invented.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.demonstration.chance import SEED
from etl.demonstration.span import PERIODS, YEARS
from etl.vocabulary.label import JOB_CATEGORY, NOT_REPORTED

TOTALS = (32_693, 31_700, 30_600, 29_250, 28_900, 29_300, 29_800)
JOBS = tuple(JOB_CATEGORY.values())
RACES = (
    "White",
    "Black or African American",
    "Hispanic or Latino",
    "Asian",
    "Two or More Races",
    "American Indian or Alaska Native",
    "Native Hawaiian or Other Pacific Islander",
)
GROUPS = (*RACES, NOT_REPORTED)
SEXES = ("Female", "Male", "X", NOT_REPORTED)

# Percent of those with a reported race in February 2019 and December 2023; the last three groups share the rest.
_ALL = ((67.3, 17.3, 10.8, 3.9, 0.45, 0.17, 0.08), (62.4, 19.8, 12.8, 4.2, 0.55, 0.17, 0.08))
_MANAGERS = ((77.6, 11.2, 6.9, 3.6, 0.50, 0.15, 0.05), (73.9, 13.3, 8.3, 3.75, 0.55, 0.15, 0.05))
_UNREPORTED = 0.04
# Invented: relative sizes, and the share of each job category by what an agency mostly does.
_SIZES = {
    "DOC": 5600, "DMHAS": 3000, "DOT": 2950, "DCF": 2850, "DDS": 2500, "DSS": 1850, "DESPP": 1600, "CTECS": 1450,
    "BOR": 1200, "DEEP": 900, "DPH": 780, "DAS": 720, "DOL": 690, "DMV": 670, "DRS": 590, "ADS": 420, "OAG": 310,
    "OSC": 255, "SDE": 250, "DVA": 235, "DCP": 230, "CID": 140, "OPM": 130, "OEC": 115, "DOB": 110, "DECD": 90,
    "SOTS": 80, "CHRO": 72, "DOAG": 55, "OTT": 48, "DOH": 45,
}  # fmt: skip
_MIXES = {
    "custody": (7, 14, 4, 55, 4, 6, 4, 6),
    "care": (9, 42, 8, 2, 22, 8, 2, 7),
    "works": (10, 30, 14, 1, 3, 7, 20, 15),
    "office": (18, 54, 5, 1, 6, 15, 0.5, 0.5),
}
_KINDS = {
    "DOC": "custody", "DESPP": "custody", "DOT": "works", "DEEP": "works", "DAS": "works", "DMHAS": "care",
    "DDS": "care", "DVA": "care", "DCF": "care",
}  # fmt: skip
_WOMEN = {
    "ADS": 0.79, "DOC": 0.29, "DESPP": 0.27, "DOT": 0.21, "DEEP": 0.35, "DCF": 0.71, "DSS": 0.70, "DDS": 0.66,
    "OEC": 0.86, "DMV": 0.62,
}  # fmt: skip
_WOMEN_BY_JOB = (0.52, 0.56, 0.45, 0.25, 0.70, 0.87, 0.05, 0.38)


def size(agency: str) -> float:
    """Return the invented relative size of an agency."""
    return float(_SIZES.get(agency, 200))


def cells(agencies: list[str], seed: int = SEED) -> NDArray[np.int64]:
    """Return head counts on 30 June: agency x job category x group x sex x year, in the order of the names above."""
    random = np.random.default_rng(seed)
    sizes = np.array([size(code) for code in agencies])
    growth = np.exp(np.outer(random.normal(0, 0.012, len(agencies)), np.arange(len(YEARS))))
    heads = sizes[:, None] * growth
    heads *= np.array(TOTALS) / heads.sum(axis=0)
    jobs = np.array([_MIXES[_KINDS.get(code, "office")] for code in agencies], dtype="float64")
    jobs *= np.exp(random.normal(0, 0.15, jobs.shape))
    jobs /= jobs.sum(axis=1, keepdims=True)
    women = _women(agencies, jobs)
    races = _races(heads, jobs, random)
    sexes = np.stack(
        [0.994 * women, 0.994 * (1 - women), np.full_like(women, 0.003), np.full_like(women, 0.003)], axis=-1
    )
    expected = np.einsum("ay,aj,ajgy,ajs->ajgsy", heads, jobs, races, sexes)
    # The threshold of a cell stays over the years, so that people stay too.
    counts: NDArray[np.int64] = np.floor(expected + random.uniform(size=expected.shape[:-1])[..., None]).astype("int64")
    return counts


def workforce_counts(agencies: list[str], seed: int = SEED) -> pd.DataFrame:
    """Return a delivery of `workforce_counts` for the agency codes given and seven fiscal years; no cells of 0."""
    return counted(cells(agencies, seed), agencies)


def counted(counts: NDArray[np.int64], agencies: list[str]) -> pd.DataFrame:
    """Return head counts, shaped as `cells` returns them, as rows of `workforce_counts`; no cells of 0."""
    where = np.nonzero(counts)
    names = (np.array(agencies), np.array(JOBS), np.array(GROUPS), np.array(SEXES), np.array(PERIODS))
    columns = ("agency", "job_category", "race_ethnicity", "sex", "period")
    rows = pd.DataFrame({column: name[index] for column, name, index in zip(columns, names, where, strict=True)})
    rows = rows.assign(employees=counts[where], nature="demonstration")
    return rows.sort_values(["agency", "period", "job_category", "race_ethnicity", "sex"], ignore_index=True)


def _women(agencies: list[str], jobs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of women by agency and job category: the job's own, moved on the logit scale to the agency's share."""
    by_job = np.broadcast_to(np.array(_WOMEN_BY_JOB), jobs.shape)
    wanted = np.array([_WOMEN.get(code, 0.56) for code in agencies])
    shift = np.zeros(len(agencies))
    logit = np.log(by_job / (1 - by_job))
    for _ in range(50):
        share = (jobs / (1 + np.exp(-(logit + shift[:, None])))).sum(axis=1)
        shift += np.log(wanted / (1 - wanted)) - np.log(share / (1 - share))
    moved: NDArray[np.float64] = 1 / (1 + np.exp(-(logit + shift[:, None])))
    return moved


def _races(heads: NDArray[np.float64], jobs: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Share of each group (with not reported last) by agency, job and year; statewide it meets the published shares."""
    # 30 June of each year on the way from February 2019 (0) to December 2023 (1); nothing is published after it.
    path = np.minimum((np.array(YEARS) - 2019 + 0.37) / 4.83, 1)
    everyone, managers = (
        np.array(first)[:, None] * (1 - path) + np.array(last)[:, None] * path for first, last in (_ALL, _MANAGERS)
    )
    everyone, managers = everyone / everyone.sum(axis=0), managers / managers.sum(axis=0)
    tilt = np.exp(random.normal(0, 0.28, (len(heads), 1, len(RACES), 1)))
    shares = np.broadcast_to(everyone, (len(heads), jobs.shape[1], *everyone.shape)).copy() * tilt
    shares[:, 0] = managers * tilt[:, 0] ** 0.8
    weight = np.einsum("ay,aj->ajy", heads, jobs)
    for _ in range(200):
        shares /= shares.sum(axis=2, keepdims=True)
        top = (weight[:, 0, None, :] * shares[:, 0]).sum(axis=0) / weight[:, 0].sum(axis=0)
        shares[:, 0] *= managers / top
        rest_now = (weight[:, 1:, None, :] * shares[:, 1:]).sum(axis=(0, 1))
        rest_wanted = everyone * weight.sum(axis=(0, 1)) - managers * weight[:, 0].sum(axis=0)
        shares[:, 1:] *= rest_wanted / rest_now
    shares /= shares.sum(axis=2, keepdims=True)
    unknown = np.broadcast_to(np.array(_UNREPORTED), (*shares.shape[:2], 1, shares.shape[3]))
    return np.concatenate([shares * (1 - _UNREPORTED), unknown], axis=2)
