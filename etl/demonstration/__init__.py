"""Demonstration deliveries: every standard delivery, for every agency of a register and a few fictitious ones.

Nothing here is a real person, a real vendor or a real agency's record. Every row says `demonstration`; everything
comes of one seed, so that the same program writes the same bytes. Each module says which published figures it is
calibrated to; what no module cites is invented. Adverse findings are planted in fictitious agencies only; they are
listed in `planted.toml`.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from etl.demonstration import (
    boards,
    budget,
    career,
    contracts,
    documents,
    examples,
    heads,
    municipal,
    office,
    plans,
    public,
    recruitment,
    services,
    staff,
    training,
)
from etl.demonstration.span import PERIODS, YEARS, first_day

_LARGE = {"workforce", "personnel_actions", "applicant_counts", "applicants", "training", "contracts"}
"""Deliveries that are written as Parquet, for their many rows."""


def deliveries(agencies: list[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each delivery's id and rows, for `agencies` of the register and the fictitious ones beside them."""
    everyone = [*agencies, *examples.CODES]
    yield "agencies", examples.register()
    yield from _people(agencies, everyone)
    yield "training_offerings", training.training_offerings()
    yield "boards", boards.boards()
    yield "contracts", contracts.contracts(everyone)
    yield "contract_goals", contracts.contract_goals()
    yield "contract_availability", contracts.contract_availability()
    yield "services", services.services(everyone)
    yield "budget", budget.budget(everyone)
    yield "plans", plans.plans(everyone)
    goals = plans.goals(everyone)
    yield "goals", goals
    yield "goal_updates", plans.goal_updates(goals)
    yield "strategy", office.strategy()
    yield "practice_list", office.practice_list()
    yield "municipal_actions", municipal.municipal_actions()
    yield "protected_classes", municipal.protected_classes()
    for name, made in _BY_AGENCY.items():
        yield name, made(everyone)


_BY_AGENCY: Mapping[str, Callable[[list[str]], pd.DataFrame]] = {
    "practices": office.practices,
    "assessments": office.assessments,
    "engagement": public.engagement,
    "communications": public.communications,
    "languages_needed": public.languages_needed,
    "interpreter_requests": public.interpreter_requests,
}


def _people(agencies: list[str], everyone: list[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    careers = career.careers(np.concatenate([heads.cells(agencies), examples.cells()]), everyone)
    people = staff.people(careers.born)
    workforce = staff.workforce(careers, people, everyone)
    yield "workforce", workforce
    yield "workforce_counts", staff.workforce_counts(workforce)
    del workforce
    yield "personnel_actions", staff.personnel_actions(careers, people, everyone)
    stages = recruitment.stages(careers, everyone)
    yield "applicant_counts", recruitment.applicant_counts(stages, everyone)
    yield "applicants", recruitment.applicants(stages, everyone)
    yield "training", training.training(careers, people, everyone)


def recent(name: str, rows: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return a delivery's rows of the newest fiscal years; whole, where it is small and tells of no period."""
    if "period" in rows:
        return rows[rows["period"].isin(PERIODS[-years:])]
    day = next((column for column in ("date", "due_date") if column in rows), None)
    if name not in _LARGE or day is None:
        return rows
    return rows[rows[day].astype(str) >= str(first_day(YEARS[-years])[0])]


def write(folder: Path, agencies: list[str], years: int = len(YEARS)) -> list[Path]:
    """Write every demonstration delivery of the newest fiscal years into `folder` and return the files; large ones are
    Parquet, others CSV. The documents that the plans name are written beside them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, everything in deliveries(agencies):
        rows = recent(name, everything, years)
        path = folder / f"{name}_demonstration.{'parquet' if name in _LARGE else 'csv'}"
        if name in _LARGE:
            rows.to_parquet(path, index=False)
        else:
            rows.to_csv(path, index=False, lineterminator="\n")
        written.append(path)
    for name, data in documents.documents(agencies).items():
        (folder / name).write_bytes(data)
    return written
