"""What enters the public file until the protection engine chooses cells for all tables together.

Published aggregates enter as their publishers issued them. Of head counts: agencies' and statewide totals, which
the payroll makes public anyway, and whole statewide tables by one dimension, if no count in them, no complement
and no difference between two shown tables is one of 1 to 5 people. A table that fails is left out whole: its rows
say `withheld` and hold no number.
"""

from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations

import pandas as pd

from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics.definition import Measure, Representation
from metrics.formula import figure
from metrics.table.cells import DIMENSIONS, TOTAL

THRESHOLD = 6
BASE = 20
WITHHELD = "withheld"
DELIVERED = "outcomes"
"""Source id of outcomes that agencies send themselves: not yet published, so held to the threshold."""
_NUMBERS = (
    "numerator", "denominator", "value", "se", "lower", "upper", "benchmark_value", "gap", "gap_lower", "gap_upper",
    "p", *figure.RATIO, "reference_margin", "reference_se",
)  # fmt: skip
_TEXTS = ("comparison", "certainty", "reference_vintage", "reference_note", "reference_source")
_TABLE = ["measure", "period", "nature", "dimension"]


def figures(rows: pd.DataFrame, measures: Mapping[str, Measure], earlier: Iterable[pd.DataFrame] = ()) -> pd.DataFrame:
    """Return figures with what is not public withheld. `earlier`: public figures of the releases before."""
    kinds = rows["measure"].map({name: each.kind for name, each in measures.items()})
    counted = kinds == "representation"
    total = (rows["dimension"] == EVERYONE) & (rows["group"] == EVERYONE)
    shown = _statewide_tables(rows[counted], measures, list(earlier))
    state = (rows["agency"] == EVERYONE) & _among(rows, shown, _TABLE)
    hidden = (counted & ~total & ~state) | _small_outcomes(rows[~counted]).reindex(rows.index, fill_value=False)
    return withheld(rows, hidden)


