"""Equity plans of agencies: stages and the days in them, published, on time, current, the four blocks of section 6a."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import YES_NO
from etl.vocabulary.plan import BLOCKS, CITY_STEPS
from metrics.count import standing
from metrics.count.count import Span, things

STAGES = ("drafting", "consulted", "office_review", "agency_revision", "approved", "published")
"""The stages of an agency's plan, each named by the day it began, in their order."""
_DAYS = (*STAGES, "due")
_PLAN = ["agency", "period", "nature"]


def versions(connection: Connection, kind: str = "state") -> pd.DataFrame:
    """Return every version begun by each year's day."""
    rows = standing.rows(connection, "plans")
    days = _DAYS if kind == "state" else CITY_STEPS
    return standing.each_year(rows[rows["kind"] == kind], days, "drafting")


def newest(connection: Connection) -> pd.DataFrame:
    """Return each agency's newest version, with `stage`, the last that it had reached by the day."""
    rows = versions(connection).sort_values(["drafting", "version"], kind="stable")
    rows = rows.drop_duplicates(_PLAN, keep="last")
    reached = [standing.by(rows[name], rows["day"]) for name in STAGES]
    # The last stage that has come; drafting has, or the version would not be here.
    place = np.max([np.where(each, at, 0) for at, each in enumerate(reached)], axis=0, initial=0)
    return rows.assign(stage=np.array(STAGES, dtype=object)[np.asarray(place, dtype=int)])


def published(connection: Connection) -> pd.DataFrame:
    """Return each agency's newest version that was published by the day."""
    rows = versions(connection)
    rows = rows[standing.by(rows["published"], rows["day"])].sort_values(["published", "version"], kind="stable")
    return rows.drop_duplicates(_PLAN, keep="last")


def due(connection: Connection) -> pd.DataFrame:
    """Return the versions that were due by the day, begun or not."""
    rows = standing.rows(connection, "plans")
    rows = standing.each_year(rows[rows["kind"] == "state"], _DAYS)
    return rows[standing.by(rows["due"], rows["day"])]


def on_time(connection: Connection) -> pd.DataFrame:
    """Return those of them that were published when they were due."""
    rows = due(connection)
    return rows[standing.by(rows["published"], rows["due"])]


def current(connection: Connection) -> pd.DataFrame:
    """Return the agencies with a published plan and none that is due and not published."""
    rows, asked = published(connection), due(connection)
    open_ones = asked.loc[~standing.by(asked["published"], asked["day"]), _PLAN]
    late = pd.MultiIndex.from_frame(rows[_PLAN]).isin(pd.MultiIndex.from_frame(open_ones))
    return rows[~late]


def accessible(connection: Connection) -> pd.DataFrame:
    """Return the published plans whose document meets accessibility rules."""
    rows = published(connection)
    return rows[rows["accessible"] == YES_NO[0]]


def agencies(connection: Connection) -> pd.DataFrame:
    """Return the agencies that owe a plan: all of the register."""
    rows = standing.rows(connection, "plans")
    return standing.register(connection, standing.years(rows[rows["kind"] == "state"], _DAYS))


def with_plan(connection: Connection) -> pd.DataFrame:
    """Return those of them with a published plan."""
    return _of_register(connection, published(connection))


def with_current(connection: Connection) -> pd.DataFrame:
    """Return those of them with a current plan."""
    return _of_register(connection, current(connection))


def blocks(connection: Connection) -> pd.DataFrame:
    """Return the blocks of each agency's newest version: a row a `block`, with its `state`."""
    rows = newest(connection)
    return rows.melt(id_vars=_PLAN, value_vars=list(BLOCKS), var_name="block", value_name="state")


def present(connection: Connection) -> pd.DataFrame:
    """Return the blocks that are there."""
    rows = blocks(connection)
    return rows[rows["state"] == "present"]


def missing(connection: Connection) -> pd.DataFrame:
    """Return the blocks that are not."""
    rows = blocks(connection)
    return rows[rows["state"] == "missing"]


def stage_days(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Return the days that each agency's newest version spent in each stage up to the next, or to the year's day."""
    rows = newest(connection)
    found = []
    for at, stage in enumerate(STAGES[:-1]):
        entered = rows[standing.by(rows[stage], rows["day"])]
        after = entered[list(STAGES[at + 1 :])].bfill(axis=1).iloc[:, 0]
        left = after.where(standing.by(after, entered["day"]), entered["day"])
        found.append(entered.assign(stage=stage, days=standing.days_between(entered[stage], left)))
    return pd.concat(found, ignore_index=True)


def days_late(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Return the days from due to published, or to the year's day, of the versions that were late."""
    rows = due(connection)
    rows = rows[~standing.by(rows["published"], rows["due"])]
    end = rows["published"].where(standing.by(rows["published"], rows["day"]), rows["day"])
    rows = rows.assign(days=standing.days_between(rows["due"], end))
    return rows[rows["days"] > 0]


def days_since(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Return the days from the last publication to the year's day."""
    rows = published(connection)
    return rows.assign(days=standing.days_between(rows["published"], rows["day"]))


def _of_register(connection: Connection, rows: pd.DataFrame) -> pd.DataFrame:
    return agencies(connection).merge(rows[_PLAN], on=_PLAN)


COUNTS = (
    things("plans", "plans", newest, "stage"),
    things("plans_published", "plans", published),
    things("plans_accessible", "plans", accessible),
    things("plans_due", "plans", due),
    things("plans_on_time", "plans", on_time),
    things("agencies_owing_plan", "plans", agencies),
    things("agencies_with_plan", "plans", with_plan),
    things("agencies_with_current_plan", "plans", with_current),
    things("plan_blocks", "plans", blocks, "block"),
    things("plan_blocks_present", "plans", present, "block"),
    things("plan_blocks_missing", "plans", missing, "block"),
)
SPANS = (
    Span(name="plan_stage", tables=("plans",), dimensions=("stage",), read=stage_days),
    Span(name="plan_late", tables=("plans",), dimensions=(), read=days_late),
    Span(name="plan_since_update", tables=("plans",), dimensions=(), read=days_since),
)
