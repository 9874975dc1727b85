"""Durations: the median number of days that things took, by agency and statewide, by group."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import EVERYONE
from metrics.count import registry
from metrics.definition import Duration, Measure
from metrics.formula import division, outcome, rate
from metrics.formula.division import UNIT


def figures(connection: Connection, measure: Measure, geography: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the measure's figures, those with a benchmark after those without; see `metrics.formula.figure`.

    The median of all things together statewide, never a mean of agencies' medians; of an even number the mean of the
    two in the middle. Things are counted completely: there is no interval. `denominator` is how many there are. Raises
    DefinitionError if the measure names a span or dimensions that there are not.
    """
    assert isinstance(measure.formula, Duration)  # noqa: S101 - the registry of formulas says so
    span = registry.span(measure.formula.span, measure.id)
    where = measure.formula.where
    divided = division.asked(measure, span, where)
    things = span.read(connection, [*divided, *where])
    for key, word in where.items():
        things = things[things[key] == word]
    if things.empty:
        return pd.DataFrame()
    everyone = [(things.assign(group=EVERYONE), EVERYONE)]
    groups = [(things.dropna(subset=[name]).assign(group=things[name]), name) for name in measure.breakdown.dimensions]
    without = division.outside(connection)
    rows = pd.concat(
        [_medians(part, dimension, without) for part, dimension in everyone + groups if len(part)], ignore_index=True
    )
    if not measure.breakdown.agencies:
        rows = rows[rows["agency"] == EVERYONE]
    rows = rate.placed(rows, connection, measure, geography, things, span.tables, without)
    rows = outcome.limited(rows.assign(status=outcome.SHOWN), measure, chance=False)
    return pd.concat([rows, *outcome.benchmarked(rows, measure, references, complete=True)], ignore_index=True)


def _medians(things: pd.DataFrame, dimension: str, without: Collection[str]) -> pd.DataFrame:
    of_state = things[~things["agency"].isin(without)].assign(agency=EVERYONE)
    both = pd.concat([things[things["agency"] != EVERYONE], of_state])
    found = both.groupby([*UNIT, "group"], as_index=False).agg(value=("days", "median"), denominator=("days", "size"))
    return found.assign(dimension=dimension, numerator=np.nan, race_standard="")
