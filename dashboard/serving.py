"""How the site is started: gunicorn with a few processes of a few threads, on this machine unless told otherwise."""

import ipaddress
import sys
from pathlib import Path

LOOPBACK = "127.0.0.1"


class NotServed(ValueError):
    """The site may not be served so; the message says why and what to do."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def may_serve(host: str, *, demonstration: bool, apart: bool = False) -> None:
    """Raise NotServed where invented figures could be seen from another machine, or where `apart`: anyone may sign in
    by choosing a role."""
    if is_loopback(host):
        return
    if apart:
        raise NotServed("these internal pages have only the demonstration sign-in: serve them on 127.0.0.1")
    if demonstration:
        raise NotServed(
            "the release holds demonstration data: serve it on 127.0.0.1, or publish from a home without it"
        )


def command(host: str, port: int, workers: int = 2, threads: int = 4) -> list[str]:
    """Return the command that starts the server for the audience and home of its environment."""
    # A container's root file system may be read-only: heartbeats go to memory, and no control socket is made.
    heartbeats = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []  # noqa: S108
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "app:server",
        "--bind",
        f"{host}:{port}",
        "--workers",
        str(workers),
        "--worker-class",
        "gthread",
        "--threads",
        str(threads),
        "--timeout",
        "30",
        "--graceful-timeout",
        "10",
        "--max-requests",
        "20000",
        "--max-requests-jitter",
        "2000",
        "--log-level",
        "warning",
        "--no-control-socket",
        *heartbeats,
    ]
