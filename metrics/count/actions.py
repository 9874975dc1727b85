"""What happened to employees: who came, left, was promoted, disciplined, appraised."""

from metrics.count.count import Count, Kind, summed

_TABLE = "personnel_action_counts"
_LEFT = ("separation_voluntary", "separation_involuntary", "retirement")


def _of(name: str, *actions: str) -> Count:
    return Count(
        name=name,
        kind=Kind.EVENTS,
        tables=(_TABLE,),
        dimensions=("job_category", "race_ethnicity", "sex"),
        read=summed(_TABLE, "events", action=actions),
    )


COUNTS = (
    _of("hires", "hire"),
    _of("promotions", "promotion"),
    _of("leavers", *_LEFT),
    _of("quits", "separation_voluntary"),
    _of("discharges", "separation_involuntary"),
    _of("discipline", "discipline"),
)
