"""Table `goals`: every goal of the plans with its newest value; to the public a goal about people tells no more of them
than the release's own figures do.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE
from metrics import accountability, progress
from metrics.count import goals as counted
from metrics.count import registry
from metrics.count.count import Kind
from metrics.definition import Duration, Measure
from metrics.disclosure.whole import counts_of
from metrics.release import WITHHELD

COLUMNS = accountability.columns("goals")
SHOWN = "shown"
Place = tuple[Any, ...]
_PLACE = ["measure", "agency", "group", "period", "nature"]
_TOLD = ["baseline", "value", "done"]
_SAME = 0.05
"""A delivered number is a figure's own where the two are the same to one decimal."""


def table(connection: Connection, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Return every goal as it stands on the last day told.

    `of`: the measure that its words name, by id or by title in either language; blank where they name none. `done`:
    percent of the way from baseline to target; `time_gone`: percent of the days from baseline to target date; both
    blank where a part is not said. `progress`: a status as `metrics.count.goals` gives it.
    """
    rows = counted.goals(connection)
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows = rows[rows["day"] == rows.groupby("nature")["day"].transform("max")].reset_index(drop=True)
    names = _names(measures)
    begin, end, today = (pd.to_datetime(rows[name]) for name in ("baseline_date", "target_date", "day"))
    gone = 100 * (today - begin).dt.days / (end - begin).dt.days
    found = rows.assign(
        goal=rows["goal_id"],
        of=rows["measure"].map(lambda said: _named(said, names)).astype(object),
        done=progress.targeted_changes(rows["baseline"], rows["value"], rows["target"]),
        time_gone=gone.clip(0, 100),
        progress=rows["goal_status"],
        status=SHOWN,
        as_of=rows["day"],
    )
    return found.sort_values(["agency", "goal"], ignore_index=True).reindex(columns=COLUMNS)


def public(rows: pd.DataFrame, measures: Mapping[str, Measure], figures: pd.DataFrame) -> pd.DataFrame:
    """Return the goals as anybody may see them; `figures` are the public ones of the same release.

    A goal for everyone on a measure that counts things alone is told whole. Of any other, and of one that names no
    measure, baseline and newest value are told only where both are figures that the release shows: of the same measure,
    agency and group, of the year that each is dated in. Else these two, how much of the way is done and the status are
    withheld. The target is what a plan sets out to do, and tells of nobody.
    """
    of_things = rows["of"].map(lambda name: _of_things(measures.get(str(name)))) & rows["group"].isna()
    told = _told(figures)
    same = [
        all(_is_a_figure(row, row[name], row[f"{name}_date"], told) for name in ("baseline", "value"))
        for row in rows.to_dict("records")
    ]
    open_ones = of_things | pd.Series(same, index=rows.index, dtype=bool)
    return rows.assign(
        status=np.where(open_ones, SHOWN, WITHHELD),
        progress=rows["progress"].where(open_ones),
        value_date=rows["value_date"].where(open_ones),
        **{name: rows[name].where(open_ones) for name in _TOLD},
    )


def _told(figures: pd.DataFrame) -> Mapping[Place, list[float]]:
    """Return the values that are shown of each measure, agency, group, year and nature."""
    shown = figures[figures["benchmark"].isna() & (figures["status"] == SHOWN) & figures["value"].notna()]
    found: dict[Place, list[float]] = {}
    for *place, value in shown[[*_PLACE, "value"]].itertuples(index=False, name=None):
        found.setdefault(tuple(place), []).append(float(value))
    return found


def _is_a_figure(row: Mapping[Any, Any], value: Any, day: Any, told: Mapping[Place, list[float]]) -> bool:
    if not isinstance(day, str) or not isinstance(row["of"], str) or pd.isna(value):
        return False
    year = periods.fiscal_year(date.fromisoformat(day))
    group = row["group"] if isinstance(row["group"], str) else EVERYONE
    held = told.get((row["of"], row["agency"], group, year, row["nature"]), [])
    return any(abs(each - float(value)) < _SAME for each in held)


def _of_things(measure: Measure | None) -> bool:
    """Return whether a measure counts nothing but things, none of which tells of people or of a firm's dollars."""
    if measure is None:
        return False
    if isinstance(measure.formula, Duration):
        return set(registry.spans()[measure.formula.span].tables) <= {"plans"}
    kinds = {registry.counts()[name].kind for name in counts_of(measure)}
    return kinds == {Kind.THINGS}


def _names(measures: Mapping[str, Measure]) -> Mapping[str, str]:
    """Return what a goal may call a measure, in small letters -> its id."""
    return {
        name.casefold(): each.id for each in measures.values() for name in (each.spanish.title, each.title, each.id)
    }


def _named(said: object, names: Mapping[str, str]) -> str | None:
    return names.get(said.strip().casefold()) if isinstance(said, str) else None
