"""The municipal equity process of Sustainable CT, Action 1.1 "Optimize for Equity", from the towns' records of steps.

A town goes through a process of working with its community and applies it to other actions. The equity requirement is
met for Bronze when it has been applied to one other action, for Silver when to three. A certified tier asks for points
and other actions besides and comes from the official list only. Actions 1.2 (training) and 1.3 (statement) are related
and never required.
"""

import pandas as pd

ACTION = "1.1"
BRONZE, SILVER = 1, 3
"""Other actions that the process is applied to."""
MONTHS = (3, 6)
"""The process is expected to take at least three to six months."""
_DAYS_A_MONTH = 365.25 / 12


def standings(records: pd.DataFrame) -> pd.DataFrame:
    """Return where each town that has begun stands, from records up to a day: `town`, `action`, `step`, `date` (ISO
    text) and `applied_to` (another action's number, or blank).

    One row a town: `step`, the latest of Action 1.1 (of one day, the last by name); `since` and `until`, its first and
    latest day; `months` between the two; `applied`, the number of other actions the process was applied to; `bronze`
    and `silver`, whether that meets the equity requirement.
    """
    own = records[records["action"] == ACTION].sort_values(["town", "date", "step"], kind="stable")
    others = own["applied_to"].where(own["applied_to"] != ACTION)
    found = (
        own.assign(others=others)
        .groupby("town", as_index=False)
        .agg(step=("step", "last"), since=("date", "first"), until=("date", "last"), applied=("others", "nunique"))
    )
    days = (pd.to_datetime(found["until"]) - pd.to_datetime(found["since"])).dt.days
    return found.assign(
        months=days / _DAYS_A_MONTH, bronze=found["applied"] >= BRONZE, silver=found["applied"] >= SILVER
    )
