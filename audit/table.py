"""A long table of counts in: dimension columns, a column `value`, TOTAL where a column is summed over."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from audit.error import AuditError

TOTAL = "TOTAL"
VALUE = "value"
TABLE = ("table_id", "table")
KINDS = ("cell", "figure", "payroll", "earlier")
META = ("table", "row", "value", "withheld", "kind", "level")
"""Columns of a list of cells that are no coordinates."""


def read(path: Path) -> pd.DataFrame:
    """Return the cells of a CSV: its dimension columns and META (`level` 0, `kind` cell).

    Every column but `value` and `table_id` (or `table`) is a dimension. An empty value is a withheld one. Raises
    AuditError with row and column for a number that is no count, a blank member, a cell that stands twice with
    two values, a missing column `value`, no rows.
    """
    raw = text(path)
    dimensions = [name for name in raw.columns if name not in (VALUE, *TABLE)]
    if VALUE not in raw.columns:
        raise AuditError(f"{path.name}: row 1: there is no column {VALUE!r} among {', '.join(raw.columns)}; add it")
    if not dimensions:
        raise AuditError(f"{path.name}: row 1: {VALUE!r} stands alone; expected a column for each dimension")
    named = next((name for name in TABLE if name in raw.columns), None)
    members = raw[dimensions].apply(lambda column: column.str.strip())
    for name in dimensions:
        blank = members.index[members[name] == ""]
        if len(blank):
            raise AuditError(
                f"{path.name}: row {blank[0] + 2}, column {name!r}: blank; expected a member, or {TOTAL} for the sum"
            )
    cells = members.assign(
        table=raw[named] if named else path.stem,
        row=raw.index + 2,
        value=counts(raw[VALUE], path.name, VALUE),
        kind="cell",
        level=0,
    )
    cells["withheld"] = cells["value"].isna()
    return once(cells, dimensions, path.name)


def hierarchies(path: Path) -> dict[str, dict[str, str]]:
    """Return dimension -> {member: parent} of a CSV with columns dimension, member, parent. Raises AuditError."""
    raw = text(path)
    if missing := [name for name in ("dimension", "member", "parent") if name not in raw.columns]:
        raise AuditError(f"{path.name}: row 1: there is no column {missing[0]!r}; expected dimension, member, parent")
    return parents(raw, path.name)


def parents(rows: pd.DataFrame, where: str) -> dict[str, dict[str, str]]:
    """Return dimension -> {member: parent}; a member that is its own parent has none.

    Raises AuditError where a member has two parents, or is above itself.
    """
    found: dict[str, dict[str, str]] = {}
    for place, (dimension, member, parent) in enumerate(
        rows[["dimension", "member", "parent"]].itertuples(index=False), start=2
    ):
        tree = found.setdefault(str(dimension), {})
        if member == parent or not parent:
            continue
        if tree.setdefault(member, parent) != parent:
            raise AuditError(f"{where}: row {place}: {member!r} has the parents {tree[member]!r} and {parent!r}")
    for dimension, tree in found.items():
        for member in tree:
            above, steps = member, 0
            while above in tree:
                above, steps = tree[above], steps + 1
                if steps > len(tree):
                    raise AuditError(f"{where}: {dimension} {member!r} is above itself; mend its parents")
    return found


def text(path: Path) -> pd.DataFrame:
    """Return a CSV as texts, absent ones empty. Raises AuditError for what is no CSV in UTF-8 with rows."""
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", header=None)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise AuditError(f"{path.name}: cannot be read as CSV in UTF-8: {problem}; save it so") from problem
    raw = raw.iloc[1:].set_axis(raw.iloc[0].str.strip(), axis=1).reset_index(drop=True)
    if raw.columns.has_duplicates:
        raise AuditError(f"{path.name}: row 1: a column stands twice; expected each name once")
    if raw.empty:
        raise AuditError(f"{path.name}: no rows under the header; expected one row for each cell")
    return raw.astype(object)


def counts(texts: pd.Series, where: str, column: str) -> pd.Series:
    """Return whole numbers of people, NaN where the text is empty. Raises AuditError with the row."""
    stripped = texts.astype(str).str.strip()
    numbers = pd.to_numeric(stripped.where(stripped != ""), errors="coerce").astype("float64")
    finite = np.isfinite(numbers)
    wrong = (stripped != "") & ~(finite & (numbers >= 0) & (numbers == numbers.round()))
    if wrong.any():
        place = int(np.flatnonzero(wrong.to_numpy())[0])
        raise AuditError(
            f"{where}: row {place + 2}, column {column!r}: {stripped.iloc[place]!r}; expected a whole number of "
            "0 or more, or nothing where the value is withheld"
        )
    return numbers


def once(cells: pd.DataFrame, dimensions: Sequence[str], where: str) -> pd.DataFrame:
    """Return the cells, each once in its table. Raises AuditError where one stands twice with two values."""
    keys = [*dimensions, "table"]
    repeated = cells[cells.duplicated(keys, keep=False)]
    if not repeated.empty:
        told = repeated.assign(value=repeated["value"].fillna(-1)).groupby(keys)["value"].transform("nunique")
        if (told > 1).any():
            rows = repeated.loc[told > 1, "row"].head(2).tolist()
            raise AuditError(f"{where}: rows {rows[0]} and {rows[1]} are the same cell with two values; keep one")
    return cells.drop_duplicates(keys, ignore_index=True)


def joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return lists of cells as one; a coordinate that one of them does not have is TOTAL there."""
    names = {str(name): None for frame in frames for name in frame.columns if name not in META}
    full = [frame.assign(**{name: TOTAL for name in names if name not in frame}) for frame in frames]
    return pd.concat(full, ignore_index=True)


def described(coordinates: Mapping[str, object]) -> str:
    """Return the words of a cell: its members other than TOTAL.

    >>> described({"agency": "DOT", "sex": "TOTAL", "race": "Asian"})
    'agency DOT, race Asian'
    """
    said = [f"{name} {member}" for name, member in coordinates.items() if member != TOTAL]
    return ", ".join(said) or "the total of all"
