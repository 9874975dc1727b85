"""Holding a release to what was written: checksums, rows, nothing withheld with a number, the journal."""

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from etl.warehouse import failed
from metrics import documents, journal
from metrics.manifest import FILE as MANIFEST
from metrics.release import AUDIENCES, PublishError, Release


def verify(releases: Path, release: str) -> None:
    """Hold a release of a home to its manifest, and the manifest to the journal. Raises PublishError.

    FileNotFoundError if there is no such release.
    """
    if not (releases / release).is_dir():
        raise FileNotFoundError(f"no release {release!r} in {releases}")
    _entered(releases, release, journal.read(releases), journal.heads(releases))
    verify_files(releases / release)


def verify_journal(releases: Path) -> None:
    """Hold the journal of a home to the manifests of its releases: nothing is written behind a journal that lost lines.

    Raises PublishError.
    """
    entries, heads = journal.read(releases), journal.heads(releases)
    for release in folders(releases):
        _entered(releases, release, entries, heads)


def folders(releases: Path) -> list[str]:
    """Return the names of the folders of all releases and previews, complete or not."""
    return sorted(path.name for path in releases.glob("[0-9]*") if path.is_dir())


def verify_files(folder: Path, audiences: Collection[str] = AUDIENCES) -> None:
    """Hold a release's files to the manifest beside them. Raises PublishError, naming what is wrong.

    `audiences`: whose files are looked at. Who serves the public cannot read the internal file, and must not.
    """
    manifest = manifest_at(folder)
    for file, expected in manifest["files"].items():
        if Path(file).stem not in audiences:
            continue
        if not (folder / file).exists():
            raise _damaged(folder / file, "it is gone")
        if checksum(folder / file) != expected:
            raise _damaged(folder / file, "its checksum differs")
    for name in manifest.get(documents.FOLDER, ()):
        if not documents.sound(folder, name):
            raise _damaged(folder / documents.FOLDER / name, "it is gone or its checksum differs")
    for audience, rows in manifest["rows"].items():
        if audience not in audiences:
            continue
        opened = Release(folder, audience)
        try:
            if opened.rows() != rows:
                raise _damaged(opened.path, "it holds other row counts than its manifest says")
            if audience == "public" and (leaked := opened.withheld_numbers()):
                raise PublishError(
                    f"{leaked} withheld rows of the public file hold a number; nothing was published. "
                    "This is a fault of the program: report it"
                )
        except DBAPIError as problem:
            raise _damaged(opened.path, f"it cannot be read ({failed(problem) or problem})") from problem
        finally:
            opened.close()


def manifest_at(folder: Path) -> dict[str, Any]:
    """Return the manifest in a release's folder. Raises PublishError if it says no longer what it must."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
        whole = "content" in manifest and all(
            set(manifest[key]) == names
            for key, names in (("files", {f"{each}.duckdb" for each in AUDIENCES}), ("rows", set(AUDIENCES)))
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise _damaged(path, "it is no manifest")
    return dict(manifest)


def _entered(releases: Path, release: str, entries: list[journal.Entry], heads: list[str]) -> None:
    path = releases / release / MANIFEST
    if not path.exists():
        raise _damaged(path, "it is gone")
    made = [each for each in entries if each["event"] in (journal.MADE, journal.ADOPTED) and each["release"] == release]
    if not made:
        if release in journal.older(releases):
            return
        raise PublishError(
            f"release {release} is not in the journal of {releases}: restore the journal from a backup; if the release "
            "was brought from elsewhere, remove it"
        )
    if checksum(path) != made[-1]["manifest"]:
        raise _damaged(path, "its checksum differs from the journal's")
    if made[-1]["event"] == journal.MADE and manifest_at(releases / release).get("journal") not in heads:
        raise PublishError(
            f"the journal of {releases} has lost lines that stood there when release {release} was made; "
            "restore it from a backup"
        )


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(path: Path, how: str) -> PublishError:
    return PublishError(
        f"{path} is not what was written: {how}; restore it from a backup, or serve another release with "
        "`equity rollback ID` and remove this one"
    )
