"""What went wrong, said in the same way each time: RFC 9457, `application/problem+json`."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response

TYPE = "application/problem+json"
KINDS = {
    "unknown-parameter": 400,
    "bad-value": 400,
    "bad-cursor": 400,
    "too-many-rows": 400,
    "not-found": 404,
    "unknown-release": 404,
    "method-not-allowed": 405,
    "not-acceptable": 406,
    "cursor-of-another-release": 409,
    "too-long-a-question": 414,
    "too-many-requests": 429,
    "no-release": 503,
    "too-long": 503,
}
"""Kinds of problem, each with its status. What they mean stands at /api, where `type` points."""


class Problem(Exception):
    """A request that is not answered as asked: one of `KINDS`, what happened and what to do, and more in members."""

    def __init__(self, kind: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.more = kind, detail, more

    def response(self) -> Response:
        """Return it as an answer."""
        return answer(KINDS[self.kind], self.detail, self.kind, **self.more)


def answer(status: int, detail: str, kind: str = "", **more: Any) -> Response:
    """Return a problem as an answer; of no kind it is what its status says."""
    said = {
        "type": f"/api#{kind}" if kind else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return Response(orjson.dumps(said), status, content_type=TYPE)


def named(each: Iterable[str]) -> str:
    """Return names in a row, for a sentence."""
    return ", ".join(each)
