"""Documents for the public: vital ones in the languages needed, plain enough, accessible; interpreters who came."""

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import YES_NO
from metrics.count import standing
from metrics.count.count import Count, Kind, listed, things

PLAIN = 8.0
"""The school grade that a document for everybody needs at most."""
_YES = YES_NO[0]
_TABLE = "communications"
_UNIT = ["agency", "period", "nature"]


def documents(connection: Connection) -> pd.DataFrame:
    """Return every document of each year."""
    return standing.rows(connection, _TABLE)


def graded(connection: Connection) -> pd.DataFrame:
    """Return those whose reading grade is told."""
    rows = documents(connection)
    return rows[rows["reading_grade"].notna()]


def plain(connection: Connection) -> pd.DataFrame:
    """Return those of grade 8 or lower."""
    rows = graded(connection)
    return rows[rows["reading_grade"] <= PLAIN]


def tested(connection: Connection) -> pd.DataFrame:
    """Return those of which it is told whether they meet accessibility rules."""
    rows = documents(connection)
    return rows[rows["accessible"].notna()]


def passed(connection: Connection) -> pd.DataFrame:
    """Return those that meet them."""
    rows = tested(connection)
    return rows[rows["accessible"] == _YES]


def wanted(connection: Connection) -> pd.DataFrame:
    """Return each vital document once for each language that its agency's residents need, as of each year's day."""
    vital, years = _vital(connection)
    known = standing.rows(connection, "languages_needed").merge(years, on="nature")
    needed = known[known["valid_from"] <= known["day"]].drop_duplicates([*_UNIT, "language"])
    once = vital.drop_duplicates([*_UNIT, "document"])[[*_UNIT, "document"]]
    return once.merge(needed[[*_UNIT, "language"]], on=_UNIT)


def translated(connection: Connection) -> pd.DataFrame:
    """Return those that are there in the language."""
    vital, _ = _vital(connection)
    keys = [*_UNIT, "document", "language"]
    return wanted(connection).merge(vital[keys].drop_duplicates(), on=keys)


def requests(connection: Connection) -> pd.DataFrame:
    """Return every request for an interpreter."""
    return standing.rows(connection, "interpreter_requests")


def met(connection: Connection) -> pd.DataFrame:
    """Return those that were met."""
    rows = requests(connection)
    return rows[rows["met"] == _YES]


def _vital(connection: Connection) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = documents(connection)
    years = standing.years(rows, ("date",))
    vital = rows[rows["vital"] == _YES].drop(columns="period").merge(years, on="nature")
    return vital[vital["date"] <= vital["day"]], years


COUNTS = (
    things("documents_graded", _TABLE, graded, "language"),
    things("documents_plain", _TABLE, plain, "language"),
    things("documents_tested", _TABLE, tested, "language"),
    things("documents_accessible", _TABLE, passed, "language"),
    things("vital_documents_wanted", _TABLE, wanted, "language", also=("languages_needed",)),
    things("vital_documents_translated", _TABLE, translated, "language", also=("languages_needed",)),
    # A request is a person's: of few, the table is not shown.
    *(
        Count(
            name=name, kind=Kind.EVENTS, tables=("interpreter_requests",), dimensions=("language",), read=listed(rows)
        )
        for name, rows in (("interpreter_requests", requests), ("interpreter_requests_met", met))
    ),
)
