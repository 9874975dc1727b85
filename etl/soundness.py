"""Whether what was loaded is still what was received: the ledger, the kept bytes, the warehouse built from them."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from etl import snapshot, warehouse
from etl.home import Home
from etl.load import Unreadable, stale


def unchained(home: Home) -> str:
    """Say how many loads have no checksum in the ledger yet, because they are older than its chain; else nothing.

    Raises snapshot.DamagedLedger.
    """
    older = snapshot.unchained(home.snapshots)
    return f"{older} loads are older than the ledger's chain of checksums; the next load begins it" if older else ""


def unsound(home: Home) -> Iterator[str]:
    """Yield what is wrong with the deliveries of a home, each with what to do; nothing if all is as it was written."""
    try:
        acknowledged = snapshot.loads(home.snapshots)
        behind = stale(home)
    except (snapshot.DamagedLedger, Unreadable) as problem:
        yield str(problem)
        return
    for name in dict.fromkeys(load.snapshot for load in acknowledged):
        try:
            path = snapshot.kept(home.snapshots, name)
        except FileNotFoundError as absent:
            yield str(absent)
            continue
        if snapshot.checksum(path) != name:
            yield f"{path} is damaged: its checksum is wrong; restore the snapshots from a backup"
    # One that is behind may lack tables; the next load or publish builds it anew.
    if home.warehouse.exists() and not behind:
        try:
            with warehouse.reading(home.warehouse) as connection:
                for table in warehouse.TABLES.values():
                    # Every cell is read, and none is held.
                    connection.scalar(sa.select(sa.func.max(sa.func.hash(*table.columns))))
        except DBAPIError:
            yield f"{home.warehouse} is damaged; remove it: the next load or publish builds it anew from the snapshots"
