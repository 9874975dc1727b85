"""What the API answers: where everything is, one thing, releases, explanations, in the form that is asked for."""

import gzip
import io
import json

import brotli
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient

from dashboard.api.resource import RESOURCES, ROOT
from metrics.schema import TABLES

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def figure(api: FlaskClient) -> str:
    """The id of a figure that is shown and held against several benchmarks."""
    found = api.get(f"{ROOT}/figures?measure=employees&agency=ALL&group=White&value=>0&benchmark=population&limit=1")
    return str(found.get_json()["rows"][0]["figure_id"])


def test_the_start_names_every_table_of_the_release(api: FlaskClient) -> None:
    said = api.get(ROOT).get_json()
    assert {each["table"] for each in said["tables"]} == set(TABLES) - {"manifest"}
    for each in said["tables"]:
        found = api.get(f"{each['address']}?count=true&limit=1").get_json()
        assert each["rows"] in (None, found["count"])
        assert (found["next"] is None) == (found["count"] <= 1)
        assert (found["release"], found["table"]) == ("2026.1", each["table"])
    assert api.get(said["documentation"]).status_code == 200


@pytest.mark.parametrize("name", [name for name, each in RESOURCES.items() if each.key])
def test_one_thing_is_asked_for_by_its_name(api: FlaskClient, name: str) -> None:
    key = RESOURCES[name].key
    rows = api.get(f"{ROOT}/{name}?limit=1").get_json()["rows"]
    assert api.get(f"{ROOT}/{name}/nobody").status_code == 404
    if rows:
        one = api.get(f"{ROOT}/{name}/{rows[0][key]}").get_json()["rows"]
        assert rows[0] in one
        assert {row[key] for row in one} == {rows[0][key]}


def test_a_figure_has_a_row_for_each_benchmark(api: FlaskClient, figure: str) -> None:
    rows = api.get(f"{ROOT}/figures/{figure}?fields=benchmark,value").get_json()["rows"]
    assert [row["benchmark"] for row in rows][:3] == [None, "labor_force", "population"]
    assert len({row["value"] for row in rows}) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_explanation_says_what_the_page_says(api: FlaskClient, figure: str, language: str) -> None:
    said = api.get(f"{ROOT}/figures/{figure}/explain?lang={language}&benchmark=population").get_json()
    page = api.get(said["page"]).get_data(as_text=True)
    assert said["title"].partition(":")[0] in page
    assert len(said["explanation"]) > 5
    working = next(line for line in said["explanation"] if " = " in line)
    assert working.rpartition(" = ")[2] in page
    assert {row["figure_id"] for row in said["rows"]} == {figure}
    assert api.get(f"{ROOT}/figures/{figure}/explain?benchmark=nothing").status_code == 404


def test_releases_and_what_each_is(api: FlaskClient) -> None:
    known = api.get(f"{ROOT}/releases").get_json()["releases"]
    assert [each["release"] for each in known] == ["2026.1"]
    assert known[0]["newest"] is True
    one = api.get(known[0]["address"]).get_json()
    assert one["manifest"]["release"] == "2026.1"
    assert api.get(f"{ROOT}/releases/1999.1").status_code == 404


@pytest.mark.parametrize(
    ("suffix", "accept", "kind"),
    [
        ("", None, "application/json"),
        ("", "*/*", "application/json"),
        ("", "text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("", "text/csv", "text/csv; charset=utf-8"),
        ("", "application/json;q=0.1, application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        (".json", "text/csv", "application/json"),
        (".csv", None, "text/csv; charset=utf-8"),
        (".parquet", None, "application/vnd.apache.parquet"),
    ],
)
def test_the_form_is_asked_for_by_suffix_or_header(
    api: FlaskClient, suffix: str, accept: str | None, kind: str
) -> None:
    answer = api.get(f"{ROOT}/agencies{suffix}", headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200
    assert answer.content_type == kind
    assert ("accept" in answer.vary) == (not suffix)
    if kind != "application/json":
        assert "agencies-2026.1-public." in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("accept", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), (None, None)],
)
def test_an_answer_is_packed_for_who_can_open_it(api: FlaskClient, accept: str | None, coding: str | None) -> None:
    address = f"{ROOT}/figures?measure=employees&limit=50"
    plain = api.get(address)
    answer = api.get(address, headers={"Accept-Encoding": accept} if accept else {})
    assert answer.headers.get("Content-Encoding") == coding
    opened = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding or "", bytes)(answer.data)
    assert opened == plain.data
    assert answer.headers["ETag"] == plain.headers["ETag"]
    assert "accept-encoding" in answer.vary
    assert coding is None or len(answer.data) < len(plain.data) / 5
    assert "Content-Encoding" not in api.get(f"{ROOT}/releases/2026.1", headers={"Accept-Encoding": "br"}).headers


def test_a_file_of_parquet_carries_its_origin(api: FlaskClient) -> None:
    about = pq.read_metadata(io.BytesIO(api.get(f"{ROOT}/agencies.parquet").data)).metadata
    assert about[b"release"] == b"2026.1"
    assert about[b"demonstration"] == b"True"


def test_numbers_are_numbers_whole_ones_whole_and_blanks_null(api: FlaskClient) -> None:
    text = api.get(f"{ROOT}/figures?measure=employees&agency=ALL&value=>0&benchmark=-&limit=1").get_data(as_text=True)
    row = json.loads(text)["rows"][0]
    assert isinstance(row["agencies_due"], int)
    assert isinstance(row["value"], float)
    assert row["benchmark"] is None
    assert "NaN" not in text


def test_the_page_shows_everything_and_names_nobody_elses_host(api: FlaskClient) -> None:
    for language in ("en", "es"):
        page = api.get(f"/api?lang={language}").get_data(as_text=True)
        assert all(f"/api/v1/{name}" in page for name in ("figures", "goals", "openapi.json"))
        assert '<script src="http' not in page
        assert "//cdn" not in page
    assert "/api" in api.get("/data").get_data(as_text=True)
    assert 'href="/api"' in api.get("/").get_data(as_text=True)
