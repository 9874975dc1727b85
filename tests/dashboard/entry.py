"""Clients of the internal pages who have signed in, by a demonstration's choice of role."""

import re
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient

from dashboard import create_app
from dashboard.access.settings import Demonstration
from dashboard.access.token import COOKIE, HEADER
from dashboard.settings import Settings

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OFTEN = Settings(api_rate="9999999 per minute")
"""A test that asks thousands of times is to be answered each time."""
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


def internal(home: Path, role: str = "analyst") -> FlaskClient:
    """Return a client of the internal pages of a home, signed in with a role such as `agency:DOT`."""
    return signed_in(create_app(home, "internal", Demonstration(), chosen=OFTEN).server.test_client(), role)


def client(home: Path, audience: str) -> FlaskClient:
    """Return a client of the pages of an audience; of the internal ones, signed in as an analyst."""
    return internal(home) if audience == "internal" else create_app(home, audience, chosen=OFTEN).server.test_client()


def signed_in(client: FlaskClient, role: str) -> FlaskClient:
    """Return the client, signed in with a role."""
    page = client.get("/sign-in").get_data(as_text=True)
    name, _, agency = role.partition(":")
    form = {"role": name, "agency": agency, "csrf": token_of(page)}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client


def header(client: FlaskClient) -> dict[str, str]:
    """Return the header with the session's token, which Dash copies from its cookie."""
    cookie = client.get_cookie(COOKIE)
    return {HEADER: cookie.value} if cookie else {}


def token_of(page: str) -> str:
    """Return the session's token as a page's form holds it."""
    found = _TOKEN.search(page)
    assert found, page
    return found[1]
