"""What every request to the API passes, and every answer: the rate, the headers, one way to say what went wrong."""

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, request

from dashboard.api import problem
from dashboard.limit import Limiter, Taken

_BELOW = "/api/"
_HEADERS = "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
_METHODS = "GET, HEAD, OPTIONS"
_A_DAY = "86400"
_KINDS = {404: "not-found", 405: "method-not-allowed", 414: "too-long-a-question"}


def add(server: Flask, limiter: Limiter, audience: str) -> None:
    """Guard what is below /api/. Pages of any site may read public answers, and of none the internal ones."""

    @server.before_request
    def count() -> Any:
        if not request.path.startswith(_BELOW):
            return None
        g.taken = limiter.take(request.remote_addr)
        if g.taken.allowed:
            return None
        return problem.Problem(
            "too-many-requests",
            f"an address may make {limiter.item}; wait {g.taken.reset} s",
            seconds=g.taken.reset,
        ).response()

    @server.after_request
    def finish(response: Response) -> Response:
        if not request.path.startswith(_BELOW):
            return response
        if response.status_code >= 400:
            _settle(response)
        taken: Taken | None = g.get("taken")
        if taken is not None:
            response.headers.update(taken.headers())
        if audience == "public":
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = _HEADERS
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = _METHODS
                response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
                response.headers["Access-Control-Max-Age"] = _A_DAY
        return response


def _settle(response: Response) -> None:
    """Make any refusal a problem, whoever said it, and let nobody keep it."""
    response.headers["Cache-Control"] = "no-store"
    if response.mimetype == problem.TYPE:
        return
    said = response.get_json(silent=True)
    detail = said.get("error") if isinstance(said, dict) else None
    status = response.status_code
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = _METHODS
    fresh = problem.answer(status, str(detail or f"{request.method} {request.path} failed"), _KINDS.get(status, ""))
    response.set_data(fresh.get_data())
    response.content_type = problem.TYPE
