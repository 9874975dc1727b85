"""Datasette over the same rows in SQLite, in an environment of its own."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd

from benchmarks.load import Request
from benchmarks.peer import COLUMNS, MOST, WANTED, Peer, copied
from benchmarks.serving import PORTS, answers

_PROGRAM = ".venv-peer/bin/datasette"
_ASKED = Request(
    f"/release/figures.json?{urlencode(WANTED)}&{urlencode([('_col', name) for name in COLUMNS])}"
    f"&_shape=array&_nocount=1&_nofacet=1&_nosuggest=1&_size={MOST}"
)


@contextmanager
def _served(root: Path, rows: pd.DataFrame) -> Iterator[tuple[int, Request]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "release.db"
        copied(rows, path)
        command = [str(root / _PROGRAM), "serve", "-i", str(path), "--port", str(PORTS[2])]
        command += ["--setting", "max_returned_rows", "10000"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                answers(PORTS[2], _ASKED.path)
                yield PORTS[2], _ASKED
            finally:
                process.terminate()


PEER = Peer(
    name="Datasette",
    program=_PROGRAM,
    script="scripts/peer",
    served=_served,
    rows=lambda told: told,
    started="Datasette is one process, as it is started by default, with an index on what is asked",
    does="lean JSON: the rows only; no limit on rate",
)
