"""People and services: who could have a service, applied, was approved or denied, was served, and completed it."""

from metrics.count.count import Count, Kind
from metrics.count.one_dimension import one_dimension

_TABLE = "services"
_DIMENSIONS = ("race_ethnicity", "sex", "age_band", "disability", "language", "income", "program", "town")


def _of(name: str, column: str, *known: str) -> Count:
    """A count over the rows that tell what it is set beside, too: an unknown base is not a base of 0."""
    read = one_dimension(_TABLE, column, known, within=("town",))
    return Count(name=name, kind=Kind.EVENTS, tables=(_TABLE,), dimensions=_DIMENSIONS, read=read)


COUNTS = (
    _of("people eligible", "eligible", "served"),
    _of("eligible people served", "served", "eligible"),
    _of("applications", "applied", "approved", "denied"),
    _of("approvals", "approved", "applied", "denied"),
    _of("denials", "denied", "applied", "approved"),
    _of("people served", "served", "completed"),
    _of("people who completed", "completed", "served"),
)
