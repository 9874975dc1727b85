"""Figures and tables as files: the same choices in the address as the page, the same numbers in the file."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pandas as pd
from flask import Flask, Response, g, jsonify, request

from dashboard.access.taken import hand_out
from dashboard.exports import embed, figure
from dashboard.exports.drawn import Drawn
from dashboard.exports.figure import NothingThere
from dashboard.freshness import fresh, known, tag
from dashboard.language import LANGUAGES, tongue
from dashboard.selection import from_query
from dashboard.story import Story
from dashboard.tables import Tables
from metrics.export import harmless
from metrics.release import Shelf
from metrics.schema import TABLES
from metrics.workbook import workbook

TYPES = {**figure.TYPES, "parquet": "application/vnd.apache.parquet", "html": "text/html; charset=utf-8"}
FORMS = ("csv", "parquet", "xlsx")
"""Forms of a table of the release."""
MOST_XLSX = 10_000
"""So many rows a workbook may have that is made while a reader waits."""


def add_routes(server: Flask, shelf: Shelf) -> None:
    """Answer at /figure/<measure>/<chart>.<form>, /embed/<measure>/<chart> and /download/<table>.<form>."""

    def chart_file(measure: str, chart: str, form: str) -> Any:
        return answer(shelf, lambda: _figure(shelf, measure, chart, form, _query()))

    def framed(measure: str, chart: str) -> Any:
        # Any site may show this one page of the public ones in a frame; see dashboard/guard.py.
        g.framed = shelf.audience == "public"
        return answer(shelf, lambda: _embed(shelf, measure, chart, _query()))

    def download(table: str, form: str) -> Any:
        return answer(shelf, lambda: _table(shelf, table, form, _query()))

    server.add_url_rule("/figure/<measure>/<chart>.<form>", "figure", chart_file)
    server.add_url_rule("/embed/<measure>/<chart>", "embed", framed)
    server.add_url_rule("/download/<table>.<form>", "download", download)


def answer(shelf: Shelf, make: Callable[[], tuple[bytes, str, str]]) -> Any:
    """Return what `make` makes of the release that the address asks for: (body, form, name).

    A file to keep, HTML as a page; 304 to who has it already, 404 where it is not there.
    """
    named = from_query(_query(), LANGUAGES)[0].release
    try:
        etag = tag(tables_at(shelf, named).release, request.url)
        if shelf.audience == "public" and known(etag):
            return fresh(Response(status=304), etag, shelf.audience, named=bool(named))
        body, form, name = make()
    except NothingThere as problem:
        return jsonify(error=str(problem)), 404
    except FileNotFoundError:
        return jsonify(error="there is no such release here"), 404
    hand_out(tables_at(shelf, named).id, form)
    response = Response(body, content_type=TYPES[form])
    if form != "html":
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return fresh(response, etag, shelf.audience, named=bool(named))


def tables_at(shelf: Shelf, release: str) -> Tables:
    """Return the tables of a release; of the current one where none is named. Raises FileNotFoundError."""
    return Tables(shelf.get(release) if release else shelf.current())


def as_csv(rows: pd.DataFrame) -> bytes:
    """Return rows as CSV in which no cell is taken for a formula."""
    return harmless(rows).to_csv(index=False, lineterminator="\r\n").encode()


def _query() -> str:
    return request.query_string.decode("utf-8", "replace")


def _site() -> str:
    return request.url_root.rstrip("/")


def _figure(shelf: Shelf, measure: str, chart: str, form: str, query: str) -> tuple[bytes, str, str]:
    drawn = _drawn(shelf, measure, chart, query)
    return figure.write(drawn, form, _site()), form, drawn.name


def _embed(shelf: Shelf, measure: str, chart: str, query: str) -> tuple[bytes, str, str]:
    drawn = _drawn(shelf, measure, chart, query)
    return embed.page(drawn, _site()).encode(), "html", drawn.name


def _drawn(shelf: Shelf, measure: str, chart: str, query: str) -> Drawn:
    selection, _ = from_query(query, LANGUAGES)
    tables = tables_at(shelf, selection.release)
    definition = tables.measure(measure)
    if definition is None or tables.of("figures", measure).empty:
        raise NothingThere(f"no figures of a measure {measure!r}")
    return figure.drawn(Story(tables, definition, selection, tongue(selection.lang)), chart)


def _table(shelf: Shelf, table: str, form: str, query: str) -> tuple[bytes, str, str]:
    selection, _ = from_query(query, LANGUAGES)
    if table not in TABLES or form not in FORMS:
        raise NothingThere(f"choose {', '.join(TABLES)}, as {', '.join(FORMS)}")
    tables = tables_at(shelf, selection.release)
    rows = tables.release.table(table)
    name = f"{table}-{tables.id}-{tables.audience}"
    if form == "csv":
        return as_csv(rows), form, name
    if form == "xlsx":
        if len(rows) > MOST_XLSX:
            raise NothingThere(f"{table} is too long to be made at once; ask for the release on /exports")
        return workbook({table: rows}, name), form, name
    buffer = BytesIO()
    rows.to_parquet(buffer, index=False)
    return buffer.getvalue(), form, name
