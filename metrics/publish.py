"""Publishing: compute, write beside, verify what was written, then switch the link. All of it or nothing."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy.exc import DBAPIError

from metrics import release
from metrics.compute import FigureError, Tables, Tick, Work, internal, public, silent, worked
from metrics.definition import DEFINITIONS

_DISTRIBUTION = "equity-benchmarks"
_BLOCK = 1 << 20


class PublishError(RuntimeError):
    """A release that was not made. What was served before still is; the message says what to do."""


def publish(warehouse: Path, releases: Path, *, now: date, definitions: Path = DEFINITIONS, tick: Tick = silent) -> str:
    """Make a release from the warehouse current, and return its id: `2026.1`, the first release of 2026.

    If nothing has changed since the current release, no new one is made and the current id is returned. The
    caller holds the home's lock. Raises PublishError; DefinitionError for a definition to mend.
    """
    if not warehouse.exists():
        raise PublishError(f"there is no warehouse at {warehouse}; run `equity load` first")
    try:
        work = worked(warehouse, definitions, tick=tick)
    except FigureError as problem:
        raise PublishError(f"{problem}; the release served before is still served") from problem
    tick("what the public may see")
    contents = {"public": public(work, _earlier(releases, work)), "internal": internal(work)}
    content = fingerprint(contents)
    current = _current(releases)
    if current and release.manifest_of(releases, current).get("content") == content:
        return current
    name = _next(releases, now)
    try:
        _write(work, contents, content, releases, name, now, tick)
    except OSError as problem:
        raise PublishError(
            f"release {name} could not be written: {problem.strerror or problem}; make room or mend the "
            "permissions and publish again. The release served before is still served"
        ) from problem
    return name


def fingerprint(contents: Mapping[str, Tables]) -> str:
    """Return a SHA-256 of the tables' rows, whatever their order: the same content, the same text."""
    whole = hashlib.sha256()
    for audience in sorted(contents):
        for name in sorted(contents[audience]):
            whole.update(f"{audience}/{name}\n".encode())
            whole.update(_rows_of(release.shaped(name, contents[audience][name])))
    return whole.hexdigest()


def verify(folder: Path) -> None:
    """Hold a release's files to its manifest: checksums, rows, nothing withheld with a number.

    Raises PublishError, naming what is wrong.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for file, expected in manifest["files"].items():
        if _checksum(folder / file) != expected:
            raise PublishError(f"{folder / file} is not what was written: its checksum differs; publish again")
    for audience, rows in manifest["rows"].items():
        opened = release.Release(folder, audience)
        try:
            if opened.rows() != rows:
                raise PublishError(f"{opened.path} holds other row counts than its manifest says; publish again")
            if audience == "public" and (leaked := opened.withheld_numbers()):
                raise PublishError(
                    f"{leaked} withheld rows of the public file hold a number; nothing was published. "
                    "This is a fault of the program: report it"
                )
        finally:
            opened.close()


def _write(
    work: Work, contents: Mapping[str, Tables], content: str, releases: Path, name: str, now: date, tick: Tick
) -> None:
    releases.mkdir(parents=True, exist_ok=True)
    for left in releases.glob(".new.*"):
        shutil.rmtree(left)
    fresh = releases / f".new.{name}.{os.getpid()}"
    fresh.mkdir()
    try:
        facts = _facts(contents, work.geography, content, name, now)
        natures = "demonstration" if facts["has_demonstration"] == "yes" else "official"
        stated = pd.DataFrame({"key": facts.keys(), "value": facts.values(), "nature": natures})
        for audience, tables in contents.items():
            tick(f"the {audience} file")
            release.write(fresh / f"{audience}.duckdb", {**tables, "manifest": stated})
        _write_manifest(fresh, work, contents, facts)
        tick("checking what was written")
        verify(fresh)
        os.rename(fresh, releases / name)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    release.point(releases, name)


def _write_manifest(fresh: Path, work: Work, contents: Mapping[str, Tables], facts: Mapping[str, str]) -> None:
    sources = work.plain["sources"].dropna(subset=["sha256"])
    manifest: dict[str, Any] = {
        **facts,
        "files": {f"{audience}.duckdb": _checksum(fresh / f"{audience}.duckdb") for audience in contents},
        "rows": {
            audience: {name: len(tables[name]) if name != "manifest" else len(facts) for name in release.TABLES}
            for audience, tables in contents.items()
        },
        "sources": sources[["source", "name", "sha256", "received", "nature"]].to_dict("records"),
        "definitions": {name: measure.version for name, measure in work.measures.items()},
    }
    path = fresh / "manifest.json"
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    release.flush(path)


def _facts(contents: Mapping[str, Tables], place: str, content: str, name: str, now: date) -> dict[str, str]:
    tables = contents["internal"].values()
    demonstration = any("nature" in table and (table["nature"] == "demonstration").any() for table in tables)
    return {
        "release": name,
        "published": now.isoformat(),
        "code": version(_DISTRIBUTION),
        "content": content,
        "has_demonstration": "yes" if demonstration else "no",
        "place": place,
    }


def _next(releases: Path, now: date) -> str:
    taken = [each.name.split(".") for each in releases.glob(f"{now.year}.*")]
    return f"{now.year}.{1 + max((int(number) for _, number in taken if number.isdigit()), default=0)}"


def _current(releases: Path) -> str | None:
    try:
        return release.Shelf(releases).current().id
    except FileNotFoundError:
        return None


def _earlier(releases: Path, work: Work) -> Iterator[pd.DataFrame]:
    """Yield what each earlier release showed of head counts."""
    counted = [name for name, each in work.measures.items() if each.kind == "representation"]
    for name in release.Shelf(releases).ids():
        opened = release.Release(releases / name, "public")
        try:
            for measure in counted:
                yield opened.table("figures", measure=measure, benchmark=None)
        except DBAPIError as problem:
            # What it showed may not be subtracted from what comes next, so it must be known.
            raise PublishError(
                f"release {name} cannot be read, and what it showed must be known; restore it or remove its folder"
            ) from problem
        finally:
            opened.close()


def _rows_of(rows: pd.DataFrame) -> bytes:
    if rows.empty:
        return b""
    hashes: bytes = pd.util.hash_pandas_object(rows, index=False).sort_values().to_numpy().tobytes()
    return hashes


def _checksum(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()
