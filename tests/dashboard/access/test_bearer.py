"""Tokens for the API: signed by the provider, for the API, not expired, with a role; anything else is no token."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.bearer import Bearer, NotValid, Unreachable
from dashboard.access.viewer import Viewer
from metrics import trail
from tests.dashboard.access.conftest import settings
from tests.dashboard.access.rogue import API, CLIENT, Rogue, _key

pytestmark = pytest.mark.long


@pytest.fixture
def bearer(provider: Rogue) -> Bearer:
    return Bearer(settings(provider))


def header(token: str) -> str:
    return f"Bearer {token}"


def test_a_sound_token_says_who_reads(bearer: Bearer, provider: Rogue) -> None:
    viewer = bearer.viewer(header(provider.token(API, roles=["agency:DOT"], name="Somebody")))
    assert viewer == Viewer("person-1", "Somebody", ("agency:DOT",))
    assert viewer.scope.agencies == ("DOT",)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": CLIENT}, {"aud": None}, {"aud": ["others"]}, {"iss": "https://elsewhere.example"}, {"iss": None},
        {"exp": 1}, {"exp": None}, {"exp": "never"}, {"nbf": 99999999999}, {"sub": None}, {"roles": None},
        {"roles": "owner"}, {"roles": ["agency:DOT", "agency:DCF"]}, {"roles": {"analyst": 1}},
        {"nonce": "of a sign-in"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_is_not_for_the_api_here_and_now_is_none(
    bearer: Bearer, provider: Rogue, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    with pytest.raises(NotValid):
        bearer.viewer(header(provider.token(API)))


@pytest.mark.parametrize("sign", ["none", "another key", "secret", "public key", "changed"])
def test_a_token_that_the_provider_did_not_sign_is_none(bearer: Bearer, provider: Rogue, sign: str) -> None:
    provider.sign = sign
    with pytest.raises(NotValid, match="not signed by the provider"):
        bearer.viewer(header(provider.token(API)))


def _part(said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "said",
    [
        "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer x", "Bearer a.b.c", "Bearer ....", "Bearer a.b.c.d.e",
        "Bearer \u0141\u00f3d\u017a", f"Bearer {'a' * 9000}", f"Bearer {_part([])}.{_part([])}.x",
        f"Bearer {_part({'alg': 7})}.{_part({})}.x", f"Bearer {_part({'alg': 'RS256', 'kid': ['one']})}.{_part({})}.x",
        f"Bearer {_part({'alg': 'RS256', 'crit': ['x']})}.{_part(7)}.x", f"Bearer {_part(None)}.{_part(None)}.",
    ],
)  # fmt: skip
def test_what_is_no_token_is_refused_and_breaks_nothing(bearer: Bearer, said: str) -> None:
    with pytest.raises(NotValid):
        bearer.viewer(said)


def test_without_an_audience_of_the_api_no_token_is_taken(provider: Rogue) -> None:
    with pytest.raises(NotValid, match="api_audience"):
        Bearer(settings(provider, api_audience="")).viewer(header(provider.token("")))


def test_a_new_key_of_the_provider_is_fetched_and_not_for_every_wrong_token(provider: Rogue) -> None:
    time = 1_000.0
    bearer = Bearer(settings(provider), lambda: time)
    provider.claims = {"exp": 10_000, "iat": 1}
    assert bearer.viewer(header(provider.token(API)))
    provider.key = _key("another")
    with pytest.raises(NotValid):
        bearer.viewer(header(provider.token(API)))
    time = 1_100.0
    assert bearer.viewer(header(provider.token(API)))


def test_keys_that_cannot_be_had_are_said(bearer: Bearer, provider: Rogue) -> None:
    provider.down = {"/keys"}
    with pytest.raises(Unreachable):
        bearer.viewer(header(provider.token(API)))


def test_over_http_a_token_reads_and_a_wrong_one_is_401_with_a_line(
    site: FlaskClient, provider: Rogue, tmp_path: Path
) -> None:
    def status(token: str, method: str = "get") -> int:
        answer = getattr(site, method)("/api/v1/nothing", headers={"Authorization": header(token)})
        return int(answer.status_code)

    assert status(provider.token(API)) == 404
    assert status(provider.token(API), "post") == 403
    assert status(provider.token()) == 401
    assert site.get("/api/v1/nothing").status_code == 401
    assert site.get("/", headers={"Authorization": header(provider.token(API))}).status_code == 303
    assert [each["event"] for each in trail.read(tmp_path)] == ["refused", "refused"]
    provider.down = {"/keys"}
    provider.sign = "another key"
    assert status(provider.token(API)) == 401
