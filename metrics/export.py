"""A release as files for other programs: CSV, Parquet, XLSX, or the DuckDB file itself; described and citable."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from metrics import package
from metrics import release as writer
from metrics.release import Release
from metrics.schema import TABLES
from metrics.workbook import MOST_ROWS, safe, safe_column, workbook

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

    By DuckDB, several times as fast as pandas, with the same text.
    """
    columns = {}
    for name in rows:
        cells = rows[name]
        if pd.api.types.is_numeric_dtype(cells):
            columns[str(name)] = pa.array(cells, from_pandas=True)
            continue
        columns[str(name)] = _texts(cells)
    with duckdb.connect() as connection:
        connection.register("rows", pa.table(columns))
        connection.table("rows").write_csv(str(path), header=True)


def _texts(cells: pd.Series) -> pa.Array:
    """Return cells as text that no spreadsheet will run; an empty one is blank."""
    try:
        texts = pa.array(cells, pa.string(), from_pandas=True)
    except pa.ArrowTypeError:
        texts = pa.array(cells.map(str, na_action="ignore"), pa.string(), from_pandas=True)
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    # Few texts stand in many cells: each is looked at once.
    coded = texts.dictionary_encode()
    words = coded.dictionary
    return safe_column(pc.if_else(pc.equal(words, ""), None, words)).take(coded.indices)


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
