"""A release: its tables, the only code that writes one, the only code that reads one.

A release is a folder `releases/<id>/` with `public.duckdb`, `internal.duckdb` and `manifest.json`; it never changes
once written. `releases/current` is a symbolic link, switched atomically. Readers look at the link at every
request, keep an old file open for requests in flight, and cache by release id: nothing is ever invalidated.
"""

import json
import os
import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from etl import driver
from etl.warehouse import fill
from metrics import accountability, locked
from metrics.manifest import FILE as MANIFEST_FILE
from metrics.manifest import after
from metrics.naming import is_preview, order
from metrics.received import Received, received
from metrics.schema import COUNTED, TABLES, cells, figures, findings, manifest, metadata, representation
from metrics.scope import EVERYONE, EVERYTHING, INSIDE, Scope, views

Objects = npt.NDArray[np.object_]
AUDIENCES = ("public", "internal")
CURRENT = "current"
WITHHELD = "withheld"
GROUP = 16_384
"""Rows that a release file holds together, and a reading passes over together: few, as it asks for few."""


class NoRelease(FileNotFoundError):
    """Nothing is published yet. The message says what to do."""


class PublishError(RuntimeError):
    """A release that was not made, not served, or is not sound. The message says what to do."""


def write(path: Path, contents: Mapping[str, pd.DataFrame]) -> None:
    """Write a release file with every table, rows in a fixed order, and flush it to the disk.

    Raises KeyError for a table that a release does not have, FileExistsError if `path` exists.
    """
    if path.exists():
        raise FileExistsError(f"{path} exists; a release is never written twice")
    if unknown := contents.keys() - TABLES.keys():
        raise KeyError(f"a release has no table {', '.join(sorted(unknown))}")
    quoted = str(path).replace("'", "''")
    engine = sa.create_engine("duckdb:///:memory:", poolclass=sa.pool.NullPool, pool_reset_on_return=None)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"ATTACH '{quoted}' AS release (ROW_GROUP_SIZE {GROUP})")
            connection.exec_driver_sql("USE release")
            connection.commit()
            with connection.begin():
                # The file is new: asking for each table whether it is there takes longer than making it.
                metadata.create_all(connection, checkfirst=False)
                for name, table in TABLES.items():
                    rows = contents.get(name)
                    if rows is not None and not rows.empty:
                        order = [each.name for each in table.columns if each.type.python_type is str]
                        fill(
                            connection,
                            table,
                            shaped(name, rows).sort_values(order, kind="stable", na_position="first"),
                        )
            connection.exec_driver_sql("CHECKPOINT")
    finally:
        engine.dispose()
    flush(path)


