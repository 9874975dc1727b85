"""Is the service up, and which release does it serve."""

from typing import Any

from flask import Flask, jsonify

from metrics.release import Shelf


def add_routes(server: Flask, shelf: Shelf, audience: str) -> None:
    """Answer at /healthz: 200 with the release, 503 with what to do when there is none."""

    def healthz() -> Any:
        try:
            return jsonify(release=shelf.current().id, audience=audience)
        except FileNotFoundError:
            return jsonify(
                release=None, audience=audience, problem="no release yet; run `equity publish` or `equity demo`"
            ), 503

    server.add_url_rule("/healthz", "healthz", healthz)
