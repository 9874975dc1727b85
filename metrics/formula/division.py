"""Counts divided by a dimension: a row for each agency and the State, period, nature and group."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import period as periods
from etl.vocabulary.bridge import to_1997
from etl.vocabulary.label import EVERYONE, NOT_REPORTED, YES_NO
from metrics import place
from metrics.count import count as counting
from metrics.count.count import UNDIVIDED, Count, Span
from metrics.definition import DefinitionError, Measure
from metrics.disclosure import policy
from metrics.formula.figure import BRIDGED
from metrics.formula.inputs import Way, Ways

UNIT = list(counting.UNIT)
_MIXED = "mixed"
_CROSSED = " x "
_RACE = "race_ethnicity"
_STANDARD = "race_standard"
_NEW = "omb_2024"


def read(connection: Connection, measure: Measure, count: Count, where: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of a count by UNIT, `race_standard` and what the measure divides by; `value` is the whole of
    each, `inside` what `where` keeps of it.

    Raises DefinitionError for a dimension that the count does not have.
    """
    divided = asked(measure, count, where)
    rows = count.read(connection, list(dict.fromkeys([*divided, *where])))
    if _STANDARD not in rows:
        rows = rows.assign(**{_STANDARD: ""})
    kept = pd.Series(True, index=rows.index)
    for key, word in where.items():
        kept &= rows[key] == word
    rows = rows.assign(inside=rows["value"].where(kept, 0.0))
    by = [*UNIT, _STANDARD, *divided, *({UNDIVIDED} & set(rows))]
    summed: pd.DataFrame = rows.groupby(by, as_index=False, dropna=False)[["value", "inside"]].sum()
    return summed


def asked(measure: Measure, count: Count | Span, where: Mapping[str, str]) -> list[str]:
    """Return the columns that the measure divides a count by. Raises DefinitionError for one that it does not have."""
    parts = {part for each in measure.breakdown.dimensions for part in each.split(_CROSSED)}
    divided = sorted({policy.current().folded.get(part, part) for part in parts})
    for name in (*divided, *where):
        if name not in count.dimensions:
            raise DefinitionError(
                f"{measure.id}.toml: {name!r} is no dimension of the count {count.name!r}; choose "
                f"{', '.join(count.dimensions) or 'none'}"
            )
    return divided


def outside(connection: Connection, *, of_cities: bool = False) -> frozenset[str]:
    """Return the agencies that are no part of a count's statewide sums: cities, but for what cities alone have."""
    return frozenset() if of_cities else place.cities(connection)


def ways(rows: pd.DataFrame, measure: Measure) -> dict[str, Way]:
    """Return how rows are divided by each dimension of the measure, whatever their period."""
    found = {}
    for dimension in measure.breakdown.dimensions:
        undivided = _undivided(rows, dimension)
        kinds = [name for name in ("nature", _STANDARD, UNDIVIDED, *_columns(dimension)) if name in rows]
        there = labelled(rows[kinds].drop_duplicates(), dimension, undivided=undivided)
        if not _of_race(dimension):
            there = there.assign(**{_STANDARD: ""})
        found[dimension] = Way(there[["nature", _STANDARD, "group"]].drop_duplicates(), undivided)
    return found


def tables(rows: pd.DataFrame, measure: Measure, without: Collection[str], ways: Ways) -> pd.DataFrame:
    """Return the rows undivided and by each dimension of the measure, for the State and the agencies it asks for;
    `without` are those that are no part of the State."""
    made = [_everyone(rows, without), *(by(rows, name, without, ways[name]) for name in measure.breakdown.dimensions)]
    found = pd.concat([each for each in made if not each.empty] or made, ignore_index=True)
    if not measure.breakdown.agencies:
        return found[found["agency"] == EVERYONE]
    if not measure.breakdown.together:
        found = found[found["agency"] != EVERYONE]
    own = {EVERYONE} | {each for each in measure.breakdown.dimensions if measure.breakdown.of_agency(each)}
    return found[(found["agency"] == EVERYONE) | found["dimension"].isin(own)]


def bridged(rows: pd.DataFrame) -> pd.DataFrame:
    """Lead counts under the race standard of 2024 to the groups of 1997; a period in which any were says `bridged`."""
    if _RACE not in rows:
        return rows
    new = rows[_STANDARD] == _NEW
    led = rows[_RACE].where(~new, to_1997(rows[_RACE][new]))
    there = new.groupby([rows["period"], rows["nature"]]).transform("any")
    return rows.assign(**{_RACE: led, _STANDARD: rows[_STANDARD].where(~there, BRIDGED)})


