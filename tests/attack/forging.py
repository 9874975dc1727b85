"""Forged requests sent to the server as it is deployed, and what no answer and no line of its log may hold."""

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from dashboard import heap
from dashboard.serving import command
from tests.attack.forged import CANARY, FORM, KINDS, asked
from tests.attack.program import Outcome

ROOT = Path(__file__).parents[2]
PATIENCE = 15.0
_TOLD = (
    b"Traceback",
    b'File "/',
    b"site-packages",
    b"Werkzeug",
    b"gunicorn",
    b"root:x:0",
    b"DOCTYPE HTML PUBLIC",
    b"SELECT ",
)
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_ADDRESS = re.compile(r"\b(?:127\.0\.0\.1|10\.\d+\.\d+\.\d+)\b")


@dataclass(frozen=True, slots=True)
class Site:
    """A running server: its port, where it writes its log, and what a signed-in reader sends with each request."""

    port: int
    log: Path
    known: bytes = b""

    def answer(self, request: bytes, patience: float = PATIENCE) -> bytes:
        """Send bytes and return all that comes back until the connection closes or nothing more comes."""
        if self.known and b" HTTP/1.1\r\n" in request:
            request = request.replace(b"\r\n", b"\r\n" + self.known, 1)
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as there:
            try:
                there.sendall(request)
                there.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it was refused before all of it was sent
            got = bytearray()
            try:
                while piece := there.recv(65_536):
                    got += piece
            except ConnectionResetError:
                pass
        return bytes(got)

    def lines(self) -> list[dict[str, object]]:
        """Return the log, each line of which is an object."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


@contextmanager
def serving(home: Path, audience: str, workers: int = 1, **settings: str) -> Iterator[Site]:
    """Start the server as `equity serve` does, with settings of the environment, and stop it in the end.

    Raises AssertionError where it does not end as it should.
    """
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        site = Site(free.getsockname()[1], Path(folder) / "log")
        free.close()
        environment = {**os.environ, "EQUITY_HOME": str(home), "EQUITY_AUDIENCE": audience, **settings}
        if audience == "internal":
            environment["EQUITY_SIGN_IN"] = "demo"
        with site.log.open("wb") as log:
            server = subprocess.Popen(
                command("127.0.0.1", site.port, workers=workers),
                cwd=ROOT,
                env=heap.lean(environment),
                stdout=log,
                stderr=log,
            )
            try:
                _until_ready(site, server)
                yield site
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(timeout=30)
        # A worker that is aborted says so in no line of ours.
        said = [line for line in site.log.read_text(encoding="utf-8").splitlines() if not line.startswith("{")]
        assert (server.returncode, said) == (0, [])


def signed_in(site: Site, role: str) -> Site:
    """Return the site as a reader sees it who chose a role at the demonstration sign-in."""
    offered = site.answer(asked("GET", "/sign-in"))
    token = re.search(rb'name="csrf" value="([^"]+)"', offered)
    assert token, offered[:300]
    body = b"csrf=" + token[1] + b"&role=" + role.encode()
    answer = site.answer(asked("POST", "/sign-in", {**FORM, "Cookie": _cookies(offered)}, body))
    assert b" 303 " in answer.partition(b"\r\n")[0], answer[:300]
    cookies = _cookies(answer)
    account = site.answer(asked("GET", "/account", {"Cookie": cookies}))
    token = re.search(rb'name="csrf" value="([^"]+)"', account)
    assert token, account[:300]
    known = b"Cookie: " + cookies.encode() + b"\r\nX-CSRFToken: " + token[1] + b"\r\n"
    return replace(site, known=known)


def _cookies(answer: bytes) -> str:
    return "; ".join(each.decode() for each in re.findall(rb"\r\nSet-Cookie: ([^;\r]+)", answer))


def forge(site: Site, kind: str, every: int = 1) -> Outcome:
    """Send every so-manieth forged request of a kind and judge its answer, the log, and that the server lives."""
    outcome = Outcome()
    for request in islice(KINDS[kind](), None, None, every):
        outcome.tried += 1
        begun = time.monotonic()
        try:
            answer = site.answer(request)
        except TimeoutError:
            outcome.hold(False, f"{kind}: no answer in {PATIENCE:.0f} s to {_short(request)}")
            continue
        for fault in judged(request, answer):
            outcome.hold(False, f"{kind}: {fault}: {_short(request)} -> {_short(answer)}")
        outcome.hold(time.monotonic() - begun < PATIENCE, f"{kind}: slow: {_short(request)}")
        for status in _STATUS.findall(answer.partition(b"\r\n")[0]):
            outcome.count(f"{status.decode()[0]}xx")
    outcome.hold(b" 200 OK" in site.answer(asked("GET", "/healthz")), f"{kind}: the server does not answer any more")
    return outcome


def judged(request: bytes, answer: bytes) -> Iterator[str]:
    """Yield what is wrong with an answer. None at all is right for what is no request, or is cut short."""
    head, _, body = answer.partition(b"\r\n\r\n")
    if answer:
        status = _STATUS.match(head)
        if status is None:
            yield "no status"
        elif int(status[1]) >= 500 and int(status[1]) != 501:
            yield "a failure of ours"
        if b"\r\nX-Injected" in head or b"\nX-Injected" in head:
            yield "a header was injected"
        if b"evil.example" in head or (b"evil.example" in body and b'href="http://evil' in body):
            yield "another host is named"
    for told in _TOLD:
        if told in answer:
            yield f"{told.decode()!r} is told"
    if b"/smuggled" in answer.replace(b"nothing is at /smuggled", b"") or _unasked(request, answer):
        yield "what was smuggled in was answered"


def logged(site: Site) -> Iterator[str]:
    """Yield what the log should not hold: a failure, an address, what was asked for."""
    text = site.log.read_text(encoding="utf-8")
    if CANARY in text:
        yield "a name from a query, header or body"
    if found := _ADDRESS.search(text):
        yield f"the address {found[0]}"
    for line in site.lines():
        if line["event"] == "failed" or line["level"] in ("error", "critical"):
            yield f"a failure: {line}"


def _unasked(request: bytes, answer: bytes) -> bool:
    """Whether more was answered than a server may that takes the longest of what the request may be cut into."""
    honest = request.count(b" HTTP/1.1\r\n") if b"smuggled" in request else 1
    # A body of a told length is never a request; where lengths contradict each other nothing after the first is.
    told_twice = request.lower().count(b"content-length") + request.lower().count(b"transfer") > 1
    return len(re.findall(rb"^HTTP/1\.1 [2-5]\d\d", answer, re.MULTILINE)) > (1 if told_twice else honest)


def _short(text: bytes) -> str:
    return repr(text[:160])


def _until_ready(site: Site, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            if b" 200 OK" in site.answer(asked("GET", "/readyz")):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {site.log.read_text(encoding='utf-8')}")
