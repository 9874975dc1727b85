"""A release as files for other programs: CSV, Parquet, XLSX, or the DuckDB file itself; described and citable."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from metrics import package
from metrics import release as writer
from metrics.release import Release
from metrics.schema import TABLES
from metrics.workbook import FORMULA, MOST_ROWS, safe, workbook

FORMATS = ("csv", "parquet", "xlsx", "duckdb")

__all__ = ["FORMATS", "TooManyRows", "harmless", "safe", "separated", "write"]


class TooManyRows(ValueError):
    """A table does not fit into a spreadsheet. The message says what to do."""


def harmless(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with every text cell made safe for spreadsheets; numbers stay numbers."""
    texts = [column for column in rows if not pd.api.types.is_numeric_dtype(rows[column])]
    return rows.assign(**{str(column): rows[column].map(safe) for column in texts})


def separated(rows: pd.DataFrame, path: Path) -> None:
    """Write rows as CSV at `path`, texts made safe for spreadsheets; blank is blank.

    By DuckDB, which looks at each text as it writes it: several times as fast as pandas, with the same text.
    """
    # Names may differ in capitals only, which are one to the database.
    held = rows.set_axis([f"c{place}" for place in range(len(rows.columns))], axis="columns")
    columns = []
    for (place, cells), name in zip(held.items(), rows, strict=True):
        number = pd.api.types.is_numeric_dtype(cells)
        if not number and pd.api.types.infer_dtype(cells, skipna=True) not in ("string", "empty"):
            held[place] = cells.astype(object).map(str, na_action="ignore")
        quoted = str(name).replace('"', '""')
        columns.append(f'{place if number else _harmless(str(place))} AS "{quoted}"')
    with duckdb.connect() as connection:
        connection.register("held", held)
        # Order is asked for by name: the database gives it up where it finds a faster plan, such as for a long IN.
        asked = f"SELECT {', '.join(columns)} FROM held"  # noqa: S608 - names of ours, and quoted ones
        connection.execute(f"COPY ({asked}) TO {_quoted(str(path))} (FORMAT csv, HEADER, PRESERVE_ORDER)")


def _harmless(text: str) -> str:
    """Return the expression of a column's texts that no spreadsheet will run; an empty one is blank."""
    runs = f"regexp_matches({text}, {_quoted(FORMULA)})"
    return f"CASE WHEN {runs} THEN concat(chr(39), {text}) ELSE nullif({text}, '') END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def write(release: Release, folder: Path, form: str, tick: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Write one file a table (or the release file, for `duckdb`) into `folder`, a data package and a citation.

    Return the paths of all. Files of an earlier export into the same folder are replaced. Raises ValueError for another
    format, TooManyRows for a table that is too long for a spreadsheet.
    """
    if form not in FORMATS:
        raise ValueError(f"format is {form!r}; choose {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    files = _whole(release, folder) if form == "duckdb" else _tables(release, folder, form, tick)
    return [*files, *package.write(release, folder, files, form)]


def _whole(release: Release, folder: Path) -> list[Path]:
    path = folder / f"{release.audience}.duckdb"
    if release.scope.whole:
        return [Path(shutil.copyfile(release.path, path))]
    # The file holds more than may be read of it.
    path.unlink(missing_ok=True)
    writer.write(path, {name: release.table(name) for name in TABLES})
    return [path]


def _tables(release: Release, folder: Path, form: str, tick: Callable[[str], None]) -> list[Path]:
    written = []
    for name in TABLES:
        tick(name)
        path = folder / f"{name}.{form}"
        fresh = path.with_suffix(".part")
        rows = release.table(name)
        if form == "csv":
            separated(rows, fresh)
        elif form == "parquet":
            rows.to_parquet(fresh, index=False)
        else:
            if len(rows) > MOST_ROWS:
                raise TooManyRows(f"table {name} has {len(rows):,} rows, a sheet at most {MOST_ROWS:,}; choose parquet")
            fresh.write_bytes(workbook({name: rows}, f"{name}, release {release.id}"))
        fresh.replace(path)
        written.append(path)
    return written