def _everyone(rows: pd.DataFrame, without: Collection[str]) -> pd.DataFrame:
    """Return the rows undivided: UNIT with the State, `dimension` and `group` ALL, `inside`."""
    whole = rows[rows[UNDIVIDED].astype(bool)] if UNDIVIDED in rows else rows
    heads = _with_statewide(whole.assign(group=EVERYONE), [], without)
    return heads.assign(dimension=EVERYONE, race_standard="")


def by(rows: pd.DataFrame, dimension: str, without: Collection[str], way: Way) -> pd.DataFrame:
    """Return the rows divided by a dimension: every group that occurs anywhere has a row in every unit, 0 if nobody is
    of it. Where one count follows two standards of race its groups cannot be added: `inside` is blank."""
    rows = labelled(rows, dimension, undivided=way.undivided)
    if not _of_race(dimension):
        rows = rows.assign(**{_STANDARD: ""})
    units = _with_statewide(rows, [_STANDARD], without)
    return _unmixed(filled(units, way.groups)).assign(dimension=dimension)


def unmixed(rows: pd.DataFrame, dimension: str, way: Way) -> pd.DataFrame:
    """Return the rows of a dimension with their `group`, of race without periods that follow two standards of it."""
    rows = labelled(rows, dimension, undivided=way.undivided)
    if not _of_race(dimension):
        return rows.assign(**{_STANDARD: ""})
    return rows[rows.groupby(["period", "nature"])[_STANDARD].transform("nunique") < 2]


def _of_race(dimension: str) -> bool:
    return _RACE in _columns(dimension)


def _columns(dimension: str) -> list[str]:
    """The columns that a dimension, or several crossed, is told from."""
    folded = policy.current().folded
    return sorted({folded.get(part, part) for part in dimension.split(_CROSSED)})


def _undivided(rows: pd.DataFrame, dimension: str) -> bool:
    if UNDIVIDED not in rows:
        return False
    everyone = rows[UNDIVIDED].astype(bool)
    return bool(rows.loc[everyone, _columns(dimension)].notna().all(axis=1).any())


def labelled(rows: pd.DataFrame, dimension: str, *, undivided: bool) -> pd.DataFrame:
    """Return the rows of a dimension, or of several crossed, with their `group`.

    Where people are divided by one dimension at a time, what an agency's own parts (programs, towns) are told of is
    taken from the rows of everyone: it is `undivided`.
    """
    parts = dimension.split(_CROSSED)
    rules = policy.current()
    if undivided:
        rows = rows[rows[UNDIVIDED].astype(bool)]
    for name in rules.folded.keys() & parts:
        column = rules.folded[name]
        group = partial(rules.dimensions[column].group, level=name)
        rows = rows.assign(**{name: rows[column].map(group, na_action="ignore")})
    # What was not asked is blank, as a warehouse of counts or of records has it.
    rows = rows.assign(**{part: rows[part].where(rows[part] != "", None) for part in parts}).dropna(subset=parts)
    label = rows[parts[0]]
    for part in parts[1:]:
        label = label + _CROSSED + rows[part]
    unknown = rows[parts].isin([NOT_REPORTED, YES_NO[-1]]).any(axis=1)
    # Of no rows pandas cannot tell the kind.
    return rows.assign(group=label.astype(object).where(~unknown, NOT_REPORTED).astype(object))


