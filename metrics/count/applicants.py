"""Applicants by the stage that they reached, of the period's openings."""

from metrics.count.count import Count, Kind, summed

_TABLE = "applicant_counts"


def _of(name: str, stage: str) -> Count:
    return Count(
        name=name,
        kind=Kind.PEOPLE,
        tables=(_TABLE,),
        dimensions=("job_category", "race_ethnicity", "sex"),
        read=summed(_TABLE, "applicants", stage=stage),
    )


COUNTS = (
    _of("applicants", "applied"),
    _of("applicants qualified", "qualified"),
    _of("applicants interviewed", "interviewed"),
    _of("applicants offered", "offered"),
    _of("applicants hired", "hired"),
)
