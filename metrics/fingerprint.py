"""A checksum of a release's rows, whatever their order: the same inputs and the same code, the same text."""

import hashlib
from collections.abc import Mapping

import pandas as pd

from metrics import release

_HISTORY = ("manifest", "revisions")
"""Tables that tell when and after what a release was made, not what it holds."""


def fingerprint(contents: Mapping[str, Mapping[str, pd.DataFrame]]) -> str:
    """Return a SHA-256 of the rows of audience -> table -> rows, without the tables that tell a release's history."""
    whole = hashlib.sha256()
    for audience in sorted(contents):
        for name in sorted(contents[audience].keys() - set(_HISTORY)):
            whole.update(f"{audience}/{name}\n".encode())
            whole.update(_rows(release.shaped(name, contents[audience][name])))
    return whole.hexdigest()


def _rows(rows: pd.DataFrame) -> bytes:
    if rows.empty:
        return b""
    hashes: bytes = pd.util.hash_pandas_object(rows, index=False).sort_values().to_numpy().tobytes()
    return hashes
