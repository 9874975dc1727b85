"""Writing a release: its folder made beside the others, checked, entered in the journal, then named. All or nothing."""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
from sqlalchemy.exc import DBAPIError

from etl.warehouse import failed
from metrics import documents, journal, release, schema, verify
from metrics.compute import Tables, Tick
from metrics.fingerprint import fingerprint
from metrics.manifest import FILE, sealed
from metrics.naming import is_preview
from metrics.release import PublishError

PREVIEW = ("preview", "previous", "earlier")
"""What only a preview's manifest says: that it is one, and which releases it is held against."""


def seal(
    releases: Path,
    name: str,
    contents: Mapping[str, Tables],
    facts: Mapping[str, str],
    said: Mapping[str, Any],
    now: datetime,
    tick: Tick,
    attacked: Callable[[Path], None] = lambda _: None,
    kept: Mapping[str, Path] = MappingProxyType({}),
) -> None:
    """Write audience -> tables as release `name`. `facts` stand in both files and the manifest, `said` only there.

    `kept`: the plans' documents by name, of which those that the internal plans name go along.
    `attacked` is called with the folder of what was written and verified, before it has its name; what it raises
    stops the release. Raises PublishError, with nothing left behind; what is served is not touched.
    """

    def fill(fresh: Path) -> dict[str, Any]:
        natures = "demonstration" if facts["has_demonstration"] == "yes" else "official"
        files, rows = {}, {}
        for audience, tables in contents.items():
            tick(f"the {audience} file")
            # A checksum of internal rows would confirm a guess at the few of them that are withheld.
            own = {key: value for key, value in facts.items() if key != "inside"}
            own["content"] = facts["content"] if audience == "internal" else fingerprint({audience: tables})
            stated = pd.DataFrame({"key": own.keys(), "value": own.values(), "nature": natures})
            whole = {**tables, "manifest": stated}
            file = fresh / f"{audience}.duckdb"
            release.write(file, whole)
            files[file.name] = verify.checksum(file)
            rows[audience] = {table: len(whole[table]) for table in schema.TABLES}
        plans = contents["internal"].get("plans", pd.DataFrame())
        named = plans["file"].dropna() if "file" in plans else ()
        papers = documents.copy(kept, [name for name in named if name in kept], fresh)
        return {**facts, **said, "files": files, "rows": rows, documents.FOLDER: papers}

    _put(releases, name, fill, attacked, now, tick)


def reseal(releases: Path, preview: str, name: str, said: Mapping[str, str], now: datetime, tick: Tick) -> None:
    """Make the files of a preview, byte for byte, those of release `name`, whose manifest says `said` besides.

    Raises PublishError, with nothing left behind; what is served is not touched.
    """

    def fill(fresh: Path) -> dict[str, Any]:
        before = verify.manifest_at(releases / preview)
        for file in before["files"]:
            tick(file)
            shutil.copyfile(releases / preview / file, fresh / file)
            release.flush(fresh / file)
        papers = {file: releases / preview / documents.FOLDER / file for file in before.get(documents.FOLDER, [])}
        documents.copy(papers, papers, fresh)
        # The checksums are those of the preview's manifest, so that other bytes are refused.
        return {key: value for key, value in before.items() if key not in PREVIEW} | {**said, "release": name}

    _put(releases, name, fill, lambda _: None, now, tick)


def _put(
    releases: Path,
    name: str,
    fill: Callable[[Path], dict[str, Any]],
    attacked: Callable[[Path], None],
    now: datetime,
    tick: Tick,
) -> None:
    fresh = releases / f".new.{name}.{os.getpid()}"
    try:
        releases.mkdir(parents=True, exist_ok=True)
        for left in releases.glob(".new.*"):
            shutil.rmtree(left)
        verify.verify_journal(releases)
        fresh.mkdir()
        stated = sealed({**fill(fresh), "journal": journal.heads(releases)[-1]})
        path = fresh / FILE
        path.write_text(json.dumps(stated, indent=1, ensure_ascii=False), encoding="utf-8")
        # The public site runs as a user of its own, which can then open neither: see docs/deploy.
        (fresh / "internal.duckdb").chmod(0o640)
        if is_preview(name):
            fresh.chmod(0o750)
        release.flush(path)
        tick("checking what was written")
        verify.verify_files(fresh)
        attacked(fresh)
        # Entered first: a release that stands in its place is in the journal, whenever the power fails.
        entered = {"manifest": verify.checksum(path), "content": stated["content"]}
        journal.write(releases, journal.MADE, name, now, **entered)
        os.rename(fresh, releases / name)
        release.flush(releases / name)
    except (OSError, DBAPIError) as problem:
        told = failed(problem) or (problem.strerror if isinstance(problem, OSError) else None) or problem
        raise PublishError(
            f"release {name} could not be written: {told}; make room or mend the permissions and publish again. "
            "The release served before is still served"
        ) from problem
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
