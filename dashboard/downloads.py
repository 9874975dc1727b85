"""Figures and tables as files: the same choices in the address as the page, the same numbers in the file."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pandas as pd
from flask import Flask, Response, jsonify, request

from dashboard.components import agencies_block, blocks
from dashboard.drawing import funnel as funnel_drawing
from dashboard.drawing import panels as panels_drawing
from dashboard.drawing import rows as rows_drawing
from dashboard.drawing.picture import Caption, Drawing, frame, png
from dashboard.language import LANGUAGES, tongue
from dashboard.selection import from_query
from dashboard.story import Story
from dashboard.tables import Tables, edition
from metrics.export import harmless
from metrics.release import TABLES, Shelf

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "parquet": "application/vnd.apache.parquet",
}


class NothingThere(LookupError):
    """There is no such figure, table, form or release. The message says which."""


def add_routes(server: Flask, shelf: Shelf) -> None:
    """Answer at /figure/<measure>/<chart>.<form> and /download/<table>.<form>."""

    def figure(measure: str, chart: str, form: str) -> Any:
        return answer(lambda: _figure(shelf, measure, chart, form, request.query_string.decode("utf-8", "replace")))

    def download(table: str, form: str) -> Any:
        return answer(lambda: _table(shelf, table, form, request.query_string.decode("utf-8", "replace")))

    server.add_url_rule("/figure/<measure>/<chart>.<form>", "figure", figure)
    server.add_url_rule("/download/<table>.<form>", "download", download)


def answer(make: Callable[[], tuple[bytes, str, str]]) -> Any:
    """Return what `make` makes (body, form, name) as a file to keep; 404 where it raises NothingThere."""
    try:
        body, form, name = make()
    except NothingThere as problem:
        return jsonify(error=str(problem)), 404
    except FileNotFoundError:
        return jsonify(error="there is no such release here"), 404
    response = Response(body, content_type=_TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _figure(shelf: Shelf, measure: str, chart: str, form: str, query: str) -> tuple[bytes, str, str]:
    story = _story(shelf, measure, query)
    if chart not in _DRAWN or form not in ("csv", "svg", "png"):
        raise NothingThere(f"choose {', '.join(_DRAWN)}, as csv, svg or png")
    heading, sentence, rows, drawing = _DRAWN[chart](story)
    name = f"{measure}-{chart}-{story.chosen.period}".replace("/", "-")
    if form == "csv":
        return as_csv(_with_origin(rows, story)), form, name
    if drawing is None:
        raise NothingThere("this chart has nothing to draw here")
    svg = frame(_caption(story, heading, sentence), drawing)
    return (svg.encode() if form == "svg" else png(svg)), form, name


def _story(shelf: Shelf, measure: str, query: str) -> Story:
    selection, _ = from_query(query, LANGUAGES)
    tables = tables_at(shelf, selection.release)
    definition = tables.measure(measure)
    if definition is None or tables.of("figures", measure).empty:
        raise NothingThere(f"no figures of a measure {measure!r}")
    return Story(tables, definition, selection, tongue(selection.lang))


def tables_at(shelf: Shelf, release: str) -> Tables:
    """Return the tables of a release; of the current one where none is named. Raises FileNotFoundError."""
    return Tables(shelf.get(release) if release else shelf.current())


def _groups(story: Story) -> tuple[str, str, pd.DataFrame, Drawing | None]:
    rows = story.now[story.now["benchmark"].isna() | (story.now["benchmark"] == story.chosen.benchmark)]
    ratios = story.ratios[story.ratios["benchmark"] == story.chosen.benchmark]
    return (
        blocks.groups_question(story),
        story.say_groups(),
        _joined(rows, ratios),
        rows_drawing.draw(story.rows, story.t),
    )


def _trend(story: Story) -> tuple[str, str, pd.DataFrame, Drawing | None]:
    rows = story.over_time[
        story.over_time["benchmark"].isna() | (story.over_time["benchmark"] == story.chosen.benchmark)
    ]
    ratios = story.ratios[story.ratios["benchmark"] == story.chosen.benchmark]
    drawing = (
        panels_drawing.draw(story.trend, story.t, blocks.trend_note(story.trend, story.t)) if story.trend else None
    )
    return story.t("Is it changing?"), story.say_trend(), _joined(rows, ratios), drawing


def _agencies(story: Story) -> tuple[str, str, pd.DataFrame, Drawing | None]:
    rows = story.agency_rows[story.agency_rows["benchmark"].isna() | (story.agency_rows["benchmark"] == "statewide")]
    x_title, y_title = agencies_block.funnel_titles(story)
    drawing = funnel_drawing.draw(story.funnel, story.t.language, x_title, y_title) if story.funnel else None
    return story.t("Which agencies differ by more than chance?"), story.say_agencies(), rows, drawing


_DRAWN = {"groups": _groups, "trend": _trend, "agencies": _agencies}


def _joined(rows: pd.DataFrame, ratios: pd.DataFrame) -> pd.DataFrame:
    more = ratios[
        [
            "figure_id",
            "benchmark",
            "ratio",
            "lower",
            "upper",
            "points",
            "persons",
            "reference_margin",
            "reference_vintage",
            "reference_source",
        ]
    ]
    more = more.rename(columns={"lower": "ratio_lower", "upper": "ratio_upper"})
    return rows.merge(more, on=["figure_id", "benchmark"], how="left")


def _with_origin(rows: pd.DataFrame, story: Story) -> pd.DataFrame:
    address = request.url_root.rstrip("/") + story.link()
    day = "" if story.tables.preview else story.tables.manifest["published"]
    return rows.assign(release=story.tables.id, published=day, link=address)


def _caption(story: Story, heading: str, sentence: str) -> Caption:
    t = story.t
    stamps = [
        *([t("Preview: not published.")] if story.tables.preview else []),
        *([t("Demonstration data. These are not real people or results.")] if story.demonstration else []),
    ]
    return Caption(
        title=f"{story.title()}. {heading}",
        sentence=sentence,
        source=f"{story.where()}. {story.source()}",
        release=edition(story.tables, t),
        link=request.url_root.rstrip("/") + story.link(),
        stamp=" ".join(stamps),
    )


def _table(shelf: Shelf, table: str, form: str, query: str) -> tuple[bytes, str, str]:
    selection, _ = from_query(query, LANGUAGES)
    if table not in TABLES or form not in ("csv", "parquet"):
        raise NothingThere(f"choose {', '.join(TABLES)}, as csv or parquet")
    tables = tables_at(shelf, selection.release)
    rows = tables.release.table(table)
    name = f"{table}-{tables.id}-{tables.audience}"
    if form == "csv":
        return as_csv(rows), form, name
    buffer = BytesIO()
    rows.to_parquet(buffer, index=False)
    return buffer.getvalue(), form, name


def as_csv(rows: pd.DataFrame) -> bytes:
    """Return rows as CSV in which no cell is taken for a formula."""
    return harmless(rows).to_csv(index=False, lineterminator="\r\n").encode()
