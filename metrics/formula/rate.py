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
from metrics.formula import division, inputs, outcome
from metrics.formula.division import UNIT
from metrics.formula.inputs import Inputs
from metrics.interval import Floats

_KEY = [*UNIT, "race_standard", "dimension", "group"]
_LIMITS = ["value", "lower", "upper", "se"]
_SHOWN, _NOT_APPLICABLE = "shown", "not_applicable"
_TOP, _BASE = "numerator", "denominator"
_BESIDE = ("among", "squares", "goal", "governed")


def read(connection: Connection, measure: Measure) -> Inputs:
    """Return what the measure's figures are made of. Raises DefinitionError if it names counts or dimensions that there
    are not."""
    if isinstance(measure.formula, Total):
        return _read_total(connection, measure)
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the registry of formulas says so
    formula = measure.formula
    counts = {key: registry.count(getattr(formula, key), measure.id, key) for key in (_TOP, _BASE)}
    rows = {key: division.read(connection, measure, each, formula.where) for key, each in counts.items()}
    if _by_chance(measure):
        # Nothing sent is not nobody.
        units = rows[_BASE][UNIT].drop_duplicates()
        units = units[division.sent(connection, [name for each in counts.values() for name in each.tables], units)]
        rows = {key: each.merge(units, on=UNIT) for key, each in rows.items()}
    if rows[_BASE].empty:
        return inputs.none()
    for key in _BESIDE:
        if (name := getattr(formula, key)) is not None:
            rows[key] = division.read(connection, measure, registry.count(name, measure.id, key), formula.where)
    ways = {key: division.ways(each, measure) for key, each in rows.items()}
    cities = counts[_BASE].cities
    without = division.outside(connection, of_cities=cities)
    tables = [name for each in counts.values() for name in each.tables]
    return Inputs(rows | places(connection, rows[_BASE], tables, without, of_cities=cities), ways, without)


def _read_total(connection: Connection, measure: Measure) -> Inputs:
    assert isinstance(measure.formula, Total)  # noqa: S101 - the caller asked
    count = registry.count(measure.formula.count, measure.id, "count")
    rows = division.read(connection, measure, count, measure.formula.where)
    if rows.empty:
        return inputs.none()
    without = division.outside(connection, of_cities=count.cities)
    found = places(connection, rows, count.tables, without, of_cities=count.cities)
    return Inputs({_TOP: rows} | found, {_TOP: division.ways(rows, measure)}, without)


