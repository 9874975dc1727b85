"""How often one address may ask: for pages, callbacks, files; and for documents and whole tables, which take long."""

from pathlib import Path
from typing import Any

from flask import Flask, jsonify, request

from dashboard.guard import from_here
from dashboard.limit import Limiter, store_of
from dashboard.settings import Settings

_NEVER_COUNTED = ("/healthz", "/readyz")


def add(server: Flask, home: Path, audience: str, chosen: Settings) -> None:
    """Refuse with 429 who asks more often. This machine itself may ask as often as it likes; the API counts apart."""
    store = store_of(home, audience)
    everything, documents = Limiter(store, chosen.rate, "pages"), Limiter(store, chosen.document_rate, "documents")

    @server.before_request
    def count() -> Any:
        if from_here() or request.path in _NEVER_COUNTED or request.path.startswith("/api/"):
            return None
        asked_to_make = request.method == "POST" and request.path.startswith("/exports/")
        takes_long = asked_to_make or request.path.startswith("/download/")
        taken = (documents if takes_long else everything).take(request.remote_addr)
        if taken.allowed:
            return None
        return jsonify(error=f"more than {taken.limit} requests; try again in {taken.reset} s"), 429, taken.headers()
