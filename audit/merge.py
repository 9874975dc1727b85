"""The outcomes of independent pieces of work as one answer for each level."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy.sparse as sp

from audit.level import Answer
from audit.split import Outcome
from audit.system import SLICE, System, completed


def merged(some: Sequence[Outcome]) -> tuple[System, list[Answer], pd.DataFrame | None]:
    """Return the system of all outcomes (one at least), its answer at each level, and what the staff of each know."""
    if len(some) == 1:
        return some[0].system, list(some[0].answers), some[0].staff
    starts = np.cumsum([0, *(len(each.system.cells) for each in some)])
    answers = []
    for level in range(len(some[0].answers)):
        here = [each.answers[level] for each in some]
        cells = [one.cells.assign(cell=one.cells["cell"] + start) for one, start in zip(here, starts, strict=False)]
        full = [each for each in cells if len(each)]
        rows = pd.concat(full, ignore_index=True) if full else cells[0]
        answers.append(Answer(here[0].level, rows, sum(one.withheld for one in here), sum(one.seconds for one in here)))
    told = [each.staff for each in some if each.staff is not None]
    staff = pd.concat(told).groupby("agency", as_index=False).sum() if told else None
    return _side_by_side([each.system for each in some], starts), answers, staff


def _side_by_side(some: Sequence[System], starts: np.ndarray) -> System:
    names = dict.fromkeys(name for each in some for name in each.coordinates)
    coordinates = (*(name for name in names if name not in SLICE), *(name for name in SLICE if name in names))
    cells = [
        completed(each.cells, coordinates).join(each.cells[[name for name in each.cells if name not in coordinates]])
        for each in some
    ]
    facts = [each.facts.assign(cell=each.facts["cell"] + start) for each, start in zip(some, starts, strict=False)]
    return System(
        pd.concat(cells, ignore_index=True),
        coordinates,
        sp.block_diag([each.lines for each in some], format="csr"),
        np.concatenate([each.least for each in some]),
        np.concatenate([each.most for each in some]),
        np.concatenate([each.since for each in some]),
        tuple(word for each in some for word in each.said),
        pd.concat(facts, ignore_index=True),
        tuple(dict.fromkeys(note for each in some for note in each.notes)),
    )
