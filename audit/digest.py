"""Rows as a checksum, whatever their order: two tables that say the same have the same one."""

import hashlib
from collections.abc import Sequence

import pandas as pd


def of_rows(cells: pd.DataFrame, names: Sequence[str]) -> bytes:
    """Return a SHA-256 of the rows of named columns. A number is one however its column is kept; blank is blank."""
    # Tables are many and small: pandas' own checksums take longer to begin than these to end.
    columns = [_plain(cells[name]) for name in names]
    said = hashlib.sha256(repr(list(names)).encode())
    said.update("\n".join(sorted(map(repr, zip(*columns, strict=True)))).encode())
    return said.digest()


def _plain(column: pd.Series) -> list[object]:
    if pd.api.types.is_numeric_dtype(column):
        # True is 1, and 1 is 1.0.
        return list(column.to_numpy(dtype="float64", na_value=float("nan")).tolist())
    return [None if each != each or each is None else each for each in column.tolist()]  # noqa: PLR0124 - NaN
