"""Training of employees: a row is a person and a course.

Who is excused, as on leave, is not late and does not count. What falls due after the last completion that an agency
has sent is not due yet.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import cube, warehouse
from metrics.count import ahead, standing
from metrics.count.count import UNIT, Count, Kind, Read, Span

_KEYS = (*UNIT, "race_standard")
_DIMENSIONS = ("job_category", "race_ethnicity", "sex", "course")


def _reads(kept: str) -> Read:
    def read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
        of = warehouse.TABLES["training"]
        due, done = of.c.due_date, of.c.completed_date
        conditions = {
            "all": sa.true(),
            "done": done.is_not(None),
            "on time": sa.and_(done.is_not(None), done <= due),
        }
        sent = of.alias("sent")
        known = sa.select(sa.func.max(sent.c.completed_date)).where(sent.c.agency == of.c.agency).scalar_subquery()
        asked = sa.and_(of.c.mandatory == "yes", sa.func.coalesce(of.c.excused, "no") == "no", due <= known)

        def cells(named: Sequence[cube.Expression], sets: Sequence[Sequence[str]]) -> list[sa.Select[Any]]:
            keys = [of.c[name] for name in _KEYS]
            return [cube.cells(keys, named, sets, of, where=[asked, conditions[kept]])]

        return ahead.read(connection, read, of, _KEYS, by, cells)

    return read


def _of(name: str, kept: str) -> Count:
    return Count(name=name, kind=Kind.EVENTS, tables=("training",), dimensions=_DIMENSIONS, read=_reads(kept))


def _developed(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Count the people who completed a course that nobody asked of them, each once in an agency and period."""
    of = warehouse.TABLES["training"]
    chosen = sa.and_(of.c.mandatory == "no", of.c.completed_date.is_not(None))

    periods = warehouse.read(connection, sa.select(of.c.period).distinct().order_by(of.c.period))["period"]

    def cells(named: Sequence[cube.Expression], sets: Sequence[Sequence[str]]) -> list[cube.Staged]:
        keys = [of.c[name] for name in _KEYS]
        each = partial(cube.people, of.c.person_id, keys, named, sets, of)
        return [each(where=[chosen], part=part) for part in cube.parts(of.c.period, periods)]

    return ahead.read(connection, _developed, of, _KEYS, by, cells)


def _overdue(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Read the days from due to completed of what was completed late, and to the last completion that the agency has
    sent of what is past due and not completed."""
    of = warehouse.TABLES["training"]
    sent = of.alias("sent")
    known = sa.select(sa.func.max(sent.c.completed_date)).where(sent.c.agency == of.c.agency).scalar_subquery()
    end = sa.func.coalesce(of.c.completed_date, known)
    columns = [of.c[name] for name in dict.fromkeys([*UNIT, "race_standard", *by])]
    asked = sa.and_(of.c.mandatory == "yes", sa.func.coalesce(of.c.excused, "no") == "no")
    rows = warehouse.read(
        connection,
        sa.select(*columns, of.c.due_date.label("due"), end.label("end")).where(
            asked, of.c.due_date <= known, end > of.c.due_date
        ),
    )
    return rows.assign(days=standing.days_between(rows["due"], rows["end"])).drop(columns=["due", "end"])


COUNTS = (
    _of("trainings required", "all"),
    _of("trainings completed", "done"),
    _of("trainings on time", "on time"),
    Count(
        name="employees developed",
        kind=Kind.PEOPLE,
        tables=("training",),
        dimensions=("job_category", "race_ethnicity", "sex"),
        read=_developed,
    ),
)
SPANS = (Span(name="training_overdue", tables=("training",), dimensions=_DIMENSIONS, read=_overdue, kind=Kind.EVENTS),)
