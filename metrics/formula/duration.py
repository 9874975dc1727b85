"""Durations: the median number of days that things took, by agency and statewide, by group."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import EVERYONE
from metrics.count import registry
from metrics.count.count import UNDIVIDED, Kind, Span
from metrics.definition import Duration, Measure
from metrics.formula import division, inputs, outcome, rate
from metrics.formula.division import UNIT
from metrics.formula.inputs import Inputs
from metrics.mean import medians_by

_STANDARD = "race_standard"
_KEY = [*UNIT, _STANDARD, "group"]


def read(connection: Connection, measure: Measure) -> Inputs:
    """Return what the measure's figures are made of. Raises DefinitionError if it names a span or dimensions that there
    are not."""
    assert isinstance(measure.formula, Duration)  # noqa: S101 - the registry of formulas says so
    span = registry.span(measure.formula.span, measure.id)
    where = measure.formula.where
    divided = division.asked(measure, span, where)
    things = span.read(connection, [*divided, *where])
    for key, word in where.items():
        things = things[things[key] == word]
    if things.empty:
        return inputs.none()
    if _STANDARD not in things:
        things = things.assign(**{_STANDARD: ""})
    without = division.outside(connection)
    places = rate.places(connection, things, span.tables, without)
    return Inputs({"things": things} | places, {"things": division.ways(things, measure)}, without)


def figures(read: Inputs, measure: Measure, geography: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the measure's figures, those with a benchmark after those without; see `metrics.formula.figure`.

    The median of all things together statewide, never a mean of agencies' medians; of an even number the mean of the
    two in the middle. `denominator` is how many there are. Things are counted completely and have no interval; what
    happened to people has that of order statistics. Medians that agencies send are shown as they are, where there is
    one: several have no median.
    """
    assert isinstance(measure.formula, Duration)  # noqa: S101 - the registry of formulas says so
    if "things" not in read.rows or read.rows["things"].empty:
        return pd.DataFrame()
    span = registry.span(measure.formula.span, measure.id)
    things, ways = read.rows["things"], read.ways["things"]
    everyone = things[things[UNDIVIDED].astype(bool)] if UNDIVIDED in things else things
    parts = [(everyone.assign(group=EVERYONE, **{_STANDARD: ""}), EVERYONE)]
    parts += [(division.unmixed(things, name, ways[name]), name) for name in measure.breakdown.dimensions]
    made = [_medians(part, span, read.without).assign(dimension=name) for part, name in parts if len(part)]
    if not made:
        return pd.DataFrame()
    rows = pd.concat(made, ignore_index=True)
    own = {EVERYONE} | {each for each in measure.breakdown.dimensions if measure.breakdown.of_agency(each)}
    rows = rows[(rows["agency"] == EVERYONE) | (rows["dimension"].isin(own) & measure.breakdown.agencies)]
    if rows.empty:
        return pd.DataFrame()
    rows = rate.placed(rows, read, measure, geography)
    limits = rows[["lower", "upper"]]
    rows = outcome.limited(rows.assign(status=outcome.SHOWN), measure, chance=False).assign(**limits)
    complete = span.kind is Kind.THINGS
    return pd.concat([rows, *outcome.benchmarked(rows, measure, references, complete=complete)], ignore_index=True)


def _medians(things: pd.DataFrame, span: Span, without: Collection[str]) -> pd.DataFrame:
    of_state = things[~things["agency"].isin(without)].assign(agency=EVERYONE)
    both = pd.concat([things[things["agency"] != EVERYONE], of_state])
    if span.delivered:
        once = both[~both.duplicated(_KEY, keep=False)]
        found = once[[*_KEY, "days", "people"]].rename(columns={"days": "value", "people": "denominator"})
        return found.assign(numerator=np.nan, lower=np.nan, upper=np.nan)
    groups = both.groupby(_KEY, dropna=False)
    middle, lower, upper, many = medians_by(both["days"], groups.ngroup())
    found = groups.size().reset_index()[_KEY]
    found = found.assign(value=middle, denominator=many, numerator=np.nan, lower=lower, upper=upper)
    return found.assign(lower=np.nan, upper=np.nan) if span.kind is Kind.THINGS else found
