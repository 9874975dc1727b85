"""Outcomes: published indicators by group, with their typed absences, against each other and reference shares."""

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics import chance
from metrics.comparison import difference_limits, reading
from metrics.definition import DefinitionError, Favourable, Measure, Outcome, Statistic, Unit
from metrics.formula import reference
from metrics.formula.inputs import Inputs
from metrics.interval import margin_error, proportion_error, symmetric, wilson
from metrics.representation import persons, ratio, ratio_limits

_PLACE = ["agency", "geography", "period", "nature"]
_GROUP = [*_PLACE, "dimension", "group"]
_SAID = ["value", "lower", "upper", "se"]
SHOWN = "shown"


def read(connection: Connection, measure: Measure) -> Inputs:
    """Return what the measure's figures are made of. Raises DefinitionError if the indicator is in another unit."""
    return Inputs({"rows": _rows(connection, measure)})


def figures(read: Inputs, measure: Measure, _: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the measure's figures, those with a benchmark after those without; see `metrics.formula.figure`.

    Outcomes say their own place. A count has its value as numerator and no base. Limits: Wilson's where the base is
    known and the numbers are no sample; from the published margin where there is one; else none, and then nothing is
    compared. What the publisher does not show keeps its status and holds no number. Raises ValueError if a count
    exceeds its base.
    """
    rows = read.rows["rows"]
    if rows.empty:
        return rows
    rows = limited(rows.copy(), measure)
    return pd.concat([rows, *benchmarked(rows, measure, references)], ignore_index=True)


def benchmarked(
    rows: pd.DataFrame, measure: Measure, references: pd.DataFrame, *, complete: bool = False
) -> list[pd.DataFrame]:
    """Return the rows once for each of the measure's benchmarks that has any, with the comparison; see `compared`."""
    found = (_benchmark(rows, measure, name, references) for name in measure.benchmarks)
    return [compared(each, measure, complete=complete) for each in found if not each.empty]


def _rows(connection: Connection, measure: Measure) -> pd.DataFrame:
    assert isinstance(measure.formula, Outcome)  # noqa: S101 - the registry of formulas says so
    table = warehouse.outcome
    dimensions = [EVERYONE, *measure.breakdown.dimensions]
    rows = warehouse.read(
        connection,
        sa.select(table).where(table.c.indicator == measure.formula.indicator, table.c.dimension.in_(dimensions)),
    )
    unit = measure.reading.unit.value
    counted = {"persons", "events"}
    other = set(rows["unit"]) - (counted if unit in counted else {unit})
    if other:
        raise DefinitionError(
            f"{measure.id}.toml: reading: unit is {unit!r}, but indicator {measure.formula.indicator!r} is "
            f"delivered in {', '.join(sorted(other))}; choose that unit or another indicator"
        )
    # Where two sources give the same figure: a number before an absence, then the newest edition.
    rows = rows.assign(absent=rows["status"] != SHOWN).sort_values(
        ["absent", "vintage", "source"], ascending=[True, False, True], kind="stable", na_position="last"
    )
    return rows.drop_duplicates(_GROUP).assign(
        measure=measure.id, unit=unit, definition_version=measure.version, race_standard=""
    )


def limited(rows: pd.DataFrame, measure: Measure, *, chance: bool = True) -> pd.DataFrame:
    """Blank what is not shown, and add the error and limits of what is; without `chance` only published margins."""
    shown = rows["status"] == SHOWN
    for column in ("numerator", "denominator", "value", "margin_of_error"):
        rows[column] = rows[column].where(shown)
    if measure.reading.unit in (Unit.PERSONS, Unit.THINGS):
        return rows.assign(numerator=rows["value"], denominator=np.nan, se=np.nan, lower=np.nan, upper=np.nan)
    percent = measure.reading.unit == Unit.PERCENT
    se = margin_error(rows["margin_of_error"])
    lower, upper = symmetric(rows["value"], se, highest=100 if percent else np.inf)
    if percent and chance and measure.reading.statistic != Statistic.SURVEY:
        base = rows["denominator"].where(rows["numerator"].notna() & rows["margin_of_error"].isna())
        events = rows["numerator"].where(base.notna())
        low, high = wilson(events, base)
        se = np.where(base.notna(), 100 * proportion_error(events, base), se)
        lower = np.where(base.notna(), 100 * low, lower)
        upper = np.where(base.notna(), 100 * high, upper)
    return rows.assign(se=se, lower=lower, upper=upper)


def _benchmark(rows: pd.DataFrame, measure: Measure, name: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that `name` can be a benchmark of, with its value, limits and error."""
    groups = rows[~rows["group"].isin([EVERYONE, NOT_REPORTED])]
    match name:
        case "everyone":
            other = rows.loc[rows["group"] == EVERYONE, [*_PLACE, *_SAID]]
            held = groups.merge(other, on=_PLACE, suffixes=("", "_other"))
        case "best_group":
            best = _best(groups, measure)
            held = groups.merge(best, on=[*_PLACE, "dimension"], suffixes=("", "_other"))
            held = held[held["group"] != held["group_other"]].drop(columns="group_other")
        case "target":
            value = measure.target.value if measure.target else np.nan
            # Everyone is held against a target too.
            held = rows[rows["group"] != NOT_REPORTED].assign(
                value_other=value, lower_other=np.nan, upper_other=np.nan, se_other=np.nan
            )
        case "goal":
            if rows["asked"].isna().all():
                return rows[:0]
            held = rows[rows["group"] != NOT_REPORTED].assign(
                value_other=rows["asked"], lower_other=np.nan, upper_other=np.nan, se_other=np.nan
            )
        case _:
            return reference.matched(groups, references, name)
    return held.rename(columns={"value_other": "benchmark_value"}).assign(benchmark=name, benchmark_kind=name)


def _best(groups: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The most favourable shown group of each place, period and dimension: of equals the first by name.

    A group whose base is known to be below the measure's minimum is no yardstick for others.
    """
    wide = ~(groups["denominator"] < measure.minimum.denominator)
    shown = groups[(groups["status"] == SHOWN) & groups["value"].notna() & wide]
    first = measure.reading.favourable == Favourable.LOWER
    ordered = shown.sort_values(["value", "group"], ascending=[first, True], kind="stable")
    return ordered.drop_duplicates([*_PLACE, "dimension"])[[*_PLACE, "dimension", "group", *_SAID]]


def compared(rows: pd.DataFrame, measure: Measure, *, complete: bool = False) -> pd.DataFrame:
    """Return rows that hold a benchmark's value, with gap, ratio, reading and chance.

    Chance has no part in things and dollars that are counted completely (`complete`): their values are held against
    the benchmark as they are.
    """
    favourable = measure.reading.favourable.value
    gap = rows["value"] - rows["benchmark_value"]
    if "reference_margin" in rows:
        error = margin_error(rows["reference_margin"])
        lower, upper = ratio_limits(rows["value"], rows["lower"], rows["upper"], rows["benchmark_value"], error)
        rows = rows.assign(
            reference_se=error,
            ratio=ratio(rows["value"], rows["benchmark_value"]),
            ratio_lower=lower,
            ratio_upper=upper,
            persons=persons(rows["numerator"], rows["denominator"], rows["benchmark_value"] / 100),
            comparison=reading(lower, upper, 1.0, favourable),
        )
        # The ratio's limits are the gap's, so that the two never disagree.
        known = rows["benchmark_value"].to_numpy()
        low, high = known * (lower - 1), known * (upper - 1)
    else:
        low, high = difference_limits(
            rows["value"], rows["lower"], rows["upper"],
            rows["benchmark_value"], rows["lower_other"], rows["upper_other"],
        )  # fmt: skip
        least, most = (gap, gap) if complete else (low, high)
        rows = rows.assign(comparison=reading(least, most, 0.0, favourable), reference_se=rows["se_other"]).drop(
            columns=["lower_other", "upper_other", "se_other"]
        )
    p = chance.of_limits(gap, low, high)
    return rows.assign(gap=gap, gap_lower=low, gap_upper=high, p=p, certainty=chance.certainty(rows["comparison"], p))
