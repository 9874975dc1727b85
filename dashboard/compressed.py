"""Answers in fewer bytes: text is compressed with brotli for browsers that take it.

What was answered just so before is not compressed again: scripts, styles, and the pages that many read. Pages and what
callbacks answer are compressed for the public only: in an answer that holds both a secret and a reader's words, the
size would tell of the secret.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli

_LEAST = 1000
"""Shorter answers do not gain."""
_KINDS = ("text/", "application/javascript", "application/json", "image/svg+xml")
_KEPT = ("/assets/", "/_dash-component-suites/")
_MOST = 1 << 19
"""Longer answers are compressed each time, so that what is kept stays small; but for scripts, which are few."""
_QUALITY = 5
"""The next step takes four times as long for a twentieth of the bytes."""


class Compressed:
    """An application whose answers are compressed; `pages`: those too that are made for one reader."""

    def __init__(self, application: WSGIApplication, *, pages: bool) -> None:
        self._application, self._pages = application, pages

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = str(environ.get("PATH_INFO", ""))
        kept = path.startswith(_KEPT)
        taken = "br" in str(environ.get("HTTP_ACCEPT_ENCODING", "")).replace(" ", "").split(",")
        if not taken or environ.get("REQUEST_METHOD") == "HEAD" or not (kept or self._pages):
            return self._application(environ, start_response)
        # What was sent compressed bears a weak tag; the application knows its own by the strong one.
        asked = {"HTTP_IF_NONE_MATCH": known.removeprefix("W/")} if (known := environ.get("HTTP_IF_NONE_MATCH")) else {}
        begun: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            begun[:] = [status, headers]

        answer = self._application({**environ, **asked}, begin)
        status, headers = begun
        named = {name.lower(): value for name, value in headers}
        if (
            not status.startswith("200")
            or "content-encoding" in named
            or not named.get("content-type", "").startswith(_KINDS)
        ):
            start_response(status, headers)
            return answer
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        if len(body) >= _LEAST:
            body = _once(body) if kept or len(body) <= _MOST else _packed(body)
            headers = [pair for pair in headers if pair[0].lower() not in ("content-length", "etag", "vary")]
            vary = ", ".join(dict.fromkeys([*filter(None, named.get("vary", "").split(", ")), "Accept-Encoding"]))
            headers += [("Content-Encoding", "br"), ("Vary", vary), ("Content-Length", str(len(body)))]
            if "etag" in named:
                headers.append(("ETag", f"W/{named['etag'].removeprefix('W/')}"))
        start_response(status, headers)
        return [body]


@lru_cache(maxsize=64)
def _once(body: bytes) -> bytes:
    return _packed(body)


def _packed(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=_QUALITY))
