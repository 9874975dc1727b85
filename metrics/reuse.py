"""What was computed before and would be computed again: kept by a checksum of all that it was made of.

A measure's figures are made of its definition, the code, the place, the reference shares and the tables of the
warehouse that were read for it; which those are is written down while it is computed. If all of them are what they were
the figures are too. Nothing that decides what the public sees is kept here.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import scipy
import sqlalchemy as sa
import statsmodels
from sqlalchemy.engine import Connection

from etl import warehouse
from metrics import code as files

_BESIDE = frozenset({"snapshot", "source", "ledger", "warning", "made", "record"})
"""Tables about the others: what figures take from them is in the checksums of those."""
_DIGEST = hashlib.sha256().digest_size
_SUFFIXES = (".py", ".toml", ".csv", ".json")
Make = Callable[[], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Marks:
    """Checksums of the rows of a frame with such columns, by their labels."""

    columns: list[str]
    of_rows: pd.Series | None

    def get(self, labels: pd.Index) -> bytes:
        """Return what tells the rows with these labels from any others."""
        if self.of_rows is None:
            return b""
        return repr(self.columns).encode() + self.of_rows[labels].to_numpy().tobytes()


@dataclass(slots=True)
class Reuse:
    """Frames kept in `folder`, none without one; `every`: compute all, and keep it. `computed`: what was, by name."""

    folder: Path | None = None
    every: bool = False
    computed: list[str] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    def figures(self, connection: Connection, name: str, made_of: Iterable[object], make: Make) -> pd.DataFrame:
        """Return what `make` reads and computes over a connection for `name`, of the things `made_of` and of tables."""
        if self.folder is None:
            return make()
        own = checksum(code(), name, *made_of)
        note = self.folder / f"{name}.json"
        self._used.add(note.name)
        read = {} if self.every else _read_for(note, own)
        if read and all(signature(connection, table) == found for table, found in read.items()):
            return self.frame(name, (own, sorted(read.items())), make)
        log: set[str] = connection.info.setdefault(warehouse.READ, set())
        log.clear()
        rows = make()
        tables = {table: signature(connection, table) for table in sorted(log - _BESIDE)}
        found = self.frame(name, (own, sorted(tables.items())), lambda: rows, anew=True)
        _written(note, json.dumps({"of": own, "tables": tables}).encode())
        return found

    def frame(self, name: str, made_of: Iterable[object], make: Make, *, anew: bool = False) -> pd.DataFrame:
        """Return the frame that was made of the same things, or make it: numbers as float64, texts as objects."""
        if self.folder is None:
            return make()
        path = self.folder / f"{checksum(code(), name, *made_of)}.kept"
        self._used.add(path.name)
        columns = None if anew or self.every else _kept(path)
        if columns is None:
            self.computed.append(name)
            columns = _columns(make())
            self.folder.mkdir(parents=True, exist_ok=True)
            held = pa.BufferOutputStream()
            pq.write_table(columns, held)
            content = held.getvalue().to_pybytes()
            _written(path, hashlib.sha256(content).digest() + content)
        return _frame(columns)

    def marks(self, rows: pd.DataFrame) -> Marks:
        """Return a checksum of each row, to tell parts of the rows apart by; none where nothing is kept."""
        # Of many parts, each with all its columns, it would be taken from the beginning each time.
        found = pd.util.hash_pandas_object(rows, index=False) if self.folder is not None else None
        return Marks(list(map(str, rows)), found)

    def prune(self) -> None:
        """Remove what was not used since this was made."""
        for path in self.folder.glob("*") if self.folder is not None else ():
            if path.name not in self._used:
                path.unlink()


def signature(connection: Connection, table: str) -> str:
    """Return a checksum of a table's rows, whatever their order, and of the days that their files came in."""
    kept: dict[str, str] = connection.info.setdefault("signatures", {})
    if table not in kept:
        of = warehouse.TABLES[table]
        files = connection.scalars(sa.select(warehouse.record.c.file).where(warehouse.record.c.table == table)).all()
        row = sa.func.hash(*of.columns).cast(sa.Numeric(38, 0))
        parts: list[object] = sorted(files)
        if not files:
            parts = [tuple(connection.execute(sa.select(sa.func.count(), sa.func.sum(row)).select_from(of)).one())]
        if "snapshot" in of.c:
            beside = warehouse.snapshot
            came = sa.select(beside.c.snapshot, beside.c.source, beside.c.received)
            mine = came.where(beside.c.snapshot.in_(sa.select(of.c.snapshot).distinct())).order_by(beside.c.snapshot)
            parts += [tuple(each) for each in connection.execute(mine)]
        kept[table] = checksum(*parts)
    return kept[table]


def checksum(*things: object) -> str:
    """Return a SHA-256 of texts, numbers, bytes, mappings and frames."""
    found = hashlib.sha256()
    for each in things:
        if isinstance(each, pd.DataFrame):
            found.update(f"{list(each)}{len(each)}".encode())
            found.update(pd.util.hash_pandas_object(each, index=False).to_numpy().tobytes())
        elif isinstance(each, bytes):
            found.update(each)
        elif isinstance(each, Mapping):
            found.update(repr(sorted(each.items())).encode())
        else:
            found.update(repr(each).encode())
        found.update(b"\n")
    return found.hexdigest()


@cache
def code() -> str:
    """Return a checksum of the code that figures are made by: the packages, and what they stand on."""
    versions = [each.__version__ for each in (np, pd, pa, scipy, statsmodels, sa, duckdb)]
    # Definitions are given one by one.
    folders = (Path(__file__).parent, Path(warehouse.__file__).parent)
    return checksum(*versions, files.checksum(folders, _SUFFIXES, ("definitions", "demonstration")))


def _read_for(note: Path, own: str) -> dict[str, str]:
    """Return table -> signature of what was read for figures made of `own`; nothing if that is not known."""
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        return dict(said["tables"]) if said["of"] == own else {}
    except (OSError, ValueError, KeyError, TypeError):
        # What a crash or a damaged disk left is made again.
        return {}


def _kept(path: Path) -> pa.Table | None:
    """Return the columns that are kept at a path, behind their checksum; None for what is not as it was written."""
    try:
        said = path.read_bytes()
    except OSError:
        return None
    content = said[_DIGEST:]
    return pq.read_table(pa.BufferReader(content)) if hashlib.sha256(content).digest() == said[:_DIGEST] else None


def _columns(rows: pd.DataFrame) -> pa.Table:
    made = {}
    for name in rows:
        cells = rows[name]
        if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
            made[str(name)] = pa.array(cells.astype("float64"), from_pandas=True)
        else:
            made[str(name)] = pa.array(cells.astype(object).where(cells.notna(), None))
    return pa.table(made)


def _frame(columns: pa.Table) -> pd.DataFrame:
    made = {}
    for name in columns.column_names:
        cells = columns[name]
        if pa.types.is_floating(cells.type):
            made[name] = pd.Series(cells.to_numpy(), dtype="float64")
        else:
            made[name] = pd.Series(warehouse.objects(cells), dtype=object)
    return pd.DataFrame(made)


def _written(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)
