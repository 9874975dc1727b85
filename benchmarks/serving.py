"""The site under load, with two workers: plain pages, pages, callbacks, while releases are switched; and its peers."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Load, Request, load
from dashboard import heap
from dashboard import serving as product
from metrics import release
from metrics.release import Shelf

OURS = "app:server"
PORTS = (8490, 8491, 8492, 8493)
SECONDS = 8.0
_CALLBACK = "/_dash-update-component"


def callback(path: str, search: str = "") -> Request:
    """Return the callback that shows a page."""
    outputs = [{"id": "page", "property": "children"}, {"id": "title", "property": "children"}]
    inputs = [
        {"id": "address", "property": name, "value": value} for name, value in (("pathname", path), ("search", search))
    ]
    asked = {"output": "..page.children...title.children..", "outputs": outputs, "inputs": inputs,
             "changedPropIds": ["address.pathname"]}  # fmt: skip
    return Request(_CALLBACK, json.dumps(asked).encode(), b'"response"')


PAGES = tuple(Request(path) for path in ("/", "/measures/employees", "/compare", "/disparities"))
PLAIN = tuple(Request(path, holds=b"</html>") for path in ("/plain", "/plain/measures/employees", "/plain/es"))
CALLBACKS = (callback("/measures/employees"),)
TRIVIAL = """
from dash import Dash, Input, Output, dcc, html
app = Dash(__name__)
app.layout = html.Div([dcc.Input(id="in"), dcc.Graph(id="out")])
@app.callback(Output("out", "figure"), Input("in", "value"))
def show(value):
    return {"data": [{"type": "bar", "x": list(range(20)), "y": list(range(20))}], "layout": {}}
server = app.server
server.test_client().get("/_dash-layout")
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What one kind of request showed."""

    name: str
    load: Load
    connections: int

    def row(self) -> str:
        """Return a row of the table."""
        one = self.load
        return (
            f"| {self.name} | {self.connections} | {one.rate:,.0f} | {1000 * one.quantile(0.5):,.1f} | "
            f"{1000 * one.quantile(0.99):,.1f} | {one.largest / 1024:,.1f} | {len(one.failed)} |"
        )


@contextmanager
def served(
    module: str,
    port: int,
    folder: Path,
    workers: int = 2,
    python: str = sys.executable,
    ready: str = "/",
    **environment: str,
) -> Iterator[int]:
    """Serve a WSGI module by gunicorn; yield the process id once it answers at `ready`.

    Ours is served as `equity serve` does, others by as many threads.
    """
    command = [python, "-m", "gunicorn", module, "--bind", f"127.0.0.1:{port}", "--workers", str(workers),
               "--worker-class", "gthread", "--threads", "4", "--timeout", "60", "--log-level", "error"]  # fmt: skip
    given = {**os.environ, **environment}
    if module == OURS:
        command, given = product.command("127.0.0.1", port, workers), heap.lean(given)
    with subprocess.Popen(command, cwd=folder, env=given) as process:  # noqa: S603
        try:
            answers(port, ready)
            yield process.pid
        finally:
            process.terminate()


def answers(port: int, path: str) -> None:
    """Wait until somebody answers. Raises RuntimeError after two minutes, HTTPError where an error is answered."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30):
                return
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"nothing answers at port {port}")


def memory(parent: int) -> list[float]:
    """Return the MB of each worker: its own pages and its share of those that several processes have."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [_share(Path(f"/proc/{child}/smaps_rollup")) for child in children]


def _share(path: Path) -> float:
    lines = path.read_text(encoding="ascii").splitlines()
    return sum(float(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def measured(home: Path, root: Path, lasting: float = SECONDS) -> tuple[list[Line], dict[str, float]]:
    """Return what the site of `home` shows under load, and numbers that goals are held to."""
    here = PORTS[0]
    with served(OURS, here, root, EQUITY_HOME=str(home), EQUITY_AUDIENCE="public") as process:
        for request in (*PAGES, *PLAIN, *CALLBACKS):
            load(here, [request], 2, 1.0)
        lines = [
            Line("plain pages", load(here, PLAIN, 8, lasting), 8),
            Line("pages", load(here, PAGES, 8, lasting), 8),
            Line("figure callback, one connection", load(here, CALLBACKS, 1, lasting), 1),
            Line("figure callback", load(here, CALLBACKS, 8, lasting), 8),
            Line("all of them, releases switched", switched(home, here, (*PLAIN, *PAGES, *CALLBACKS), 2 * lasting), 8),
        ]
        workers = memory(process)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "trivial.py").write_text(TRIVIAL, encoding="utf-8")
        asked = {
            "output": "out.figure", "outputs": {"id": "out", "property": "figure"},
            "inputs": [{"id": "in", "property": "value", "value": "a"}], "changedPropIds": ["in.value"],
        }  # fmt: skip
        with served("trivial:server", PORTS[1], Path(folder)):
            body = json.dumps(asked).encode()
            peer = Line("a trivial callback, one connection", load(PORTS[1], [Request(_CALLBACK, body)], 1, lasting), 1)
    one = next(each for each in lines if each.name == "figure callback, one connection")
    return [*lines, peer], {
        "plain": lines[0].load.rate,
        "size": lines[0].load.largest / 1024,
        "callback": one.load.quantile(0.5) / peer.load.quantile(0.5),
        "failed": float(sum(len(each.load.failed) for each in lines)),
        "memory": max(workers),
    }


def switched(home: Path, port: int, requests: Sequence[Request], lasting: float) -> Load:
    """Load the site while another release is put in its place, and back, twice a second."""
    releases = home / "releases"
    names = Shelf(releases).ids()
    before = Path(os.readlink(releases / release.CURRENT)).name
    done = threading.Event()

    def switch() -> None:
        turn = 0
        while not done.wait(0.5):
            turn += 1
            release.point(releases, names[turn % len(names)])

    switcher = threading.Thread(target=switch)
    switcher.start()
    try:
        return load(port, requests, 8, lasting)
    finally:
        done.set()
        switcher.join()
        release.point(releases, before)


def projected(rate: float, readers: int = 1_000_000, requests: int = 30, busiest: float = 0.12) -> str:
    """Say what a day on which a million people look asks of the site, and how many workers that is."""
    peak = readers * requests * busiest / 3600
    workers = max(2, round(2 * peak / rate + 0.5))
    return (
        f"A day on which {readers:,} people look at {requests} pages or pictures each, {busiest:.0%} of it in the "
        f"busiest hour, is {peak:,.0f} requests a second then. Two workers give {rate:,.0f} plain pages a second: "
        f"{workers} workers with nothing in front of them. Plain pages may be kept by a CDN for a minute and shown "
        f"stale for a day; where it answers 95 % of requests, {peak * 0.05:,.0f} a second are left to this machine."
    )
