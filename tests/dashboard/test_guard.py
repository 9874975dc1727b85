"""What is wrong gets a clean answer: 404, 400, 503, never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.application import create_app
from metrics import release as releases
from tests.dashboard import entry, sample

pytestmark = pytest.mark.long

CALLBACK = "/_dash-update-component"
GOOD = {
    "output": "..page.children...title.children..",
    "outputs": [{"id": "page", "property": "children"}, {"id": "title", "property": "children"}],
    "inputs": [
        {"id": "address", "property": "pathname", "value": "/measures"},
        {"id": "address", "property": "search", "value": "?lang=es"},
    ],
    "changedPropIds": ["address.pathname"],
}
BAD = [
    "garbage",
    "[]",
    "{}",
    "null",
    '{"output": 3}',
    '{"output": "nothing.children", "inputs": []}',
    json.dumps({**GOOD, "inputs": []}),
    json.dumps({**GOOD, "inputs": [5, 6]}),
    json.dumps({**GOOD, "outputs": "x"}),
    json.dumps({**GOOD, "changedPropIds": {"a": 1}}),
    json.dumps({**GOOD, "state": [{"id": "x"}]}),
    json.dumps({**GOOD, "inputs": [{**GOOD["inputs"][0], "value": {"a": 1}}, GOOD["inputs"][1]]}),
]


@pytest.mark.parametrize("address", ["/nope", "/measures/nope", "/agencies/nope", "/measures/employees/x"])
def test_an_unknown_address_is_a_404_page(internal: FlaskClient, address: str) -> None:
    answer = internal.get(address)
    assert answer.status_code == 404
    assert "Page not found" in answer.get_data(as_text=True)


@pytest.mark.parametrize("body", BAD)
def test_garbage_to_the_callback_is_a_400_without_a_traceback(internal: FlaskClient, body: str) -> None:
    answer = internal.post(CALLBACK, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.is_json
    assert "Traceback" not in answer.get_data(as_text=True)


def test_the_callback_answers_with_the_page(internal: FlaskClient) -> None:
    answer = internal.post(CALLBACK, json=GOOD, headers=entry.header(internal))
    assert answer.status_code == 200
    assert answer.get_json()["response"]["title"]["children"] == "Medidas"


def test_a_body_that_is_too_large_is_refused(internal: FlaskClient) -> None:
    assert internal.post(CALLBACK, data="x" * 100_000, content_type="application/json").status_code in (400, 413)


def test_healthz_names_the_release(public: FlaskClient) -> None:
    answer = public.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"release": "2026.1", "audience": "public"})


def test_without_a_release_pages_say_what_to_do(tmp_path: Path) -> None:
    client = create_app(tmp_path).server.test_client()
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)
    page = client.get("/measures?lang=es")
    assert page.status_code == 503
    assert "Aún no hay nada publicado" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    "address", ["/plain", "/plain/es/measures", "/exports", "/sitemap.xml", "/robots.txt", "/compare", "/figures/any"]
)
def test_without_a_release_every_address_says_that_there_is_none(tmp_path: Path, address: str) -> None:
    client = create_app(tmp_path, "public").server.test_client()
    assert client.get(address).status_code == 503
    assert client.post("/exports/briefing", data={"form": "pdf"}).status_code == 503


def test_a_new_release_is_served_without_a_restart(tmp_path: Path) -> None:
    client = entry.internal(tmp_path)
    assert client.get("/").status_code == 503
    sample.write(tmp_path)
    assert client.get("/").status_code == 200
    folder = tmp_path / "releases" / "2026.2"
    folder.mkdir()
    contents = sample.tables()
    contents["manifest"] = contents["manifest"].replace("2026.1", "2026.2")
    releases.write(folder / "internal.duckdb", contents)
    (folder / "manifest.json").write_text("{}")
    releases.point(tmp_path / "releases", "2026.2")
    assert client.get("/healthz").get_json()["release"] == "2026.2"
    assert "Release 2026.2" in client.get("/").get_data(as_text=True)
    pinned = client.get("/?release=2026.1").get_data(as_text=True)
    assert "You are seeing release 2026.1. The newest is 2026.2." in pinned


def test_an_unknown_audience_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="choose public, internal"):
        create_app(tmp_path, "everyone")


def test_answers_allow_nothing_from_elsewhere(internal: FlaskClient) -> None:
    headers = internal.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_pages_name_no_other_host(internal: FlaskClient) -> None:
    for address in ("/", "/measures/employees", "/methodology"):
        said = internal.get(address).get_data(as_text=True)
        assert "https://" not in said
        assert "http://" not in said.replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"environ_base": {"REMOTE_ADDR": "10.1.2.3"}},
        {"headers": {"X-Forwarded-For": "10.1.2.3"}},
        {"headers": {"Host": "benchmarks.example.org"}},
    ],
)
def test_internal_pages_and_demonstration_data_answer_this_machine_only(
    internal: FlaskClient, public: FlaskClient, elsewhere: dict[str, Any]
) -> None:
    for client in (internal, public):
        for address in ("/", "/agencies/DOT", "/download/figures.csv", "/figure/employees/groups.png"):
            assert client.get(address, **elsewhere).status_code == 403
            # A session holds for the name that it was begun at.
            here = 200 if client is public else 303
            assert client.get(address, headers={"Host": "127.0.0.1:8050"}).status_code == here
