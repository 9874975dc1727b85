"""WSGI entry point: `gunicorn app:server`. Reads the environment and makes the application; nothing else."""

import os
import sys
from pathlib import Path

from dashboard import create_app, log
from dashboard.access.settings import NotSet, from_environment
from dashboard.settings import SettingsError, settings

audience = os.environ.get("EQUITY_AUDIENCE", "public")
try:
    chosen = settings(os.environ)
    sign_in = from_environment(os.environ) if audience == "internal" else None
except (NotSet, SettingsError) as mistake:
    # gunicorn gives up on a worker that leaves so, and says no more than this.
    print(f"equity: {mistake}", file=sys.stderr)
    sys.exit(4)
log.start(chosen.log)
app = create_app(
    Path(os.environ.get("EQUITY_HOME", "var")),
    audience,
    sign_in,
    chosen=chosen,
    counts=os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""),
)
server = app.server
# Dash finishes its set-up in the first request; several at once would race for it.
server.test_client().get("/healthz")
