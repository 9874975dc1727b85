"""How long people wait for a decision: the medians that agencies send, of a program and year, by group."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary.label import EVERYONE
from metrics.count.count import UNDIVIDED, UNIT, Kind, Span

_TABLE = "services"
_DIMENSIONS = ("race_ethnicity", "sex", "age_band", "disability", "language", "income")


def _read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Read the median days of whole programs, for everyone and for the groups of the dimensions asked; `people`: how
    many decisions each is of.

    A median of a town is left out: it is of the few who live there.
    """
    of = warehouse.TABLES[_TABLE].c
    decided = (sa.func.coalesce(of.approved, 0) + sa.func.coalesce(of.denied, 0)).cast(sa.Double).label("people")
    columns = [of[name] for name in (*UNIT, "race_standard", "program", "dimension", "group")]
    rows = warehouse.read(
        connection,
        sa.select(*columns, of.median_days.label("days"), decided).where(
            of.median_days.is_not(None), of.approved.is_not(None), of.denied.is_not(None), of.town.is_(None)
        ),
    )
    asked = [name for name in _DIMENSIONS if name in by]
    blank = dict.fromkeys(asked)
    parts = [rows[rows["dimension"] == EVERYONE].assign(**blank, **{UNDIVIDED: True})]
    for name in asked:
        own = rows[rows["dimension"] == name]
        parts.append(own.assign(**{**blank, name: own["group"], UNDIVIDED: False}))
    return pd.concat(parts, ignore_index=True).drop(columns=["dimension", "group"])


SPANS = (
    Span(
        name="decision", tables=(_TABLE,), dimensions=("program", *_DIMENSIONS), read=_read, kind=Kind.EVENTS,
        delivered=True,
    ),
)  # fmt: skip
