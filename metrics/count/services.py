"""People and services: who could have a service, applied, was approved or denied, was served, and completed it."""

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import place
from etl.vocabulary.label import EVERYONE
from metrics.count.count import UNIT, Count, Kind, Rows, listed
from metrics.count.one_dimension import one_dimension

_TABLE = "services"
_DIMENSIONS = ("race_ethnicity", "sex", "age_band", "disability", "language", "income", "program", "town")


def _of(name: str, column: str, *known: str) -> Count:
    """A count over the rows that tell what it is set beside, too: an unknown base is not a base of 0."""
    read = one_dimension(_TABLE, column, known, within=("town",))
    return Count(name=name, kind=Kind.EVENTS, tables=(_TABLE,), dimensions=_DIMENSIONS, read=read)


def _placed(column: str) -> Rows:
    """Find the rows of towns, of everyone there, that tell both who could have a service and who has it."""

    def rows(connection: Connection) -> pd.DataFrame:
        of = warehouse.TABLES[_TABLE].c
        told = [of.dimension == EVERYONE, of.town.is_not(None), of.eligible.is_not(None), of.served.is_not(None)]
        columns = [of[name] for name in (*UNIT, "town", "program")]
        found = warehouse.read(connection, sa.select(*columns, of[column].label("people")).where(*told))
        return found.assign(region=found["town"].map(place.regions()))

    return rows


def _in_towns(name: str, column: str) -> Count:
    read = listed(_placed(column), "people")
    return Count(name=name, kind=Kind.EVENTS, tables=(_TABLE,), dimensions=("town", "region", "program"), read=read)


COUNTS = (
    _in_towns("people eligible by town", "eligible"),
    _in_towns("eligible people served by town", "served"),
    _of("people eligible", "eligible", "served"),
    _of("eligible people served", "served", "eligible"),
    _of("applications", "applied", "approved", "denied"),
    _of("approvals", "approved", "applied", "denied"),
    _of("denials", "denied", "applied", "approved"),
    _of("people served", "served", "completed"),
    _of("people who completed", "completed", "served"),
)