def filled(units: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Return `units` with a row of 0 for each group of their nature and standard that they lack."""
    there = units[[*UNIT, _STANDARD]].drop_duplicates()
    full = there.merge(groups, on=["nature", _STANDARD]).merge(units, on=[*UNIT, _STANDARD, "group"], how="left")
    full["inside"] = full["inside"].fillna(0.0)
    return full


def _with_statewide(rows: pd.DataFrame, keys: list[str], without: Collection[str]) -> pd.DataFrame:
    sums = rows.groupby([*UNIT, *keys, "group"], as_index=False)["inside"].sum()
    inside = rows[~rows["agency"].isin(without)]
    state = inside.groupby(["period", "nature", *keys, "group"], as_index=False)["inside"].sum()
    both: pd.DataFrame = pd.concat([sums[sums["agency"] != EVERYONE], state.assign(agency=EVERYONE)], ignore_index=True)
    return both


def _unmixed(rows: pd.DataFrame) -> pd.DataFrame:
    mixed = rows.groupby(UNIT)[_STANDARD].transform("nunique") > 1
    rows = rows.assign(inside=rows["inside"].where(~mixed), race_standard=rows[_STANDARD].where(~mixed, _MIXED))
    return rows.drop_duplicates([*UNIT, "group"])


def coverage(connection: Connection, counts: pd.DataFrame, *, of_cities: bool = False) -> pd.DataFrame:
    """Return how many agencies delivered a period, of how many that were due by the register on its last day.

    What no agency delivers (the Office's own lists, the towns' steps) has no row. Cities are due what they
    alone have, and nothing else.
    """
    register = warehouse.read(connection, sa.select(warehouse.agency))
    cities = place.cities(connection)
    register = register[register["agency"].isin(cities) == of_cities]
    rows = []
    own = counts[(counts["agency"] != EVERYONE) & (counts["agency"].isin(cities) == of_cities)]
    for (period, nature), delivered in own.groupby(["period", "nature"])["agency"]:
        day = periods.parse(str(period)).last.isoformat()
        valid = register[
            (register["valid_from"].fillna("") <= day)
            & (register["valid_to"].fillna("9999") >= day)
            & ((register["nature"] == "official") | (nature != "official"))
        ]
        there = set(delivered)
        rows.append((period, nature, len(there), len(there | set(valid["agency"]))))
    return pd.DataFrame(rows, columns=["period", "nature", "agencies_delivered", "agencies_due"])


def delivered(connection: Connection, tables: Sequence[str], units: pd.DataFrame) -> pd.DataFrame:
    """Return the agencies that have rows in the first of the tables that agencies deliver, in each of the periods of
    `units`: UNIT. Where a table is of no period, they have delivered it in all."""
    name = next((each for each in tables if "agency" in warehouse.TABLES[each].c), None)
    if name is None:
        return units.loc[:, UNIT][:0]
    of = warehouse.TABLES[name]
    keys = [key for key in UNIT if key in of.c]
    there = warehouse.read(connection, sa.select(*(of.c[key] for key in keys)).distinct())
    asked = units[["period", "nature"]].drop_duplicates()
    return asked.merge(there, on=[key for key in keys if key != "agency"])[UNIT]


def sent(connection: Connection, tables: Sequence[str], units: pd.DataFrame) -> pd.Series:
    """Return whether every one of the tables has rows of each unit, as far as the table knows agencies and periods."""
    there = pd.Series(True, index=units.index)
    for name in dict.fromkeys(tables):
        of = warehouse.TABLES[name]
        keys = [key for key in UNIT if key in of.c]
        rows = warehouse.read(connection, sa.select(*(of.c[key] for key in keys)).distinct())
        there &= pd.MultiIndex.from_frame(units[keys]).isin(pd.MultiIndex.from_frame(rows))
    return there


def sources(
    connection: Connection, tables: Sequence[str], units: pd.DataFrame, without: Collection[str]
) -> pd.DataFrame:
    """Return the source ids of each of `units`, and of each period statewide: UNIT and `source`.

    A table without agencies or periods is a source of all of them; an agency that is in none of the tables, and is
    counted for that, has the sources of the State, which those `without` are no part of.
    """
    rows = counting.sources(connection, tables)
    own = units[UNIT].drop_duplicates()
    every = pd.concat([own, own.assign(agency=EVERYONE)]).drop_duplicates()
    found = []
    for blank, part in rows.groupby([rows["agency"].isna(), rows["period"].isna()]):
        keys = [name for name, absent in zip(("agency", "period"), blank, strict=True) if not absent]
        # All of a table is a source of the State's figures.
        of_state = part[~part["agency"].isin(without)].assign(agency=EVERYONE)
        whole = part if "agency" not in keys else pd.concat([part, of_state])
        found.append(every.merge(whole[[*keys, "nature", "source"]].drop_duplicates(), on=[*keys, "nature"]))
    known = pd.concat(found, ignore_index=True) if found else every.assign(source=None)[:0]
    joined = known.groupby(UNIT).agg(source=("source", lambda ids: ";".join(sorted(set(ids))))).reset_index()
    state = joined[joined["agency"] == EVERYONE].drop(columns="agency")
    missing = own.merge(joined, on=UNIT, how="left")
    missing = missing[missing["source"].isna()].drop(columns="source").merge(state, on=["period", "nature"])
    return pd.concat([joined, missing], ignore_index=True)
