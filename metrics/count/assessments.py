"""Equity assessments of policies, practices, programs and budgets: in scope, done, with a disparity, mitigated."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import YES_NO
from metrics.count import standing
from metrics.count.count import Span, things

_YES = YES_NO[0]
_KIND = "assessment_kind"


def in_scope(connection: Connection) -> pd.DataFrame:
    """Return what was proposed for assessment by each year's day."""
    rows = standing.rows(connection, "assessments").rename(columns={"kind": _KIND})
    return standing.each_year(rows, ("proposed", "started", "decided"), "proposed")


def assessed(connection: Connection) -> pd.DataFrame:
    """Return what was decided by the day."""
    rows = in_scope(connection)
    return rows[standing.by(rows["decided"], rows["day"])]


def disparate(connection: Connection) -> pd.DataFrame:
    """Return what was decided, a disparity having been found."""
    rows = assessed(connection)
    return rows[rows["disparity_found"] == _YES]


def mitigated(connection: Connection) -> pd.DataFrame:
    """Return those of them with something done about it."""
    rows = disparate(connection)
    return rows[rows["mitigation"].notna()]


def taken(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Return the days from start to decision of what was decided in the year."""
    rows = assessed(connection)
    rows = rows[rows["decided"] >= rows["first"]]
    return rows.assign(days=standing.days_between(rows["started"], rows["decided"]))


COUNTS = (
    things("assessments_in_scope", "assessments", in_scope, _KIND),
    things("assessments_decided", "assessments", assessed, _KIND),
    things("assessments_disparate", "assessments", disparate, _KIND),
    things("assessments_mitigated", "assessments", mitigated, _KIND),
)
SPANS = (Span(name="assessment", tables=("assessments",), dimensions=(_KIND,), read=taken),)
