"""Adjusted rates: what each group's rate would be if all groups were made up alike, as of the programs they ask for."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics.count import registry
from metrics.count.count import UNDIVIDED
from metrics.definition import Adjusted, DefinitionError, Measure
from metrics.formula import division, inputs, outcome, rate
from metrics.formula.division import UNIT
from metrics.formula.inputs import Inputs
from metrics.interval import wilson
from metrics.standardized import direct

LEAST = 0.85
"""The share of the common mix that a group must have people in, to be led to it."""
_STANDARD = "race_standard"
_SAID = ["value", "lower", "upper"]
_PLACE = [*UNIT, _STANDARD]


def read(connection: Connection, measure: Measure) -> Inputs:
    """Return what the measure's figures are made of. Raises DefinitionError for counts or dimensions that there are
    not."""
    assert isinstance(measure.formula, Adjusted)  # noqa: S101 - the registry of formulas says so
    formula = measure.formula
    counts = [registry.count(getattr(formula, key), measure.id, key) for key in ("numerator", "denominator")]
    top, base = (
        each.read(connection, [*division.asked(measure, each, formula.where), formula.stratum, *formula.where])
        for each in counts
    )
    if any(formula.stratum not in each.dimensions for each in counts):
        raise DefinitionError(f"{measure.id}.toml: formula: stratum is {formula.stratum!r}; both counts must have it")
    if base.empty:
        return inputs.none()
    keys = [name for name in base if name != "value"]
    both = base.rename(columns={"value": "n"}).merge(top.rename(columns={"value": "x"}), on=keys, how="left")
    for key, word in formula.where.items():
        both = both[both[key] == word]
    if _STANDARD not in both:
        both = both.assign(**{_STANDARD: ""})
    without = division.outside(connection)
    tables = [name for each in counts for name in each.tables]
    places = rate.places(connection, base, tables, without)
    return Inputs({"both": both} | places, {"both": division.ways(both, measure)}, without)


def figures(read: Inputs, measure: Measure, geography: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the measure's figures, those with a benchmark after those without; see `metrics.formula.figure`.

    Direct standardization (`metrics.standardized.direct`): the common mix is that of all people whose group is
    reported. Strata that a group has nobody in have no rate of it and are left out; with under 85 percent of the mix,
    or under ten events, there is no adjusted rate. Everyone's rate is the plain one, with Wilson's limits. The value is
    no quotient of two counts: `numerator` is blank, `denominator` the people of the group.
    """
    assert isinstance(measure.formula, Adjusted)  # noqa: S101 - the registry of formulas says so
    if "both" not in read.rows or read.rows["both"].empty:
        return pd.DataFrame()
    both, ways = read.rows["both"], read.ways["both"]
    parts = [_plain(both, read.without)]
    parts += [
        _standardized(division.unmixed(both, name, ways[name]), name, measure.formula.stratum, read.without)
        for name in measure.breakdown.dimensions
    ]
    rows = pd.concat([each for each in parts if len(each)], ignore_index=True)
    own = {EVERYONE} | {each for each in measure.breakdown.dimensions if measure.breakdown.of_agency(each)}
    rows = rows[(rows["agency"] == EVERYONE) | (rows["dimension"].isin(own) & measure.breakdown.agencies)]
    rows = rate.placed(rows, read, measure, geography)
    limits = rows[["lower", "upper"]]
    rows = rows.assign(status=np.where(rows["value"].notna(), outcome.SHOWN, "not_applicable"), numerator=np.nan)
    rows = outcome.limited(rows, measure, chance=False).assign(**limits)
    return pd.concat([rows, *outcome.benchmarked(rows, measure, references)], ignore_index=True)


def _summed(rows: pd.DataFrame, by: list[str], without: Collection[str]) -> pd.DataFrame:
    of_state = rows[~rows["agency"].isin(without)].assign(agency=EVERYONE)
    both = pd.concat([rows[rows["agency"] != EVERYONE], of_state])
    summed: pd.DataFrame = both.groupby([*_PLACE, *by], as_index=False)[["x", "n"]].sum()
    return summed


def _plain(rows: pd.DataFrame, without: Collection[str]) -> pd.DataFrame:
    whole = rows[rows[UNDIVIDED].astype(bool)] if UNDIVIDED in rows else rows
    sums = _summed(whole.assign(**{_STANDARD: ""}), [], without)
    lower, upper = wilson(sums["x"], sums["n"].where(sums["n"] > 0))
    return sums[_PLACE].assign(
        value=100 * sums["x"] / sums["n"].where(sums["n"] > 0), lower=100 * lower, upper=100 * upper,
        denominator=sums["n"], dimension=EVERYONE, group=EVERYONE,
    )  # fmt: skip


def _standardized(groups: pd.DataFrame, dimension: str, stratum: str, without: Collection[str]) -> pd.DataFrame:
    sums = _summed(groups[groups["group"] != NOT_REPORTED], [stratum, "group"], without)
    if sums.empty:
        return sums
    wide = sums.pivot(index=[*_PLACE, "group"], columns=stratum, values=["x", "n"]).fillna(0.0)
    x, n = wide["x"], wide["n"]
    mix = n.groupby(level=_PLACE).transform("sum").to_numpy()
    used = np.where(n > 0, mix, 0.0)
    found = direct(x.to_numpy(), n.to_numpy(), used)
    covered = used.sum(axis=1) / np.where(mix.sum(axis=1) > 0, mix.sum(axis=1), np.nan)
    said = np.clip(100 * np.stack([found.value, found.lower, found.upper]), 0, 100)
    said[:, ~(covered >= LEAST)] = np.nan
    made = pd.DataFrame(said.T, columns=_SAID, index=wide.index).assign(denominator=n.to_numpy().sum(axis=1))
    return made.reset_index().assign(dimension=dimension)
