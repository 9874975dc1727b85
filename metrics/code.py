"""A checksum of code: what it made is told by it from what other code would make."""

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path


def checksum(folders: Iterable[Path], suffixes: Collection[str], without: Collection[str] = ()) -> str:
    """Return a SHA-256 of the files below some folders that end so, but for those in folders named in `without`."""
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.suffix in suffixes):
            # Where the whole lies is nobody's choice of ours: only names below count.
            inner = path.relative_to(folder)
            if not set(without) & set(inner.parts):
                found.update(str(inner).encode() + path.read_bytes())
    return found.hexdigest()
