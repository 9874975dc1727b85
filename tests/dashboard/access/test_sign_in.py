"""Signing in with a provider: what is sound lets in, and anything else does not, with a line of the audit trail."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from metrics import trail
from tests.dashboard.access.conftest import SignIn
from tests.dashboard.access.rogue import Rogue

pytestmark = pytest.mark.long

HERE = "https://localhost"


def events(home: Path) -> list[str]:
    """Return the events of the trail, which is sound."""
    trail.verify(home)
    return [each["event"] for each in trail.read(home)]


def test_a_sound_answer_lets_in_and_leads_to_the_page_that_was_asked_for(
    site: FlaskClient, sign_in: SignIn, tmp_path: Path
) -> None:
    asked = site.get("/measures?lang=es", base_url=HERE)
    assert asked.status_code == 303
    assert asked.location == "/sign-in?next=%2Fmeasures%3Flang%3Des&lang=es"
    back = sign_in(asked=asked.location.removeprefix("/sign-in"))
    assert (back.status_code, back.location) == (303, "/measures?lang=es")
    page = site.get("/measures?lang=es", base_url=HERE)
    assert page.status_code == 200
    assert "Función: Analista" in page.get_data(as_text=True)
    assert "demostración" not in page.get_data(as_text=True).split("Datos de demostración")[0]
    assert events(tmp_path) == ["sign_in"]
    assert trail.read(tmp_path)[0]["subject"] == "person-1"


def test_the_cookie_is_closed_to_scripts_other_sites_and_plain_http(site: FlaskClient, sign_in: SignIn) -> None:
    before = site.get("/sign-in", base_url=HERE).headers["Set-Cookie"]
    after = sign_in().headers.getlist("Set-Cookie")
    cookie = next(each for each in after if each.startswith("__Host-equity="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} == set(cookie.split("; ")[1:])
    assert cookie.split(";")[0] != before.split(";")[0]


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": 7},
        {"azp": "another-client"},
        {"aud": ["another-client", "equity"], "azp": "another-client"},
        {"exp": "never"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_here_and_now_lets_nobody_in(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    refused(site, sign_in, tmp_path)


@pytest.mark.parametrize("sign", ["none", "another key", "secret", "public key", "changed"])
@pytest.mark.parametrize("offered", [["RS256"], ["none"], ["RS256", "HS256", "none"], []], ids=str)
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path, sign: str, offered: list[str]
) -> None:
    provider.sign, provider.algorithms = sign, offered
    refused(site, sign_in, tmp_path)


def test_a_code_a_state_and_an_answer_are_good_for_once(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path
) -> None:
    first = sign_in()
    assert first.status_code == 303
    again = site.get("/sign-in/back", query_string=first.request.query_string.decode(), base_url=HERE)
    assert again.status_code == 403
    assert sign_in(code="code-1").status_code == 403
    assert events(tmp_path) == ["sign_in", "refused", "refused"]


@pytest.mark.parametrize(
    "back", [{"state": "guessed"}, {"state": ""}, {"error": "access_denied"}, {"code": ""}], ids=str
)
def test_an_answer_to_no_question_of_ours_lets_nobody_in(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path, back: dict[str, str]
) -> None:
    provider.taken.append("")
    assert sign_in(**back).status_code == 403
    assert site.get("/", base_url=HERE).status_code == 303
    assert events(tmp_path) == ["refused"]


def test_an_answer_brought_to_another_browser_lets_nobody_in(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path
) -> None:
    other = site.application.test_client()
    away = other.get("/sign-in", base_url=HERE)
    state = re.search("state=([^&]+)", away.location)
    assert state
    assert sign_in(state=state[1]).status_code == 403


def test_an_answer_without_a_token_lets_nobody_in(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path
) -> None:
    provider.without_token = True
    refused(site, sign_in, tmp_path)


@pytest.mark.parametrize("instead", [7, "x", "a.b.c", "....", ["a"], {"a": 1}, True, "\u00e9.\u00e9.\u00e9"], ids=str)
def test_what_is_no_token_lets_nobody_in(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path, instead: object
) -> None:
    provider.instead = instead
    refused(site, sign_in, tmp_path)


def test_a_key_that_the_provider_has_given_up_is_taken_no_longer(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path
) -> None:
    assert sign_in().status_code == 303
    old, provider.key = provider.key, provider.other
    assert sign_in(code="code-2").status_code == 303
    provider.sign, provider.other = "another key", old
    assert sign_in(code="code-3").status_code == 403


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (None, "no role"),
        ("everyone", "no role"),
        ([], "no role"),
        ({"analyst": True}, "no role"),
        ([["analyst"]], "no role"),
        ("Agency:DOT", "no role"),
        ("agency:*", "no role"),
        ("agency:DOT' OR '1'='1", "no role"),
        (["agency:DOT", "agency:DCF"], "two agencies"),
    ],
)
def test_who_has_no_role_is_told_so(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path, said: object, told: str
) -> None:
    provider.claims = {"roles": said}
    answer = sign_in()
    assert answer.status_code == 403
    assert told in answer.get_data(as_text=True)
    assert site.get("/", base_url=HERE).status_code == 303
    assert events(tmp_path) == ["refused"]
    assert trail.read(tmp_path)[0]["subject"] == "person-1"


def test_groups_that_the_provider_left_out_are_said_in_the_trail(
    sign_in: SignIn, provider: Rogue, tmp_path: Path
) -> None:
    provider.claims = {"roles": None, "_claim_names": {"roles": "src1"}}
    assert sign_in().status_code == 403
    assert "have it send roles instead" in trail.read(tmp_path)[0]["why"]


def test_the_trail_repeats_no_words_of_whoever_made_an_answer(sign_in: SignIn, tmp_path: Path) -> None:
    assert sign_in(error="Jane Doe", error_description="jane@example.org").status_code == 403
    assert "ane" not in (tmp_path / trail.FOLDER / trail.FILE).read_text()


def test_a_group_of_the_provider_may_stand_for_a_role(site: FlaskClient, sign_in: SignIn, provider: Rogue) -> None:
    provider.claims = {"roles": ["id-of-group-1", "id-of-group-7"]}
    assert sign_in().status_code == 303
    assert "Role: Agency DOT" in site.get("/", base_url=HERE).get_data(as_text=True)


@pytest.mark.parametrize("down", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_provider_that_is_down_is_said_in_both_languages(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, down: str
) -> None:
    provider.down = {down}
    answer = site.get("/sign-in", base_url=HERE) if down.startswith("/.") else sign_in()
    body = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "Sign-in does not work at the moment" in body
    assert "El acceso no funciona en este momento" in body
    assert answer.headers["Retry-After"] == "60"
    provider.down = set()
    assert sign_in(code="code-2").status_code == 303


def test_a_provider_that_calls_itself_otherwise_is_not_asked(site: FlaskClient, provider: Rogue) -> None:
    provider.named = "https://elsewhere.example"
    assert site.get("/sign-in", base_url=HERE).status_code == 503


@pytest.mark.parametrize(
    "onward", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:x", "/sign-out"]
)
def test_nobody_is_led_to_another_site(sign_in: SignIn, onward: str) -> None:
    assert sign_in(asked=f"?next={onward}").location == "/"


def test_who_signs_out_is_out_and_a_stolen_cookie_with_them(
    site: FlaskClient, sign_in: SignIn, provider: Rogue, tmp_path: Path
) -> None:
    sign_in()
    stolen = site.get_cookie("__Host-equity", "localhost")
    assert stolen
    page = site.get("/account", base_url=HERE).get_data(as_text=True)
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    assert site.post("/sign-out", base_url=HERE).status_code == 403
    assert site.post("/sign-out", data={"csrf": "guessed"}, base_url=HERE).status_code == 403
    left = site.post("/sign-out", data={"csrf": token[1]}, base_url=HERE)
    assert left.status_code == 200
    assert f"{provider.address}/end?" in left.get_data(as_text=True)
    site.set_cookie("__Host-equity", stolen.value, domain="localhost")
    assert site.get("/", base_url=HERE).status_code == 303
    assert events(tmp_path) == ["sign_in", "refused", "refused", "sign_out"]


def refused(site: FlaskClient, sign_in: SignIn, home: Path) -> None:
    """Try to sign in; nobody is let in, and the trail says so."""
    answer = sign_in()
    assert answer.status_code == 403
    assert "You could not be signed in" in answer.get_data(as_text=True)
    assert "Traceback" not in answer.get_data(as_text=True)
    assert site.get("/", base_url=HERE).status_code == 303
    assert events(home) == ["refused"]
