"""Tables that are shown whole or not at all: rates and shares of people's events that no table of the catalogue holds.

A table is one dimension of one measure and period, of the whole State. It is shown where each of its groups has a base
of at least the policy's, and each count in it, each rest and each difference from a count of the same people that is
shown already is 0 or at least the threshold. Of an agency only how many there were of all groups together is public:
tables of agencies beside the State's would be subtracted from it. A city is no part of the State: of it rates of all
groups together are public too.

A count that a measure filters is not public at all. What is set beside the catalogue's head counts is shown only where
these are: a base that is one of them, and whoever came, moved or left, since this year's people are last year's with
those who came and without those who left.
"""

from collections.abc import Callable, Collection, Iterable

import numpy as np
import pandas as pd

from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics.count import registry
from metrics.count.count import Kind
from metrics.definition import Adjusted, Duration, Measure, Outcome, Rate, Upkeep
from metrics.disclosure.policy import Policy
from metrics.disclosure.withhold import withheld

_UNIT = ["agency", "period", "nature", "dimension"]
_STATEWIDE = "statewide"
_SHOWN = "shown"
Known = dict[tuple[str, ...], float]
Stock = Callable[[pd.DataFrame], pd.Series]
"""Return the employees that the public is shown at the place of each figure, NaN where it is shown none."""
_HEADS = "employees"
_MOVES = "personnel_action_counts"


def counts_of(measure: Measure) -> tuple[str, ...]:
    """Return the names of the counts that a measure's formula is of."""
    if isinstance(measure.formula, Outcome | Duration | Upkeep):
        return ()
    if isinstance(measure.formula, Rate | Adjusted):
        return (measure.formula.numerator, measure.formula.denominator)
    return (measure.formula.count,)


def of_people(measure: Measure) -> bool:
    """Return whether a measure counts people or what happened to them."""
    known = registry.counts()
    return any(known[name].kind in (Kind.PEOPLE, Kind.EVENTS) for name in counts_of(measure))


def shown(
    rows: pd.DataFrame, measures: Iterable[Measure], policy: Policy, stock: Stock, cities: Collection[str] = ()
) -> pd.DataFrame:
    """Return the figures of `measures` that are public, those withheld without a number; `stock` as the public sees
    it; `cities`: agencies that are no part of the State.

    A measure whose counts, set beside those that an earlier one shows of the same people, would tell a small difference
    is withheld there too.
    """
    found: list[pd.DataFrame] = []
    known: dict[str, Known] = {}
    for measure in measures:
        found.append(_of(rows[rows["measure"] == measure.id], measure, policy, known, stock, cities))
    return pd.concat(found) if found else rows


def _of(
    rows: pd.DataFrame,
    measure: Measure,
    policy: Policy,
    known: dict[str, Known],
    stock: Stock,
    cities: Collection[str],
) -> pd.DataFrame:
    if getattr(measure.formula, "where", None):
        # Beside the whole count it would tell the rest, which no rule here looks at.
        return rows[:0]
    of_state = rows["agency"] == EVERYONE
    # A rate of an agency and the rate of the State tell the rate of the others.
    total = (rows["dimension"] == EVERYONE) & (rows["agency"].isin(cities) | (not isinstance(measure.formula, Rate)))
    rows = rows[of_state | total]
    told = rows["status"] == _SHOWN
    rows = rows.assign(**{name: rows[name].where(told) for name in ("numerator", "denominator")})
    plain = rows[rows["benchmark"].isna() & told]
    if plain.empty:
        return rows
    small = _small(plain, measure, policy) | _telling(plain, measure, policy, known)
    small |= _beside(plain, measure, stock) & ~plain["agency"].isin(cities)
    hidden = small.groupby([plain[name] for name in _UNIT]).any()
    gone = _finer(hidden, policy)
    out = pd.MultiIndex.from_frame(rows[_UNIT]).isin(gone)
    rows, out = rows[rows["benchmark"] != _STATEWIDE], out[(rows["benchmark"] != _STATEWIDE).to_numpy()]
    kept = plain[~pd.MultiIndex.from_frame(plain[_UNIT]).isin(gone)]
    _learn(kept, measure, policy, known)
    return _without(rows, pd.Series(out, index=rows.index), measure, policy)


def _small(rows: pd.DataFrame, measure: Measure, policy: Policy) -> pd.Series:
    """Return whether a figure by itself says something of few people."""
    least, total = policy.threshold, rows["dimension"] == EVERYONE
    top, base = rows["numerator"], rows["denominator"]
    small = (top > 0) & (top < least)
    if isinstance(measure.formula, Rate):
        rest = base - top
        return small | ((rest > 0) & (rest < least)) | (base < policy.base)
    # How many came or left in an agency is public by name; by group it is not.
    return (small | (base < policy.base)) & ~total


