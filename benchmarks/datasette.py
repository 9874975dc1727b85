"""The same rows of a release as JSON: our API, and Datasette over a copy of the table in SQLite."""

import json
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.load import Load, Request, load
from benchmarks.serving import PORTS, served
from metrics.release import Shelf

COLUMNS = (
    "figure_id", "measure", "agency", "period", "dimension", "group", "benchmark", "value", "lower", "upper", "status",
)  # fmt: skip
WANTED = {"measure": "employees", "agency": "ALL", "dimension": "race_ethnicity"}
MOST = 1000
OURS = f"/api/v1/figures?{urlencode({**WANTED, 'fields': ','.join(COLUMNS), 'limit': MOST})}"
THEIRS = (
    f"/release/figures.json?{urlencode(WANTED)}&{urlencode([('_col', name) for name in COLUMNS])}"
    f"&_shape=array&_nocount=1&_nofacet=1&_nosuggest=1&_size={MOST}"
)
_UNLIMITED = "1000000 per second"
Goal = tuple[str, str, str, bool]


def measured(home: Path, root: Path, lasting: float) -> tuple[list[str], list[Goal]]:
    """Return rows for RESULTS.md and the goal; a line that says so where Datasette is absent.

    Raises ValueError where the two answer with other rows: then no time means anything.
    """
    program = root / ".venv-peer" / "bin" / "datasette"
    if not program.exists():
        return ["", "## Rows as JSON", "", "Datasette is not installed (`scripts/peer`): left out."], []
    of = served(
        "app:server", PORTS[0], root, EQUITY_HOME=str(home), EQUITY_AUDIENCE="public", EQUITY_API_RATE=_UNLIMITED
    )
    with _peer(program, home), of:
        ours, theirs = _rows(PORTS[0], OURS), _rows(PORTS[2], THEIRS)
        if not ours or ours != theirs:
            raise ValueError(
                f"our API answers {len(ours)} rows, Datasette {len(theirs)}, not the same; mend that first"
            )
        # In turn, so that what else the machine does falls on both.
        turns = [
            (load(PORTS[0], [Request(OURS)], 8, lasting / 2), load(PORTS[2], [Request(THEIRS)], 8, lasting / 2))
            for _ in range(2)
        ]
    one, other = (_together([turn[side] for turn in turns]) for side in (0, 1))
    if one.failed or other.failed:
        raise ValueError(f"requests failed: {[*one.failed, *other.failed][:3]}")
    times = one.rate / other.rate
    rows = [
        "", "## Rows as JSON", "",
        f"{len(ours)} rows of {len(COLUMNS)} columns, found equal; one process of ours has four threads, and there "
        "are two; Datasette is one process, as it is started by default, with an index on what is asked.", "",
        "| | a second | half within (ms) | 99 % within (ms) | KB | does |", "|---|---:|---:|---:|---:|---|",
        _row("ours, /api/v1", one, "limits on rate and time, the release's id, titles and the next page's address"),
        _row("Datasette, lean JSON", other, "the rows only; no limit on rate"),
    ]  # fmt: skip
    return rows, [("API against Datasette, times the requests a second", "≥ 5.0", f"{times:,.1f}", times >= 5)]


def _rows(port: int, path: str) -> list[tuple[object, ...]]:
    """Return the rows of an answer of either, in one order."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        told = json.load(answer)
    rows = told["rows"] if isinstance(told, dict) else told
    return sorted((tuple(row[name] for name in COLUMNS) for row in rows), key=repr)


def _together(loads: list[Load]) -> Load:
    return Load(
        [each for one in loads for each in one.seconds],
        [each for one in loads for each in one.failed],
        max(one.largest for one in loads),
        sum(one.lasted for one in loads),
    )


def _row(name: str, one: Load, does: str) -> str:
    halves = f"{1000 * one.quantile(0.5):,.1f} | {1000 * one.quantile(0.99):,.1f}"
    return f"| {name} | {one.rate:,.0f} | {halves} | {one.largest / 1024:,.1f} | {does} |"


@contextmanager
def _peer(program: Path, home: Path) -> Iterator[None]:
    """Serve the figures of a release by Datasette."""
    rows = Shelf(home / "releases").current().table("figures")[list(COLUMNS)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "release.db"
        with sqlite3.connect(path) as connection:
            rows.to_sql("figures", connection, index=False)
            connection.execute('CREATE INDEX slice ON figures (measure, agency, dimension, "group", period)')
        connection.close()
        command = [str(program), "serve", "-i", str(path), "--port", str(PORTS[2])]
        command += ["--setting", "max_returned_rows", "10000"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                _answers(PORTS[2], THEIRS)
                yield
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
