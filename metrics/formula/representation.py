"""Representation: groups' shares of a head count, by agency and statewide, against reference populations."""

from functools import partial

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.delivered import PEOPLE
from etl.vocabulary import period as periods
from etl.vocabulary.bridge import to_1997
from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics import chance
from metrics.comparison import NOT_COMPARED, reading
from metrics.definition import DefinitionError, Measure, Representation
from metrics.disclosure import policy
from metrics.formula import reference
from metrics.formula.figure import BRIDGED
from metrics.interval import margin_error, proportion_error, wilson
from metrics.representation import indivisible, persons, ratio, ratio_limits

_UNIT = ["agency", "period", "nature"]
_MIXED = "mixed"
_NEW = "omb_2024"
_CROSSED = " x "
_RACE = "race_ethnicity"


def figures(connection: Connection, measure: Measure, geography: str, references: pd.DataFrame) -> pd.DataFrame:
    """Return the measure's figures, those with a benchmark after those without; see `metrics.formula.figure`.

    The base is the people with a reported group; "Not reported" has a row of its own over everyone, and no benchmark.
    Every group that occurs anywhere has a row in every agency, 0 if nobody is of it. Statewide is the sum over the
    agencies that delivered. Raises DefinitionError if the measure names what the warehouse does not have.
    """
    counts = _counts(connection, measure)
    if counts.empty:
        return pd.DataFrame()
    coverage = _coverage(connection, counts)
    sources = _sources(connection)
    tables = [_everyone(counts), *(_table(counts, dimension) for dimension in measure.breakdown.dimensions)]
    rows = pd.concat(tables, ignore_index=True)
    if not measure.breakdown.agencies:
        rows = rows[rows["agency"] == EVERYONE]
    rows = _measured(rows).merge(coverage, on=["period", "nature"]).merge(sources, on=_UNIT, how="left")
    rows.loc[rows["agency"] != EVERYONE, ["agencies_delivered", "agencies_due"]] = np.nan
    rows = rows.assign(
        measure=measure.id, geography=geography, unit=measure.reading.unit.value, definition_version=measure.version
    )
    return pd.concat([rows, *_benchmarked(rows, measure, references)], ignore_index=True)


def _counts(connection: Connection, measure: Measure) -> pd.DataFrame:
    """Head counts by agency, period and the columns needed; `inside` is what the measure's filter keeps."""
    assert isinstance(measure.formula, Representation)  # noqa: S101 - the registry of formulas says so
    name, _, column = measure.formula.count.partition(".")
    table = warehouse.TABLES.get(name)
    if table is None or column not in table.c:
        raise DefinitionError(
            f"{measure.id}.toml: formula: count is {measure.formula.count!r}; expected table.column of the "
            f"warehouse, such as workforce_count.employees"
        )
    if table.info.get(PEOPLE):
        raise DefinitionError(f"{measure.id}.toml: formula: {name} holds people, one a row; count a table of counts")
    parts = {part for each in measure.breakdown.dimensions for part in each.split(_CROSSED)}
    divided = sorted({policy.current().folded.get(part, part) for part in parts})
    for asked in (*divided, *measure.formula.where):
        if asked not in table.c:
            raise DefinitionError(
                f"{measure.id}.toml: {asked!r} is no column of {name}; choose "
                f"{', '.join(each.name for each in table.columns)}"
            )
    by = [table.c[each] for each in dict.fromkeys([*_UNIT, "race_standard", *divided])]
    kept = sa.and_(sa.true(), *(table.c[key] == value for key, value in measure.formula.where.items()))
    people = sa.func.sum(table.c[column]).cast(sa.Double)
    inside = sa.func.sum(sa.case((kept, table.c[column]), else_=0)).cast(sa.Double)
    rows = warehouse.read(connection, sa.select(*by, people.label("everyone"), inside.label("inside")).group_by(*by))
    return _bridged(rows) if measure.formula.bridge and _RACE in rows else rows


def _bridged(rows: pd.DataFrame) -> pd.DataFrame:
    """Lead head counts under the standard of 2024 to the groups of 1997; a period in which any were says `bridged`."""
    new = rows["race_standard"] == _NEW
    led = rows[_RACE].where(~new, to_1997(rows[_RACE][new]))
    there = new.groupby([rows["period"], rows["nature"]]).transform("any")
    return rows.assign(**{_RACE: led}, race_standard=rows["race_standard"].where(~there, BRIDGED))


