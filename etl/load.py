"""A load: files and folders in, snapshots kept, the warehouse rebuilt and swapped. Each file whole or not at all."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from etl import attached, build, form, kept, snapshot, table, warehouse
from etl.build import Loaded
from etl.contract import CLASH, ContractError, Problem, Source
from etl.desk import REGISTER, Delivery, Desk, State
from etl.engine import Engine
from etl.home import Home
from etl.limits import Limits
from etl.registry import sources

Tick = Callable[[str], None]


class Unreadable(ValueError):
    """What was loaded before cannot be read any more; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did, file by file, and the warnings that now stand in the warehouse."""

    deliveries: tuple[Delivery, ...]
    warnings: tuple[dict[Hashable, str], ...]
    notes: tuple[str, ...] = ()
    """What was done to the home itself, said once."""

    @property
    def refused(self) -> bool:
        return any(delivery.state is State.REFUSED for delivery in self.deliveries)


def load(
    paths: Iterable[Path],
    home: Home,
    *,
    fetched: Iterable[Delivery] = (),
    known: Mapping[str, Source] | None = None,
    tick: Tick = lambda _: None,
    limits: Limits = warehouse.DEFAULT,
    records: str | None = None,
) -> Report:
    """Load files and folders into `home`, and what was fetched from origins, and return what became of each.

    Only what is new is read, and only the tables that it changes are made anew. `tick` is told what is being read.
    `records`: how records of people are held from now on, one of FORMS; as before if None.

    Raises etl.home.Busy; FileNotFoundError for a path that does not exist, before anything is done; Unreadable
    or snapshot.DamagedLedger if what was loaded before cannot be read any more.
    """
    deliveries = [*files(paths), *fetched]
    with home.writing():
        home.snapshots.mkdir(parents=True, exist_ok=True)
        parquet = form.held(home, records) == form.PARQUET
        behind = stale(home)
        desk = Desk(home, known if known is not None else sources())
        earlier = _earlier(home, desk, tick)
        for delivery in deliveries:
            desk.recognise(delivery)
        registers = [delivery for delivery in deliveries if delivery.source == REGISTER]
        _check(registers, desk, earlier, tick)
        earlier = _under_new_register(registers, earlier, home, desk, tick)
        keep = _keep(home, desk)
        try:
            _check([each for each in deliveries if each.source != REGISTER], desk, earlier, tick, keep)
            deliveries = _with_documents(deliveries)
            fresh = [each.loaded for each in deliveries if each.loaded is not None and each.state is State.LOADED]
            for each in deliveries:
                if each.loaded is not None and each.state in (State.LOADED, State.UNCHANGED):
                    attached.keep(home.snapshots, each.loaded.load.snapshot, attached.beside(each.path, each.loaded))
            paths_of = {id(each.loaded): each.path for each in deliveries}
            for loaded in fresh:
                snapshot.keep(home.snapshots, paths_of[id(loaded)], loaded.load.snapshot, loaded.load.name)
            older = snapshot.unchained(home.snapshots)
            if fresh:
                snapshot.acknowledge(home.snapshots, [loaded.load for loaded in fresh])
            if fresh or behind:
                tick("building the warehouse")
                build.build(
                    home.warehouse, earlier + fresh, desk.known, desk.register, limits=limits, tick=tick,
                    parquet=parquet, count=not parquet,
                )  # fmt: skip
        finally:
            # What was refused is not kept.
            keep.prune(each.snapshot for each in snapshot.loads(home.snapshots))
        with warehouse.reading(home.warehouse) as connection:
            warnings = warehouse.read(connection, sa.select(warehouse.warning))
    notes = (_begun(older),) if older and fresh else ()
    return Report(tuple(deliveries), tuple(warnings.drop(columns="snapshot").to_dict("records")), notes)


def check(
    paths: Iterable[Path], home: Home, *, known: Mapping[str, Source] | None = None, tick: Tick = lambda _: None
) -> Report:
    """Hold files to their contracts and return what is wrong; nothing is loaded, kept or written.

    The register is one among the files, or else the home's newest, or else the bundled one; the home need not exist.
    Raises FileNotFoundError for a path that does not exist, Unreadable if the home's register cannot be read.
    """
    deliveries = files(paths)
    desk = Desk(home, known if known is not None else sources())
    for entry in snapshot.loads(home.snapshots):
        if entry.source == REGISTER:
            desk.adopt(_again(home, desk, entry)["agency"])
    for delivery in deliveries:
        desk.recognise(delivery)
    first = [delivery for delivery in deliveries if delivery.source == REGISTER]
    _check(first, desk, [], tick)
    for delivery in first:
        if delivery.loaded is not None:
            desk.adopt(delivery.loaded.tables["agency"])
    _check([each for each in deliveries if each.source != REGISTER], desk, [], tick)
    deliveries = _with_documents(deliveries)
    odd = build.warnings(_looked_at(deliveries)).drop(columns="snapshot")
    return Report(tuple(deliveries), tuple(odd.to_dict("records")))


def _with_documents(deliveries: list[Delivery]) -> list[Delivery]:
    """Refuse deliveries whose documents are not sound; return the deliveries without the files that are documents."""
    found: set[Path] = set()
    for each in deliveries:
        found |= {path.resolve() for path in attached.beside(each.path, each.loaded)}
        if wrong := attached.problems(each.path, each.loaded):
            each.refuse(wrong)
    return [each for each in deliveries if each.loaded is not None or each.path.resolve() not in found]


def _looked_at(deliveries: list[Delivery]) -> dict[str, list[pd.DataFrame]]:
    """Return the rows that warnings are made from, by table."""
    found: dict[str, list[pd.DataFrame]] = {}
    for delivery in deliveries:
        for name, rows in delivery.loaded.tables.items() if delivery.loaded is not None else ():
            if name in build.LOOKED_AT:
                found.setdefault(name, []).append(rows.assign(snapshot=""))
    return found


def refresh(
    home: Home,
    *,
    known: Mapping[str, Source] | None = None,
    tick: Tick = lambda _: None,
    limits: Limits = warehouse.DEFAULT,
    engine: Engine | None = None,
) -> None:
    """Rebuild the warehouse from its snapshots if it is absent or behind them, or its records are not counted yet.

    `engine` counts records that are held as Parquet. The caller holds the lock.
    """
    if stale(home) or not build.counted_all(home.warehouse):
        home.snapshots.mkdir(parents=True, exist_ok=True)
        desk = Desk(home, known if known is not None else sources())
        earlier = _earlier(home, desk, tick)
        build.build(
            home.warehouse, earlier, desk.known, desk.register, limits=limits, tick=tick,
            parquet=form.held(home) == form.PARQUET, engine=engine,
        )  # fmt: skip


def stale(home: Home) -> bool:
    """Whether the warehouse is absent, or was built from fewer loads than the ledger acknowledges.

    Raises Unreadable if the warehouse is damaged, snapshot.DamagedLedger if it was built from loads that the
    ledger has lost. A warehouse without a table that is declared now is behind too.
    """
    if not home.warehouse.exists():
        return True
    try:
        with warehouse.reading(home.warehouse) as connection:
            rows = warehouse.read(connection, sa.select(warehouse.ledger).order_by(warehouse.ledger.c.position))
            outdated = warehouse.outdated(connection)
    except DBAPIError:
        raise Unreadable(
            f"{home.warehouse} is damaged; remove it and try again: it is built anew from the snapshots"
        ) from None
    built, acknowledged = list(rows["snapshot"]), [each.snapshot for each in snapshot.loads(home.snapshots)]
    if built != acknowledged[: len(built)]:
        raise snapshot.DamagedLedger(
            f"{home.snapshots / snapshot.LEDGER} has lost loads that the warehouse was built from; restore the "
            "snapshots from a backup, or remove the warehouse to go on without those loads"
        )
    return outdated or len(built) < len(acknowledged)


def _begun(older: int) -> str:
    return (
        f"the ledger's chain of checksums begins with this load; the {older} loads before it stand as they were "
        "found, and any later change of them will be noticed"
    )


def files(paths: Iterable[Path]) -> list[Delivery]:
    """Return a delivery for each file named and each file under a folder named, hidden ones left out."""
    found: dict[Path, Delivery] = {}
    for path in paths:
        if path.is_dir():
            for each in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
                found.setdefault(each.resolve(), Delivery(each, named=False))
        elif path.exists():
            found[path.resolve()] = Delivery(path, named=True)
        else:
            raise FileNotFoundError(f"{path} does not exist; name a file or a folder")
    return list(found.values())


def _keep(home: Home, desk: Desk) -> kept.Keep:
    return kept.Keep(home.standard, kept.key(desk.known, desk.register, desk.folders))


def _earlier(home: Home, desk: Desk, tick: Tick) -> list[Loaded]:
    """Return what was loaded before, oldest first; the registers of them are put in force first."""
    history = snapshot.loads(home.snapshots)
    rows: dict[str, Mapping[str, pd.DataFrame]] = {}
    for entry in history:
        if entry.source == REGISTER:
            if entry.snapshot not in rows:
                tick(entry.name)
                rows[entry.snapshot] = _again(home, desk, entry)
            desk.adopt(rows[entry.snapshot]["agency"])
    rest = {entry.snapshot: entry for entry in history if entry.source != REGISTER}
    rows |= _standard(home, desk, rest.values(), tick)
    return [Loaded(entry, rows[entry.snapshot]) for entry in history]


def _standard(home: Home, desk: Desk, entries: Iterable[snapshot.Load], tick: Tick) -> dict[str, kept.Rows]:
    """Return the standard rows of snapshots, read again only where they are not kept."""
    keep = _keep(home, desk)
    found = {}
    for entry in entries:
        path = _sound(home, entry)
        rows = keep.get(entry.snapshot)
        if rows is None:
            tick(entry.name)
            rows = keep.put(entry, _read(path, desk, entry))
        found[entry.snapshot] = rows
    return found


def _again(home: Home, desk: Desk, entry: snapshot.Load) -> Mapping[str, pd.DataFrame]:
    return _read(_sound(home, entry), desk, entry)


def _sound(home: Home, entry: snapshot.Load) -> Path:
    path = snapshot.kept(home.snapshots, entry.snapshot)
    if snapshot.checksum(path) != entry.snapshot:
        raise Unreadable(f"{path} is damaged: its checksum is wrong; restore the snapshots from a backup")
    return path


def _read(path: Path, desk: Desk, entry: snapshot.Load) -> Mapping[str, pd.DataFrame]:
    try:
        return desk.read(desk.known[entry.source], table.read_table(path, entry.name), entry.name)
    except KeyError:
        raise Unreadable(f"{entry.name} was loaded as {entry.source}, a source that is gone; bring it back") from None
    except ContractError as problem:
        raise Unreadable(
            f"{entry.name} was loaded on {entry.received} but breaks its contract now ({problem}); "
            "undo the change of the crosswalk, the register or the source"
        ) from None


def _under_new_register(
    registers: list[Delivery], earlier: list[Loaded], home: Home, desk: Desk, tick: Tick
) -> list[Loaded]:
    """Put a newly delivered register in force, unless deliveries loaded before name agencies that it lacks."""
    for delivery in registers:
        if delivery.loaded is None or delivery.state is not State.LOADED:
            continue
        trial = copy(desk)
        trial.adopt(delivery.loaded.tables["agency"])
        try:
            rest = {each.load.snapshot: each.load for each in earlier if each.load.source != REGISTER}
            again = _standard(home, trial, rest.values(), tick)
        except Unreadable as problem:
            delivery.refuse(f"does not fit what is loaded: {problem}", "agencies that what is loaded names")
            continue
        desk.adopt(delivery.loaded.tables["agency"])
        earlier = [Loaded(each.load, again.get(each.load.snapshot, each.tables)) for each in earlier]
    return earlier


def _check(
    deliveries: list[Delivery], desk: Desk, earlier: list[Loaded], tick: Tick, keep: kept.Keep | None = None
) -> None:
    """Read each delivery; say which change nothing; refuse those that deliver the same unit.

    With `keep` the rows are put there, so that the memory holds one delivery at a time.
    """
    holders: dict[tuple[str, ...], list[Delivery]] = {}
    seen: set[str] = set()
    for delivery in deliveries:
        tick(delivery.path.name)
        desk.check(delivery)
        if delivery.loaded is None:
            continue
        if delivery.loaded.load.snapshot in seen or _in_effect(delivery.loaded, earlier):
            delivery.state = State.UNCHANGED
            continue
        seen.add(delivery.loaded.load.snapshot)
        if keep is not None:
            rows = keep.put(delivery.loaded.load, delivery.loaded.tables)
            delivery.loaded = Loaded(delivery.loaded.load, rows)
        for unit in build.units(delivery.loaded):
            holders.setdefault(unit, []).append(delivery)
    clashes: dict[int, list[Problem]] = {}
    for unit, rivals in holders.items():
        for rival in rivals if len(rivals) > 1 else ():
            others = ", ".join(each.path.name for each in rivals if each is not rival)
            what = f"delivers {' '.join(unit)}, and so does {others}; load one of them"
            kept = f"one delivery alone of {' '.join(unit)}; load one of them"
            clashes.setdefault(id(rival), []).append(Problem(rival.path.name, None, None, what, CLASH, kept))
    for delivery in deliveries:
        if id(delivery) in clashes:
            delivery.refuse(clashes[id(delivery)])


def _in_effect(loaded: Loaded, earlier: list[Loaded]) -> bool:
    """Whether the same bytes were loaded before and nothing since has replaced any of their units."""
    places = [i for i, each in enumerate(earlier) if each.load.snapshot == loaded.load.snapshot]
    if not places:
        return False
    mine = build.units(loaded)
    return all(mine.isdisjoint(build.units(each)) for each in earlier[places[-1] + 1 :])
