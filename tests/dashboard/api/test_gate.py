"""What every answer of the API carries, and how it says no."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.api.openapi import openapi
from dashboard.api.problem import KINDS
from dashboard.api.resource import ROOT
from dashboard.application import create_app
from dashboard.settings import Settings

pytestmark = pytest.mark.long

FIGURES = f"{ROOT}/figures"


def problem(answer: TestResponse, kind: str) -> dict[str, Any]:
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    said: dict[str, Any] = answer.get_json(force=True)
    assert answer.status_code == said["status"] == KINDS[kind]
    assert said["type"] == f"/api#{kind}"
    assert said["detail"]
    assert "Traceback" not in said["detail"]
    return said


def test_an_unknown_parameter_is_named_and_the_known_are_listed(api: FlaskClient) -> None:
    said = problem(api.get(f"{FIGURES}?agencie=DOT"), "unknown-parameter")
    assert said["parameter"] == "agencie"
    assert {"agency", "in-agency", "fields", "release"} <= set(said["known"])


@pytest.mark.parametrize(
    "query",
    [
        "value=many", "value=1e5", "in-value=..", "limit=0", "limit=10001", "limit=ten", "limit=1&limit=2", "count=yes",
        "fields=value,wealth", "sort=wealth", "sort=--value", f"agency={'x' * 201}", "in-agency=a&in-agency=b",
        "&".join(f"agency={k}" for k in range(101)), "lang=en&lang=es",
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(api: FlaskClient, query: str) -> None:
    kind = "unknown-parameter" if "lang" in query else "bad-value"
    said = problem(api.get(f"{FIGURES}?{query}"), kind)
    assert said["parameter"] in parse_qs(query)


@pytest.mark.parametrize(
    "value", ["'; DROP TABLE figures --", "%00", "%F0%9F%98%80", "%ff%fe", "x%0d%0aSet-Cookie:a=b", "../../etc/passwd"]
)
def test_odd_texts_find_nothing_and_break_nothing(api: FlaskClient, value: str) -> None:
    for query in (f"agency={value}", f"in-group={value}"):
        assert api.get(f"{FIGURES}?{query}").get_json()["rows"] == []
    assert api.get(f"{ROOT}/measures/{value}").status_code in (400, 404)
    problem(api.get(f"{FIGURES}?release={value}"), "unknown-release")


@pytest.mark.parametrize(
    ("path", "method", "headers", "kind"),
    [
        ("/api/v1/nothing", "GET", {}, "not-found"),
        ("/api/v2/figures", "GET", {}, "not-found"),
        ("/api/v1/figures.xlsx", "GET", {}, "not-found"),
        ("/api/v1/measures/nothing", "GET", {}, "not-found"),
        ("/api/v1/figures/nothing/explain", "GET", {}, "not-found"),
        ("/api/v1/figures?release=1999.1", "GET", {}, "unknown-release"),
        ("/api/v1/figures", "POST", {}, "method-not-allowed"),
        ("/api/v1/figures", "DELETE", {}, "method-not-allowed"),
        ("/api/v1/figures", "GET", {"Accept": "image/png"}, "not-acceptable"),
        ("/api/v1/releases", "GET", {"Accept": "text/csv"}, "not-acceptable"),
    ],
)
def test_every_refusal_is_a_problem(
    api: FlaskClient, path: str, method: str, headers: dict[str, str], kind: str
) -> None:
    answer = api.open(path, method=method, headers=headers)
    problem(answer, kind)
    if kind == "method-not-allowed":
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_refusal_of_the_guard_is_a_problem_too(api: FlaskClient) -> None:
    answer = api.get(FIGURES, headers={"X-Forwarded-For": "192.0.2.1"})
    assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert "demonstration" in answer.get_json(force=True)["detail"]


def test_without_a_release_the_api_says_so(tmp_path: Path) -> None:
    client = create_app(tmp_path, "public").server.test_client()
    problem(client.get(FIGURES), "no-release")
    assert client.get(f"{ROOT}/openapi.json").status_code == 200


def test_the_internal_description_asks_for_a_token_and_the_public_for_none() -> None:
    public, internal = (json.loads(openapi("en", audience)) for audience in ("public", "internal"))
    assert (public["security"], "securitySchemes" in public["components"]) == ([], False)
    assert internal["security"] == [{"token": []}]
    assert internal["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for each in internal["paths"].values():
        assert {"401", "403"} <= set(each["get"]["responses"]) <= {"200", "304", *internal["components"]["responses"]}
    assert not any("401" in each["get"]["responses"] for each in public["paths"].values())


def test_a_cursor_is_of_one_release_and_one_question(api: FlaskClient) -> None:
    following = api.get(f"{FIGURES}?measure=employees&limit=3").get_json()["next"]
    cursor = parse_qs(following.partition("?")[2])["cursor"][0]
    assert api.get(f"{FIGURES}?measure=employees&limit=9&fields=value&cursor={cursor}").status_code == 200
    problem(api.get(f"{FIGURES}?measure=leadership&cursor={cursor}"), "bad-cursor")
    problem(api.get(f"{FIGURES}?measure=employees&sort=value&cursor={cursor}"), "bad-cursor")
    problem(api.get(f"{FIGURES}?measure=employees&cursor=AAAA"), "bad-cursor")


@pytest.mark.parametrize("sort", ["", "value", "-group", "definition_version"])
@pytest.mark.parametrize("place", [
    [True, None], [-1, None], [2**63, None], [1.5, None], ["1", None], [1, True], [1, []], [1, {}], [1, "many"],
    [1, 5], [1, 1e300], [1, 2**63], [1], [1, None, 3], None, {}, "text",
])  # fmt: skip
def test_a_forged_cursor_breaks_nothing(api: FlaskClient, sort: str, place: Any) -> None:
    real = api.get(f"{FIGURES}?sort={sort}&limit=1").get_json()["next"]
    word = parse_qs(real.partition("?")[2])["cursor"][0]
    release, mark, *_ = json.loads(urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    forged = [release, mark, *place] if isinstance(place, list) else place
    text = urlsafe_b64encode(json.dumps(forged).encode()).decode().rstrip("=")
    answer = api.get(f"{FIGURES}?sort={sort}&limit=1&cursor={text}")
    known = place in ([1, "many"], [1, 5]) and (isinstance(place[1], str) == (sort == "-group")) and bool(sort)
    assert answer.status_code == (200 if known else 400), answer.get_data(as_text=True)


def test_a_cursor_of_an_older_release_says_so(api: FlaskClient) -> None:
    from dashboard.api.cursor import written
    from metrics.walk import Place

    old = written(Place(5), "2025.9", [("sort", "")])
    said = problem(api.get(f"{FIGURES}?cursor={old}"), "cursor-of-another-release")
    assert said["release"] == "2025.9"
    assert "release=2025.9" in said["detail"]


@pytest.mark.parametrize(
    "path", [FIGURES, f"{FIGURES}.csv", f"{ROOT}/measures/employees", f"{ROOT}/releases", "/download/agencies.csv"]
)
def test_who_has_an_answer_is_told_so(api: FlaskClient, path: str) -> None:
    first = api.get(path)
    assert first.headers["ETag"].startswith('W/"2026.1-')
    again = api.get(path, headers={"If-None-Match": f'"other", {first.headers["ETag"]}'})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "stale-while-revalidate" in again.headers["Cache-Control"]
    other = api.get(f"{path}?release=2026.1" if path != f"{ROOT}/releases" else f"{path}/2026.1")
    assert other.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_no_two_questions_have_one_tag(api: FlaskClient) -> None:
    asked = [FIGURES, f"{FIGURES}.json", f"{FIGURES}.csv", f"{FIGURES}?limit=5", f"{FIGURES}?agency=DOT",
             f"{FIGURES}?in-agency=DOT", f"{FIGURES}?fields=value", f"{FIGURES}?sort=value"]  # fmt: skip
    assert len({api.get(each).headers["ETag"] for each in asked}) == len(asked)


def test_pages_of_any_site_may_read_the_public_answers_and_none_the_internal(
    api: FlaskClient, internal: FlaskClient
) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    before = api.options(FIGURES, headers=asked)
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in before.headers["Access-Control-Allow-Methods"]
    assert api.get(FIGURES, headers=asked).headers["Access-Control-Allow-Origin"] == "*"
    assert api.get("/data").headers.get("Access-Control-Allow-Origin") is None
    for answer in (internal.get(FIGURES, headers=asked), internal.options(FIGURES, headers=asked)):
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_internal_answers_are_kept_nowhere(api: FlaskClient, internal: FlaskClient) -> None:
    for path in (FIGURES, f"{FIGURES}?release=2026.1", "/download/agencies.csv"):
        answer = internal.get(path, headers={"If-None-Match": api.get(path).headers["ETag"]})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert "ETag" not in answer.headers


def test_an_address_may_ask_so_often_and_no_more(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.application.store_of", lambda home, _: home / "own" / "counters.sqlite")
    client = create_app(sample_home, "public", chosen=Settings(api_rate="3 per hour")).server.test_client()
    left = [client.get(f"{ROOT}/releases").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = client.get(f"{ROOT}/releases")
    said = problem(refused, "too-many-requests")
    assert refused.headers["Retry-After"] == str(said["seconds"])
    assert refused.headers["RateLimit-Limit"] == "3"
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/healthz").status_code == 200
    assert client.get("/api").status_code == 200


def test_answers_that_were_made_are_kept_within_their_room() -> None:
    from dashboard.api.kept import Body, Kept

    kept, made = Kept(room=30, largest=20), []

    def make(name: str, size: int) -> Body:
        return kept.get(name, lambda: made.append(name) or Body(b"x" * size))  # type: ignore[func-returns-value]

    for name in ("a", "b", "a", "c", "a", "d", "b"):
        make(name, 10)
    assert made == ["a", "b", "c", "d", "b"]
    make("large", 21)
    make("large", 21)
    assert made[-2:] == ["large", "large"]
