"""The warehouse as a pure function of what was loaded: rows of every snapshot, newest first, unit by unit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import counted, flow, plausibility, reference, unfinished, warehouse
from etl.contract import Source
from etl.delivered import DELIVERIES
from etl.register import Register
from etl.snapshot import Load

UNITS: Mapping[str, tuple[str, ...]] = {
    source.table: source.unit for source in DELIVERIES.values() if source.table is not None
}
"""Table -> the columns of its unit of replacement: a later load replaces whole units."""
DELIVERED: Mapping[str, str] = {source.table: source.id for source in DELIVERIES.values() if source.table is not None}
"""Table -> the standard delivery that fills it."""
_UNIT = ["agency", "period", "nature", "snapshot"]


LOOKED_AT: Mapping[str, list[str]] = {
    "workforce_count": [*_UNIT, "job_category", "race_ethnicity", "sex", "employees"],
    "workforce": [*_UNIT, "person_id"],
    "personnel_actions": [*_UNIT, "action"],
    "personnel_action_counts": [*_UNIT, "action", "events"],
}
"""Table -> the columns that warnings are made from."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A load with the rows it became, by table."""

    load: Load
    tables: Mapping[str, pd.DataFrame]


def units(loaded: Loaded) -> set[tuple[str, ...]]:
    """Return the units that a load holds, each with its table's name first."""
    found: set[tuple[str, ...]] = set()
    for name, rows in _completed(loaded).items():
        keys = list(UNITS[name])
        if not keys:
            found.add((name,))
            continue
        found |= {(name, *map(str, key)) for key in rows[keys].drop_duplicates().itertuples(index=False)}
    return found


def _completed(loaded: Loaded) -> dict[str, pd.DataFrame]:
    completed = {}
    for name, rows in loaded.tables.items():
        given = rows.assign(snapshot=loaded.load.snapshot)
        if "source" in warehouse.TABLES[name].columns and "source" not in given:
            given = given.assign(source=loaded.load.source)
        if "nature" not in given:
            given = given.assign(nature=loaded.load.nature)
        completed[name] = given.reset_index(drop=True)
    return completed


def build(
    path: Path,
    loaded: Iterable[Loaded],
    sources: Mapping[str, Source],
    register: Register,
) -> None:
    """Build the warehouse at `path` from loads, oldest first, and swap it in whole.

    With the bundled register, the published reference figures of Connecticut fill what no load delivers.
    """
    loaded = list(loaded)
    layers: dict[str, list[pd.DataFrame]] = {}
    if register.bundled:
        for name, rows in reference.reference().tables.items():
            if name in UNITS:
                layers.setdefault(name, []).append(rows.assign(order=-1, snapshot="bundled"))
    for order, each in enumerate(loaded):
        for name, rows in _completed(each).items():
            if len(rows):
                layers.setdefault(name, []).append(rows.assign(order=order))
    layers.pop("agency", None)
    used: set[str] = set()
    publishers: set[str] = set()
    with warehouse.rebuild(path) as connection:
        warehouse.fill(connection, warehouse.agency, register.agencies)
        for name, parts in layers.items():
            for rows in _newest(parts, list(UNITS[name])):
                warehouse.fill(connection, warehouse.TABLES[name], rows)
                used |= set(rows["snapshot"])
                publishers |= set(rows["source"]) if "source" in rows else {DELIVERED[name]}
        counted.count(connection)
        received = {each.load.snapshot: (each.load.source, each.load.received) for each in loaded}
        warehouse.fill(connection, warehouse.warning, unfinished.leave_out(connection, received))
        warehouse.fill(
            connection, warehouse.warning, warnings({name: [rows] for name, rows in _counts(connection) if len(rows)})
        )
        warehouse.fill(connection, warehouse.snapshot, _snapshots(loaded, used))
        warehouse.fill(connection, warehouse.ledger, _ledger(loaded))
        warehouse.fill(connection, warehouse.source, _sources(publishers, sources, bundled=register.bundled))


def warnings(rows: Mapping[str, list[pd.DataFrame]]) -> pd.DataFrame:
    """Return rows for the table `warning` from parts of the tables of `LOOKED_AT`, as far as there are any."""
    of = {name: pd.concat(rows[name]) if name in rows else pd.DataFrame() for name in LOOKED_AT}
    stocks = flow.stocks(of["workforce_count"], of["workforce"])
    flows = flow.flows(of["personnel_actions"], of["personnel_action_counts"])
    return pd.concat([plausibility.warnings(of["workforce_count"]), flow.warnings(stocks, flows)], ignore_index=True)


def _counts(connection: Connection) -> Iterator[tuple[str, pd.DataFrame]]:
    for name in ("workforce_count", "personnel_action_counts"):
        table = warehouse.TABLES[name]
        yield (
            name,
            warehouse.read(connection, sa.select(sa.select(*(table.c[each] for each in LOOKED_AT[name])).subquery())),
        )


def _newest(parts: list[pd.DataFrame], keys: list[str]) -> Iterator[pd.DataFrame]:
    """Yield, of each unit, the rows of the latest load; an official one before any demonstration.

    Part by part, since all rows of a table at once may fill the memory twice.
    """
    later = max(int(rows["order"].max()) for rows in parts) + 2
    ranks = [rows["order"] + (rows["nature"] == "official") * later for rows in parts]
    named = [rows[keys].fillna("").astype(str) for rows in parts]
    held = pd.concat([unit.assign(rank=rank).drop_duplicates() for unit, rank in zip(named, ranks, strict=True)])
    best = held.groupby(keys)["rank"].max() if keys else held["rank"].max()
    for rows, unit, rank in zip(parts, named, ranks, strict=True):
        wanted = best.reindex(_index(unit)).to_numpy() if keys else best
        newest = rows[rank == wanted]
        if len(newest):
            yield newest.drop(columns="order")


def _index(units: pd.DataFrame) -> pd.Index:
    """Return the units as an index, of one level where one column names them."""
    return pd.MultiIndex.from_frame(units) if units.shape[1] > 1 else pd.Index(units.iloc[:, 0])


def _ledger(loaded: list[Loaded]) -> pd.DataFrame:
    return pd.DataFrame({"snapshot": [each.load.snapshot for each in loaded]}).rename_axis("position").reset_index()


def _snapshots(loaded: list[Loaded], used: set[str]) -> pd.DataFrame:
    newest = {each.load.snapshot: each.load for each in loaded}
    return pd.DataFrame(
        [
            {
                "snapshot": load.snapshot, "source": load.source, "name": load.name, "address": load.address,
                "bytes": load.bytes, "received": load.received, "nature": load.nature, "rows": load.rows,
            }
            for load in newest.values()
            if load.snapshot in used or load.source == "agencies"
        ]
    )  # fmt: skip


def _sources(used: set[str], sources: Mapping[str, Source], *, bundled: bool) -> pd.DataFrame:
    """Return who publishes what of the rows that are in; a source that only a row names is its own title."""
    known = (
        {each["source"]: each for each in reference.reference().tables["source"].to_dict("records")} if bundled else {}
    )
    known |= {source.id: dict(source.described().items()) for source in sources.values()}
    return pd.DataFrame(
        [
            dict(known.get(name, {"source": name, "publisher": name, "title": name, "title_es": name}))
            for name in sorted(used)
        ]
    )
