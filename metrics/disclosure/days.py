"""Medians of days that people waited: which are public, and that nothing else of them is.

Only the median, in whole days: how many it is of, its limits (which are days that somebody waited) and anything made
from these are internal. A table, one dimension of one measure and period, and of programs each by itself, is shown
where each of its medians is of at least as many people as the policy asks, more where groups are crossed, or not at
all. Of an agency everyone's median is public, and those of its programs; its groups are internal.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from etl.vocabulary.label import EVERYONE
from metrics.count import registry
from metrics.count.count import Kind
from metrics.definition import Duration, Measure
from metrics.disclosure.policy import Policy
from metrics.disclosure.withhold import withheld

_TABLE = ["measure", "agency", "period", "nature", "dimension"]
_WHOLE = (EVERYONE, "program")
_KEPT = ("numerator", "denominator", "se", "lower", "upper")


def of_people(measure: Measure) -> bool:
    """Return whether a measure is of the days that people waited."""
    known = registry.spans()
    return isinstance(measure.formula, Duration) and known[measure.formula.span].kind is not Kind.THINGS


def shown(rows: pd.DataFrame, measures: Iterable[Measure], policy: Policy) -> pd.DataFrame:
    """Return the figures of `measures` that are public. Those that a filter keeps are not, nor what is held against
    another median."""
    whole = [each.id for each in measures if not getattr(each.formula, "where", None)]
    public = (rows["agency"] == EVERYONE) | rows["dimension"].isin(_WHOLE)
    rows = rows[rows["measure"].isin(whole) & public & rows["benchmark"].isna()]
    crossed = rows["dimension"].str.contains(" x ", regex=False)
    least = np.where(crossed, policy.pay.crossed, policy.pay.people)
    few = rows["denominator"] < least
    # Programs have no sum, so that one says nothing of another.
    program = rows["group"].str.split(" x ").str[0].where(rows["dimension"].str.startswith("program"), "")
    hidden = few.groupby([*(rows[name] for name in _TABLE), program]).transform("any")
    told = rows.assign(value=rows["value"].round(), **dict.fromkeys(_KEPT, np.nan))
    return withheld(told, hidden.astype(bool))
