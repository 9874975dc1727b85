"""Standard rows of each snapshot, kept as Parquet, so that a load reads anew only what is new.

`standard/<key>/<snapshot>/<table>.parquet`, with the checksums of the files beside them. The key says what made the
rows of the bytes received: the code, the label tables, the register. All of it can be removed at any time, and is when
the key changes: the snapshots are what counts.
"""

import hashlib
import inspect
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from etl import snapshot, warehouse
from etl.contract import Source
from etl.register import Register

_MADE = "rows.json"
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_CODE = Path(__file__).parent
_APART = ("demonstration", "origins")


class Rows(Mapping[str, pd.DataFrame]):
    """The rows of one snapshot by table, each read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sums: dict[str, str] = json.loads((folder / _MADE).read_text(encoding="utf-8"))

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self._sums:
            raise KeyError(table)
        columns = pq.read_table(self.path(table))
        return pd.DataFrame({name: columns[name].to_pandas() for name in columns.column_names})

    def __iter__(self) -> Iterator[str]:
        return iter(self._sums)

    def __len__(self) -> int:
        return len(self._sums)

    def path(self, table: str) -> Path:
        """Return the file that holds the rows of a table."""
        return self.folder / f"{table}.parquet"

    def sound(self) -> bool:
        """Whether every file is there as it was written."""
        return all(
            self.path(table).exists() and snapshot.checksum(self.path(table)) == found
            for table, found in self._sums.items()
        )


@dataclass(frozen=True, slots=True)
class Keep:
    """Where rows made by one key are kept."""

    folder: Path
    key: str

    def get(self, name: str) -> Rows | None:
        """Return the rows of a snapshot, if they are kept and whole."""
        try:
            rows = Rows(self.folder / self.key / name)
        except (OSError, ValueError):
            return None
        return rows if rows.sound() else None

    def put(self, load: snapshot.Load, tables: Mapping[str, pd.DataFrame]) -> Rows:
        """Keep the rows of a load, whole or not at all, with every column of their tables."""
        name, given = load.snapshot, {"source": load.source, "nature": load.nature}
        place = self.folder / self.key / name
        fresh = place.with_name(f".{name}.{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        try:
            sums = {}
            for table, rows in tables.items():
                file = fresh / f"{table}.parquet"
                known = rows.assign(**{key: given[key] for key in given if key not in rows}, snapshot=name)
                pq.write_table(_typed(known, warehouse.TABLES[table]), file, compression="zstd")
                sums[table] = snapshot.checksum(file)
            (fresh / _MADE).write_text(json.dumps(sums), encoding="utf-8")
            shutil.rmtree(place, ignore_errors=True)
            fresh.rename(place)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return Rows(place)

    def prune(self, names: Iterable[str]) -> None:
        """Remove the rows of all other keys, and of all but the named snapshots."""
        wanted = set(names)
        for place in self.folder.glob("*"):
            if place.name != self.key:
                shutil.rmtree(place)
        for place in (self.folder / self.key).glob("*"):
            if place.name not in wanted:
                shutil.rmtree(place)


def key(known: Mapping[str, Source], register: Register, crosswalks: Iterable[Path]) -> str:
    """Return a checksum of all that makes rows of bytes: code, sources, label tables, the register in force."""
    found = hashlib.sha256(f"{pd.__version__} {pa.__version__} {register.bundled}".encode())
    found.update(register.agencies.to_csv(index=False).encode())
    files = [each for each in _CODE.rglob("*") if each.suffix in (".py", ".csv") and not {*each.parts} & {*_APART}]
    for name in sorted(known):
        found.update(_ADDRESS.sub("", repr(known[name])).encode())
        files += [Path(str(inspect.getsourcefile(known[name].transform)))]
    files += [each for folder in crosswalks for each in folder.glob("*.csv")]
    for path in sorted(set(files)):
        found.update(f"{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _typed(rows: pd.DataFrame, table: sa.Table) -> pa.Table:
    """Return rows with the table's columns and types; absent columns are blank."""
    names = [column.name for column in table.columns]
    schema = pa.schema([(column.name, _type(column)) for column in table.columns])
    return pa.Table.from_pandas(rows.reindex(columns=names), schema=schema, preserve_index=False)


def _type(column: sa.Column[object]) -> pa.DataType:
    if isinstance(column.type, sa.Integer):
        return pa.int64()
    return pa.float64() if isinstance(column.type, sa.Float | sa.Numeric) else pa.string()
