"""Charts of plans, topics, the order and the scan as files, with how they were made."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from dashboard.drawing import way
from dashboard.drawing.listed import Column, draw

PAGES = {
    "/plans": ("goals", "pipeline"),
    "/directives": ("directives",),
    "/disparities": ("disparities",),
}


@pytest.mark.long
@pytest.mark.parametrize(("path", "file"), [(path, file) for path, files in PAGES.items() for file in files])
def test_a_chart_has_files_and_says_how_it_was_made(internal: FlaskClient, path: str, file: str) -> None:
    page = internal.get(path).text
    link = re.search(rf'href="(/exhibit/{file}\.csv[^"]*)"', page)
    assert link is not None
    address = link[1].replace("&amp;", "&")
    rows = list(csv.DictReader(io.StringIO(internal.get(address).text)))
    assert rows
    assert {row["release"] for row in rows} == {"2026.1"}
    picture = internal.get(address.replace(".csv", ".svg"))
    assert picture.status_code == 200
    assert "<svg" in picture.text
    assert page.count('class="explain"') >= len(PAGES[path])


def test_files_of_what_is_not_there_are_not_there(public: FlaskClient) -> None:
    assert public.get("/exhibit/standings.csv?domain=workforce").status_code == 404
    assert public.get("/exhibit/goals.csv?agency=NONE").status_code == 404
    assert public.get("/exhibit/goals.csv?state=no_such_state&agency=A01").status_code == 404


def test_a_picture_of_rows_grows_with_its_words_and_draws_where_there_are_none() -> None:
    seen = []

    def mark(k: int, left: float, right: float, middle: float) -> list[object]:
        seen.append((k, left < right, middle))
        return []

    columns = (Column("Name", 1), Column("Way", 1, mark=mark))  # type: ignore[arg-type]
    short, long = (draw(columns, [(name, "")]).height for name in ("word", "word " * 60))
    assert long > short + 17
    assert [(k, ordered) for k, ordered, _ in seen] == [(0, True), (0, True)]


def test_a_way_further_than_the_drawing_ends_at_its_edge() -> None:
    assert way.at(-400) == 0
    assert way.at(500) == 100
    assert 0 < way.at(0) < way.at(100) < 100
    assert way.spark([None, 1.0, None], 0, 100, 10) == []
    assert len(way.spark([1.0, None, 2.0], 0, 100, 10)) == 2
