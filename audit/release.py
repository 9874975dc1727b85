"""The bytes of a release in: a DuckDB file, or a folder of exported CSV files, as tables of the same names."""

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from audit import city, table
from audit.error import AuditError
from audit.system import Part

NAMES = (
    "cells", "figures", "representation", "findings", "summaries", "progress", "revisions", "hierarchies", "measures",
    "policy", "manifest", "goals", "agencies",
)  # fmt: skip
_KEYS = ("domain", "table_id", "period", "nature", "value", "status")
WITHHELD = "withheld"
_LIVE = ("'=", "'+", "'-", "'@", "'\t", "'\r")


@dataclass(frozen=True, slots=True)
class Release:
    """The tables of one release; a table that the file does not have is absent. `name` is for messages."""

    name: str
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, empty if the release does not have it."""
        return self.tables.get(name, pd.DataFrame())


def read(path: Path) -> Release:
    """Return a release from its DuckDB file or the folder of its exported CSV files. Raises AuditError."""
    tables = _of_folder(path) if path.is_dir() else _of_file(path)
    if "cells" not in tables and "figures" not in tables:
        raise AuditError(f"{path}: holds neither cells nor figures; expected a release file or a folder of its exports")
    return Release(path.name, city.apart(tables))


def _of_file(path: Path) -> dict[str, pd.DataFrame]:
    # A copy, so that a release in use is neither locked nor touched.
    with tempfile.TemporaryDirectory() as folder:
        try:
            copy = Path(shutil.copyfile(path, Path(folder) / "release.duckdb"))
            with duckdb.connect(str(copy), read_only=True) as connection:
                there = {str(row[0]) for row in connection.execute("SHOW TABLES").fetchall()}
                return {name: connection.table(name).df() for name in NAMES if name in there}
        except (OSError, duckdb.Error) as problem:
            raise AuditError(f"{path}: cannot be opened as a DuckDB file: {problem}") from problem


def _of_folder(path: Path) -> dict[str, pd.DataFrame]:
    found = {}
    for name in NAMES:
        file = path / f"{name}.csv"
        if file.exists() and file.read_bytes().count(b"\n") > 1:
            found[name] = table.text(file).apply(_plain)
    return found


def _plain(column: pd.Series) -> pd.Series:
    """A column of a CSV: absent where empty, the apostrophe before a spreadsheet's sign taken away."""
    texts = column.where(column != "", None)
    live = column.str.startswith(_LIVE)
    texts = texts.where(~live, column.str[1:])
    numbers = pd.to_numeric(texts, errors="coerce")
    return numbers if numbers.notna().equals(texts.notna()) and texts.notna().any() else texts


def parts(release: Release, *, kind: str = "cell", level: int = 0) -> tuple[list[Part], list[str]]:
    """Return the tables of `cells`, one a domain and table, and notes of what is not audited.

    Raises AuditError with the row for a count that is none.
    """
    cells = release.table("cells")
    if cells.empty:
        return [], []
    cells = cells.assign(row=range(2, len(cells) + 2), value=pd.to_numeric(cells["value"], errors="coerce"))
    dimensions = [str(name) for name in cells.columns if name not in (*_KEYS, "row")]
    found, notes = [], []
    of = counted(release)
    for (domain, name, _, _), rows in cells.groupby(["domain", "table_id", "period", "nature"], sort=False):
        values = rows["value"].dropna()
        if (values != values.round()).any():
            notes.append(f"{domain}: {name} holds numbers that are no counts; it is not audited")
            continue
        if (values < 0).any():
            row = int(rows.loc[values.index[values < 0][0], "row"])
            raise AuditError(f"{release.name}: cells: row {row}, column 'value': negative; expected a count")
        withheld = rows["status"] == WITHHELD
        coordinates = rows[dimensions].astype(object).fillna(table.TOTAL)
        fixed = {key: rows[key].astype(str) for key in ("domain", "period", "nature")}
        fixed["domain"] = pd.Series(of.get((str(domain), str(name)), str(domain)), index=rows.index)
        whole = coordinates.assign(
            **fixed, table=f"{kind} {name}", row=rows["row"], value=rows["value"], withheld=withheld, kind=kind,
            level=level,
        )  # fmt: skip
        whole = table.once(whole, [*fixed, *dimensions], f"{release.name}: cells")
        found.append(Part(whole, tuple(dimensions), f"{release.name}: {name}"))
    return found, list(dict.fromkeys(notes))


def counted(release: Release) -> dict[tuple[str, str], str]:
    """Return (domain, table) -> what it counts, for tables of another count than most of their domain's are of.

    The release's table `policy` says so: hires and leavers are published beside the workforce. Each such count is
    attacked as a domain of its own, which lines tie to the others.
    """
    counts, main = _counts(release), main_counts(release)
    return {key: count for key, count in counts.items() if count != main[key[0]]}


def main_counts(release: Release) -> dict[str, str]:
    """Return domain -> the count that most of its tables are of."""
    by: dict[str, list[str]] = {}
    for (domain, _), count in _counts(release).items():
        by.setdefault(domain, []).append(count)
    return {domain: max(dict.fromkeys(counts), key=counts.count) for domain, counts in by.items()}


def _counts(release: Release) -> dict[tuple[str, str], str]:
    rows = release.table("policy")
    if rows.empty:
        return {}
    tables = rows[rows["part"] == "table"]
    return {
        (str(row["domain"]), str(row["name"])): str(row["value"]).rpartition(" x ")[2]
        for row in tables.to_dict("records")
    }
