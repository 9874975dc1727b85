"""Pieces of feedback from meetings with the public: received, answered, acted on."""

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import EVERYONE
from metrics.count import standing
from metrics.count.count import Count, Kind, listed

_TABLE = "engagement"
_SESSION = ["agency", "period", "nature", "session_id"]
_TOLD = ["feedback", "answered", "acted_on"]


def received(connection: Connection) -> pd.DataFrame:
    """Return the feedback of each meeting, once.

    A meeting tells it for everyone, or for the groups of one dimension or several, each of which adds up to the whole:
    the row for everyone is taken, else the dimension that tells of most feedback, of equals the first by name.
    """
    rows = standing.rows(connection, _TABLE)
    rows = rows[rows["feedback"].notna()]
    summed = rows.groupby([*_SESSION, "dimension"], as_index=False)[_TOLD].sum()
    summed = summed.assign(part=summed["dimension"] != EVERYONE)
    order = [*_SESSION, "part", "feedback", "dimension"]
    first = summed.sort_values(order, ascending=[*[True] * len(_SESSION), True, False, True], kind="stable")
    return first.drop_duplicates(_SESSION)


COUNTS = tuple(
    Count(name=name, kind=Kind.THINGS, tables=(_TABLE,), dimensions=(), read=listed(received, column))
    for name, column in (
        ("feedback_received", "feedback"),
        ("feedback_answered", "answered"),
        ("feedback_acted_on", "acted_on"),
    )
)