def figures(read: Inputs, measure: Measure, geography: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the measure's figures, those with a benchmark after those without; see `metrics.formula.figure`.

    A statewide rate is of summed counts, never a mean of rates. A rate of people or events has Wilson's limits; of
    things and dollars, which are complete, none, and they are not held against the State, which they are part of.
    Nothing in nothing is not applicable. Raises ValueError for a part that is more than its whole.
    """
    if isinstance(measure.formula, Total):
        return _totals(read, measure, geography)
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the registry of formulas says so
    if _BASE not in read.rows or read.rows[_BASE].empty:
        return pd.DataFrame()
    chance = _by_chance(measure)
    counts = [registry.count(getattr(measure.formula, key), measure.id, key) for key in (_TOP, _BASE)]
    top, base = (_divided(read, measure, key) for key in (_TOP, _BASE))
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
    rows = rows.assign(asked=_asked(read, measure, rows))
    rows = placed(rows, read, measure, geography)
    # Nothing in nothing is a count of 0 all the same.
    numbers = rows[["numerator", "denominator"]].copy()
    rows = outcome.limited(rows, measure, chance=chance).assign(
        numerator=numbers["numerator"], denominator=numbers["denominator"]
    )
    rows = _drawn(read, measure, rows)
    found = [rows, *outcome.benchmarked(rows, measure, references, complete=not chance)]
    if measure.breakdown.agencies and measure.benchmarks and chance:
        found.append(_against_state(rows[~rows["agency"].isin(read.without)], measure))
    return pd.concat([each for each in found if not each.empty], ignore_index=True)


def _by_chance(measure: Measure) -> bool:
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the caller asked
    counts = [registry.count(getattr(measure.formula, key), measure.id, key) for key in (_TOP, _BASE)]
    return all(each.kind in (Kind.PEOPLE, Kind.EVENTS) for each in counts)


def _divided(read: Inputs, measure: Measure, key: str) -> pd.DataFrame:
    return division.tables(read.rows[key], measure, read.without, read.ways[key])


def _drawn(read: Inputs, measure: Measure, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rates of dollars with the limits of `metrics.contracting.drawn`, where the measure names the counts."""
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the caller asked
    if measure.formula.among is None or measure.formula.squares is None:
        return rows
    parts = [_beside(read, measure, rows, key) for key in ("among", "squares")]
    lower, upper = drawn(rows["numerator"], parts[0], parts[1], rows["denominator"])
    return rows.assign(
        lower=np.where(rows["value"].notna(), lower, np.nan), upper=np.where(rows["value"].notna(), upper, np.nan)
    )


def _beside(read: Inputs, measure: Measure, rows: pd.DataFrame, key: str) -> Floats:
    """Another count at the place of each row, 0 where it has none."""
    parts = _divided(read, measure, key)
    found: Floats = rows[_KEY].merge(parts, on=_KEY, how="left")["inside"].fillna(0.0).to_numpy("float64")
    return found


def _totals(read: Inputs, measure: Measure, geography: str) -> pd.DataFrame:
    if _TOP not in read.rows or read.rows[_TOP].empty:
        return pd.DataFrame()
    rows = _divided(read, measure, _TOP).rename(columns={"inside": "value"})
    if rows.empty:
        return pd.DataFrame()
    rows = rows.assign(numerator=np.nan, denominator=np.nan, status=_SHOWN)
    return outcome.limited(placed(rows, read, measure, geography), measure, chance=False)


def _sound(rows: pd.DataFrame) -> None:
    wrong = rows["numerator"] > rows["denominator"]
    if wrong.any():
        row = rows[wrong].iloc[0]
        raise ValueError(
            f"{row['agency']}, {row['period']}, {row['group']}: {row['numerator']:g} in {row['denominator']:g}; a part "
            "is at most its whole"
        )


def _asked(read: Inputs, measure: Measure, rows: pd.DataFrame) -> pd.Series:
    """What the rules in force ask for in percent of each base; blank where they do not govern all of it."""
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the caller asked
    if measure.formula.goal is None or measure.formula.governed is None:
        return pd.Series(np.nan, index=rows.index)
    goal, governed = (_beside(read, measure, rows, key) for key in ("goal", "governed"))
    whole = rows["denominator"] > 0
    all_of = np.isclose(governed, rows["denominator"], rtol=1e-9, atol=0.005)
    percent: pd.Series = (100 * goal / rows["denominator"]).where(whole & all_of)
    return percent


def places(
    connection: Connection,
    units: pd.DataFrame,
    tables: Sequence[str],
    without: Collection[str],
    *,
    of_cities: bool = False,
) -> dict[str, pd.DataFrame]:
    """Return what is read to say where figures stand, see `placed`. `of_cities`: what they are of only cities have."""
    delivered = division.delivered(connection, tables, units)
    return {
        "coverage": division.coverage(connection, delivered, of_cities=of_cities),
        "sources": division.sources(connection, tables, units, without),
    }


def placed(rows: pd.DataFrame, read: Inputs, measure: Measure, geography: str) -> pd.DataFrame:
    """Return rows with the columns of a figure that tell where it stands: coverage, sources, measure, place, unit."""
    rows = rows.merge(read.rows["coverage"], on=["period", "nature"], how="left")
    rows = rows.merge(read.rows["sources"], on=UNIT, how="left")
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
