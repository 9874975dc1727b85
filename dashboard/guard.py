"""What stands between the network and Dash: real 404s, clean 400s, and headers that allow nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from dashboard.serving import is_loopback
from metrics.release import NoRelease, Shelf

_CALLBACK = "/_dash-update-component"
_MOST = 64 * 1024


def add(app: Dash, audience: str, shelf: Shelf, *, apart: bool = False) -> None:
    """Guard the application's server. `audience`: internal pages are never kept by a cache in between.

    Where `apart` (the sign-in is a demonstration), and of releases with demonstration data, this machine only is
    answered.
    """
    server = app.server
    server.config["MAX_CONTENT_LENGTH"] = _MOST
    policy: dict[str, str] = {}

    @server.before_request
    def refuse() -> Any:
        if not _from_here() and (apart or _demonstration(shelf)):
            return jsonify(error="demonstration data and internal pages are shown on the machine itself only"), 403
        if request.path == _CALLBACK and request.method == "POST":
            problem = _problem(app, request.get_json(silent=True))
            if problem:
                return jsonify(error=problem), 400
        return None

    @server.errorhandler(HTTPException)
    def say(problem: HTTPException) -> Any:
        if problem.code == 404:
            return jsonify(error=f"nothing is at {request.path}"), 404
        return jsonify(error=problem.description), problem.code or 500

    @server.errorhandler(DependencyException)
    def absent(problem: DependencyException) -> Any:
        # Dash raises this for a script that it does not have.
        return jsonify(error=f"nothing is at {request.path}"), 404

    @server.errorhandler(NoRelease)
    def wait(problem: NoRelease) -> Any:
        return jsonify(error="nothing is published yet"), 503

    @server.errorhandler(Exception)
    def failed(problem: Exception) -> Any:
        server.logger.exception("%s %s failed", request.method, request.path)
        return jsonify(error="this is our mistake; it has been written to the log"), 500

    @server.after_request
    def finish(response: Response) -> Response:
        if g.get("status"):
            response.status_code = g.status
        if not policy:
            policy["Content-Security-Policy"] = _policy(app)
        response.headers.update(policy)
        if g.get("framed"):
            response.headers["Content-Security-Policy"] = policy["Content-Security-Policy"].replace(
                "frame-ancestors 'none'", "frame-ancestors *"
            )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if audience == "internal":
            response.headers["Cache-Control"] = "no-store"
        elif response.mimetype == "text/html":
            # Plain pages say themselves how long they stay fresh.
            response.headers.setdefault("Cache-Control", "no-cache")
        return response


def _from_here() -> bool:
    """Whether the request was made on this machine, to an address of this machine, by no proxy for another."""
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    name = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return not forwarded and is_loopback(request.remote_addr or "") and is_loopback(name)


def _demonstration(shelf: Shelf) -> bool:
    try:
        return shelf.current().manifest.get("has_demonstration") == "yes"
    except FileNotFoundError:
        return False


def _problem(app: Dash, body: Any) -> str:
    """Return what is wrong with a callback's request, or nothing."""
    if not isinstance(body, Mapping):
        return "expected a JSON object"
    output, inputs, outputs = body.get("output"), body.get("inputs"), body.get("outputs")
    if not isinstance(output, str) or output not in app.callback_map:
        return "no such output"
    wanted = app.callback_map[output]["inputs"]
    if not isinstance(inputs, list) or [_key(each) for each in inputs] != [(w["id"], w["property"]) for w in wanted]:
        return f"expected the inputs {', '.join('.'.join((w['id'], w['property'])) for w in wanted)}"
    if not all(isinstance(each.get("value"), str | None) for each in inputs):
        return "an input's value is not a text"
    named = (
        [f"{o.get('id')}.{o.get('property')}" for o in outputs if isinstance(o, Mapping)]
        if isinstance(outputs, list)
        else []
    )
    if f"..{'...'.join(named)}.." != output:
        return "the outputs are not those of the output"
    if body.get("state"):
        return "no state is expected"
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(each, str) for each in changed):
        return "changedPropIds is not a list of texts"
    return ""


def _key(given: Any) -> tuple[Any, Any]:
    return (given.get("id"), given.get("property")) if isinstance(given, Mapping) else (None, None)


def _policy(app: Dash) -> str:
    scripts = " ".join(("'self'", *(_hash(script) for script in app._inline_scripts), _hash(app.renderer)))
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action "
        "'self'; frame-ancestors 'none'"
    )


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
