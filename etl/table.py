"""A delivered file as a table of text cells, whatever its format. Nothing is guessed: what cannot be read is refused.

Cells are stripped text, blank is "". The index is the row number that a spreadsheet shows: headings are row 1.
"""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from etl import workbook
from etl.cell import plain
from etl.contract import ContractError, Problem

MEGABYTE = 1 << 20
LARGEST_TEXT = 200 * MEGABYTE
LONGEST_CELL = 100_000
SUFFIXES = (".csv", ".csv.gz", ".xlsx", ".parquet", ".jsonl")


def suffix(path: Path) -> str | None:
    """Return the suffix that says how to read the file, or None if no format is known by it."""
    name = path.name.lower()
    return next((each for each in SUFFIXES if name.endswith(each)), None)


def stem(path: Path) -> str:
    """Return the file's name without the suffix, in lower case."""
    return path.name[: -len(suffix(path) or "")].lower() if suffix(path) else path.stem.lower()


def read_table(path: Path, name: str | None = None) -> pd.DataFrame:
    """Return the table in `path`; `name` is what messages call the file. Raises ContractError."""
    name = name or path.name
    match suffix(path):
        case ".csv":
            return _csv(_text(path.read_bytes(), name), name)
        case ".csv.gz":
            return _csv(_text(_unpacked(path, name), name), name)
        case ".xlsx":
            return _framed(iter(workbook.cells(path, name)), name)
        case ".parquet":
            return _parquet(path, name)
        case ".jsonl":
            return _json_lines(_text(path.read_bytes(), name), name)
        case _:
            raise _refusal(name, f"the format is not known; expected {', '.join(SUFFIXES)}")


def _refusal(name: str, message: str, row: int | None = None) -> ContractError:
    return ContractError([Problem(name, row, None, message)])


def _unpacked(path: Path, name: str) -> bytes:
    try:
        with gzip.open(path) as file:
            content = file.read(LARGEST_TEXT + 1)
    except (OSError, EOFError, zlib.error):
        raise _refusal(name, "is not a whole gzip file; deliver it again") from None
    return content


def _text(content: bytes, name: str) -> str:
    if len(content) > LARGEST_TEXT:
        raise _refusal(name, f"is over {LARGEST_TEXT // MEGABYTE} MB; deliver Parquet, or one file a period")
    if not content.strip():
        raise _refusal(name, "is empty; deliver a file with headings and rows")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _refusal(name, "is UTF-16; save it as CSV UTF-8")
    if b"\x00" in content:
        row = content[: content.index(b"\x00")].count(b"\n") + 1
        raise _refusal(name, "holds a NUL byte; the copy is damaged, deliver it again", row)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = content[: problem.start].count(b"\n") + 1
        raise _refusal(name, "has bytes that are not UTF-8; save it as CSV UTF-8", row) from None


def _csv(text: str, name: str) -> pd.DataFrame:
    first = text[: text.find("\n")] if "\n" in text else text
    if "," not in first and (";" in first or "\t" in first):
        found = "semicolons" if ";" in first else "tabs"
        raise _refusal(name, f"is separated by {found}; separate cells by commas", 1)
    if "\r" in text.replace("\r\n", ""):
        raise _refusal(name, "has lone carriage returns as line ends; save it as CSV UTF-8")
    csv.field_size_limit(LONGEST_CELL)
    return _framed(csv.reader(io.StringIO(text, newline=""), strict=True), name)


def _framed(records: Iterator[list[str]], name: str) -> pd.DataFrame:
    problems: list[Problem] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    headings: list[str] | None = None
    number = 0
    try:
        for number, record in enumerate(records, start=1):
            cells = [cell.strip() for cell in record]
            if not any(cells):
                continue
            if headings is None:
                headings = cells
                continue
            if len(cells) != len(headings):
                problems.append(Problem(name, number, None, f"has {len(cells)} cells; expected {len(headings)}"))
                continue
            rows.append(cells)
            numbers.append(number)
    except csv.Error as problem:
        raise _refusal(name, f"is not good CSV ({problem}); check the quotes", number + 1) from None
    if problems:
        raise ContractError(problems)
    return pd.DataFrame(rows, columns=headings or [], index=pd.Index(numbers, dtype="int64"), dtype="object")


def _parquet(path: Path, name: str) -> pd.DataFrame:
    try:
        columns = pq.read_table(path)
    except (pa.ArrowException, OSError, ValueError):
        raise _refusal(name, "is not a whole Parquet file; deliver it again") from None
    if len(set(columns.column_names)) < len(columns.column_names):
        raise _refusal(name, "has two columns of one name; keep one", 1)
    # As Python's own values: pandas would make floats of whole numbers beside blanks.
    cells = {column: _plain(columns[column]) for column in columns.column_names}
    frame = pd.DataFrame(cells, dtype="object")
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame


def _plain(column: pa.ChunkedArray) -> NDArray[np.object_]:
    """Return the cells as text, each distinct one made and kept once: a column of millions holds few."""
    if pa.types.is_nested(column.type) or pa.types.is_null(column.type):
        return np.array([plain(cell) for cell in column.to_pylist()], dtype=object)
    coded = column.combine_chunks().dictionary_encode()
    texts = np.array([*map(plain, coded.dictionary.to_pylist()), ""], dtype=object)
    # A null has no code: -1 is the last text.
    cells: NDArray[np.object_] = texts[coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    return cells


def _no_number(constant: str) -> None:
    raise json.JSONDecodeError(f"{constant} is no number", constant, 0)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) < len(pairs):
        raise json.JSONDecodeError("a name stands twice", "", 0)
    return dict(pairs)


def _json_lines(text: str, name: str) -> pd.DataFrame:
    records: list[dict[str, str]] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line, parse_constant=_no_number, object_pairs_hook=_once)
        except json.JSONDecodeError as problem:
            problems.append(Problem(name, number, None, f"is not JSON ({problem.msg}); write one object a line"))
            continue
        if not isinstance(record, dict) or any(isinstance(cell, dict | list) for cell in record.values()):
            problems.append(Problem(name, number, None, "is not one flat object; write column: value pairs"))
            continue
        records.append({key: plain(cell) for key, cell in record.items()})
    if problems:
        raise ContractError(problems)
    frame = pd.DataFrame(records, dtype="object").fillna("")
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return frame
