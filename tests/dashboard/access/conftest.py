"""The internal pages with a provider of the tests' own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard import create_app
from dashboard.access.settings import Provider
from tests.dashboard.access import rogue
from tests.dashboard.access.rogue import API, CLIENT, SECRET, Rogue

SignIn = Callable[..., TestResponse]


@pytest.fixture
def provider() -> Iterator[Rogue]:
    """A provider that answers soundly until it is told otherwise."""
    with rogue.serving() as started:
        yield started


def settings(provider: Rogue, **changes: object) -> Provider:
    """Return our place at the provider."""
    said = {"roles_claim": "roles", "api_audience": API, "groups": {"id-of-group-7": "agency:DOT"}, **changes}
    return Provider(provider.issuer, CLIENT, SECRET, "https://internal.example", **said)  # type: ignore[arg-type]


@pytest.fixture
def site(tmp_path: Path, sample_home: Path, provider: Rogue) -> FlaskClient:
    """A client of the internal pages, whom nobody knows yet; the home is `tmp_path`, its releases the sample's."""
    (tmp_path / "releases").symlink_to(sample_home / "releases")
    client = create_app(tmp_path, "internal", settings(provider)).server.test_client()
    client.environ_base["HTTP_HOST"] = "localhost"
    return client


@pytest.fixture
def sign_in(site: FlaskClient, provider: Rogue) -> SignIn:
    """Go to the provider and come back as its claims say; return the last answer."""

    def through(code: str = "code-1", asked: str = "", **back: str) -> TestResponse:
        away = site.get(f"/sign-in{asked}", base_url="https://localhost")
        assert away.status_code == 302, away.get_data(as_text=True)
        said = {name: value[0] for name, value in parse_qs(urlsplit(away.location).query).items()}
        provider.challenge, provider.nonce = said["code_challenge"], said["nonce"]
        assert said["code_challenge_method"] == "S256"
        query = {"code": code, "state": said["state"], **back}
        return site.get("/sign-in/back", query_string=query, base_url="https://localhost")

    return through
