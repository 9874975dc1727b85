"""What stands between the network and Dash: who may ask, for what, and headers that allow nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, g, jsonify, request

from dashboard.log import CALLBACK
from dashboard.serving import is_loopback
from dashboard.settings import Settings
from metrics.release import Shelf

MOST_BODY = 64 * 1024
MOST_QUERY = 4096
_KEPT_FROM_PAGES = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"
_PERMISSIONS = ", ".join(f"{each}=()" for each in _KEPT_FROM_PAGES.split())


def add(app: Dash, audience: str, shelf: Shelf, chosen: Settings, *, apart: bool = False) -> None:
    """Guard the application's server. `audience`: internal pages are never kept by a cache in between.

    Where `apart` (the sign-in is a demonstration), and of releases with demonstration data, this machine only is
    answered. Whoever asks from elsewhere has to ask for a name that the site is known by.
    """
    server = app.server
    server.config["MAX_CONTENT_LENGTH"] = MOST_BODY
    policy: dict[str, str] = {}

    @server.before_request
    def refuse() -> Any:
        if not from_here() and (apart or _demonstration(shelf)):
            return jsonify(error="demonstration data and internal pages are shown on the machine itself only"), 403
        name = _name(request.host)
        if not is_loopback(name) and name not in chosen.hosts:
            return jsonify(error="this site has another name; who runs it names it in EQUITY_HOSTS"), 400
        if len(request.query_string) > MOST_QUERY:
            return jsonify(error=f"the query is longer than {MOST_QUERY} bytes"), 414
        if request.method not in ("GET", "HEAD", "OPTIONS") and _from_another_site():
            return jsonify(error="another site's page may not send anything here"), 403
        if request.path == CALLBACK and request.method == "POST":
            problem = _problem(app, _body())
            if problem:
                return jsonify(error=problem), 400
        return None

    @server.errorhandler(DependencyException)
    def absent(problem: DependencyException) -> Any:
        # Dash fails where somebody asks it for a script that it does not have.
        return jsonify(error="there is no such script"), 404

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
        else:
            response.headers["X-Frame-Options"] = "DENY"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Permitted-Cross-Domain-Policies"] = "none"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = _PERMISSIONS
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if audience == "internal":
            response.headers["Cache-Control"] = "no-store"
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        elif response.mimetype == "text/html":
            # Plain pages say themselves how long they stay fresh.
            response.headers.setdefault("Cache-Control", "no-cache")
        return response


def _name(host: str) -> str:
    """Return a host without its port.

    >>> _name("equity.ct.gov:8050"), _name("[::1]:8050"), _name("[::1]")
    ('equity.ct.gov', '[::1]', '[::1]')
    """
    return (host if host.endswith("]") else host.rsplit(":", 1)[0]).lower()


def from_here() -> bool:
    """Whether the request was made on this machine, to an address of this machine, by no proxy for another."""
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and is_loopback(request.remote_addr or "") and is_loopback(_name(request.host))


def _from_another_site() -> bool:
    """Whether a page of another site sent this: browsers say so, programs say nothing."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != request.host


def _body() -> Any:
    """Return the JSON that was sent; None for what is none, or is nested too deep to be read."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


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
    if not all(_text(each.get("value")) for each in inputs):
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


def _text(given: Any) -> bool:
    """Whether a value is absent or a text: half a surrogate pair, which JSON can spell, is none."""
    return given is None or (isinstance(given, str) and not any("\ud800" <= each <= "\udfff" for each in given))


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
