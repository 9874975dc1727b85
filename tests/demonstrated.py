"""`equity demo` as `make run` starts it: real figures first, then the full release, switched to without a restart."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from tests.dashboard.entry import token_of

ROOT = Path(__file__).parents[1]


def free_pair() -> int:
    """Return a free port whose successor is free too, of those that no outgoing connection is given meanwhile."""
    while True:
        port = secrets.randbelow(10_000) + 20_000
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


BROWSER = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())


def get(address: str, form: dict[str, str] | None = None) -> str:
    """Return the page at an address of our own server; `form`: what is sent to it."""
    with BROWSER.open(address, urlencode(form).encode() if form else None, timeout=10) as response:
        text: str = response.read().decode()
        return text


def sign_in(site: str) -> None:
    """Choose the analyst's role."""
    get(f"{site}/sign-in", {"role": "analyst", "csrf": token_of(get(f"{site}/sign-in"))})


def until(address: str, wanted: str, seconds: float) -> str:
    """Ask again until the answer holds `wanted`; every answer in between must be one."""
    end = time.monotonic() + seconds
    while True:
        try:
            text = get(address)
            if wanted in text:
                return text
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{address} answered {refused.code}") from refused
        except OSError:
            text = ""
        assert time.monotonic() < end, f"{address} did not say {wanted!r} within {seconds} s: {text[:200]}"
        time.sleep(0.3)


def demonstrate(folder: Path, agencies: tuple[str, ...], years: int) -> None:
    """Run the command in a new home in `folder` as a person would, look at what it serves, and stop it. What it says
    is in `said.txt`. Raises AssertionError where it is not what it should be."""
    port = free_pair()
    public, internal = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"
    env = os.environ | {"EQUITY_HOME": str(folder / "home"), "PORT": str(port)}
    chosen = [*(f"--agency={code}" for code in agencies), f"--years={years}"]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "said.txt").open("wb") as out:
        demo = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), "demo", *chosen],
            env=env, cwd=folder, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        first = json.loads(until(f"{public}/healthz", "release", 120))
        assert first["audience"] == "public"
        assert "1,503" in get(f"{public}/measures/children_in_placement?period=2018-07-01")
        assert "Demonstration sign-in" in until(internal, "Demonstration sign-in", 60)
        second = first["release"].replace(".1", ".2")
        # Seven years of all agencies take minutes; how many is measured where nothing else runs. This tells a hang.
        until(f"{public}/healthz", f'"{second}"', 3600)
        assert "Demonstration data" in get(public)
        assert "Example Agency A" in get(f"{public}/agencies")
        assert "Published for all agencies together only" in get(f"{public}/agencies/DOT")
        assert "All other groups" in get(f"{public}/agencies/DOT")
        sign_in(internal)
        assert "Hispanic or Latino" in until(f"{internal}/agencies/DOT", "Hispanic or Latino", 30)
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(timeout=60) == 0
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0, "the server outlived the command"
    finally:
        demo.kill()
        demo.wait()
    said = (folder / "said.txt").read_text()
    assert public in said
    assert internal in said
    assert "Traceback" not in said
