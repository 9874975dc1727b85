"""Employees one by one, and what happened to them: the deliveries `workforce`, `workforce_counts`, `personnel_actions`.

Pay follows the job category, the class and the years served, never race or sex, but for the planted gap; its mean
in July 2019 is that of the executive branch (women $73,613, men $72,615: Hartford Courant, 24 July 2019). All else of
a person (birth year, town, disability, language, ...) is invented. Flaws of EXE: in the last year a third of its
people are not asked for race, and half of the hires of the year of its swing are not delivered.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.demonstration import place
from etl.demonstration.career import Careers, Ints
from etl.demonstration.chance import generator
from etl.demonstration.examples import CITY
from etl.demonstration.heads import GROUPS, JOBS, SEXES
from etl.demonstration.planted import effect
from etl.demonstration.span import PERIODS, YEARS, first_day, iso
from etl.vocabulary.label import NOT_REPORTED

UNIT = 61_700
"""Dollars in the first year for 1 in the table of base pay."""
_CLASSES = ("Administrator", "Professional", "Technician", "Protective Officer", "Paraprofessional",
            "Support Specialist", "Craft Worker", "Maintainer")  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")
_BASES = np.array([1.62, 1.12, 0.88, 0.92, 0.70, 0.74, 0.86, 0.66])
_RAISE = 1.028
_FLAWED = "EXE"
_UNASKED = 0.34
_MISSING = 0.5
_RATINGS = ("exceeds", "meets", "needs improvement")
_RATED_SINCE = "FY2025"


@dataclass(frozen=True, slots=True)
class People:
    """What stays with a person, by number."""

    id: NDArray[np.str_]
    fixed: pd.DataFrame
    quality: NDArray[np.float64]


def people(born: Ints, prefix: str = "P") -> People:
    """Draw what stays with each person, born in the years given; ids begin with `prefix`."""
    random = generator(f"people {prefix}")
    count = len(born)

    def answers(yes: float, unknown: float) -> NDArray[np.str_]:
        words = np.array(["yes", "not reported", "no"])
        return words[np.searchsorted([yes, yes + unknown], random.uniform(size=count), side="right")]

    spoken = np.array(["", "Spanish", "Portuguese", "Polish", "Chinese", "Haitian Creole", "Arabic"])
    fixed = pd.DataFrame(
        {
            "birth_year": born,
            "disability": answers(0.06, 0.12),
            "veteran": answers(0.05, 0.06),
            "justice_impacted": answers(0.02, 0.45),
            "town": place.some(count, random),
            "language": spoken[random.choice(7, count, p=(0.9, 0.06, 0.01, 0.01, 0.008, 0.006, 0.006))],
            "at_will": random.uniform(size=count) < 0.12,
        }
    )
    ids = np.char.add(prefix, np.char.zfill(random.permutation(count).astype(str), 7))
    return People(ids, fixed, np.exp(random.normal(0, 0.05, count)))


def workforce(careers: Careers, people: People, agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `workforce`: every person on 30 June of every year."""
    stock = careers.stock
    rows = _described(stock.who, stock.cell, careers, people, agencies)
    served = (first_day(np.array(YEARS) + 1)[stock.year] - careers.hired[stock.who]).astype("int64") / 365.25
    _, job, _, _ = careers.of(stock.cell)
    pay = _BASES[job] * 1.07 ** (stock.level - 1) * (1 + 0.007 * np.minimum(served, 25)) * people.quality[stock.who]
    pay *= _RAISE**stock.year
    gap = effect("pay_gap")
    paid_less = (rows["agency"] == gap.agency) & (rows["sex"] == gap.group) & (rows["job_category"] == "Professionals")
    pay = pay * UNIT * np.where(paid_less, 1 - gap.size, 1)
    rows = rows.assign(
        period=np.array(PERIODS)[stock.year],
        position_class=np.char.add(
            np.char.add(np.array(_CLASSES)[job], " "), np.array(_ROMAN)[np.maximum(stock.level, 1) - 1]
        ),
        full_time="yes",
        classified=np.where(rows["at_will"] == "yes", "no", "yes"),
        hire_date=iso(careers.hired)[stock.who],
        annual_pay=np.round(pay).astype("int64"),
    )
    random = generator("unasked")
    unasked = (
        (rows["agency"] == _FLAWED) & (rows["period"] == PERIODS[-1]) & (random.uniform(size=len(rows)) < _UNASKED)
    )
    rows["race_ethnicity"] = rows["race_ethnicity"].where(~unasked, NOT_REPORTED)
    return _ordered(rows, ["agency", "period", "person_id"])


def workforce_counts(workforce: pd.DataFrame) -> pd.DataFrame:
    """Count the delivery `workforce` into `workforce_counts`: the two agree in every cell."""
    keys = ["agency", "period", "job_category", "race_ethnicity", "sex"]
    counts = workforce.groupby(keys).size().rename("employees").reset_index()
    return counts.assign(nature="demonstration")


def personnel_actions(careers: Careers, people: People, agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `personnel_actions`; appraisals are delivered since the last year, in the city in every."""
    events = careers.events
    rows = _described(events.who, events.cell, careers, people, agencies)
    told = np.array([*JOBS, ""])[events.job]
    rows = rows.assign(date=iso(events.day), action=events.action, to_job_category=told, rating="")
    rows["period"] = np.array(PERIODS)[events.year]
    random = generator("actions")
    swing = effect("data_swing")
    hidden = (rows["agency"] == swing.agency) & (rows["period"] == swing.periods[0]) & (rows["action"] == "hire")
    rows = rows[~(hidden & (random.uniform(size=len(rows)) < _MISSING))]
    rows = pd.concat([rows, _appraisals(careers, people, agencies)], ignore_index=True)
    rows = rows.drop(columns=["period", "job_category", "birth_year", "veteran", "town", "language"])
    return _ordered(rows, ["agency", "date", "person_id", "action"])


def _appraisals(careers: Careers, people: People, agencies: list[str]) -> pd.DataFrame:
    """Rate in the second half of each year those who are there at its end."""
    stock = careers.stock
    agency, _, _, _ = careers.of(stock.cell)
    settled = careers.hired[stock.who] < first_day(np.array(YEARS))[stock.year] + 150
    rated = settled & ((stock.year >= PERIODS.index(_RATED_SINCE)) | (agency == agencies.index(CITY)))
    random = generator("appraisals")
    who, cell, year = stock.who[rated], stock.cell[rated], stock.year[rated]
    days = first_day(np.array(YEARS))[year] + 364 - random.integers(0, 180, len(who))
    rating = np.array(_RATINGS)[random.choice(3, len(who), p=(0.27, 0.68, 0.05))]
    rows = _described(who, cell, careers, people, agencies)
    return rows.assign(date=iso(days), action="appraisal", to_job_category="", rating=rating)


def _described(who: Ints, cell: Ints, careers: Careers, people: People, agencies: list[str]) -> pd.DataFrame:
    agency, job, group, sex = careers.of(cell)
    rows = people.fixed.iloc[who].reset_index(drop=True)
    # Only Officials and Administrators serve at will.
    at_will = np.where(rows["at_will"] & (job == 0), "yes", "no")
    return rows.assign(
        person_id=people.id[who], agency=np.array(agencies)[agency], job_category=np.array(JOBS)[job],
        race_ethnicity=np.array(GROUPS)[group], sex=np.array(SEXES)[sex], at_will=at_will, nature="demonstration",
    )  # fmt: skip


def _ordered(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return rows.sort_values(keys, ignore_index=True)