def _coverage(connection: Connection, counts: pd.DataFrame) -> pd.DataFrame:
    """How many agencies delivered a period, of how many that were due by the register on its last day."""
    register = warehouse.read(connection, sa.select(warehouse.agency))
    rows = []
    for (period, nature), delivered in counts.groupby(["period", "nature"])["agency"]:
        day = periods.parse(str(period)).last.isoformat()
        valid = register[
            (register["valid_from"].fillna("") <= day)
            & (register["valid_to"].fillna("9999") >= day)
            & ((register["nature"] == "official") | (nature != "official"))
        ]
        there = set(delivered)
        rows.append((period, nature, len(there), len(there | set(valid["agency"]))))
    return pd.DataFrame(rows, columns=["period", "nature", "agencies_delivered", "agencies_due"])


def _sources(connection: Connection) -> pd.DataFrame:
    """Source ids of each agency and period, and of each period statewide."""
    counts, snapshots = warehouse.workforce_count, warehouse.snapshot
    rows = warehouse.read(
        connection,
        sa.select(counts.c.agency, counts.c.period, counts.c.nature, snapshots.c.source)
        .join_from(counts, snapshots, counts.c.snapshot == snapshots.c.snapshot)
        .distinct(),
    )
    both = pd.concat([rows, rows.assign(agency=EVERYONE)])
    return both.groupby(_UNIT).agg(source=("source", lambda ids: ";".join(sorted(set(ids))))).reset_index()


def _everyone(counts: pd.DataFrame) -> pd.DataFrame:
    """Head counts: a numerator and no share, since everyone is all of everyone."""
    heads = _with_statewide(counts.assign(group=EVERYONE), [])
    return heads.assign(dimension=EVERYONE, race_standard="")


def _table(counts: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """One dimension: a row for each agency (and the state), period, nature and group."""
    parts = dimension.split(_CROSSED)
    rules = policy.current()
    for name in rules.folded.keys() & parts:
        column = rules.folded[name]
        group = partial(rules.dimensions[column].group, level=name)
        counts = counts.assign(**{name: counts[column].map(group, na_action="ignore")})
    rows = counts.dropna(subset=parts)
    label = rows[parts].agg(_CROSSED.join, axis=1)
    unknown = (rows[parts] == NOT_REPORTED).any(axis=1)
    rows = rows.assign(group=label.where(~unknown, NOT_REPORTED))
    if _RACE not in {rules.folded.get(part, part) for part in parts}:
        rows = rows.assign(race_standard="")
    units = _with_statewide(rows, ["race_standard"])
    there = units[[*_UNIT, "race_standard"]].drop_duplicates()
    groups = rows[["nature", "race_standard", "group"]].drop_duplicates()
    full = there.merge(groups, on=["nature", "race_standard"]).merge(
        units, on=[*_UNIT, "race_standard", "group"], how="left"
    )
    full["numerator"] = full["numerator"].fillna(0.0)
    return _unmixed(full).assign(dimension=dimension)


def _with_statewide(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    sums = rows.groupby([*_UNIT, *by, "group"], as_index=False)["inside"].sum()
    state = rows.groupby(["period", "nature", *by, "group"], as_index=False)["inside"].sum()
    both = pd.concat([sums, state.assign(agency=EVERYONE)], ignore_index=True)
    sums_and_state: pd.DataFrame = both.rename(columns={"inside": "numerator"})
    return sums_and_state


def _unmixed(rows: pd.DataFrame) -> pd.DataFrame:
    """Where one head count follows two standards of race, its groups cannot be added: blank, not applicable."""
    mixed = rows.groupby(_UNIT)["race_standard"].transform("nunique") > 1
    rows = rows.assign(
        numerator=rows["numerator"].where(~mixed), race_standard=rows["race_standard"].where(~mixed, _MIXED)
    )
    return rows.drop_duplicates([*_UNIT, "group"])


def _measured(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the base, the share in percent, its error and limits, and its status."""
    keys = [rows[name] for name in [*_UNIT, "dimension"]]
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


def _benchmarked(rows: pd.DataFrame, measure: Measure, references: pd.DataFrame) -> list[pd.DataFrame]:
    assert isinstance(measure.formula, Representation)  # noqa: S101 - the registry of formulas says so
    category = measure.formula.where.get("job_category", EVERYONE)
    groups = rows[~rows["group"].isin([EVERYONE, NOT_REPORTED])]
    found = [
        _compared(reference.matched(groups, references, name, category), measure)
        for name in measure.benchmarks
        if name in set(references["benchmark"])
    ]
    if measure.breakdown.agencies:
        found.append(_compared(_against_state(groups), measure))
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
    bridged = (rows["race_standard"] != _NEW) | (rows["benchmark_kind"] == "statewide")
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
