"""Every chart of every page has its files and says how it was made, and its files hold what it shows."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from dashboard.components.chart import EXHIBIT_FORMS

PATHS = (
    "/", "/measures/employees", "/measures/leadership", "/agencies/DOT", "/disparities", "/contracting",
    "/closing-the-gap", "/compare?measure=employees&with=DOT,DOC&group=Asian", "/compare?agency=DOT",
)  # fmt: skip
_BLOCK = re.compile(r'<section class="chart"[^>]* id="([\w-]+)"(.*?)(?=<section class="chart"|<footer)', re.DOTALL)
_FILE = re.compile(r'href="(/(?:exhibit|figure)/[^"?]+\.(\w+)[^"]*)" download')


def blocks(page: str) -> dict[str, str]:
    """Return the charts of a page: id -> markup. Only a chart can be changed into its table."""
    return {name: block for name, block in _BLOCK.findall(page) if "data-show" in block}


@pytest.mark.long
@pytest.mark.parametrize("path", PATHS)
def test_every_chart_has_files_and_says_how_it_was_made(internal: FlaskClient, path: str) -> None:
    found = blocks(internal.get(path).text)
    assert found
    for name, block in found.items():
        assert f'id="{name}-explain"' in block, name
        assert {form for _, form in _FILE.findall(block)} >= set(EXHIBIT_FORMS), name


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "block", "wanted"),
    [
        ("/", "domains", {"field", "measure", "value", "ratio_to_benchmark", "level"}),
        ("/compare?measure=employees&with=DOT,DOC&group=Asian", "trend", {"agency", "group", "period", "value"}),
    ],
)
def test_the_files_hold_the_numbers_and_the_picture(
    internal: FlaskClient, path: str, block: str, wanted: set[str]
) -> None:
    files = {
        form: address.replace("&amp;", "&") for address, form in _FILE.findall(blocks(internal.get(path).text)[block])
    }
    rows = list(csv.DictReader(io.StringIO(internal.get(files["csv"]).text)))
    assert wanted <= set(rows[0])
    assert {row["release"] for row in rows} == {"2026.1"}
    assert "<svg" in internal.get(files["svg"]).text


@pytest.mark.long
def test_the_trend_of_one_group_is_of_that_group_and_of_the_agencies_beside_each_other(internal: FlaskClient) -> None:
    text = internal.get("/exhibit/compare-trend.csv?measure=employees&with=DOT,DOC&group=Asian").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["group"] for row in rows} == {"Asian"}
    assert {row["agency"] for row in rows} == {"ALL", "DOT", "DOC"}
    assert len({row["period"] for row in rows}) > 1


def test_files_are_not_there_where_the_chart_is_not(public: FlaskClient) -> None:
    for address in (
        "city-way.csv",
        "compare-trend.csv",
        "by-agency.csv?measure=none",
        "by-agency.csv?measure=employees",
    ):
        assert public.get(f"/exhibit/{address}").status_code == 404
