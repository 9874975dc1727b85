"""A release: its tables, the only code that writes one, the only code that reads one.

A release is a folder `releases/<id>/` with `public.duckdb`, `internal.duckdb` and `manifest.json`; it never changes
once written. `releases/current` is a symbolic link, switched atomically. Readers look at the link at every
request, keep an old file open for requests in flight, and cache by release id: nothing is ever invalidated.
"""

import json
import os
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from etl.warehouse import fill
from metrics import accountability, locked
from metrics.manifest import FILE as MANIFEST_FILE
from metrics.manifest import after
from metrics.naming import is_preview, order

metadata = sa.MetaData()
AUDIENCES = ("public", "internal")
CURRENT = "current"
WITHHELD = "withheld"
COUNTED = (
    "numerator", "denominator", "value", "se", "lower", "upper", "benchmark_value", "comparison", "certainty", "gap",
    "gap_lower", "gap_upper", "p",
)  # fmt: skip
"""Columns of a figure that a withheld one holds nothing in, but for `lower` of one that is "at least" so much."""
_TEXT, _NUMBER, _WHOLE = sa.Text, sa.Double, sa.BigInteger


def _table(name: str, comment: str, /, **columns: Any) -> sa.Table:
    return sa.Table(name, metadata, *[sa.Column(key, kind) for key, kind in columns.items()], comment=comment)


figures = _table(
    "figures",
    "One row per figure and benchmark; one row of each figure has no benchmark",
    figure_id=_TEXT, measure=_TEXT, agency=_TEXT, geography=_TEXT, period=_TEXT, dimension=_TEXT,
    group=_TEXT, numerator=_NUMBER, denominator=_NUMBER, value=_NUMBER, se=_NUMBER, lower=_NUMBER,
    upper=_NUMBER, unit=_TEXT, agencies_delivered=_WHOLE, agencies_due=_WHOLE,
    definition_version=_WHOLE, status=_TEXT, benchmark=_TEXT, benchmark_kind=_TEXT,
    benchmark_value=_NUMBER, comparison=_TEXT, certainty=_TEXT, gap=_NUMBER, gap_lower=_NUMBER, gap_upper=_NUMBER,
    p=_NUMBER, source=_TEXT, nature=_TEXT,
)  # fmt: skip

representation = _table(
    "representation",
    "A share against a benchmark, said four ways: as shares, ratio, points, persons; and five rules of utilization",
    figure_id=_TEXT, benchmark=_TEXT, measure=_TEXT, agency=_TEXT, period=_TEXT, dimension=_TEXT,
    group=_TEXT, share=_NUMBER, reference_share=_NUMBER, reference_margin=_NUMBER,
    reference_vintage=_TEXT, reference_note=_TEXT, reference_source=_TEXT, ratio=_NUMBER, lower=_NUMBER,
    upper=_NUMBER, points=_NUMBER, persons=_NUMBER, reading=_TEXT, any_difference=_WHOLE, whole_person=_WHOLE,
    eighty_percent=_WHOLE, two_sd=_WHOLE, exact_binomial=_WHOLE, nature=_TEXT,
)  # fmt: skip

cells = _table(
    "cells",
    "The catalogue tables of protected counts; TOTAL is summed over that column",
    domain=_TEXT, table_id=_TEXT, period=_TEXT, agency=_TEXT, job_category=_TEXT,
    race_ethnicity=_TEXT, sex=_TEXT, age_band=_TEXT, disability=_TEXT, veteran=_TEXT,
    value=_NUMBER, status=_TEXT, nature=_TEXT,
)  # fmt: skip

hierarchies = _table("hierarchies", "Members and their parents", dimension=_TEXT, member=_TEXT, parent=_TEXT)

policy = _table(
    "policy",
    "The rules by which people were protected in this release",
    part=_TEXT, domain=_TEXT, name=_TEXT, value=_TEXT, nature=_TEXT,
)  # fmt: skip

progress = _table(
    "progress",
    "Level and gap of each group since the first year",
    measure=_TEXT, agency=_TEXT, group=_TEXT, of=_TEXT, base_period=_TEXT, period=_TEXT,
    target_period=_TEXT, status=_TEXT, pct_targeted_change=_NUMBER, pace_required=_NUMBER,
    pace_actual=_NUMBER, probability_met=_NUMBER, sentence_en=_TEXT, sentence_es=_TEXT,
    dimension=_TEXT, benchmark=_TEXT, base_value=_NUMBER, value=_NUMBER, change=_NUMBER, direction=_TEXT, p=_NUMBER,
    pace=_TEXT, growth_status=_TEXT, growth_score=_NUMBER, nature=_TEXT,
)  # fmt: skip

