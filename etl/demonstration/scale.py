"""Many employees with a record each month: `workforce` at the size of a large government, a file a month.

For trying how the product bears it. Head counts are those of the demonstration's last year, stretched; everybody who
leaves is followed by a new person in the same cell. Made month by month: memory holds one.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from etl.demonstration import heads, staff
from etl.demonstration.career import Careers, Events, Stock
from etl.demonstration.chance import generator
from etl.demonstration.span import PERIODS, first_day, iso
from etl.vocabulary.period import parse

_LEAVE = 0.007


def months(agencies: list[str], employees: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield, for the last day of each month of the last year, the day and the records of all employees."""
    random = generator("scale")
    last = parse(PERIODS[-1])
    firsts = np.arange(np.datetime64(last.first, "M"), np.datetime64(last.last, "M") + 1)
    counts = heads.cells(agencies)[..., -1]
    cell = random.choice(counts.size, employees, p=counts.ravel() / counts.sum())
    leaving = round(_LEAVE * employees)
    tenure = random.gamma(1.6, 6.5, employees).clip(0, 38)
    new = [first.astype("datetime64[D]") + random.integers(0, 28, leaving) for first in firsts]
    hired = np.concatenate([first_day(last.year)[0] - 1 - (tenure * 365).astype("int64"), *new])
    years = hired.astype("datetime64[Y]").astype("int64") + 1970
    born = years - (20 + random.gamma(2.2, 7, len(hired))).clip(20, 62).astype("int64")
    people = staff.people(born, prefix="S")
    level = np.concatenate([np.minimum(1 + (tenure / 7).astype("int64"), 4), np.ones(leaving * len(firsts), "int64")])
    present = np.arange(employees)
    shape = (counts.shape[0], counts.shape[1], counts.shape[2], counts.shape[3])
    none = np.zeros(0, dtype="int64")
    for month, first in enumerate(firsts):
        replaced = random.choice(employees, leaving, replace=False)
        present[replaced] = employees + month * leaving + np.arange(leaving)
        stock = Stock(present, np.full(employees, len(PERIODS) - 1), cell, level[present])
        events = Events(none, none, none.astype("datetime64[D]"), none.astype("str"), none, none)
        rows = staff.workforce(Careers(shape, hired, born, stock, events), people, agencies)
        day = str(iso((first + 1).astype("datetime64[D]") - 1))
        yield day, rows.assign(period=day)


def write(folder: Path, agencies: list[str], employees: int) -> list[Path]:
    """Write a Parquet file a month into `folder` and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for day, rows in months(agencies, employees):
        path = folder / f"workforce_{day}.parquet"
        rows.to_parquet(path, index=False)
        written.append(path)
    return written
