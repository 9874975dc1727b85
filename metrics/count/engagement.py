"""People who took part in meetings with the public."""

from metrics.count.count import Count, Kind
from metrics.count.one_dimension import one_dimension

COUNTS = (
    Count(
        name="participants",
        kind=Kind.EVENTS,
        tables=("engagement",),
        dimensions=("race_ethnicity", "sex", "age_band", "disability", "language", "town"),
        read=one_dimension("engagement", "participants"),
    ),
)
