"""Training that is due and taken, and courses offered: `training`, `training_offerings`.

New employees take a course on diversity within six months (C.G.S. 46a-54 asks for three hours); all take one on
equity in the last year (Executive Order 24-2, section 4). How many do is invented.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from etl.demonstration import place
from etl.demonstration.career import Careers
from etl.demonstration.chance import generator
from etl.demonstration.heads import GROUPS, JOBS, SEXES
from etl.demonstration.span import LAST, PERIODS, YEARS, first_day, iso
from etl.demonstration.staff import People

DIVERSITY, EQUITY = "Diversity for new employees", "Equity in State service"
DEVELOPMENT = ("Leading a team", "Working with data", "Plain language", "Project management")
_DUE = np.datetime64("2025-05-31", "D")
_LANGUAGES = ("English", "Spanish", "American Sign Language")


def training(careers: Careers, people: People, agencies: list[str]) -> pd.DataFrame:
    """Return the delivery `training`: a row a person and course that was due or taken."""
    random = generator("training")
    stock = careers.stock
    fresh = careers.hired[stock.who] >= first_day(np.array(YEARS))[stock.year]
    last = stock.year == len(YEARS) - 1
    parts = []
    for course, who, hours in ((DIVERSITY, fresh, 3), (EQUITY, last, 2)):
        due = careers.hired[stock.who[who]] + 182 if course == DIVERSITY else np.full(int(who.sum()), _DUE)
        done = due - random.integers(-45, 120, len(due))
        done = np.maximum(done, careers.hired[stock.who[who]])
        missed = random.uniform(size=len(due)) < 0.07
        done = np.where(missed | (done > LAST), np.datetime64("NaT"), done)
        excused = missed & (random.uniform(size=len(due)) < 0.3)
        parts.append(pd.DataFrame(
            {
                "row": np.flatnonzero(who), "course": course, "mandatory": "yes", "due_date": iso(due),
                "completed_date": iso(done), "excused": np.where(excused, "yes", "no"), "hours": hours,
                "language": "English",
            }
        ))  # fmt: skip
    chosen = np.flatnonzero(~fresh & (random.uniform(size=len(fresh)) < 0.06))
    day = first_day(np.array(YEARS))[stock.year[chosen]] + random.integers(0, 360, len(chosen))
    parts.append(pd.DataFrame(
        {
            "row": chosen, "course": np.array(DEVELOPMENT)[random.integers(0, len(DEVELOPMENT), len(chosen))],
            "mandatory": "no", "due_date": "", "completed_date": iso(day), "excused": "no",
            "hours": random.choice([4, 6, 12, 18], len(chosen)),
            "language": np.array(_LANGUAGES)[random.choice(3, len(chosen), p=(0.94, 0.05, 0.01))],
        }
    ))  # fmt: skip
    rows = pd.concat(parts, ignore_index=True)
    agency, job, group, sex = careers.of(stock.cell[rows["row"]])
    rows = rows.assign(
        agency=np.array(agencies)[agency], person_id=people.id[stock.who[rows["row"]]],
        job_category=np.array(JOBS)[job], race_ethnicity=np.array(GROUPS)[group], sex=np.array(SEXES)[sex],
        nature="demonstration",
    )  # fmt: skip
    rows = rows.drop(columns="row").sort_values(["agency", "person_id", "course", "completed_date"])
    # Nobody takes a course twice.
    return rows.drop_duplicates(["agency", "person_id", "course"], ignore_index=True)


def training_offerings() -> pd.DataFrame:
    """Return the delivery `training_offerings`: a few courses each month, some of them for a career."""
    random = generator("offerings")
    rows = []
    for year in YEARS:
        courses = (DIVERSITY, *DEVELOPMENT, *((EQUITY,) if f"FY{year}" == PERIODS[-1] else ()))
        for month in range(12):
            first = date(year - 1 + (month + 6) // 12, (month + 6) % 12 + 1, 3)
            for course in courses:
                online = random.uniform() < 0.5
                rows.append(
                    {
                        "course": course, "date": (first + timedelta(int(random.integers(0, 24)))).isoformat(),
                        "language": _LANGUAGES[int(random.choice(3, p=(0.84, 0.13, 0.03)))],
                        "town": "online" if online else str(place.some(1, random)[0]),
                        "seats": int(random.choice([250, 400] if online else [20, 30, 40])),
                        "development": "yes" if course in DEVELOPMENT else "no", "nature": "demonstration",
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)
