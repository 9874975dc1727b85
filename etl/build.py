"""The warehouse as a pure function of what was loaded: rows of every snapshot, newest first, unit by unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl import plausibility, reference, warehouse
from etl.contract import Source
from etl.counted import counted
from etl.delivered import DELIVERIES
from etl.register import Register
from etl.snapshot import Load

UNITS: Mapping[str, tuple[str, ...]] = {
    source.table: source.unit for source in DELIVERIES.values() if source.table is not None
}
"""Table -> the columns of its unit of replacement: a later load replaces whole units."""


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
            layers.setdefault(name, []).append(rows.assign(order=order))
    contents = {
        name: _newest(pd.concat(parts, ignore_index=True), list(UNITS[name]))
        for name, parts in layers.items()
        if name != "agency"
    }
    used = {snapshot for rows in contents.values() for snapshot in rows["snapshot"]}
    delivered = set(contents)
    contents |= counted(contents)
    counts = contents.get("workforce_count", pd.DataFrame())
    with warehouse.rebuild(path) as connection:
        warehouse.fill(connection, warehouse.agency, register.agencies)
        for name, rows in contents.items():
            warehouse.fill(connection, warehouse.TABLES[name], rows)
        warehouse.fill(connection, warehouse.warning, plausibility.warnings(counts))
        warehouse.fill(connection, warehouse.snapshot, _snapshots(loaded, used))
        warehouse.fill(connection, warehouse.ledger, _ledger(loaded))
        warehouse.fill(connection, warehouse.source, _sources(contents, delivered, sources, bundled=register.bundled))


def _newest(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Keep, of each unit, the rows of the latest load; an official one before any demonstration."""
    rank = rows["order"] + (rows["nature"] == "official") * (rows["order"].max() + 2)
    best = rank.groupby([rows[key].fillna("") for key in keys]).transform("max") if keys else rank.max()
    newest: pd.DataFrame = rows[rank == best].drop(columns="order")
    return newest


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


def _sources(
    contents: Mapping[str, pd.DataFrame], delivered: set[str], sources: Mapping[str, Source], *, bundled: bool
) -> pd.DataFrame:
    """Return who publishes what of the rows that are in; a source that only a row names is its own title.

    `delivered`: the tables that something was sent for.
    """
    known = (
        {each["source"]: each for each in reference.reference().tables["source"].to_dict("records")} if bundled else {}
    )
    known |= {source.id: dict(source.described().items()) for source in sources.values()}
    used = {source.id for source in sources.values() if source.table in delivered and not _says_source(source.table)}
    for rows in contents.values():
        used |= set(rows["source"]) if "source" in rows else set()
    return pd.DataFrame(
        [
            dict(known.get(name, {"source": name, "publisher": name, "title": name, "title_es": name}))
            for name in sorted(used)
        ]
    )


def _says_source(table: str | None) -> bool:
    return table is not None and "source" in warehouse.TABLES[table].columns