summaries = _table(
    "summaries",
    "Summary measures of inequality over all groups of a figure's dimension, or over their ratios to a benchmark",
    measure=_TEXT, agency=_TEXT, geography=_TEXT, period=_TEXT, dimension=_TEXT, benchmark=_TEXT, summary=_TEXT,
    scale=_TEXT, groups=_WHOLE, estimate=_NUMBER, se=_NUMBER, lower=_NUMBER, upper=_NUMBER, unit=_TEXT, note=_TEXT,
    nature=_TEXT,
)  # fmt: skip

findings = _table(
    "findings",
    "The scan: every group of the latest period against every benchmark, with chance over all tests at once",
    figure_id=_TEXT, measure=_TEXT, agency=_TEXT, geography=_TEXT, period=_TEXT, dimension=_TEXT, group=_TEXT,
    benchmark=_TEXT, value=_NUMBER, benchmark_value=_NUMBER, gap=_NUMBER, comparison=_TEXT, persons=_NUMBER,
    p=_NUMBER, p_adjusted=_NUMBER, tests=_WHOLE, finding=_TEXT, reason=_TEXT, nature=_TEXT,
)  # fmt: skip

measures = _table(
    "measures",
    "The definitions this release was made with",
    measure=_TEXT, title=_TEXT, question=_TEXT, why=_TEXT, people=_TEXT, domain=_TEXT, directive=_TEXT, rba=_TEXT,
    kind=_TEXT, unit=_TEXT, decimals=_WHOLE, favourable=_TEXT, statistic=_TEXT, dimensions=_TEXT,
    agencies=sa.Boolean, leads=sa.Boolean, benchmarks=_TEXT, target=_NUMBER, target_year=_WHOLE,
    target_authority=_TEXT, exceptional=_TEXT, caveats=_TEXT, version=_WHOLE, owner=_TEXT, reviewed_by=_TEXT,
    reviewed_on=_TEXT, next_review=_TEXT, title_es=_TEXT, question_es=_TEXT, why_es=_TEXT, people_es=_TEXT,
    caveats_es=_TEXT, formula=_TEXT, nature=_TEXT,
)  # fmt: skip

sources = _table(
    "sources",
    "Where the figures come from, with checksums of the files",
    source=_TEXT, publisher=_TEXT, title=_TEXT, title_es=_TEXT, address=_TEXT, licence=_TEXT, frequency=_TEXT,
    caveats=_TEXT, name=_TEXT, received=_TEXT, bytes=_WHOLE, sha256=_TEXT, rows=_WHOLE, nature=_TEXT,
)  # fmt: skip

agencies = _table(
    "agencies",
    "The register",
    agency=_TEXT, name=_TEXT, acronym=_TEXT, former_names=_TEXT, valid_from=_TEXT, valid_to=_TEXT,
    size_group=_TEXT, nature=_TEXT,
)  # fmt: skip

towns = _table(
    "towns",
    "The towns in the municipal equity process; bronze and silver are its requirement, not the certified tier",
    town=_TEXT, region=_TEXT, step=_TEXT, since=_TEXT, until=_TEXT, months=_NUMBER, applied=_WHOLE, bronze=sa.Boolean,
    silver=sa.Boolean, nature=_TEXT,
)  # fmt: skip

protected_classes = _table(
    "protected_classes",
    "Classes that the law of a place protects from day to day, and who a test on each is of",
    jurisdiction=_TEXT, **{"class": _TEXT}, valid_from=_TEXT, valid_to=_TEXT, ordinance=_TEXT, dimension=_TEXT,
    tested=_TEXT, nature=_TEXT,
)  # fmt: skip

city_steps = _table(
    "city_steps",
    "The steps of each version of a city's plan, with their days, and which are taken",
    agency=_TEXT, version=_TEXT, step=_TEXT, day=_TEXT, taken=sa.Boolean, nature=_TEXT,
)  # fmt: skip

quality = _table(
    "quality",
    "Warnings that travel with the data, and who has delivered what",
    code=_TEXT, source=_TEXT, agency=_TEXT, period=_TEXT, message=_TEXT, message_es=_TEXT, nature=_TEXT,
)  # fmt: skip

