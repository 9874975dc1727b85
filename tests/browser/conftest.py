"""The real application under gunicorn over the sample release, and Chromium to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.dashboard import sample
from tests.dashboard.entry import token_of

ROOT = Path(__file__).parents[2]
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests are skipped, except in CI, where they fail."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium; install the package chromium")
        pytest.skip("drives Chromium, which is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the internal pages."""
    yield from _served(tmp_path_factory.mktemp("home"), "internal")


@pytest.fixture(scope="session")
def public_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the public pages."""
    yield from _served(tmp_path_factory.mktemp("home"), "public")


@pytest.fixture(scope="session")
def sites(demonstrated: Path) -> Iterator[Callable[[str], str]]:
    """The address of the pages of that home, by audience."""
    started: dict[str, Iterator[str]] = {}
    found: dict[str, str] = {}

    def address(audience: str) -> str:
        if audience not in found:
            started[audience] = serving(demonstrated, audience)
            found[audience] = next(started[audience])
        return found[audience]

    yield address
    for each in started.values():
        next(each, None)


@pytest.fixture
def look_at(browser: Browser, sites: Callable[[str], str]) -> Iterator[Open]:
    """Open a page of an audience of that home, as `look` does."""
    ready: dict[str, tuple[Iterator[Open], Open]] = {}

    def open_page(audience: str, path: str, **options: Any) -> Page:
        if audience not in ready:
            looking = _looking(browser, sites(audience))
            ready[audience] = (looking, next(looking))
        return ready[audience][1](path, **options)

    yield open_page
    for looking, _ in ready.values():
        next(looking, None)


def _served(home: Path, audience: str) -> Iterator[str]:
    sample.write(home)
    yield from serving(home, audience)


def serving(home: Path, audience: str) -> Iterator[str]:
    """Yield the address of the pages of a home, served until the next step."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-k", "gthread", "--threads", "4", "-b", f"127.0.0.1:{port}", "app:server"],
        cwd=ROOT,
        env={**os.environ, "EQUITY_HOME": str(home), "EQUITY_AUDIENCE": audience, "EQUITY_SIGN_IN": "demo"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def look(browser: Browser, site: str) -> Iterator[Open]:
    """Open an internal page; at the end of the test nothing was in the console and no other host was asked."""
    yield from _looking(browser, site)


@pytest.fixture
def look_public(browser: Browser, public_site: str) -> Iterator[Open]:
    """Open a public page, as `look` does."""
    yield from _looking(browser, public_site)


def _looking(browser: Browser, site: str) -> Iterator[Open]:
    contexts, trouble = [], []

    def look(
        path: str, *, wide: int = 1280, scheme: str = "light", scripts: bool = True, missing: bool = False
    ) -> Page:
        def said(text: str) -> bool:
            # Chromium itself notes that a page which is not there is not there.
            return missing and "status of 404" in text

        context = browser.new_context(
            viewport={"width": wide, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        sign_in(context, site)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on(
            "console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") and not said(m.text) else None
        )
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((site, "data:", "blob:")) else trouble.append(r.url))
        page.goto(site + path)
        if scripts:
            page.wait_for_selector("#page h1")
        return page

    yield look
    for context in contexts:
        context.close()
    assert trouble == []


def sign_in(context: BrowserContext, site: str) -> None:
    """Choose the analyst's role, where there is one to choose."""
    offered = context.request.get(f"{site}/sign-in")
    if offered.status == 200:
        form = {"role": "analyst", "csrf": token_of(offered.text())}
        assert context.request.post(f"{site}/sign-in", form=form).status == 200


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{address}/healthz") as answer:  # noqa: S310 - our own loopback address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer within 20 seconds")
