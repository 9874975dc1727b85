"""Applicants by stage, and one by one for a few agencies: `applicant_counts`, `applicants`.

Whoever was hired was offered, interviewed, qualified and had applied. About 7 of 100 applicants are hired, whatever
their group, but for the planted adverse impact. All rates are invented.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.demonstration.career import Careers, Ints
from etl.demonstration.chance import generator
from etl.demonstration.examples import CITY
from etl.demonstration.heads import GROUPS, JOBS, SEXES
from etl.demonstration.planted import effect
from etl.demonstration.span import PERIODS, YEARS, first_day, iso

STAGES = ("applied", "qualified", "interviewed", "offered", "hired")
RECORDED = (CITY, "EXA", "CHRO", "OTT", "DOH")
"""Agencies whose applicants are delivered one by one as well."""
_SELECTED = 0.07
_ONWARD = (0.60, 0.30, 0.08)
_REASON = "conviction bears directly on the duties of the position"


def stages(careers: Careers, agencies: list[str]) -> NDArray[np.int64]:
    """Return applicants: agency x job category x group x sex x year x stage."""
    random = generator("recruitment")
    events = careers.events
    hired = np.zeros((int(np.prod(careers.shape)), len(PERIODS)), dtype="int64")
    new = events.action == "hire"
    np.add.at(hired, (events.cell[new], events.year[new]), 1)
    hired = hired.reshape(*careers.shape, len(PERIODS))
    # Half of the applicants follow the hires of a cell, half its share of those hired over all years.
    opened = hired.sum(axis=(2, 3), keepdims=True)
    usual = hired.sum(axis=4, keepdims=True) / np.maximum(opened.sum(axis=4, keepdims=True), 1)
    expected = (hired + usual * opened) / 2 / _selection(careers.shape, agencies)
    others = np.maximum(random.poisson(expected) - hired, 0)
    found = [hired + others]
    for share in _ONWARD:
        others = random.binomial(others, share)
        found.append(hired + others)
    return np.stack([*found, hired], axis=-1)


def _selection(shape: tuple[int, ...], agencies: list[str]) -> NDArray[np.float64]:
    rates = np.full((*shape, len(PERIODS)), _SELECTED)
    planted = effect("adverse_impact")
    years = [PERIODS.index(each) for each in planted.periods]
    rates[agencies.index(planted.agency), :, GROUPS.index(planted.group), :, years] *= planted.size
    return rates


def applicant_counts(stages: NDArray[np.int64], agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `applicant_counts`: all five stages of every cell that anybody applied in."""
    cells = np.nonzero(stages[..., 0])
    names = (agencies, JOBS, GROUPS, SEXES, PERIODS)
    columns = ("agency", "job_category", "race_ethnicity", "sex", "period")
    rows = pd.DataFrame({column: np.array(name)[at] for column, name, at in zip(columns, names, cells, strict=True)})
    rows = rows.loc[rows.index.repeat(len(STAGES))].reset_index(drop=True)
    rows = rows.assign(stage=STAGES * len(cells[0]), applicants=stages[cells].ravel(), nature="demonstration")
    keys = ["agency", "period", "job_category", "race_ethnicity", "sex"]
    return rows.sort_values(keys, kind="stable", ignore_index=True)


def applicants(stages: NDArray[np.int64], agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `applicants` of the agencies of `RECORDED`; counted, it is their `applicant_counts`."""
    random = generator("applicants")
    chosen = [code for code in RECORDED if code in agencies]
    mine = stages[[agencies.index(code) for code in chosen]]
    cells = np.nonzero(mine[..., 0])
    reached, last = _reached(mine[cells])
    agency, job, group, sex, year = (each[reached] for each in cells)
    codes = np.array(chosen)[agency]
    number = random.permutation(len(reached)).astype(str)
    opening = random.integers(1, 4, len(reached))
    label = [f"{code}-{PERIODS[y]}-{j + 1}-{n}" for code, y, j, n in zip(codes, year, job, opening, strict=True)]
    justice = random.choice(["yes", "no", "not reported"], len(reached), p=(0.04, 0.66, 0.30))
    rows = pd.DataFrame(
        {
            "agency": codes, "requisition": label, "applicant_id": np.char.add("A", np.char.zfill(number, 7)),
            "job_category": np.array(JOBS)[job], "race_ethnicity": np.array(GROUPS)[group],
            "sex": np.array(SEXES)[sex],
            "disability": random.choice(["yes", "no", "not reported"], len(reached), p=(0.06, 0.70, 0.24)),
            "justice_impacted": justice, "nature": "demonstration",
        }
    )  # fmt: skip
    stopped = (justice == "yes") & (last < len(STAGES) - 1) & (random.uniform(size=len(reached)) < 0.15)
    start = first_day(np.array(YEARS))[year] + random.integers(0, 200, len(year))
    waits = np.cumsum(random.integers([0, 3, 7, 10, 5], [1, 30, 40, 35, 21], (len(year), len(STAGES))), axis=1)
    parts = []
    for stage, name in enumerate(STAGES):
        here = last >= stage
        said = np.where(stopped & (last == stage), _REASON, "")
        parts.append(rows.assign(stage=name, date=iso(start + waits[:, stage]), rejected_for_record=said)[here])
    return pd.concat(parts).sort_values(["agency", "date", "applicant_id"], kind="stable", ignore_index=True)


def _reached(cells: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """Return, a row an applicant, the row of `cells` and the last stage reached."""
    ends = cells - np.concatenate([cells[:, 1:], np.zeros((len(cells), 1), dtype="int64")], axis=1)
    at, stage = np.indices(ends.shape)
    return np.repeat(at.ravel(), ends.ravel()), np.repeat(stage.ravel(), ends.ravel())
