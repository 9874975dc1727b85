"""Forged requests at the server as it is deployed: no failure, nothing injected, nobody named in the log."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.worker import WHOLE_IN
from tests.attack.forged import KINDS, asked
from tests.attack.forging import Site, forge, logged, serving, signed_in
from tests.dashboard import sample

pytestmark = pytest.mark.long
QUICKLY = {"methods": 8, "paths": 5, "queries": 120, "callbacks": 4, "headers": 24, "bodies": 2, "smuggled": 5}
"""One in so many of each kind."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    sample.write(folder)
    return folder


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[Site]:
    with serving(home, "public") as started:
        yield started


def test_forged_requests_find_nothing(site: Site) -> None:
    _hold(site, QUICKLY)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["", "governor", "analyst"])
def test_every_forged_request_finds_nothing(home: Path, role: str) -> None:
    with serving(home, "internal" if role else "public") as site:
        _hold(signed_in(site, role) if role else site, dict.fromkeys(KINDS, 1))


def test_a_stranger_and_a_reader_of_internal_pages_find_nothing(home: Path) -> None:
    with serving(home, "internal") as site:
        few = {kind: 12 * every for kind, every in QUICKLY.items()}
        _hold(site, few)
        _hold(signed_in(site, "governor"), few)


def test_slow_connections_do_not_keep_others_waiting(site: Site) -> None:
    slow = list(_slow(site, 40))
    try:
        waits = []
        for _ in range(12):
            for there, _ in slow:
                there.send(b"x")
            begun = time.monotonic()
            assert b" 200 OK" in site.answer(asked("GET", "/healthz"))
            waits.append(time.monotonic() - begun)
        print(f"{len(slow)} slow connections, 4 threads: a reader waits {1000 * max(waits):.0f} ms at most")
        assert max(waits) < 1
    finally:
        for there, _ in slow:
            there.close()


@pytest.mark.slow
def test_a_request_that_is_not_whole_in_time_is_closed(site: Site) -> None:
    begun, slow = time.monotonic(), list(_slow(site, 40))
    for there, kind in slow:
        there.settimeout(WHOLE_IN + 8)
        try:
            answer = there.recv(4096)
        except ConnectionResetError:
            answer = b""
        assert answer == b"", f"{kind} was answered with {answer!r}"
        there.close()
    assert time.monotonic() - begun < WHOLE_IN + 6
    assert b" 200 OK" in site.answer(asked("GET", "/healthz"))


def _hold(site: Site, one_in: dict[str, int]) -> None:
    outcomes = {kind: forge(site, kind, every) for kind, every in one_in.items()}
    broken = [told for each in outcomes.values() for told in each.broken]
    log = list(logged(site))
    told = ", ".join(f"{kind} {each.tried}" for kind, each in outcomes.items())
    print(f"forged requests: {sum(each.tried for each in outcomes.values())} tried ({told}), {len(broken)} findings")
    assert broken == []
    assert log == []


def _slow(site: Site, number: int) -> Iterator[tuple[socket.socket, str]]:
    """Connect and say nothing, part of the headers, part of a body of a told length, part of one in pieces."""
    post = b"POST /_dash-update-component HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    begun = {
        "silence": b"",
        "headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        "body": post + b"Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{",
    }
    for n in range(number):
        kind = list(begun)[n % len(begun)]
        there = socket.create_connection(("127.0.0.1", site.port), timeout=5)
        there.sendall(begun[kind])
        yield there, kind
