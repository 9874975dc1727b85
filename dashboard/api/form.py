"""Rows as bytes: JSON, CSV that no spreadsheet runs anything of, Parquet; and which of them is asked for."""

import gzip
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any

import brotli
import orjson
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from werkzeug.datastructures import MIMEAccept

from dashboard.api.problem import Problem, named
from metrics.workbook import safe_column

JSON, CSV, PARQUET = "json", "csv", "parquet"
TYPES: Mapping[str, str] = MappingProxyType(
    {JSON: "application/json", CSV: "text/csv; charset=utf-8", PARQUET: "application/vnd.apache.parquet"}
)
"""Forms of an answer, by the ending of an address, with their types."""
CODINGS = ("br", "gzip")
"""How an answer may be packed, the smallest first."""
LEAST = 1024
"""Below so many bytes packing saves nothing."""
_BROTLI, _GZIP = 4, 5
_OFFERED = {kind.partition(";")[0]: form for form, kind in TYPES.items()}


def accepted(accept: MIMEAccept, forms: tuple[str, ...] = tuple(TYPES)) -> str:
    """Return the form that a request's Accept header prefers; JSON where it says nothing. Raises Problem."""
    offered = [kind for kind, form in _OFFERED.items() if form in forms]
    if not accept:
        return JSON
    found = accept.best_match(offered)
    if found is None:
        raise Problem("not-acceptable", f"this comes as {named(offered)}", known=offered)
    return _OFFERED[found]


def as_json(rows: pa.Table, about: Mapping[str, Any]) -> bytes:
    """Return an object that says what `about` says, and the rows, each an object."""
    names = rows.column_names
    cells = zip(*(column.to_pylist() for column in rows.columns), strict=True)
    return orjson.dumps({**about, "rows": [dict(zip(names, row, strict=True)) for row in cells]})


def as_csv(rows: pa.Table) -> bytes:
    """Return rows as CSV with a heading; a text that a spreadsheet would run begins with an apostrophe."""
    buffer = BytesIO()
    pyarrow.csv.write_csv(pa.table([_harmless(each) for each in rows.columns], rows.column_names), buffer)
    return buffer.getvalue()


def as_parquet(rows: pa.Table, about: Mapping[str, str]) -> bytes:
    """Return rows as Parquet, which carries what `about` says."""
    buffer = BytesIO()
    pyarrow.parquet.write_table(rows.replace_schema_metadata(dict(about)), buffer, compression="zstd")
    return buffer.getvalue()


def packed(content: bytes, coding: str) -> bytes:
    """Return an answer in a coding of `CODINGS`."""
    return brotli.compress(content, quality=_BROTLI) if coding == "br" else gzip.compress(content, _GZIP, mtime=0)


def _harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return safe_column(column) if pa.types.is_string(column.type) else column