def shaped(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the columns of a table, in its order: numbers as float64, texts as objects (blank: None).

    Raises KeyError for a table that a release does not have.
    """
    columns = {}
    for column in TABLES[name].columns:
        number = column.type.python_type in (int, float)
        if column.name not in rows:
            columns[column.name] = np.full(len(rows), np.nan if number else None, dtype="float64" if number else object)
        elif number:
            columns[column.name] = pd.to_numeric(rows[column.name]).astype("float64").to_numpy()
        else:
            columns[column.name] = texts(rows[column.name])
    return pd.DataFrame(columns, index=rows.index)


def texts(cells: pd.Series) -> Objects:
    """Return cells as objects, None where they are blank."""
    found: Objects = cells.to_numpy(dtype=object, copy=True)
    found[cells.isna().to_numpy()] = None
    return found


def flush(path: Path) -> None:
    """Wait until a file and its folder's entry are on the disk."""
    for each in (path, path.parent):
        handle = os.open(each, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


class Release:
    """One release, opened read-only and locked down. Safe to use from several threads.

    `scope`: which internal rows there are; every reading below is of those and, of all else, of the public ones.
    `seconds`: so long may one reading take.
    """

    def __init__(self, folder: Path, audience: str, scope: Scope = EVERYTHING, seconds: float = locked.PATIENT) -> None:
        if audience not in AUDIENCES:
            raise ValueError(f"audience is {audience!r}; choose {', '.join(AUDIENCES)}")
        self.id = folder.name
        self.audience = audience
        self.scope = EVERYTHING if audience == "public" else scope
        self.seconds = seconds
        self.path = folder / f"{audience}.duckdb"
        if self.scope.whole:
            self._engine = locked.engine(self.path)
        else:
            files = {INSIDE: self.path, EVERYONE: folder / "public.duckdb"}
            self._engine = locked.both(files, lambda there: views(self.scope, TABLES, there))

    @cached_property
    def manifest(self) -> dict[str, str]:
        """Key -> value: release, published, code, content (a checksum of the rows; in a public file of its own rows),
        has_demonstration (yes or no).

        Of a preview also preview (yes); of a release that was one preview_was and signed_by.
        """
        rows = self._rows("manifest")
        try:
            return {**dict(zip(rows["key"], rows["value"], strict=True)), **after(self.path.parent), "release": self.id}
        except ValueError as problem:
            raise PublishError(str(problem)) from problem

    @cached_property
    def _columns(self) -> dict[str, set[str]]:
        asked = "SELECT table_name, column_name FROM information_schema.columns"
        if not self.scope.whole:
            asked += " WHERE table_catalog = 'temp'"
        found: dict[str, set[str]] = {}
        with locked.reading(self._engine, self.seconds) as connection:
            for table, column in connection.exec_driver_sql(asked):
                found.setdefault(table, set()).add(column)
        return found

    def table(self, name: str, **equal: str | None) -> pd.DataFrame:
        """Return a table's rows; keywords keep rows whose column equals the value (None: is blank).

        A column or table that came to releases after this one was made is blank or empty. Raises KeyError for
        a table or column that no release has.
        """
        if name == manifest.name and not equal:
            facts, natures = self.manifest, self._rows(name)["nature"]
            stated = {"key": facts.keys(), "value": facts.values(), "nature": natures.iloc[0] if len(natures) else None}
            return shaped(name, pd.DataFrame(stated))
        return self._rows(name, **equal)

    def statement(self, name: str) -> sa.Select[Any] | None:
        """Return what selects a table's rows, to be narrowed and run; None for a table this release does not have."""
        table, there = TABLES[name], self._columns.get(name)
        if there is None:
            return None
        return sa.select(
            *(each if each.name in there else sa.cast(sa.null(), each.type).label(each.name) for each in table.columns)
        ).select_from(table)

    def run(self, statement: sa.Select[Any]) -> pd.DataFrame:
        """Return the rows of a statement. Raises TooLong."""
        with locked.reading(self._engine, self.seconds) as connection:
            return locked.read(connection, statement)

    def arrow(self, statement: sa.Select[Any]) -> pa.Table:
        """Return the rows of a statement as they are held: whole numbers whole, blank cells null. Raises TooLong."""
        with locked.reading(self._engine, self.seconds) as connection:
            return driver.arrow(connection, statement)

    def _rows(self, name: str, **equal: str | None) -> pd.DataFrame:
        table, statement = TABLES[name], self.statement(name)
        if statement is None:
            return shaped(name, pd.DataFrame())
        for column, value in equal.items():
            statement = statement.where(table.c[column] == value if value is not None else table.c[column].is_(None))
        return self.run(statement)

    def rows(self) -> dict[str, int]:
        """Return the number of rows of every table."""
        counts = [
            sa.select(sa.literal(name), sa.func.count()).select_from(table)
            for name, table in TABLES.items()
            if name in self._columns
        ]
        with locked.reading(self._engine, self.seconds) as connection:
            return {name: int(count) for name, count in connection.execute(sa.union_all(*counts))}

    def withheld_numbers(self) -> int:
        """Return how many rows that are withheld hold a number all the same; 0 in a sound public file."""
        hidden = figures.c.status == WITHHELD
        counted = [figures.c[name] for name in COUNTED if name != "lower"]
        # "At least 95 %" is said in whole percents and of the figure itself.
        least = sa.and_(
            figures.c.unit == "percent",
            figures.c.benchmark.is_(None),
            figures.c.lower == sa.func.floor(figures.c.lower),
        )
        told = sa.or_(*(each.is_not(None) for each in counted), sa.and_(figures.c.lower.is_not(None), sa.not_(least)))
        derived = [
            sa.select(figures.c.figure_id).where(hidden).where(figures.c.figure_id.in_(sa.select(made.c.figure_id)))
            for made in (representation, findings)
            if made.name in self._columns
        ]
        statements = (
            sa.select(figures.c.figure_id).where(hidden, told),
            sa.select(cells.c.period).where(cells.c.status == WITHHELD, cells.c.value.is_not(None)),
            *([accountability.told_of_withheld(metadata)] if "goals" in self._columns else []),
            *derived,
        )
        with locked.reading(self._engine, self.seconds) as connection:
            return sum(
                connection.scalar(sa.select(sa.func.count()).select_from(each.subquery())) or 0 for each in statements
            )

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


class Shelf:
    """The releases of one home, for one audience. `current()` follows the link at every call.

    `scope` is asked at every call which internal rows may be read: all of them unless something else is given.
    `seconds`: so long may one reading take.
    """

    def __init__(
        self,
        releases: Path,
        audience: str = "public",
        scope: Callable[[], Scope] = lambda: EVERYTHING,
        seconds: float = locked.PATIENT,
    ) -> None:
        self.releases = releases
        self.audience = audience
        self._scope = scope
        self._seconds = seconds
        self._opened: dict[tuple[Scope, str], Release] = {}
        self._lock = threading.Lock()

    def current(self) -> Release:
        """Return the release that the link points at. Raises NoRelease, saying what to do.

        Until there is a first one, internal readers get the newest preview.
        """
        try:
            name = os.readlink(self.releases / CURRENT)
        except OSError:
            if self.audience == "internal" and (seen := [each for each in self.ids() if is_preview(each)]):
                return self.get(seen[-1])
            raise NoRelease(f"{self.releases} has no current release; run `equity publish`, or `equity demo`") from None
        return self.get(Path(name).name)

    def get(self, release: str) -> Release:
        """Return a release by id. Raises FileNotFoundError."""
        scope = self._scope() if self.audience == "internal" else EVERYTHING
        with self._lock:
            if (scope, release) not in self._opened:
                if release not in self.ids():
                    raise FileNotFoundError(f"no release {release!r} in {self.releases}")
                self._opened[scope, release] = Release(self.releases / release, self.audience, scope, self._seconds)
                # Two stay open: the current one and the one that requests in flight may still read.
                for old in [key for key in self._opened if key[0] == scope][:-2]:
                    del self._opened[old]
            return self._opened[scope, release]

    def received(self) -> tuple[Received, ...]:
        """Return what became of the deliveries that may be known of; of none to the public."""
        return received(self.releases.parent, self._scope()) if self.audience == "internal" else ()

    def ids(self) -> list[str]:
        """Ids of the complete releases, oldest first: a release is complete once its manifest is written.

        Previews are among them for internal readers only.
        """
        found = (path.parent.name for path in self.releases.glob(f"[0-9]*/{MANIFEST_FILE}"))
        return sorted((name for name in found if self.audience == "internal" or not is_preview(name)), key=order)


def point(releases: Path, release: str) -> None:
    """Make `release` current, atomically.

    Raises FileNotFoundError for what is no complete release of this home, PublishError for a preview.
    """
    if is_preview(release):
        raise PublishError(f"{release} is a preview; sign it off, then run `equity publish --release`")
    if release not in Shelf(releases).ids():
        raise FileNotFoundError(f"no release {release!r} in {releases}")
    fresh = releases / f".{CURRENT}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(release)
    os.replace(fresh, releases / CURRENT)
    handle = os.open(releases, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def manifest_of(releases: Path, release: str) -> dict[str, Any]:
    """Return the manifest beside the files of a release."""
    text = (releases / release / MANIFEST_FILE).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
