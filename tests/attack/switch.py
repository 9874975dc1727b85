"""Releases switched under the load of many readers."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from etl.home import Home
from metrics.release import Shelf, point
from tests.attack.program import ROOT, Outcome

ADDRESSES = ("/", "/measures/employees", "/agencies/DOT", "/data", "/healthz", "/download/figures.csv")
READERS = 4


@contextmanager
def site(home: Home, workers: int) -> Iterator[str]:
    """Serve a home; yield the address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "serve", "--port", str(port), "--workers", str(workers)],
        env=os.environ | {"EQUITY_HOME": str(home.path)}, cwd=ROOT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 60
        while True:
            try:
                asked(f"{address}/healthz")
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def asked(address: str) -> tuple[int, bytes]:
    """Return the status and the body of an address."""
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        return answer.status, answer.read()


def switch_many(home: Home, times: int, pause: float, workers: int = 2) -> Outcome:
    """Switch between the releases of a home while readers ask; every answer is whole and the switch is seen at once.

    The server is then killed; started again, it serves the same.
    """
    outcome, stop = Outcome(facts={"failed requests": 0}), threading.Event()
    releases = Shelf(home.releases).ids()
    waited: list[float] = []
    with site(home, workers) as address:

        def read() -> None:
            while not stop.is_set():
                for path in ADDRESSES:
                    begun = time.monotonic()
                    try:
                        status, body = asked(address + path)
                        outcome.hold(status == 200 and len(body) > 0, f"{path}: {status}")
                    except OSError as problem:
                        outcome.hold(False, f"{path}: {problem}")
                        outcome.count("failed requests")
                    waited.append(time.monotonic() - begun)

        readers = [threading.Thread(target=read) for _ in range(READERS)]
        for each in readers:
            each.start()
        for turn in range(times):
            time.sleep(pause)
            point(home.releases, releases[turn % len(releases)])
            _, body = asked(f"{address}/healthz")
            outcome.tried += 1
            outcome.hold(f'"{releases[turn % len(releases)]}"' in body.decode(), f"switch {turn} is not seen")
        stop.set()
        for each in readers:
            each.join()
    with site(home, workers) as address:
        _, body = asked(f"{address}/healthz")
        outcome.hold(
            f'"{Shelf(home.releases).current().id}"' in body.decode(), "a killed server serves another release"
        )
    waited.sort()
    outcome.facts |= {
        "requests": len(waited),
        "median ms": round(1000 * waited[len(waited) // 2]),
        "slowest ms": round(1000 * waited[-1]),
    }
    return outcome
