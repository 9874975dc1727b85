"""A release's tables as files for other programs: CSV, Parquet, or the DuckDB file itself."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from metrics.release import TABLES, Release

FORMATS = ("csv", "parquet", "duckdb")
# A spreadsheet runs a cell that begins so; a leading apostrophe makes it text.
_LIVE = ("=", "+", "-", "@", "\t", "\r")


def safe(text: object) -> object:
    """Return a text cell that no spreadsheet will run as a formula; anything else as it is.

    >>> safe("=1+1"), safe("White"), safe(-3.5)
    ("'=1+1", 'White', -3.5)
    """
    return f"'{text}" if isinstance(text, str) and text.startswith(_LIVE) else text


def harmless(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with every text cell made safe for spreadsheets; numbers stay numbers."""
    texts = [column for column in rows if not pd.api.types.is_numeric_dtype(rows[column])]
    return rows.assign(**{str(column): rows[column].map(safe) for column in texts})


def write(release: Release, folder: Path, form: str, tick: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Write one file a table (or the release file, for `duckdb`) into `folder` and return their paths.

    Files of an earlier export into the same folder are replaced. Raises ValueError for another format.
    """
    if form not in FORMATS:
        raise ValueError(f"format is {form!r}; choose {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    if form == "duckdb":
        return [Path(shutil.copyfile(release.path, folder / f"{release.audience}.duckdb"))]
    written = []
    for name in TABLES:
        tick(name)
        path = folder / f"{name}.{form}"
        fresh = path.with_suffix(".part")
        rows = release.table(name)
        if form == "csv":
            harmless(rows).to_csv(fresh, index=False)
        else:
            rows.to_parquet(fresh, index=False)
        fresh.replace(path)
        written.append(path)
    return written
