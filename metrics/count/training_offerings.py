"""Courses that were offered, and their seats."""

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import YES_NO
from metrics.count import standing
from metrics.count.count import Count, Kind, Rows, listed, things

_TABLE = "training_offerings"


def offered(connection: Connection) -> pd.DataFrame:
    """Return every course of each year."""
    return standing.rows(connection, _TABLE)


def in_other_languages(connection: Connection) -> pd.DataFrame:
    """Return those in another language than English."""
    rows = offered(connection)
    return rows[rows["language"].str.strip().str.lower() != "english"]


def for_careers(connection: Connection) -> pd.DataFrame:
    """Return those that serve a career rather than a requirement."""
    rows = offered(connection)
    return rows[rows["development"] == YES_NO[0]]


def seats(name: str, rows: Rows) -> Count:
    """Return the count of the seats of courses."""
    return Count(name=name, kind=Kind.THINGS, tables=(_TABLE,), dimensions=("language",), read=listed(rows, "seats"))


COUNTS = (
    things("courses", _TABLE, offered, "language"),
    seats("seats", offered),
    seats("seats_other_languages", in_other_languages),
    seats("seats_for_careers", for_careers),
)
