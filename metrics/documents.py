"""Plans' documents on their way from the snapshots of a home into its releases, each named by its own checksum."""

import hashlib
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

FOLDER = "documents"
_KEPT = ".documents"
_NAME = re.compile(r"[0-9a-f]{64}\.(?:pdf|html)")


def is_name(file: str) -> bool:
    """Return whether a text is the name of a document of a release: checksum and kind, and nothing else."""
    return _NAME.fullmatch(file) is not None


def found(snapshots: Path, plans: pd.DataFrame) -> dict[str, Path]:
    """Return name in a release -> the kept file, for rows of plans with `snapshot` and `document`."""
    places = _places(snapshots, plans)
    return {_named(path): path for path in places if path is not None}


def names(snapshots: Path, plans: pd.DataFrame) -> "pd.Series[str]":
    """Return the name in a release of each row's document; None where no file of it is kept."""
    said = [_named(path) if path is not None else None for path in _places(snapshots, plans)]
    return pd.Series(said, index=plans.index, dtype=object)


def copy(documents: Mapping[str, Path], wanted: Iterable[str], folder: Path) -> list[str]:
    """Copy the documents that are wanted into a release's folder and return their names, in order.

    Raises OSError, also for bytes that are no longer those that the name was made of.
    """
    made = sorted(set(wanted))
    for name in made:
        (folder / FOLDER).mkdir(exist_ok=True)
        shutil.copyfile(documents[name], folder / FOLDER / name)
        if not sound(folder, name):
            raise OSError(f"{documents[name]} changed while it was copied; publish again")
    return made


def sound(folder: Path, name: str) -> bool:
    """Return whether a document of a release is there and is what its name says."""
    path = folder / FOLDER / name
    return is_name(name) and path.is_file() and _checksum(path) == path.stem


def _places(snapshots: Path, plans: pd.DataFrame) -> list[Path | None]:
    said = zip(plans["snapshot"], plans["document"], strict=True)
    return [_place(snapshots, snapshot, document) for snapshot, document in said]


def _place(snapshots: Path, snapshot: object, document: object) -> Path | None:
    if not isinstance(snapshot, str) or not isinstance(document, str) or Path(document).name != document:
        return None
    path = snapshots / f"{snapshot}{_KEPT}" / document
    return path if path.suffix.lower() in (".pdf", ".html") and path.is_file() else None


def _named(path: Path) -> str:
    return f"{_checksum(path)}{path.suffix.lower()}"


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
