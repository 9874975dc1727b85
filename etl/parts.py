"""Parts of a table: the rows that one snapshot has of it, and which of their units are the newest."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.kept import Rows
from etl.snapshot import Load


@dataclass(frozen=True, slots=True)
class Part:
    """`rows`: a frame, or the Parquet file that holds them; `order`: later ones replace earlier ones; `given`: columns
    that the rows may lack, with the value of all of them; `only`: the units that count, all if None."""

    snapshot: str
    order: int
    rows: pd.DataFrame | Path
    given: Mapping[str, str]
    only: pd.DataFrame | None = field(default=None)


def of(tables: Mapping[str, pd.DataFrame], name: str, load: Load, order: int) -> Part:
    """Return the part that a load has of a table."""
    rows = tables.path(name) if isinstance(tables, Rows) else tables[name]
    given = {"snapshot": load.snapshot, "source": load.source, "nature": load.nature}
    return Part(load.snapshot, order, rows, {key: given[key] for key in given if key in warehouse.TABLES[name].c})


def units(part: Part, keys: list[str]) -> pd.DataFrame:
    """Return the units that a part has rows of, as text, each once."""
    return _distinct(part, keys)[keys]


def newest(held: Iterable[Part], keys: list[str]) -> list[Part]:
    """Return the parts with what counts of them: of each unit the latest, an official one before any demonstration.

    A part of which nothing counts is left out.
    """
    held = list(held)
    later = max(part.order for part in held) + 2
    known = []
    for part in held:
        there = _distinct(part, [*keys, "nature"])
        known.append(there.assign(rank=part.order + (there["nature"] == "official") * later))
    every = pd.concat(known)
    best = every.groupby(keys)["rank"].max().rename("best").reset_index() if keys else None
    found = []
    for part, there in zip(held, known, strict=True):
        if best is None:
            wins = there["rank"] == every["rank"].max()
        else:
            ranked = there.merge(best, on=keys, how="left")
            wins = ranked["rank"] == ranked["best"]
        if wins.any():
            found.append(part if wins.all() else replace(part, only=there.loc[wins.to_numpy(), [*keys, "nature"]]))
    return found


def signature(held: Iterable[Part], received: Mapping[str, tuple[str, str]]) -> str:
    """Return a checksum of what a table is made of: parts in their order, the units of each, the day each came in."""
    found = hashlib.sha256()
    for part in held:
        made = part.rows.parent.parent.name if isinstance(part.rows, Path) else _content(part.rows)
        found.update(f"{part.snapshot} {made} {received.get(part.snapshot)}\n".encode())
        if part.only is not None:
            found.update(part.only.sort_values([str(name) for name in part.only]).to_csv(index=False).encode())
    return found.hexdigest()


def fill(connection: Connection, table: sa.Table, part: Part) -> None:
    """Append what counts of a part to its table."""
    cursor = connection.connection.cursor()
    columns = _columns(part)
    here: list[sa.ColumnClause[object]] = [sa.column(name) for name in columns]
    if isinstance(part.rows, Path):
        rows: sa.FromClause = sa.func.read_parquet(str(part.rows)).table_valued(*here).alias("incoming")
    else:
        cursor.register("incoming", part.rows.reset_index(drop=True))
        rows = sa.table("incoming", *here)
    given = {name: sa.literal(value) for name, value in part.given.items() if name not in columns or name == "snapshot"}
    values = {name: rows.c[name] for name in columns if name in table.c} | given
    chosen = sa.select(*values.values())
    if part.only is not None:
        cursor.register("wanted", part.only)
        keys = [str(name) for name in part.only]
        wanted = sa.table("wanted", *(sa.column(name) for name in keys))
        same = [sa.func.coalesce(values[name].cast(sa.Text), "") == wanted.c[name] for name in keys]
        chosen = chosen.where(sa.exists().where(*same))
    connection.execute(sa.insert(table).from_select(list(values), chosen.select_from(rows)))
    cursor.unregister("incoming")
    cursor.unregister("wanted")


def file(part: Part) -> Path:
    """Return a Parquet file of what counts of a part, beside the file of all its rows unless that is all."""
    assert isinstance(part.rows, Path)  # noqa: S101 - records are kept as files
    if part.only is None:
        return part.rows
    asked = part.only.sort_values(list(map(str, part.only))).to_csv(index=False)
    path = part.rows.with_suffix(f".{hashlib.sha256(asked.encode()).hexdigest()[:16]}.parquet")
    # One that stands there is not taken: no checksum of it is kept.
    rows = pq.read_table(part.rows)
    keys = list(map(str, part.only))
    texts = pd.DataFrame({name: rows[name].cast(pa.string()).fill_null("").to_numpy() for name in keys})
    counts = pd.MultiIndex.from_frame(texts).isin(pd.MultiIndex.from_frame(part.only))
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    pq.write_table(rows.filter(pa.array(counts)), fresh, compression="zstd")
    fresh.rename(path)
    return path


def without(part: Part, keys: list[str], left: pd.DataFrame) -> Part:
    """Return a part without the units `left` (agency, period, snapshot)."""
    held = part.only if part.only is not None else _distinct(part, [*keys, "nature"])
    mine = left.loc[left["snapshot"] == part.snapshot, ["agency", "period"]]
    gone = pd.MultiIndex.from_frame(held[["agency", "period"]]).isin(pd.MultiIndex.from_frame(mine))
    return replace(part, only=held[~gone]) if gone.any() else part


def _columns(part: Part) -> list[str]:
    return list(pq.read_schema(part.rows).names) if isinstance(part.rows, Path) else list(map(str, part.rows))


def _distinct(part: Part, columns: list[str]) -> pd.DataFrame:
    """Return the distinct values of columns as text, blank as ""; without columns a row if there is any."""
    held = [name for name in columns if name in _columns(part)]
    if isinstance(part.rows, Path):
        found = pq.read_table(part.rows, columns=held).group_by(held).aggregate([])
        texts = pd.DataFrame({name: found[name].cast(pa.string()).fill_null("").to_numpy() for name in held})
    else:
        kept = part.rows[held].drop_duplicates()
        texts = kept.astype(object).where(kept.notna(), "").astype(str).drop_duplicates(ignore_index=True)
    given = {name: value for name, value in part.given.items() if name in columns and name not in held}
    return texts.assign(**given)[columns].astype(object)


def _content(rows: pd.DataFrame) -> str:
    hashes = pd.util.hash_pandas_object(rows, index=False).to_numpy()
    return hashlib.sha256(hashes.tobytes()).hexdigest()
