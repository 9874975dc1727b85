"""What was computed before and would be computed again: kept by a checksum of all that it was made of.

A measure's figures are made of its definition, the code, the place, the reference shares and the tables of the
warehouse that were read for it; which those are is written down while it is computed. If all of them are what they were
the figures are too. If not, all is read, and the periods of which the same was read keep their figures. Nothing that
decides what the public sees is kept here.
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
from metrics.formula.inputs import Inputs

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

    def figures(
        self,
        connection: Connection,
        name: str,
        made_of: Iterable[object],
        read: Callable[[], Inputs],
        make: Callable[[Inputs], pd.DataFrame],
    ) -> pd.DataFrame:
        """Return what `make` computes for `name` of what `read` reads over a connection, and of the things `made_of`.

        If no table that was read has changed, nothing is read; else only those periods are computed of which something
        was read that is not what it was.
        """
        if self.folder is None:
            return by_period(make(read()))
        own = checksum(code(), name, *made_of)
        path = self.folder / f"{name}.json"
        self._used.add(path.name)
        note = _Note() if self.every else _note(path, own)
        if note.tables and all(signature(connection, table) == found for table, found in note.tables.items()):
            return self.frame(name, note.made_of(own), lambda: by_period(make(read())))
        log: set[str] = connection.info.setdefault(warehouse.READ, set())
        log.clear()
        found = read()
        now = _Note({table: signature(connection, table) for table in sorted(log - _BESIDE)}, found.marks())
        kept = _kept(self._path(name, note.made_of(own))) if note.tables else None
        same = [] if kept is None else [each for each, mark in now.marks.items() if note.marks.get(each) == mark]
        if len(same) < len(now.marks) and not found.exact:
            # Of dollars a sum of one year has another last digit than beside other years: all years, or none.
            same = []
        fresh = [each for each in now.marks if each not in same]
        self.computed += [f"{name}, {each}" for each in fresh]
        parts = [make(found.of(fresh))] if fresh or kept is None else []
        if kept is not None:
            before = _frame(kept)
            parts.append(before[before["period"].isin(same)])
        rows = by_period(pd.concat([each for each in parts if len(each)] or parts[:1], ignore_index=True))
        rows = self.frame(name, now.made_of(own), lambda: rows, anew=True)
        _written(path, json.dumps({"of": own, "tables": now.tables, "marks": now.marks}).encode())
        return rows

    def frame(self, name: str, made_of: Iterable[object], make: Make, *, anew: bool = False) -> pd.DataFrame:
        """Return the frame that was made of the same things, or make it: numbers as float64, texts as objects."""
        if self.folder is None:
            return make()
        path = self._path(name, made_of)
        self._used.add(path.name)
        columns = None if anew or self.every else _kept(path)
        if columns is None:
            self.computed.append(name)
            columns = _columns(make())
            self.folder.mkdir(parents=True, exist_ok=True)
            held = pa.BufferOutputStream()
            pq.write_table(columns, held)
            _written(path, held.getvalue().to_pybytes())
        return _frame(columns)

    def _path(self, name: str, made_of: Iterable[object]) -> Path:
        assert self.folder is not None  # noqa: S101 - the caller asked
        return self.folder / f"{checksum(code(), name, *made_of)}.kept"

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


def by_period(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures with those of a period together, in the order of periods, and else in the order in which they
    were: which periods were computed together is not to be seen."""
    return rows.sort_values("period", kind="stable", ignore_index=True) if len(rows) else rows


@dataclass(frozen=True, slots=True)
class _Note:
    """What figures were made of when they were computed: the signatures of tables, and a mark for each period."""

    tables: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    def made_of(self, own: str) -> tuple[object, ...]:
        return own, self.tables, self.marks


def _note(path: Path, own: str) -> _Note:
    """Return what was noted at a path of figures made of `own`; nothing if that is not known."""
    try:
        said = json.loads(_sound(path) or b"")
        return _Note(dict(said["tables"]), dict(said["marks"])) if said["of"] == own else _Note()
    except (ValueError, KeyError, TypeError):
        # What a crash or a damaged disk left is made again.
        return _Note()


def _kept(path: Path) -> pa.Table | None:
    """Return the columns that are kept at a path; None for what is not as it was written."""
    content = _sound(path)
    return None if content is None else pq.read_table(pa.BufferReader(content))


def _sound(path: Path) -> bytes | None:
    """Return what was written at a path, behind its checksum; None for what is not as it was written."""
    try:
        said = path.read_bytes()
    except OSError:
        return None
    content = said[_DIGEST:]
    return content if hashlib.sha256(content).digest() == said[:_DIGEST] else None


def _columns(rows: pd.DataFrame) -> pa.Table:
    made = {}
    for name in rows:
        cells = rows[name]
        if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
            made[str(name)] = pa.array(cells.to_numpy("float64"), from_pandas=True)
        else:
            made[str(name)] = pa.array(cells.to_numpy(object), from_pandas=True)
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
    fresh.write_bytes(hashlib.sha256(content).digest() + content)
    fresh.replace(path)
