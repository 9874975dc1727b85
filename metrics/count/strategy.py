"""Objectives of the Office's strategy: done, overdue."""

import pandas as pd
from sqlalchemy.engine import Connection

from metrics.count import standing
from metrics.count.count import things


def objectives(connection: Connection) -> pd.DataFrame:
    """Return every objective in every year. The list has no day that an objective was set on."""
    return standing.each_year(standing.rows(connection, "strategy"), ("done", "due"))


def done(connection: Connection) -> pd.DataFrame:
    """Return those done by the day."""
    rows = objectives(connection)
    return rows[standing.by(rows["done"], rows["day"])]


def overdue(connection: Connection) -> pd.DataFrame:
    """Return those due before the day and not done by it."""
    rows = objectives(connection)
    return rows[(rows["due"] < rows["day"]) & ~standing.by(rows["done"], rows["day"])]


COUNTS = (
    things("objectives", "strategy", objectives),
    things("objectives_done", "strategy", done),
    things("objectives_overdue", "strategy", overdue),
)
