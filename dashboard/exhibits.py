"""Charts that are not of one measure as files: the same choices in the address as their page, the same numbers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd
from flask import Flask, request

from dashboard.components.chart import EXHIBIT_FORMS
from dashboard.downloads import answer, as_csv, tables_at
from dashboard.drawing.picture import WIDTH, Caption, Drawing, frame, png
from dashboard.exports.figure import NothingThere
from dashboard.exports.pdf import pdf
from dashboard.language import LANGUAGES, Tongue, tongue
from dashboard.selection import Selection, from_query
from dashboard.tables import Tables, edition
from metrics.release import Shelf
from metrics.workbook import pairs, workbook


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
        return answer(shelf, lambda: _exhibit(shelf, known, chart, form, query))

    server.add_url_rule("/exhibit/<chart>.<form>", "exhibit", exhibit)


def _exhibit(shelf: Shelf, known: Exhibits, chart: str, form: str, query: str) -> tuple[bytes, str, str]:
    if chart not in known or form not in EXHIBIT_FORMS:
        raise NothingThere(f"choose {', '.join(known)}, as {', '.join(EXHIBIT_FORMS)}")
    selection, _ = from_query(query, LANGUAGES)
    tables, t = tables_at(shelf, selection.release), tongue(selection.lang)
    made = known[chart](tables, selection, t)
    if made is None:
        raise NothingThere("there is nothing to show for these choices")
    caption = _caption(made, tables, t, request.url_root.rstrip("/") + made.link)
    if form in ("csv", "xlsx", "json"):
        return _rows(made, tables, t, caption, form), form, chart
    if made.drawing is None:
        raise NothingThere("this chart has nothing to draw here")
    svg = frame(caption, made.drawing())
    if form == "pdf":
        alt = " ".join(part for part in (caption.stamp, made.sentence, made.source, caption.release) if part)
        told = {"title": made.heading, "lang": t.language, "width": WIDTH, "alt": alt}
        return pdf("figure", told, {"figure.svg": svg}), form, chart
    return (svg.encode() if form == "svg" else png(svg)), form, chart


def _caption(made: Exhibit, tables: Tables, t: Tongue, address: str) -> Caption:
    stamps = [
        *([t("Preview: not published.")] if tables.preview else []),
        *([t("Demonstration data. These are not real people or results.")] if made.demonstration else []),
    ]
    return Caption(made.heading, made.sentence, made.source, edition(tables, t), address, " ".join(stamps))


def _rows(made: Exhibit, tables: Tables, t: Tongue, caption: Caption, form: str) -> bytes:
    day = "" if tables.preview else tables.manifest["published"]
    rows = made.rows.assign(release=tables.id, published=day, link=caption.link)
    if form == "csv":
        return as_csv(rows)
    said = {
        t("Question"): made.heading, t("Answer"): made.sentence, t("Caution"): caption.stamp, t("Source"): made.source,
        t("Release"): caption.release, t("Permanent link"): caption.link,
    }  # fmt: skip
    about = [(name, text) for name, text in said.items() if text]
    if form == "xlsx":
        return workbook({t("Figures"): rows, t("About"): pairs(about, (t("What"), t("Text")))}, made.heading)
    told = {
        "title": made.heading, "sentence": made.sentence, "source": made.source, "language": t.language,
        "release": tables.id, "demonstration": made.demonstration, "link": caption.link,
        "figures": json.loads(rows.to_json(orient="records")),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
