"""Employees on the last day of a period."""

from metrics.count.count import Count, Kind, summed

COUNTS = (
    Count(
        name="employees",
        kind=Kind.PEOPLE,
        tables=("workforce_count",),
        dimensions=("job_category", "race_ethnicity", "sex", "age_band", "full_time", "disability", "veteran"),
        read=summed("workforce_count", "employees"),
    ),
)
