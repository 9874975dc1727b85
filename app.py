"""WSGI entry point: `gunicorn app:server`. Reads the environment and makes the application; nothing else."""

import os
from pathlib import Path

from dashboard import create_app

app = create_app(
    Path(os.environ.get("EQUITY_HOME", "var")),
    os.environ.get("EQUITY_AUDIENCE", "public"),
    # The mail address that errors in figures are told to; without one no page offers it.
    os.environ.get("EQUITY_CONTACT", ""),
)
server = app.server
# Dash finishes its set-up in the first request; several at once would race for it.
server.test_client().get("/healthz")
