"""How the site is started: a few processes of a few threads, on this machine unless told otherwise."""

import ipaddress
import shutil
import sys
from functools import lru_cache
from pathlib import Path

from dashboard import memory
from dashboard.settings import Settings

LOOPBACK = "127.0.0.1"


class NotServed(ValueError):
    """The site may not be served so; the message says why and what to do."""


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def may_serve(host: str, chosen: Settings, *, demonstration: bool, apart: bool = False) -> None:
    """Raise NotServed where invented figures could be seen from another machine, or where `apart`: anyone may sign in
    by choosing a role. Beyond this machine a site answers only to names that are set: whoever forges another is
    refused.
    """
    if is_loopback(host):
        return
    if apart:
        raise NotServed("these internal pages have only the demonstration sign-in: serve them on 127.0.0.1")
    if demonstration:
        raise NotServed(
            "the release holds demonstration data: serve it on 127.0.0.1, or publish from a home without it"
        )
    if not chosen.hosts:
        raise NotServed(f"to serve on {host}, name the site's hosts: EQUITY_HOSTS=equity.example.gov")


def counted_in(port: int) -> Path:
    """Return an empty folder in memory in which the workers of the site on `port` count together."""
    try:
        folder = memory.ready(memory.place()) / f"counts-{port}"
    except PermissionError as problem:
        raise NotServed(str(problem)) from None
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def command(host: str, port: int, workers: int = 2, threads: int = 4, metrics: str = "") -> list[str]:
    """Return the command that starts the server for the audience and home of its environment.

    `metrics`: a second address, where the figures of service are read.
    """
    # A container's root file system may be read-only: heartbeats go to memory, and no control socket is made.
    heartbeats = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []  # noqa: S108
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "app:server",
        "--bind",
        f"{host}:{port}",
        *(["--bind", metrics] if metrics else []),
        "--workers",
        str(workers),
        "--worker-class",
        "dashboard.worker.Worker",
        "--logger-class",
        "dashboard.worker.Log",
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
        "--limit-request-fields",
        "60",
        # Nobody's word is taken for the scheme or the path; proxies that are set are believed by dashboard/settings.py.
        "--forwarded-allow-ips",
        "",
        *heartbeats,
    ]
