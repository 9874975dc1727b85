"""Representation: groups' shares of a head count, by agency and statewide, against reference populations."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics import chance
from metrics.comparison import NOT_COMPARED, reading
from metrics.count import registry
from metrics.definition import Measure, Representation
from metrics.formula import division, inputs, reference
from metrics.formula.division import UNIT
from metrics.formula.inputs import Inputs
from metrics.interval import margin_error, proportion_error, wilson
from metrics.representation import indivisible, persons, ratio, ratio_limits


def read(connection: Connection, measure: Measure) -> Inputs:
    """Return what the measure's figures are made of. Raises DefinitionError if it names what the warehouse lacks."""
    assert isinstance(measure.formula, Representation)  # noqa: S101 - the registry of formulas says so
    count = registry.count(measure.formula.count, measure.id, "count")
    counts = division.read(connection, measure, count, measure.formula.where)
    if counts.empty:
        return inputs.none()
    if measure.formula.bridge:
        counts = division.bridged(counts)
    without = division.outside(connection, of_cities=count.cities)
    rows = {
        "counts": counts,
        "coverage": division.coverage(connection, counts, of_cities=count.cities),
        "sources": division.sources(connection, count.tables, counts, without),
    }
    return Inputs(rows, {"counts": division.ways(counts, measure)}, without)


def figures(read: Inputs, measure: Measure, geography: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the measure's figures, those with a benchmark after those without; see `metrics.formula.figure`.

    The base is the people with a reported group; "Not reported" has a row of its own over everyone, and no benchmark.
    Every group that occurs anywhere has a row in every agency, 0 if nobody is of it. Statewide is the sum over the
    agencies that delivered.
    """
    if "counts" not in read.rows:
        return pd.DataFrame()
    tables = division.tables(read.rows["counts"], measure, read.without, read.ways["counts"])
    rows = _measured(tables.rename(columns={"inside": "numerator"}))
    rows = rows.merge(read.rows["coverage"], on=["period", "nature"], how="left")
    rows = rows.merge(read.rows["sources"], on=UNIT, how="left")
    rows.loc[rows["agency"] != EVERYONE, ["agencies_delivered", "agencies_due"]] = np.nan
    rows = rows.assign(
        measure=measure.id, geography=geography, unit=measure.reading.unit.value, definition_version=measure.version
    )
    return pd.concat([rows, *_benchmarked(rows, measure, references, read.without)], ignore_index=True)


def _measured(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the base, the share in percent, its error and limits, and its status."""
    keys = [rows[name] for name in [*UNIT, "dimension"]]
    unknown = rows["group"] == NOT_REPORTED
    everyone = rows["numerator"].groupby(keys).transform(lambda counts: counts.sum(min_count=1))
    reported = rows["numerator"].where(~unknown, 0.0).groupby(keys).transform("sum")
    base = everyone.where(unknown, reported).where(rows["numerator"].notna())
    heads = rows["dimension"] == EVERYONE
    counted = base.where((base > 0) & ~heads)
    numerator = rows["numerator"].where(counted.notna())
    lower, upper = wilson(numerator, counted)
    return rows.assign(
        denominator=base,
        value=100 * numerator / counted,
        se=100 * proportion_error(numerator, counted),
        lower=100 * lower,
        upper=100 * upper,
        status=np.where(heads | counted.notna(), "shown", "not_applicable"),
    )


def _benchmarked(
    rows: pd.DataFrame, measure: Measure, references: pd.DataFrame, without: Collection[str]
) -> list[pd.DataFrame]:
    assert isinstance(measure.formula, Representation)  # noqa: S101 - the registry of formulas says so
    category = measure.formula.where.get("job_category", EVERYONE)
    groups = rows[~rows["group"].isin([EVERYONE, NOT_REPORTED])]
    found = [
        _compared(reference.matched(groups, references, name, category), measure)
        for name in measure.benchmarks
        if name in set(references["benchmark"])
    ]
    if measure.breakdown.agencies:
        found.append(_compared(_against_state(groups[~groups["agency"].isin(without)]), measure))
    return [each for each in found if not each.empty]


def _against_state(groups: pd.DataFrame) -> pd.DataFrame:
    """The same share statewide, which the agency is a part of, as the agency's benchmark."""
    on = ["period", "nature", "dimension", "group", "race_standard"]
    state = groups.loc[groups["agency"] == EVERYONE, [*on, "value"]].rename(columns={"value": "benchmark_value"})
    agencies = groups[groups["agency"] != EVERYONE]
    return agencies.merge(state, on=on).assign(
        benchmark="statewide", benchmark_kind="statewide", reference_margin=np.nan, reference_vintage=None,
        reference_note=None, reference_source=None,
    )  # fmt: skip


def _compared(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Add gap, ratio with its limits, people over or under, and the reading, which follows the ratio's limits."""
    if rows.empty:
        return rows
    # Reference populations follow the standard of 1997; without a bridge, shares of 2024's groups stand alone.
    bridged = (rows["race_standard"] != "omb_2024") | (rows["benchmark_kind"] == "statewide")
    known = rows["benchmark_value"].where(bridged)
    error = margin_error(rows["reference_margin"])
    lower, upper = ratio_limits(rows["value"], rows["lower"], rows["upper"], known, error)
    read = reading(lower, upper, 1.0, measure.reading.favourable.value)
    word = np.where(indivisible(rows["denominator"], known / 100), NOT_COMPARED, read)
    p = chance.of_share(rows["numerator"], rows["denominator"], known / 100, error / 100)
    p = np.where(word == NOT_COMPARED, np.nan, p)
    return rows.assign(
        benchmark_value=known,
        gap=rows["value"] - known,
        # The ratio's limits are the gap's, so that the two never disagree.
        gap_lower=known * (lower - 1),
        gap_upper=known * (upper - 1),
        reference_se=error,
        ratio=ratio(rows["value"], known),
        ratio_lower=lower,
        ratio_upper=upper,
        persons=persons(rows["numerator"], rows["denominator"], known / 100),
        comparison=word,
        p=p,
        certainty=chance.certainty(word, p),
    )
