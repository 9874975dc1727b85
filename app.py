"""WSGI entry point: `gunicorn app:server`. Reads the environment and makes the application; nothing else."""

import os
import sys
from pathlib import Path

from dashboard import create_app
from dashboard.access.settings import NotSet, from_environment

audience = os.environ.get("EQUITY_AUDIENCE", "public")
try:
    sign_in = from_environment(os.environ) if audience == "internal" else None
except NotSet as missing:
    # gunicorn gives up on a worker that leaves so, and says no more than this.
    print(f"equity: {missing}", file=sys.stderr)
    sys.exit(4)
app = create_app(Path(os.environ.get("EQUITY_HOME", "var")), audience, sign_in)
server = app.server
# Dash finishes its set-up in the first request; several at once would race for it.
server.test_client().get("/healthz")