revisions = _table(
    "revisions",
    "Figures that an earlier release showed with another value, if both were shown",
    release=_TEXT, earlier=_TEXT, figure_id=_TEXT, measure=_TEXT, agency=_TEXT, geography=_TEXT, period=_TEXT,
    dimension=_TEXT, group=_TEXT, benchmark=_TEXT, unit=_TEXT, before=_NUMBER, after=_NUMBER,
    numerator_before=_NUMBER, numerator_after=_NUMBER, denominator_before=_NUMBER, denominator_after=_NUMBER,
    reason=_TEXT, nature=_TEXT,
)  # fmt: skip

manifest = _table("manifest", "What this release is", key=_TEXT, value=_TEXT, nature=_TEXT)

accountability.declare(metadata)

TABLES: Mapping[str, sa.Table] = metadata.tables


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
    engine = sa.create_engine(f"duckdb:///{path}", poolclass=sa.pool.NullPool, pool_reset_on_return=None)
    try:
        with engine.begin() as connection:
            metadata.create_all(connection)
            for name, table in TABLES.items():
                rows = contents.get(name)
                if rows is not None and not rows.empty:
                    order = [each.name for each in table.columns if each.type.python_type is str]
                    fill(
                        connection,
                        table,
                        shaped(name, rows).sort_values(order, kind="stable", na_position="first"),
                    )
        with engine.connect() as connection:
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
        cells = rows[column.name] if column.name in rows else pd.Series(None, index=rows.index, dtype=object)
        if column.type.python_type in (int, float):
            columns[column.name] = pd.to_numeric(cells).astype("float64")
        else:
            columns[column.name] = cells.astype(object).where(cells.notna(), None)
    return pd.DataFrame(columns, index=rows.index)


def flush(path: Path) -> None:
    """Wait until a file and its folder's entry are on the disk."""
    for each in (path, path.parent):
        handle = os.open(each, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


class Release:
    """One release file, opened read-only and locked down. Safe to use from several threads."""

    def __init__(self, folder: Path, audience: str) -> None:
        if audience not in AUDIENCES:
            raise ValueError(f"audience is {audience!r}; choose {', '.join(AUDIENCES)}")
        self.id = folder.name
        self.audience = audience
        self.path = folder / f"{audience}.duckdb"
        self._engine = locked.engine(self.path)

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
        found: dict[str, set[str]] = {}
        with locked.reading(self._engine) as connection:
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
        with locked.reading(self._engine) as connection:
            return locked.read(connection, statement)

    def _rows(self, name: str, **equal: str | None) -> pd.DataFrame:
        table, statement = TABLES[name], self.statement(name)
        if statement is None:
            return shaped(name, pd.DataFrame())
        for column, value in equal.items():
            statement = statement.where(table.c[column] == value if value is not None else table.c[column].is_(None))
        return self.run(statement)

    def rows(self) -> dict[str, int]:
        """Return the number of rows of every table."""
        with locked.reading(self._engine) as connection:
            return {
                name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for name, table in TABLES.items()
                if name in self._columns
            }

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
        with locked.reading(self._engine) as connection:
            return sum(
                connection.scalar(sa.select(sa.func.count()).select_from(each.subquery())) or 0 for each in statements
            )

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


class Shelf:
    """The releases of one home, for one audience. `current()` follows the link at every call."""

    def __init__(self, releases: Path, audience: str = "public") -> None:
        self.releases = releases
        self.audience = audience
        self._opened: dict[str, Release] = {}
        self._lock = threading.Lock()

    def current(self) -> Release:
        """Return the release that the link points at. Raises FileNotFoundError, saying what to do.

        Until there is a first one, internal readers get the newest preview.
        """
        try:
            name = os.readlink(self.releases / CURRENT)
        except OSError:
            if self.audience == "internal" and (seen := [each for each in self.ids() if is_preview(each)]):
                return self.get(seen[-1])
            raise FileNotFoundError(
                f"{self.releases} has no current release; run `equity publish`, or `equity demo`"
            ) from None
        return self.get(Path(name).name)

    def get(self, release: str) -> Release:
        """Return a release by id. Raises FileNotFoundError."""
        with self._lock:
            if release not in self._opened:
                if release not in self.ids():
                    raise FileNotFoundError(f"no release {release!r} in {self.releases}")
                self._opened[release] = Release(self.releases / release, self.audience)
                # Two stay open: the current one and the one that requests in flight may still read.
                for old in list(self._opened)[:-2]:
                    del self._opened[old]
            return self._opened[release]

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
