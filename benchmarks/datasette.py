"""The same rows of a release as JSON: our API, and Datasette over a copy of the table in SQLite."""

import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.load import Load, Request, load
from benchmarks.serving import PORTS, served
from metrics.release import Shelf

OURS = "/api/v1/figures?measure=employees&agency=ALL&dimension=race_ethnicity"
COLUMNS = ("figure_id", "measure", "agency", "period", "dimension", "group", "value", "lower", "upper", "status")
Goal = tuple[str, str, str, bool]


def measured(home: Path, root: Path, lasting: float) -> tuple[list[str], list[Goal]]:
    """Return rows for RESULTS.md and the goal; a line that says so where one of the two is absent."""
    program = root / ".venv-peer" / "bin" / "datasette"
    if not program.exists():
        return ["", "## Rows as JSON", "", "Datasette is not installed (`scripts/peer`): left out."], []
    peer = _peer(program, home, lasting)
    with served("app:server", PORTS[0], root, EQUITY_HOME=str(home), EQUITY_AUDIENCE="public"):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORTS[0]}{OURS}", timeout=60) as answer:
                answer.read()
        except urllib.error.HTTPError as problem:
            said = f"Our API did not answer ({problem.code}): left out. Datasette: {peer.rate:,.0f} a second."
            return ["", "## Rows as JSON", "", said], []
        ours = load(PORTS[0], [Request(OURS)], 8, lasting)
    times = ours.rate / peer.rate
    rows = [
        "", "## Rows as JSON", "",
        "| | a second | half within (ms) | 99 % within (ms) | KB |", "|---|---:|---:|---:|---:|",
        _row("ours, /api/v1", ours), _row("Datasette, lean JSON, the same rows and columns", peer),
    ]  # fmt: skip
    return rows, [("API against Datasette, times the requests a second", "≥ 5.0", f"{times:,.1f}", times >= 5)]


def _row(name: str, one: Load) -> str:
    halves = f"{1000 * one.quantile(0.5):,.1f} | {1000 * one.quantile(0.99):,.1f}"
    return f"| {name} | {one.rate:,.0f} | {halves} | {one.largest / 1024:,.1f} |"


def _peer(program: Path, home: Path, lasting: float) -> Load:
    rows = Shelf(home / "releases").current().table("figures")[list(COLUMNS)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "release.db"
        with sqlite3.connect(path) as connection:
            rows.to_sql("figures", connection, index=False)
            connection.execute('CREATE INDEX slice ON figures (measure, agency, dimension, "group", period)')
        connection.close()
        command = [
            str(program),
            "serve",
            "-i",
            str(path),
            "--port",
            str(PORTS[2]),
            "--setting",
            "max_returned_rows",
            "10000",
        ]
        asked = "/release/figures.json?measure=employees&agency=ALL&dimension=race_ethnicity&_shape=array&_nocount=1"
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                _answers(PORTS[2], asked)
                return load(PORTS[2], [Request(asked)], 8, lasting)
            finally:
                process.terminate()


def _answers(port: int, path: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30):
                return
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"nothing answers at port {port}")
