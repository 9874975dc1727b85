"""How long an answer made of a release may be kept: for good where the address names the release.

Caches between (RFC 9111, RFC 5861) ask again by a tag that names the release, what its rows are, and what was asked.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Response, request

from metrics import code
from metrics.release import Release

SOON = "public, max-age=60, stale-while-revalidate=86400"
_SUFFIXES = (".py", ".po", ".css", ".typ")
FOR_GOOD = "public, max-age=31536000, immutable"


def tag(release: Release, *asked: str) -> str:
    """Return the tag of what is made of a release for a question; of other code, rows or question it is another."""
    said = "\n".join((_code(), release.audience, release.manifest.get("content", ""), *asked))
    return f'W/"{release.id}-{hashlib.sha256(said.encode()).hexdigest()[:24]}"'


def fresh(response: Response, etag: str, audience: str, *, named: bool) -> Response:
    """Say on an answer what its tag is and how long it may be kept. `named`: the address names the release.

    Internal answers are kept nowhere, and have no tag: each is asked for and answered anew.
    """
    if audience == "internal":
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FOR_GOOD if named else SOON
    return response


def known(etag: str) -> bool:
    """Return whether whoever asks has this already."""
    # `*` asks whether there is anything at all, which is not known before the answer is made.
    asked = request.if_none_match
    return request.method in ("GET", "HEAD") and not asked.star_tag and asked.contains_weak(etag[3:-1])


@lru_cache
def _code() -> str:
    """Return a checksum of the code that answers are made by; a version stays the same from change to change."""
    return code.checksum((Path(__file__).parent, Path(code.__file__).parent), _SUFFIXES)
