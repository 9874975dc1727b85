"""Is the process up, and is there a release it can serve."""

from typing import Any

from flask import Flask, jsonify

from metrics.release import Release, Shelf


def add_routes(server: Flask, shelf: Shelf, audience: str) -> None:
    """Answer at /healthz and /readyz.

    /healthz: 200 as long as the process answers, so that nobody restarts it for want of a release. /readyz: 200 with
    the release once one can be read, 503 with what to do before.
    """

    def healthz() -> Any:
        release = _current()
        return jsonify(audience=audience, release=release.id if release else None)

    def readyz() -> Any:
        release = _current()
        if release is None:
            problem = "no release yet; run `equity publish` or `equity demo`"
            return jsonify(audience=audience, release=None, problem=problem), 503
        release.table("manifest")
        return jsonify(audience=audience, release=release.id)

    def _current() -> Release | None:
        try:
            return shelf.current()
        except FileNotFoundError:
            return None

    server.add_url_rule("/healthz", "healthz", healthz)
    server.add_url_rule("/readyz", "readyz", readyz)