def withheld(rows: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Return rows whose hidden ones say so and hold no number, nor a word that was made from one."""
    rows = rows.copy()
    rows.loc[hidden, "status"] = WITHHELD
    for column in _NUMBERS:
        rows.loc[hidden, column] = float("nan")
    for column in _TEXTS:
        rows.loc[hidden, column] = None
    return rows


def cells(rows: pd.DataFrame, public: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Return the catalogue with every cell withheld but totals, agencies' totals and the statewide tables shown."""
    if rows.empty:
        return rows
    divided = rows[list(DIMENSIONS)] != TOTAL
    total = ~divided.drop(columns="agency").any(axis=1)
    whole = {
        name for name, each in measures.items() if isinstance(each.formula, Representation) and not each.formula.where
    }
    tables = public[
        public["measure"].isin(whole)
        & (public["agency"] == EVERYONE)
        & (public["dimension"] != EVERYONE)
        & (public["status"] == "shown")
    ]
    one = divided.sum(axis=1) == 1
    dimension = divided.idxmax(axis=1)
    there = pd.MultiIndex.from_frame(tables[["period", "nature", "dimension"]].drop_duplicates())
    asked = pd.MultiIndex.from_frame(rows[["period", "nature"]].assign(dimension=dimension))
    hidden = ~(total | (one & asked.isin(there)))
    return rows.assign(value=rows["value"].where(~hidden), status=rows["status"].where(~hidden, WITHHELD))


def safe(counts: pd.Series) -> bool:
    """Return whether no count is of 1 to 5 people.

    >>> safe(pd.Series([0.0, 6.0])), safe(pd.Series([5.0]))
    (True, False)
    """
    return not ((counts > 0) & (counts < THRESHOLD)).any()


def _statewide_tables(rows: pd.DataFrame, measures: Mapping[str, Measure], earlier: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the keys of the statewide tables that pass, each by itself, then beside the others and the past."""
    plain = rows[rows["benchmark"].isna() & (rows["agency"] == EVERYONE)]
    heads = plain[plain["dimension"] == EVERYONE].set_index(["measure", "period", "nature"])["numerator"]
    passed: dict[tuple[str, ...], pd.Series] = {}
    for names, table in plain[plain["dimension"] != EVERYONE].groupby(_TABLE):
        key = _key(names)
        counts = table.set_index("group")["numerator"]
        if " x " not in key[3] and counts.notna().all() and _stands_alone(counts, heads[key[:3]]):
            passed[key] = counts
    passed = _without_remainders(passed, measures)
    # A late agency's table is the difference of two releases, so those are told apart by who had delivered.
    delivered = _delivered(rows)
    for past in earlier:
        before = past[past["benchmark"].isna() & past["measure"].isin(set(rows["measure"]))]
        there = _delivered(before)
        state = before[(before["agency"] == EVERYONE) & (before["status"] == "shown")]
        for names, table in state[state["dimension"] != EVERYONE].groupby(_TABLE):
            key = _key(names)
            who = key[1:3]
            if key in passed and there.get(who) != delivered.get(who):
                old = table.set_index("group")["numerator"]
                if not safe(passed[key].sub(old, fill_value=0).abs()):
                    del passed[key]
    return pd.DataFrame(list(passed), columns=_TABLE)


def _key(names: Hashable) -> tuple[str, ...]:
    return tuple(map(str, names)) if isinstance(names, tuple) else (str(names),)


def _stands_alone(counts: pd.Series, heads: float) -> bool:
    reported = counts.drop(NOT_REPORTED, errors="ignore")
    base = reported.sum()
    return base >= BASE and safe(counts) and safe(heads - counts) and safe(base - reported)


def _without_remainders(
    passed: dict[tuple[str, ...], pd.Series], measures: Mapping[str, Measure]
) -> dict[tuple[str, ...], pd.Series]:
    """Drop the narrower of two tables whose difference is small, and all parts whose remainder is."""
    filters = {
        name: (each.formula.count, frozenset(each.formula.where.items()))
        for name, each in measures.items()
        if isinstance(each.formula, Representation)
    }
    kept = dict(passed)
    for broad in sorted(passed, key=lambda key: (len(filters[key[0]][1]), key)):
        inside = [
            key
            for key in passed
            if key[1:] == broad[1:]
            and filters[key[0]][0] == filters[broad[0]][0]
            and filters[key[0]][1] > filters[broad[0]][1]
        ]
        for key in inside:
            if not safe(passed[broad].sub(passed[key], fill_value=0)):
                kept.pop(key, None)
        # Disjoint parts together may leave a small rest that none leaves alone.
        parts = [key for key in inside if key in kept]
        for size in range(2, len(parts) + 1):
            for some in combinations(parts, size):
                if _disjoint([filters[key[0]][1] for key in some]):
                    rest = passed[broad].sub(sum(passed[key] for key in some), fill_value=0)
                    if not safe(rest):
                        for key in some:
                            kept.pop(key, None)
    return kept


def _disjoint(filters: list[frozenset[tuple[str, str]]]) -> bool:
    return all(any(dict(one).get(name, value) != value for name, value in two) for one, two in combinations(filters, 2))


def _delivered(rows: pd.DataFrame) -> dict[tuple[str, ...], frozenset[str]]:
    """Who had delivered: the agencies with a head count, by period and nature."""
    heads = rows[(rows["dimension"] == EVERYONE) & (rows["agency"] != EVERYONE) & rows["denominator"].notna()]
    return {
        (str(period), str(nature)): frozenset(part)
        for (period, nature), part in heads.groupby(["period", "nature"])["agency"]
    }


def _small_outcomes(rows: pd.DataFrame) -> pd.Series:
    """Where agencies' own outcomes hold 1 to 5 people, a complement of such, or a base under 20, in any place.

    The dimension is then withheld in every place, since places may add up to a shown whole.
    """
    own = (rows["source"] == DELIVERED) & (rows["status"] == "shown")
    rest = rows["denominator"] - rows["numerator"]
    small = own & (
        ((rows["numerator"] > 0) & (rows["numerator"] < THRESHOLD))
        | ((rest > 0) & (rest < THRESHOLD))
        | (rows["denominator"] < BASE)
    )
    keys = ["measure", "agency", "period", "nature", "dimension"]
    return own & small.groupby([rows[name] for name in keys]).transform("any")


def _among(rows: pd.DataFrame, keys: pd.DataFrame, names: list[str]) -> pd.Series:
    found = pd.MultiIndex.from_frame(rows[names]).isin(pd.MultiIndex.from_frame(keys[names]))
    return pd.Series(found, index=rows.index)
