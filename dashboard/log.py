"""What the server writes of itself: one JSON object a line, and nothing in it that could name a person.

Of a request it keeps the rule that answered, never the address that was asked for, who asked, or with what. Of a
failure it keeps the kind and the places in the code, never the words of the error, which may quote what was asked.
"""

import json
import logging
import re
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request

from dashboard.pages import find

LOGGER = logging.getLogger("equity.web")
HEADER = "X-Request-Id"
CALLBACK = "/_dash-update-component"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")


class Lines(logging.Formatter):
    """One record as one line of JSON. Texts that other programs put into their messages are left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        fields = getattr(record, "fields", None)
        told |= {"event": record.getMessage(), **fields} if fields is not None else {"event": _without_texts(record)}
        if record.exc_info and record.exc_info[1] is not None:
            told |= failure(record.exc_info[1])
        return json.dumps(told, ensure_ascii=True)


def start(what: str) -> None:
    """Write lines to the standard error stream: of every request, or of problems only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    LOGGER.handlers[:] = [handler]
    LOGGER.propagate = False
    LOGGER.setLevel(logging.INFO if what == "requests" else logging.WARNING)


def failure(problem: BaseException) -> dict[str, Any]:
    """Return the kind of a failure and the places in the code, innermost last."""
    frames = traceback.extract_tb(problem.__traceback__)[-12:]
    places = [f"{'/'.join(each.filename.split('/')[-2:])}:{each.lineno} {each.name}" for each in frames]
    return {"error": type(problem).__name__, "at": places}


def add(server: Flask, audience: str) -> None:
    """Give every request an id, which the answer carries, and write a line about it."""

    @server.before_request
    def begin() -> None:
        g.request_id, g.begun = secrets.token_hex(8), time.perf_counter()

    @server.after_request
    def finish(response: Response) -> Response:
        response.headers[HEADER] = name = request_id()
        taken = time.perf_counter() - g.get("begun", time.perf_counter())
        g.seconds = taken
        fields = {
            "request": name,
            "audience": audience,
            "method": request.method if request.method in _METHODS else "other",
            "route": route(),
            "status": response.status_code,
            "milliseconds": round(1000 * taken, 1),
        }
        LOGGER.info("request", extra={"fields": fields})
        return response


def request_id() -> str:
    """Return the id of this request; it is made where none was, since a request may fail before it is given one."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)


def route() -> str:
    """Return the rule that answers this request, with names in place of what stands there.

    A page's rule is its own; what no rule or page answers is `unknown`.
    """
    rule = request.url_rule
    if rule is None:
        return "unknown"
    if rule.endpoint not in ("/", "/<path:path>"):
        return rule.rule
    found = find(request.path, "internal")
    return str(found[0].PATH) if found else "unknown"


def _without_texts(record: logging.LogRecord) -> str:
    """Return another program's message: its template with the numbers filled in, and no network address."""
    given = record.args if isinstance(record.args, tuple) else ()
    try:
        said = str(record.msg) % tuple(each if isinstance(each, int | float) else "…" for each in given)
    except (TypeError, ValueError):
        said = str(record.msg)
    return _ADDRESS.sub("…", said)
