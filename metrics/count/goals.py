"""Goals of agencies' plans: complete, by status, and those that the Office directed, by who carries them."""

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import YES_NO
from metrics import progress
from metrics.count import standing
from metrics.count.count import things

_PARTS = ("measure", "baseline", "baseline_date", "target", "target_date", "owner")
_MOVING = (progress.Status.MET.value, progress.Status.IMPROVING.value)
_STATUS = "goal_status"


def goals(connection: Connection) -> pd.DataFrame:
    """Return every goal from the year of its baseline on, with the newest `value` (of `value_date`) and its
    `goal_status` on the year's day.

    The status follows from baseline, target and the newest update: met; improving or getting worse if at least a tenth
    of the way has been made, toward the target or away from it; else little or no detectable change. Without an
    update, or without one of the others, there is not enough data. Source: `metrics.progress.statuses`.
    """
    updates = standing.rows(connection, "goal_updates")
    listed = standing.rows(connection, "goals")
    told = listed.merge(updates[["goal_id", "nature", "date"]], on=["goal_id", "nature"], how="left")
    span = standing.years(told, ("baseline_date", "date"))
    rows = listed.merge(span, on="nature")
    rows = rows[rows["baseline_date"].isna() | (rows["baseline_date"] <= rows["day"])].reset_index(drop=True)
    heard = rows.reset_index(names="row")[["row", "goal_id", "nature", "day"]].merge(
        updates[["goal_id", "nature", "date", "value"]], on=["goal_id", "nature"]
    )
    heard = heard[heard["date"] <= heard["day"]].sort_values("date", kind="stable").drop_duplicates("row", keep="last")
    last = heard.set_index("row").reindex(rows.index)
    rows = rows.assign(value=last["value"].astype("float64"), value_date=last["date"].astype(object))
    sign = (rows["target"] >= rows["baseline"]).map({True: 1, False: -1})
    complete = rows[["baseline", "target"]].notna().all(axis=1)
    found = progress.statuses(rows["baseline"].where(complete), rows["value"], sign, rows["target"])
    return rows.assign(goal=rows["title"], directed=rows["directed"].fillna("no"), **{_STATUS: found})


def complete(connection: Connection) -> pd.DataFrame:
    """Return those with a measure, a baseline, a target, both their days, and an owner."""
    rows = goals(connection)
    return rows[rows[list(_PARTS)].notna().all(axis=1)]


def moving(connection: Connection) -> pd.DataFrame:
    """Return those that are met or improving."""
    rows = goals(connection)
    return rows[rows[_STATUS].isin(_MOVING)]


def carried(connection: Connection) -> pd.DataFrame:
    """Return each agency once for each goal that the Office directed and it carries."""
    rows = goals(connection)
    rows = rows[rows["directed"] == YES_NO[0]].drop_duplicates(["agency", "period", "nature", "goal"])
    return _due(connection, rows).merge(rows[["agency", "period", "nature", "goal"]])


def directed(connection: Connection) -> pd.DataFrame:
    """Return every agency of the register once for each goal that the Office has directed to any."""
    rows = goals(connection)
    return _due(connection, rows[rows["directed"] == YES_NO[0]])


def _due(connection: Connection, rows: pd.DataFrame) -> pd.DataFrame:
    told = rows[["nature", "period", "first", "day", "goal"]].drop_duplicates()
    return standing.register(connection, told)


_TABLES = ("goal_updates",)
COUNTS = (
    things("goals", "goals", goals, _STATUS, "directed", also=_TABLES),
    things("goals_complete", "goals", complete, also=_TABLES),
    things("goals_moving", "goals", moving, also=_TABLES),
    things("goals_directed", "goals", directed, "goal"),
    things("goals_carried", "goals", carried, "goal"),
)