def _beside(rows: pd.DataFrame, measure: Measure, stock: Stock) -> pd.Series:
    """Return whether the head counts beside a figure's group, of its year or for moves also of the year before, are not
    all shown."""
    names = counts_of(measure)
    moves = any(_MOVES in registry.counts()[name].tables for name in names)
    groups = rows["dimension"] != EVERYONE
    if not moves and _HEADS not in names:
        return ~groups & False
    unknown = stock(rows).isna() if _HEADS in names else ~groups & False
    if moves:
        unknown |= groups & stock(rows).isna()
        before = {text: each.text for text in rows["period"].unique() if (each := periods.parse(text).before())}
        there = rows["period"].map(before).isin(set(rows["period"]))
        unknown |= groups & there & stock(rows.assign(period=rows["period"].map(before))).isna()
    return unknown


def _telling(rows: pd.DataFrame, measure: Measure, policy: Policy, known: dict[str, Known]) -> pd.Series:
    """Return whether a figure's counts, beside those of the same people shown already, tell a small difference."""
    told = pd.Series(False, index=rows.index)
    keys = [tuple(map(str, key)) for key in rows[[*_UNIT, "group"]].itertuples(index=False, name=None)]
    own = dict(_values(rows, measure))

    def at(name: str) -> pd.Series:
        beside = known.get(name, {})
        return own.get(name, pd.Series([beside.get(key, np.nan) for key in keys], index=rows.index, dtype="float64"))

    for name, values in own.items():
        for other in {each for chain in policy.nested if name in chain for each in chain} - own.keys():
            told |= _few((values - at(other)).abs(), policy)
    for whole, parts in policy.sums.items():
        if own.keys() & {whole, *parts}:
            for last in parts:
                rest = [at(each) for each in parts if each != last]
                told |= _few(at(whole) - sum(rest[1:], rest[0]), policy)
    return told


def _few(people: pd.Series, policy: Policy) -> pd.Series:
    return (people > 0) & (people < policy.threshold)


def _learn(rows: pd.DataFrame, measure: Measure, policy: Policy, known: dict[str, Known]) -> None:
    keys = [tuple(map(str, key)) for key in rows[[*_UNIT, "group"]].itertuples(index=False, name=None)]
    for name, values in _values(rows, measure):
        if any(name in chain for chain in (*policy.nested, *((whole, *parts) for whole, parts in policy.sums.items()))):
            known.setdefault(name, {}).update(zip(keys, values.astype(float), strict=True))


def _values(rows: pd.DataFrame, measure: Measure) -> list[tuple[str, pd.Series]]:
    columns = ("numerator", "denominator")
    return list(zip(counts_of(measure), (rows[name] for name in columns), strict=False))


def _finer(hidden: pd.Series, policy: Policy) -> pd.MultiIndex:
    """Return the tables that are hidden, and those whose groups add up to the groups of one that is."""
    gone = hidden.index[hidden].to_frame(index=False)
    finer = gone.assign(dimension=gone["dimension"].map(policy.folded)).dropna(subset="dimension")
    return pd.MultiIndex.from_frame(pd.concat([gone, finer]).drop_duplicates())


def _without(rows: pd.DataFrame, out: pd.Series, measure: Measure, policy: Policy) -> pd.DataFrame:
    """Return the rows, those `out` withheld; where a coarser table tells the same groups they have no row."""
    coarser = {policy.folded[each]: each for each in measure.breakdown.dimensions if each in policy.folded}
    told = rows["dimension"].map(coarser)
    said = rows.loc[~out, ["agency", "period", "nature", "dimension"]].drop_duplicates()
    place = rows[["agency", "period", "nature"]].assign(dimension=told)
    twice = pd.MultiIndex.from_frame(place).isin(pd.MultiIndex.from_frame(said)) & told.notna()
    small = rows["dimension"].ne(EVERYONE) & out & ~_wide(rows, policy)
    return withheld(rows[~(out & twice) & ~small], out[~(out & twice) & ~small])


def _wide(rows: pd.DataFrame, policy: Policy) -> pd.Series:
    """Return whether a table is of enough people that it is told to be withheld."""
    base = rows["denominator"].where(rows["group"] != NOT_REPORTED, 0)
    people = base.groupby([rows[name] for name in _UNIT]).transform("max")
    return people >= policy.base
