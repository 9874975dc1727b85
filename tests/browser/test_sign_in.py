"""Signing in with a real provider, in the browser: to a page and out again; an old answer; a provider that is down."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from dashboard.access.bearer import Bearer
from dashboard.access.settings import Provider
from metrics import trail
from tests.dashboard import sample

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PROVIDER = ROOT / "tests" / "provider"
SECRET = "a secret of the tests alone, and of no other use"  # noqa: S105 - as it says
OF_PROGRAM = "another secret of the tests, and of no other use"


@dataclass
class Signing:
    """A site whose readers sign in with a real provider."""

    site: str
    issuer: str
    home: Path
    provider: subprocess.Popen[bytes]


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own loopback address
            return
        except OSError:
            assert process.poll() is None, f"{address}: it has ended"
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not answer within 40 seconds")


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    """The provider and the internal site; without Node or the provider the tests are skipped, except in CI."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None or not (PROVIDER / "node_modules" / "oidc-provider").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("no Node or no provider; run scripts/system")
        pytest.skip("signs in with a provider that runs on Node; scripts/system installs both")
    home = tmp_path_factory.mktemp("signing")
    sample.write(home)
    (home / "secret").write_text(SECRET)
    at, of = _port(), _port()
    site, issuer = f"http://127.0.0.1:{at}", f"http://127.0.0.1:{of}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    provider = subprocess.Popen([node, "server.mjs", str(of), site], cwd=PROVIDER, **quiet)
    said = {
        "EQUITY_HOME": str(home), "EQUITY_AUDIENCE": "internal", "EQUITY_OIDC_ISSUER": issuer,
        "EQUITY_OIDC_CLIENT_ID": "equity", "EQUITY_OIDC_SECRET_FILE": str(home / "secret"), "EQUITY_OIDC_ADDRESS": site,
        "EQUITY_SIGN_IN": "",
    }  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", "2", "--threads", "4", "-b", site[7:], "app:server"],
        cwd=ROOT, env={**os.environ, **said}, **quiet,
    )  # fmt: skip
    try:
        _await(f"{issuer}/.well-known/openid-configuration", provider)
        _await(f"{site}/healthz", server)
        yield Signing(site, issuer, home, provider)
    finally:
        for each in (server, provider):
            each.terminate()
            each.wait(timeout=20)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def _as(page: Page, account: str) -> None:
    """Give the provider's own pages an account, any password, and consent."""
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.click("text=Continue")


def test_a_reader_signs_in_sees_a_page_and_signs_out(signing: Signing, page: Page) -> None:
    back: list[str] = []
    page.on("request", lambda request: back.append(request.url) if "/sign-in/back" in request.url else None)
    page.goto(f"{signing.site}/measures?lang=es")
    assert page.url.startswith(signing.issuer)
    _as(page, "agency:DOT")
    page.wait_for_url(f"{signing.site}/measures?lang=es")
    expect(page.locator("#page h1")).to_have_text("Medidas")
    expect(page.locator("#page .role")).to_have_text("Función: Agencia DOT")
    cookies = {each["name"]: each for each in page.context.cookies()}
    assert cookies["equity"]["httpOnly"]
    assert cookies["equity"]["sameSite"] == "Lax"
    page.click("nav >> text=Agencias")
    expect(page.locator("#page h1")).to_have_text("Agencias")
    assert page.goto(back[0]).status == 403  # type: ignore[union-attr]
    page.goto(f"{signing.site}/account")
    page.click("text=Sign out")
    expect(page.locator("h1")).to_have_text("You are signed out")
    page.click("text=Sign out there too")
    page.click("text=Yes, sign me out")
    page.goto(f"{signing.site}/measures")
    page.wait_for_selector("input[name=login]")
    assert page.url.startswith(signing.issuer)
    lines = trail.read(signing.home)
    assert [each["event"] for each in lines] == ["sign_in", "refused", "sign_out"]
    assert {each["subject"] for each in lines} == {"agency:DOT"}
    assert trail.verify(signing.home) == 3


def test_a_session_that_ends_while_a_page_is_open_leads_to_the_sign_in_and_back(signing: Signing, page: Page) -> None:
    page.goto(f"{signing.site}/measures")
    _as(page, "analyst")
    expect(page.locator("#page h1")).to_have_text("Measures")
    for name in ("equity", "_csrf_token"):
        page.context.clear_cookies(name=name)
    page.click("nav >> text=Agencies")
    expect(page.locator("#page h1")).to_have_text("Agencies", timeout=30_000)
    assert {each["name"] for each in page.context.cookies(signing.site)} >= {"equity", "_csrf_token"}


def test_who_has_no_role_is_told_so_and_sees_nothing(signing: Signing, page: Page) -> None:
    page.goto(signing.site)
    _as(page, "somebody")
    expect(page.locator("h1")).to_have_text("You have no access")


def test_a_token_of_the_provider_for_a_program_is_taken_by_the_api(signing: Signing) -> None:
    answer = requests.post(
        f"{signing.issuer}/token", {"grant_type": "client_credentials"}, auth=("program", OF_PROGRAM), timeout=20
    )
    settings = Provider(signing.issuer, "equity", SECRET, signing.site, api_audience="equity-api")
    assert Bearer(settings).viewer(f"Bearer {answer.json()['access_token']}").roles == ("analyst",)


def test_a_provider_that_is_down_is_said_in_both_languages(signing: Signing, page: Page) -> None:
    signing.provider.terminate()
    signing.provider.wait(timeout=20)
    answer = page.goto(signing.site)
    assert answer
    assert answer.status == 503
    assert page.locator("h1").all_inner_texts() == [
        "Sign-in does not work at the moment", "El acceso no funciona en este momento",
    ]  # fmt: skip
