"""Charts that are not of one measure as files: the same choices in the address as their page, the same numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd
from flask import Flask, request

from dashboard.downloads import NothingThere, answer, as_csv, tables_at
from dashboard.drawing.picture import Caption, Drawing, frame, png
from dashboard.language import LANGUAGES, Tongue, tongue
from dashboard.selection import Selection, from_query
from dashboard.tables import Tables, edition
from metrics.release import Shelf


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A chart as a file: its words, its rows, what draws it (None: nothing to draw), the address of its page."""

    heading: str
    sentence: str
    source: str
    rows: pd.DataFrame
    drawing: Callable[[], Drawing] | None
    link: str
    demonstration: bool


Make = Callable[[Tables, Selection, Tongue], Exhibit | None]
Exhibits = Mapping[str, Make]


def add_routes(server: Flask, shelf: Shelf, exhibits: Mapping[str, Make]) -> None:
    """Answer at /exhibit/<chart>.<form> for each chart of `exhibits`."""
    known = MappingProxyType(dict(exhibits))

    def exhibit(chart: str, form: str) -> Any:
        query = request.query_string.decode("utf-8", "replace")
        return answer(lambda: _exhibit(shelf, known, chart, form, query))

    server.add_url_rule("/exhibit/<chart>.<form>", "exhibit", exhibit)


def _exhibit(shelf: Shelf, known: Exhibits, chart: str, form: str, query: str) -> tuple[bytes, str, str]:
    if chart not in known or form not in ("csv", "svg", "png"):
        raise NothingThere(f"choose {', '.join(known)}, as csv, svg or png")
    selection, _ = from_query(query, LANGUAGES)
    tables, t = tables_at(shelf, selection.release), tongue(selection.lang)
    made = known[chart](tables, selection, t)
    if made is None:
        raise NothingThere("there is nothing to show for these choices")
    address = request.url_root.rstrip("/") + made.link
    if form == "csv":
        day = "" if tables.preview else tables.manifest["published"]
        return as_csv(made.rows.assign(release=tables.id, published=day, link=address)), form, chart
    if made.drawing is None:
        raise NothingThere("this chart has nothing to draw here")
    stamps = [
        *([t("Preview: not published.")] if tables.preview else []),
        *([t("Demonstration data. These are not real people or results.")] if made.demonstration else []),
    ]
    caption = Caption(made.heading, made.sentence, made.source, edition(tables, t), address, " ".join(stamps))
    svg = frame(caption, made.drawing())
    return (svg.encode() if form == "svg" else png(svg)), form, chart
