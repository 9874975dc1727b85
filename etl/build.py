"""The warehouse as a pure function of what was loaded: rows of every snapshot, newest first, unit by unit."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from etl import counted, flow, parts, plausibility, reference, unfinished, warehouse
from etl.contract import Source
from etl.delivered import DELIVERIES
from etl.engine import Engine
from etl.limits import Limits
from etl.register import Register
from etl.snapshot import Load

UNITS: Mapping[str, tuple[str, ...]] = {
    source.table: source.unit for source in DELIVERIES.values() if source.table is not None
}
"""Table -> the columns of its unit of replacement: a later load replaces whole units."""
DELIVERED: Mapping[str, str] = {source.table: source.id for source in DELIVERIES.values() if source.table is not None}
"""Table -> the standard delivery that fills it."""
RECORDS = ("workforce", "personnel_actions", "applicants", "training", "services")
"""Tables that may be many times the others together; they can be held as Parquet and counted by another engine."""
WAITING = "waiting"
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
    for name in loaded.tables:
        keys = list(UNITS[name])
        if not keys:
            found.add((name,))
            continue
        held = parts.units(parts.of(loaded.tables, name, loaded.load, 0), keys)
        found |= {(name, *key) for key in held.itertuples(index=False, name=None)}
    return found


def build(
    path: Path,
    loaded: Iterable[Loaded],
    sources: Mapping[str, Source],
    register: Register,
    *,
    limits: Limits = warehouse.DEFAULT,
    tick: Callable[[str], None] = lambda _: None,
    whole: bool = False,
    parquet: bool = False,
    count: bool = True,
    engine: Engine | None = None,
) -> None:
    """Build the warehouse at `path` from loads, oldest first, and swap it in whole.

    Tables whose parts are what they were are taken over from the warehouse that stands there, unless `whole`. With
    `parquet` records stay in their files; unless `count`, they are not counted yet; `engine` counts them. With the
    bundled register, the published reference figures of Connecticut fill what no load delivers.
    """
    form = "parquet" if parquet else ""
    loaded = list(loaded)
    received = {each.load.snapshot: (each.load.source, each.load.received) for each in loaded}
    layers = _layers(loaded, bundled=register.bundled)
    chosen = {name: parts.newest(held, list(UNITS[name])) for name, held in layers.items()}
    signatures = {
        name: parts.signature(held, received) + (form if name in RECORDS else "") for name, held in chosen.items()
    }
    before = {} if whole else made(path)
    changed = {name for name in UNITS if signatures.get(name, "") != before.get(name, "")} - {"agency"}
    # Counts of records are made of several tables.
    changed |= {name for name, of in counted.MADE_OF.items() if changed & {name, *of}}
    with warehouse.rebuild(path, limits, keep=bool(before)) as connection:
        for table in (warehouse.agency, warehouse.warning, warehouse.snapshot, warehouse.ledger, warehouse.source):
            warehouse.empty(connection, table)
        warehouse.fill(connection, warehouse.agency, register.agencies)
        for name in sorted(changed):
            warehouse.empty(connection, warehouse.TABLES[name])
            held = chosen.get(name, [])
            if parquet and name in RECORDS:
                tick(name)
                warehouse.view(connection, warehouse.TABLES[name], [parts.file(part) for part in held])
                continue
            for part in held:
                tick(f"{name}: {part.snapshot[:12]}")
                parts.fill(connection, warehouse.TABLES[name], part)
        publishers = {each for name in chosen for each in _publishers(connection, name)}
        warehouse.ask(connection, engine if count else None)
        left: dict[str, pd.DataFrame] = {}
        if count:
            counted.count(connection, changed, tick)
            flows = [name for name in unfinished.FLOWS if name in changed]
            left = unfinished.leave_out(connection, received, flows, RECORDS if parquet else ())
        for name in left.keys() & set(RECORDS if parquet else ()):
            over = [parts.without(part, list(UNITS[name]), left[name]) for part in chosen[name]]
            warehouse.view(connection, warehouse.TABLES[name], [parts.file(part) for part in over])
        odd = warnings({name: [rows] for name, rows in _counts(connection) if len(rows)})
        if left:
            warehouse.fill(connection, warehouse.warning, pd.concat(left.values()).drop_duplicates(ignore_index=True))
        warehouse.fill(connection, warehouse.warning, odd)
        used = {part.snapshot for held in chosen.values() for part in held}
        warehouse.fill(connection, warehouse.snapshot, _snapshots(loaded, used))
        warehouse.fill(connection, warehouse.ledger, _ledger(loaded))
        warehouse.fill(connection, warehouse.source, _sources(publishers, sources, bundled=register.bundled))
        waiting = set() if count else changed & {*counted.MADE_OF, *unfinished.FLOWS}
        _remember(connection, signatures, left.keys(), changed, waiting)


def made(path: Path) -> dict[str, str]:
    """Return what the tables of the warehouse at `path` were made of; nothing if it must be made anew.

    A table that years were left out of is not among them: whether they are over is asked again.
    """
    if not path.exists():
        return {}
    try:
        with warehouse.reading(path) as connection:
            if warehouse.outdated(connection):
                return {}
            rows = warehouse.read(connection, sa.select(warehouse.made))
    except DBAPIError:
        return {}
    return {name: said if kept == "yes" else WAITING for name, said, kept in rows.itertuples(index=False, name=None)}


def counted_all(path: Path) -> bool:
    """Whether no records of the warehouse at `path` wait to be counted."""
    with warehouse.reading(path) as connection:
        return not connection.scalar(
            sa.select(sa.func.count()).select_from(warehouse.made).where(warehouse.made.c.whole == WAITING)
        )


def _remember(
    connection: Connection,
    signatures: Mapping[str, str],
    left: Collection[str],
    changed: Collection[str],
    waiting: Collection[str],
) -> None:
    of = warehouse.made
    connection.execute(sa.delete(of).where(of.c.table.in_(changed)))
    states = {name: WAITING if name in waiting else "no" if name in left else "yes" for name in sorted(changed)}
    rows = [{"table": name, "parts": signatures.get(name, ""), "whole": state} for name, state in states.items()]
    warehouse.fill(connection, of, pd.DataFrame(rows))


def _layers(loaded: Iterable[Loaded], *, bundled: bool) -> dict[str, list[parts.Part]]:
    """Return the parts of each table, oldest first."""
    layers: dict[str, list[parts.Part]] = {}
    if bundled:
        for name, rows in reference.reference().tables.items():
            if name in UNITS:
                layers.setdefault(name, []).append(parts.Part("bundled", -1, rows, {"snapshot": "bundled"}))
    for order, each in enumerate(loaded):
        for name in each.tables:
            layers.setdefault(name, []).append(parts.of(each.tables, name, each.load, order))
    layers.pop("agency", None)
    return layers


def _publishers(connection: Connection, name: str) -> set[str]:
    of = warehouse.TABLES[name]
    if "source" not in of.c:
        return {DELIVERED[name]}
    return {str(each) for each in connection.scalars(sa.select(of.c.source).distinct())}


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
