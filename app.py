"""WSGI entry point: `gunicorn app:server`. Reads the environment and makes the application; nothing else."""

import os
from pathlib import Path

from dashboard import create_app, log
from dashboard.settings import settings

chosen = settings(os.environ)
log.start(chosen.log)
app = create_app(
    Path(os.environ.get("EQUITY_HOME", "var")),
    os.environ.get("EQUITY_AUDIENCE", "public"),
    chosen=chosen,
    counts=os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""),
)
server = app.server
# Dash finishes its set-up in the first request; several at once would race for it.
server.test_client().get("/healthz")
