"""Rates: one count in another, by agency and statewide, by group; and counts by themselves."""

import numpy as np
import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import EVERYONE
from metrics.count import registry
from metrics.count.count import Count, Kind
from metrics.definition import Measure, Rate, Total, Unit
from metrics.formula import division, outcome
from metrics.formula.division import UNIT

_KEY = [*UNIT, "race_standard", "dimension", "group"]
_LIMITS = ["value", "lower", "upper", "se"]
_SHOWN, _NOT_APPLICABLE = "shown", "not_applicable"


def figures(connection: Connection, measure: Measure, geography: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the measure's figures, those with a benchmark after those without; see `metrics.formula.figure`.

    A statewide rate is of summed counts, never a mean of rates. A rate of people or events has Wilson's limits; of
    things and dollars, which are complete, none. Nothing in nothing is not applicable. Raises DefinitionError if the
    measure names counts or dimensions that there are not.
    """
    if isinstance(measure.formula, Total):
        return _totals(connection, measure, geography)
    assert isinstance(measure.formula, Rate)  # noqa: S101 - the registry of formulas says so
    counts = [registry.count(getattr(measure.formula, key), measure.id, key) for key in ("numerator", "denominator")]
    read = [division.read(connection, measure, each, measure.formula.where) for each in counts]
    if read[1].empty:
        return pd.DataFrame()
    top, base = (_divided(rows, measure) for rows in read)
    rows = base.rename(columns={"inside": "denominator"}).merge(
        top.rename(columns={"inside": "numerator"}), on=_KEY, how="left"
    )
    rows["numerator"] = rows["numerator"].fillna(0.0).where(rows["denominator"].notna())
    _sound(rows, measure)
    percent = measure.reading.unit == Unit.PERCENT
    known = rows["denominator"] > 0
    rows = rows.assign(
        value=(100 if percent else 1) * rows["numerator"] / rows["denominator"].where(known),
        status=np.where(known, _SHOWN, _NOT_APPLICABLE),
    )
    rows = _placed(rows, connection, measure, geography, read[1], counts)
    rows = outcome.limited(rows, measure, chance=all(each.kind in (Kind.PEOPLE, Kind.EVENTS) for each in counts))
    found = [rows, *outcome.benchmarked(rows, measure, references)]
    if measure.breakdown.agencies and measure.benchmarks:
        found.append(_against_state(rows, measure))
    return pd.concat([each for each in found if not each.empty], ignore_index=True)


def _totals(connection: Connection, measure: Measure, geography: str) -> pd.DataFrame:
    assert isinstance(measure.formula, Total)  # noqa: S101 - the caller asked
    count = registry.count(measure.formula.count, measure.id, "count")
    read = division.read(connection, measure, count, measure.formula.where)
    if read.empty:
        return pd.DataFrame()
    rows = _divided(read, measure).rename(columns={"inside": "value"})
    rows = rows.assign(numerator=np.nan, denominator=np.nan, status=_SHOWN)
    rows = _placed(rows, connection, measure, geography, read, [count])
    return outcome.limited(rows, measure, chance=False)


def _divided(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    tables = [division.everyone(rows), *(division.by(rows, each) for each in measure.breakdown.dimensions)]
    found = pd.concat([each for each in tables if not each.empty], ignore_index=True)
    return found if measure.breakdown.agencies else found[found["agency"] == EVERYONE]


def _sound(rows: pd.DataFrame, measure: Measure) -> None:
    wrong = rows["numerator"] > rows["denominator"]
    if measure.reading.unit == Unit.PERCENT and wrong.any():
        row = rows[wrong].iloc[0]
        raise ValueError(
            f"{row['agency']}, {row['period']}, {row['group']}: {row['numerator']:g} in {row['denominator']:g}; a part "
            "is at most its whole"
        )


def _placed(
    rows: pd.DataFrame,
    connection: Connection,
    measure: Measure,
    geography: str,
    read: pd.DataFrame,
    counts: list[Count],
) -> pd.DataFrame:
    coverage = division.coverage(connection, read)
    rows = rows.merge(coverage, on=["period", "nature"]).merge(
        division.sources(connection, counts), on=UNIT, how="left"
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
