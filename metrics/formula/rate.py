"""Rates: one count in another, by agency and statewide, by group; and counts by themselves."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import EVERYONE
from metrics.contracting import drawn
from metrics.count import registry
from metrics.count.count import Kind
from metrics.definition import Measure, Rate, Total, Unit
from metrics.formula import division, outcome
from metrics.formula.division import UNIT
from metrics.interval import Floats

_KEY = [*UNIT, "race_standard", "dimension", "group"]
_LIMITS = ["value", "lower", "upper", "se"]
_SHOWN, _NOT_APPLICABLE = "shown", "not_applicable"


def figures(connection: Connection, measure: Measure, geography: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the measure's figures, those with a benchmark after those without; see `metrics.formula.figure`.

    A statewide rate is of summed counts, never a mean of rates. A rate of people or events has Wilson's limits; of
    things and dollars, which are complete, none, and they are not held against the State, which they are part of.
    Nothing in nothing is not applicable. Raises DefinitionError if the measure names counts or dimensions that there
    are not.
    """
    if isinstance(measure.formula, Total):
        return _totals(connection, measure, geography)
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the registry of formulas says so
    counts = [registry.count(getattr(measure.formula, key), measure.id, key) for key in ("numerator", "denominator")]
    read = [division.read(connection, measure, each, measure.formula.where) for each in counts]
    chance = all(each.kind in (Kind.PEOPLE, Kind.EVENTS) for each in counts)
    if chance:
        # Nothing sent is not nobody.
        units = read[1][UNIT].drop_duplicates()
        units = units[division.sent(connection, [name for each in counts for name in each.tables], units)]
        read = [rows.merge(units, on=UNIT) for rows in read]
    if read[1].empty:
        return pd.DataFrame()
    without = division.outside(connection, of_cities=counts[1].cities)
    top, base = (division.tables(rows, measure, without) for rows in read)
    if base.empty:
        return pd.DataFrame()
    rows = base.rename(columns={"inside": "denominator"}).merge(
        top.rename(columns={"inside": "numerator"}), on=_KEY, how="left"
    )
    rows["numerator"] = rows["numerator"].fillna(0.0).where(rows["denominator"].notna())
    percent = measure.reading.unit == Unit.PERCENT
    if percent and counts[0].tables == counts[1].tables:
        _sound(rows)
    known = rows["denominator"] > 0
    if percent:
        # Those who left are no longer in a base at the end of the year: there may be more of them than of it.
        known &= rows["numerator"] <= rows["denominator"]
    rows = rows.assign(
        value=(100 if percent else 1) * rows["numerator"] / rows["denominator"].where(known),
        status=np.where(known, _SHOWN, _NOT_APPLICABLE),
    )
    rows = rows.assign(asked=_asked(connection, measure, rows, without))
    tables = [name for each in counts for name in each.tables]
    rows = placed(rows, connection, measure, geography, read[1], tables, of_cities=counts[1].cities)
    # Nothing in nothing is a count of 0 all the same.
    numbers = rows[["numerator", "denominator"]].copy()
    rows = outcome.limited(rows, measure, chance=chance).assign(
        numerator=numbers["numerator"], denominator=numbers["denominator"]
    )
    rows = _drawn(connection, measure, rows, without)
    found = [rows, *outcome.benchmarked(rows, measure, references, complete=not chance)]
    if measure.breakdown.agencies and measure.benchmarks and chance:
        found.append(_against_state(rows[~rows["agency"].isin(without)], measure))
    return pd.concat([each for each in found if not each.empty], ignore_index=True)


def _drawn(connection: Connection, measure: Measure, rows: pd.DataFrame, without: Collection[str]) -> pd.DataFrame:
    """Return rates of dollars with the limits of `metrics.contracting.drawn`, where the measure names the counts."""
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the caller asked
    if measure.formula.among is None or measure.formula.squares is None:
        return rows
    parts = [
        _beside(connection, measure, rows, without, key, name)
        for key, name in (("among", measure.formula.among), ("squares", measure.formula.squares))
    ]
    lower, upper = drawn(rows["numerator"], parts[0], parts[1], rows["denominator"])
    return rows.assign(
        lower=np.where(rows["value"].notna(), lower, np.nan), upper=np.where(rows["value"].notna(), upper, np.nan)
    )


