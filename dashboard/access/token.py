"""The session's token: what changes something is asked for from our own pages, which know it, and from no others."""

import hmac
import secrets

from flask import request, session

from dashboard.markup import Markup, tag

FIELD, HEADER, COOKIE = "csrf", "X-CSRFToken", "_csrf_token"
"""The field of a form, the header of a callback, and the cookie that Dash copies into that header."""


def token() -> str:
    """Return the session's token, made when it is first asked for."""
    made: str = session.setdefault(FIELD, secrets.token_urlsafe(32))
    return made


def form_token() -> Markup | None:
    """Return the hidden field for a form; nothing where there are no sessions."""
    return tag("input", type="hidden", name=FIELD, value=session[FIELD]) if FIELD in session else None


def matches() -> bool:
    """Whether the request holds the session's token, in its header or its form."""
    held = session.get(FIELD) or ""
    given = request.headers.get(HEADER, "") or request.form.get(FIELD, "")
    return bool(held) and hmac.compare_digest(held.encode(), given.encode("utf-8", "replace"))
