"""Deliveries as received: the bytes, under their checksum, and a ledger of loads. Neither is ever edited.

`snapshots/<sha256>/<name>` holds the bytes; a line of `snapshots/ledger.jsonl` acknowledges a load. Bytes are on the
disk before their line is; a torn last line, left by a crash, acknowledges nothing. Lines written before the ledger
was a chain stand at its beginning as they are found.
"""

import hashlib
import os
import shutil
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from etl import chain

LEDGER = "ledger.jsonl"


class DamagedLedger(ValueError):
    """The ledger of loads cannot be read; the message says where and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One acknowledged load of one snapshot. Later loads replace earlier ones, unit by unit."""

    snapshot: str
    source: str
    name: str
    address: str
    bytes: int
    received: str
    nature: str
    rows: int


_KEYS = {each.name for each in fields(Load)}


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept(folder: Path, snapshot: str) -> Path:
    """Return the path of a snapshot's bytes. Raises FileNotFoundError, saying what to do."""
    for path in sorted((folder / snapshot).glob("*")):
        return path
    raise FileNotFoundError(f"{folder / snapshot} is gone but the ledger names it; restore the snapshots from a backup")


def keep(folder: Path, path: Path, snapshot: str, name: str) -> None:
    """Copy the bytes of `path` under their checksum, whole or not at all, and flush them to the disk."""
    home = folder / snapshot
    if home.exists():
        return
    fresh = folder / f".{snapshot}.{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        copied = fresh / _plain(name)
        shutil.copyfile(path, copied)
        if checksum(copied) != snapshot:
            raise OSError(f"{path} changed while it was read; load it again when it is whole")
        _flush(copied)
        copied.chmod(0o444)
        _flush(fresh)
        fresh.rename(home)
        _flush(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def acknowledge(folder: Path, loads: list[Load]) -> None:
    """Append loads to the ledger in one write and flush it: from then on they are part of the warehouse.

    Raises DamagedLedger.
    """
    try:
        chain.append(folder / LEDGER, [asdict(load) for load in loads], older=True)
    except chain.Broken as problem:
        raise DamagedLedger(f"{problem}; restore the snapshots from a backup") from None


def loads(folder: Path) -> list[Load]:
    """Return every acknowledged load, oldest first. Raises DamagedLedger."""
    found = []
    try:
        for number, record in enumerate(chain.records(folder / LEDGER, older=True), start=1):
            if record.keys() != _KEYS:
                raise chain.Broken(f"{folder / LEDGER}, line {number}: is not what was written")
            found.append(Load(**record))
    except chain.Broken as problem:
        raise DamagedLedger(f"{problem}; restore the snapshots from a backup") from None
    return found


def unchained(folder: Path) -> int:
    """Return how many loads the ledger acknowledges without a checksum, if its chain is not begun.

    Raises DamagedLedger.
    """
    found = loads(folder)
    return 0 if chain.begun(folder / LEDGER) else len(found)


def today() -> str:
    """Return the day of a load, ISO."""
    return date.today().isoformat()  # noqa: DTZ011 - a delivery is dated by the office's own calendar


def _plain(name: str) -> str:
    """A file name that cannot leave its folder or be too long for a file system."""
    return "".join(c if c.isalnum() or c in "._-" else "_" for c in Path(name).name)[-100:].lstrip(".") or "file"


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
