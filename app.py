"""WSGI entry point: `gunicorn app:server`. Reads the environment and makes the application; nothing else."""

import os
from pathlib import Path

from dashboard import create_app
from dashboard.limit import API_RATE

app = create_app(
    Path(os.environ.get("EQUITY_HOME", "var")),
    os.environ.get("EQUITY_AUDIENCE", "public"),
    os.environ.get("EQUITY_API_RATE", API_RATE),
)
server = app.server
# Dash finishes its set-up in the first request; several at once would race for it.
server.test_client().get("/healthz")
