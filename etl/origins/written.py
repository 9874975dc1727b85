"""Rows that were fetched, written as the file that a load reads: CSV, the same bytes for the same rows."""

import csv
import os
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from etl.cell import plain
from etl.origins.refusal import Refused
from etl.table import LARGEST_TEXT, MEGABYTE

_FLAT = (type(None), str, bool, int, float, Decimal)


def write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write the rows under their headings and return how many there are; only the owner may read the file.

    Raises Refused for two columns of one name, a cell that is no single value, or more than a load reads.
    """
    if len(set(headings)) < len(headings):
        twice = next(each for each in headings if list(headings).count(each) > 1)
        raise Refused(f"the column {twice} comes twice; give each its own name")
    count = 0
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        for count, row in enumerate(rows, start=1):
            writer.writerow([_cell(cell, heading) for cell, heading in zip(row, headings, strict=True)])
            if count % 10_000 == 0 and file.tell() > LARGEST_TEXT:
                raise Refused(f"is over {LARGEST_TEXT // MEGABYTE} MB; ask for less at once, as one period a delivery")
    return count


def _cell(cell: object, heading: str) -> str:
    if isinstance(cell, Decimal):
        return plain(float("nan")) if cell.is_nan() else f"{cell:f}"
    if isinstance(cell, _FLAT) or hasattr(cell, "isoformat") or type(cell).__name__ == "UUID":
        return plain(cell)
    raise Refused(f"the column {heading} holds {type(cell).__name__}, no single value; ask for it as text")
