"""Apache Superset over the same rows in SQLite, in an environment of its own.

Asked through the API that its charts ask. It is set up by its own commands, as its manual says, which takes a minute;
what it writes stays in a temporary folder. Settings are the quickest that were found. Over DuckDB, which it opens anew
for every query, an answer takes 25 ms of processor time more, and with its log, six entries a request, as much again.
"""

import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import requests

from benchmarks.load import Request
from benchmarks.peer import COLUMNS, MOST, WANTED, Peer, copied
from benchmarks.program import run
from benchmarks.serving import PORTS, served

_BIN = ".venv-superset/bin"
_USER = "benchmarks"
_PATIENCE = 60
_SETTINGS = """
from superset.utils.log import AbstractEventLogger


class Silent(AbstractEventLogger):
    def log(self, *given, **named):
        pass


SECRET_KEY = {key!r}
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
UPLOAD_FOLDER = "{folder}/uploads/"
PREVENT_UNSAFE_DB_CONNECTIONS = False  # SQLite is one
CACHE_CONFIG = DATA_CACHE_CONFIG = {{"CACHE_TYPE": "NullCache"}}
EVENT_LOGGER = Silent()
RATELIMIT_ENABLED = False
LOG_LEVEL = "ERROR"
"""


@contextmanager
def _served(root: Path, rows: pd.DataFrame) -> Iterator[tuple[int, Request]]:
    with tempfile.TemporaryDirectory() as name:
        folder, password = Path(name), secrets.token_hex(16)
        copied(rows, folder / "release.db")
        settings = folder / "superset_config.py"
        settings.write_text(_SETTINGS.format(key=secrets.token_hex(32), folder=folder), encoding="utf-8")
        own = {"SUPERSET_CONFIG_PATH": str(settings), "PYTHONWARNINGS": "ignore"}
        own |= dict.fromkeys(("SUPERSET_HOME", "HOME", "TMPDIR"), name)
        commands = (
            ["db", "upgrade"],
            ["fab", "create-admin", "--username", _USER, "--firstname", _USER, "--lastname", _USER,
             "--email", f"{_USER}@example.org", "--password", password],
            ["init"],
        )  # fmt: skip
        for command in commands:
            environment = {**os.environ, **own, "FLASK_APP": "superset.app:create_app()"}
            run([str(root / _BIN / "superset"), *command], folder, environment)
        python = str(root / _BIN / "python")
        with served("superset.app:create_app()", PORTS[3], folder, python=python, ready="/health", **own):
            yield PORTS[3], _asked(f"http://127.0.0.1:{PORTS[3]}/api/v1", folder / "release.db", password)


def _asked(api: str, release: Path, password: str) -> Request:
    """Sign in, tell Superset of the table, return what to ask it."""
    with requests.Session() as session:
        who = {"username": _USER, "password": password, "provider": "db"}
        token = _told(session, f"{api}/security/login", who)["access_token"]
        session.headers["Authorization"] = f"Bearer {token}"
        # Whoever changes something shows that Superset's own page let them; charts need not.
        shown = session.get(f"{api}/security/csrf_token/", timeout=_PATIENCE)
        shown.raise_for_status()
        session.headers["X-CSRFToken"] = shown.json()["result"]
        base = {"database_name": "release", "sqlalchemy_uri": f"sqlite:///{release}"}
        database = _told(session, f"{api}/database/", base)["id"]
        dataset = _told(session, f"{api}/dataset/", {"database": database, "schema": "main", "table_name": "figures"})
    query = {
        "columns": COLUMNS,
        "filters": [{"col": name, "op": "==", "val": value} for name, value in WANTED.items()],
        "row_limit": MOST,
    }
    asked = {
        "datasource": {"id": dataset["id"], "type": "table"},
        "queries": [query],
        "result_format": "json",
        "result_type": "results",
    }
    # What went wrong in a query may be told with 200.
    row = f'"agency": "{WANTED["agency"]}"'.encode()
    headers = (("Authorization", f"Bearer {token}"),)
    return Request("/api/v1/chart/data", json.dumps(asked).encode(), row, headers)


def _told(session: requests.Session, address: str, asked: dict[str, object]) -> dict[str, object]:
    answer = session.post(address, json=asked, timeout=_PATIENCE)
    if not answer.ok:
        raise RuntimeError(f"Superset answers {answer.status_code} at {address}: {answer.text[:500]}")
    found: dict[str, object] = answer.json()
    return found


PEER = Peer(
    name="Superset",
    program=f"{_BIN}/superset",
    script="scripts/peer superset",
    served=_served,
    rows=lambda told: told["result"][0]["data"],
    started="Superset is two processes of four threads over the same copy, its own database in SQLite too",
    does="chart data: who asks and what they may read; the rows only, none kept, nothing logged, no limit on rate",
)
