"""Plain pages on the server of the app: made once for each release, compressed once, known by a tag."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import brotli
from flask import Flask, Response, jsonify, request

from dashboard.language import LANGUAGES
from dashboard.plain.links import FIRST, ROOT, Served
from dashboard.plain.pages import made, names
from dashboard.plain.sitemap import robots, sitemap
from dashboard.tables import Tables
from metrics.release import Release, Shelf

_FRESH = "public, max-age=60, stale-while-revalidate=86400"
_LONGEST = 120
_MAKING = tuple(Lock() for _ in range(64))


@dataclass(frozen=True, slots=True)
class Answer:
    """A page's bytes as they are sent, by coding; `tag` names release and content."""

    codings: tuple[tuple[str, bytes], ...]
    status: int
    tag: str


def add_routes(server: Flask, shelf: Shelf) -> None:
    """Answer at /plain, /plain/<page>, /plain/<language>/<page>, /sitemap.xml and /robots.txt."""

    def plain(page: str = "") -> Any:
        language, page = _language(page[:_LONGEST].strip("/"))
        asked = request.args.get("release", "")[:_LONGEST]
        try:
            release = shelf.get(asked) if asked else shelf.current()
        except FileNotFoundError as problem:
            return jsonify(error="there is no such release here" if asked else str(problem)), 404 if asked else 503
        return _sent(_answer(release, asked, request.url_root.rstrip("/"), page, language), shelf.audience)

    def map_of_pages() -> Any:
        tables = Tables(shelf.current())
        return Response(
            sitemap(names(tables), Served("", FIRST, site=request.url_root.rstrip("/")), _day(tables)),
            content_type="application/xml; charset=utf-8",
        )

    def rules() -> Any:
        tables = Tables(shelf.current())
        hidden = tables.demonstration or tables.preview or tables.audience == "internal"
        return Response(robots("" if hidden else f"{request.url_root}sitemap.xml"), content_type="text/plain")

    server.add_url_rule(ROOT, "plain", plain)
    server.add_url_rule(f"{ROOT}/", "plain", plain)
    server.add_url_rule(f"{ROOT}/<path:page>", "plain", plain)
    server.add_url_rule("/sitemap.xml", "sitemap", map_of_pages)
    server.add_url_rule("/robots.txt", "robots", rules)


def _language(page: str) -> tuple[str, str]:
    """Return the language that a page's address begins with, and the rest.

    >>> _language("es/measures"), _language("measures")
    (('es', 'measures'), ('en', 'measures'))
    """
    first, _, rest = page.partition("/")
    return (first, rest) if first in LANGUAGES and first != FIRST else (FIRST, page)


def _answer(release: Release, asked: str, root: str, page: str, language: str) -> Answer:
    """Return a page, made once: whoever asks meanwhile waits for it, since all who make it at once take longer."""
    wanted = (release.id, asked, root, page, language)
    with _MAKING[hash(wanted) % len(_MAKING)]:
        return _made(release, asked, root, page, language)


@lru_cache(maxsize=1024)
def _made(release: Release, asked: str, root: str, page: str, language: str) -> Answer:
    html, status = made(Tables(release), Served(page, language, site=root, release=asked))
    body = html.encode()
    tag = f'"{release.id}-{hashlib.sha256(body).hexdigest()[:16]}"'
    return Answer((("br", brotli.compress(body)), ("gzip", gzip.compress(body, mtime=0)), ("", body)), status, tag)


def _sent(answer: Answer, audience: str) -> Response:
    headers = {"ETag": answer.tag, "Vary": "Accept-Encoding"}
    if audience != "internal":
        headers["Cache-Control"] = _FRESH
    if answer.status == 200 and answer.tag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=headers)
    taken = request.headers.get("Accept-Encoding", "")
    coding, body = next((c, b) for c, b in answer.codings if not c or c in taken)
    if coding:
        headers["Content-Encoding"] = coding
    return Response(body, answer.status, headers, content_type="text/html; charset=utf-8")


def _day(tables: Tables) -> str:
    return str(tables.manifest["published"])[:10]
