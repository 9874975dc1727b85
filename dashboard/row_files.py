"""The rows of a grid as files: exactly those that the address asks for, whatever the page."""

from io import BytesIO
from typing import Any

from flask import Flask, request

from dashboard.downloads import answer, as_csv, tables_at
from dashboard.exports.figure import NothingThere
from dashboard.grid import NAMES, Grid
from dashboard.language import LANGUAGES
from dashboard.selection import from_query
from metrics.locked import TooLong
from metrics.release import Shelf


def add_routes(server: Flask, shelf: Shelf) -> None:
    """Answer at /rows/<table>.<form>."""

    def rows(table: str, form: str) -> Any:
        return answer(shelf, lambda: _rows(shelf, table, form, request.query_string.decode("utf-8", "replace")))

    server.add_url_rule("/rows/<table>.<form>", "rows", rows)


def _rows(shelf: Shelf, table: str, form: str, query: str) -> tuple[bytes, str, str]:
    if table not in NAMES or form not in ("csv", "parquet"):
        raise NothingThere(f"choose {', '.join(NAMES)}, as csv or parquet")
    selection, _ = from_query(query, LANGUAGES)
    tables = tables_at(shelf, selection.release)
    grid = Grid(tables, selection.with_other(table=table))
    try:
        found = grid.all_rows()
    except TooLong:
        raise NothingThere(f"these are too many rows at once; narrow them, or take /download/{table}.{form}") from None
    name = f"{table}-rows-{tables.id}-{tables.audience}"
    if form == "csv":
        return as_csv(found), form, name
    buffer = BytesIO()
    found.to_parquet(buffer, index=False)
    return buffer.getvalue(), form, name