def _beside(
    connection: Connection, measure: Measure, rows: pd.DataFrame, without: Collection[str], key: str, name: str
) -> Floats:
    """Another count at the place of each row, 0 where it has none."""
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the caller asked
    count = registry.count(name, measure.id, key)
    parts = division.tables(division.read(connection, measure, count, measure.formula.where), measure, without)
    found: Floats = rows[_KEY].merge(parts, on=_KEY, how="left")["inside"].fillna(0.0).to_numpy("float64")
    return found


def _totals(connection: Connection, measure: Measure, geography: str) -> pd.DataFrame:
    assert isinstance(measure.formula, Total)  # noqa: S101 - the caller asked
    count = registry.count(measure.formula.count, measure.id, "count")
    read = division.read(connection, measure, count, measure.formula.where)
    if read.empty:
        return pd.DataFrame()
    without = division.outside(connection, of_cities=count.cities)
    rows = division.tables(read, measure, without).rename(columns={"inside": "value"})
    if rows.empty:
        return pd.DataFrame()
    rows = rows.assign(numerator=np.nan, denominator=np.nan, status=_SHOWN)
    rows = placed(rows, connection, measure, geography, read, count.tables, of_cities=count.cities)
    return outcome.limited(rows, measure, chance=False)


def _sound(rows: pd.DataFrame) -> None:
    wrong = rows["numerator"] > rows["denominator"]
    if wrong.any():
        row = rows[wrong].iloc[0]
        raise ValueError(
            f"{row['agency']}, {row['period']}, {row['group']}: {row['numerator']:g} in {row['denominator']:g}; a part "
            "is at most its whole"
        )


def _asked(connection: Connection, measure: Measure, rows: pd.DataFrame, without: Collection[str]) -> pd.Series:
    """What the rules in force ask for in percent of each base; blank where they do not govern all of it."""
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the caller asked
    names = {"goal": measure.formula.goal, "governed": measure.formula.governed}
    asked = {}
    for key, name in names.items():
        if name is None:
            return pd.Series(np.nan, index=rows.index)
        asked[key] = _beside(connection, measure, rows, without, key, name)
    whole = rows["denominator"] > 0
    all_of = np.isclose(asked["governed"], rows["denominator"], rtol=1e-9, atol=0.005)
    percent: pd.Series = (100 * asked["goal"] / rows["denominator"]).where(whole & all_of)
    return percent


def placed(
    rows: pd.DataFrame,
    connection: Connection,
    measure: Measure,
    geography: str,
    read: pd.DataFrame,
    tables: Sequence[str],
    *,
    of_cities: bool = False,
) -> pd.DataFrame:
    """Return rows with the columns of a figure that tell where it stands: coverage, sources, measure, place, unit.

    `of_cities`: what they are of only cities have.
    """
    without = division.outside(connection, of_cities=of_cities)
    coverage = division.coverage(connection, division.delivered(connection, tables, read), of_cities=of_cities)
    rows = rows.merge(coverage, on=["period", "nature"], how="left").merge(
        division.sources(connection, tables, read, without), on=UNIT, how="left"
    )
    rows.loc[rows["agency"] != EVERYONE, ["agencies_delivered", "agencies_due"]] = np.nan
    return rows.assign(
        measure=measure.id, geography=geography, unit=measure.reading.unit.value, margin_of_error=np.nan,
        definition_version=measure.version,
    )  # fmt: skip


def _against_state(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The same group's rate statewide, which the agency is a part of, as the agency's benchmark."""
    on = ["period", "nature", "dimension", "group", "race_standard"]
    state = rows.loc[rows["agency"] == EVERYONE, [*on, *_LIMITS]]
    held = rows[rows["agency"] != EVERYONE].merge(state, on=on, suffixes=("", "_other"))
    held = held.rename(columns={"value_other": "benchmark_value"})
    return outcome.compared(held.assign(benchmark="statewide", benchmark_kind="statewide"), measure)
