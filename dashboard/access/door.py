"""The door of the internal site: nobody reads without having signed in, nothing changes without the session's token.

What is refused is answered with 403 (a page's reader, who may sign in, is sent to do so) and a line of the audit trail.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, jsonify, redirect, request, session

from dashboard.access import pages, provider
from dashboard.access.bearer import Bearer, NotValid, Unreachable
from dashboard.access.session import Session, Sessions, Store
from dashboard.access.settings import Demonstration, Provider, SignIn
from dashboard.access.taken import Taken, handed_out
from dashboard.access.token import COOKIE, matches, token
from dashboard.access.viewer import OFFICE, NoRole, Viewer, admit, is_role, roles, viewer
from dashboard.api.resource import NO_DATA
from dashboard.language import LANGUAGES, Tongue, tongue
from dashboard.selection import from_query
from dashboard.within import within
from metrics import trail
from metrics.release import Shelf

SIGN_IN, BACK, SIGN_OUT, ACCOUNT = "/sign-in", "/sign-in/back", "/sign-out", "/account"
_API = "/api/"
_OPEN = frozenset({SIGN_IN, BACK, SIGN_OUT, "/healthz", "/readyz", "/robots.txt"})
_LONGEST = 600
_NOW = Callable[[], datetime]


def _utc() -> datetime:
    return datetime.now(UTC)


class Door:
    """What stands before the internal site's pages. `register`: the shelf, to offer its agencies in a demonstration."""

    def __init__(self, server: Flask, home: Path, sign_in: SignIn, register: Shelf, now: _NOW = _utc) -> None:
        self.home, self.sign_in, self.register, self.now = home, sign_in, register, now
        secure = isinstance(sign_in, Provider) and sign_in.secure
        store = Store(home / trail.FOLDER / "sessions", lambda: self.now().timestamp())
        store.ready()
        self.secure = secure
        server.session_interface = Sessions(store, secure=secure)
        self.provider = provider.Door(server, sign_in) if isinstance(sign_in, Provider) else None
        self.bearer = Bearer(sign_in, lambda: self.now().timestamp()) if isinstance(sign_in, Provider) else None
        server.before_request(self.ask)
        server.after_request(self.note)
        rules = ((SIGN_IN, self.offer, "GET"), (SIGN_IN, self.choose, "POST"), (BACK, self.back, "GET"))
        for address, answer, method in (*rules, (ACCOUNT, self.account, "GET"), (SIGN_OUT, self.leave, "POST")):
            server.add_url_rule(address, f"door{address}-{method}", answer, methods=[method])

    def ask(self) -> Any:
        """Admit who makes the request, or answer it."""
        if request.path.startswith(_API) and "Authorization" in request.headers:
            return self._by_token()
        if (known := session.get("viewer")) is not None:
            admit(Viewer(**{**known, "roles": tuple(known["roles"])}))
        if request.path in _OPEN:
            return None
        if not viewer().roles:
            return self._stranger()
        if request.method not in ("GET", "HEAD", "OPTIONS") and not matches():
            return self.refuse("the session's token is missing or wrong")
        return None

    def refuse(self, why: str) -> Any:
        """Answer 403, with a line of the audit trail."""
        self._enter(trail.REFUSED, path=request.path, why=why)
        return jsonify(error="this is not allowed; sign in and try again from the page itself"), 403

    def note(self, response: Response) -> Response:
        """Enter what is taken away of internal data, and give Dash the session's token to send with its callbacks."""
        if viewer().roles and _taken(response):
            found = handed_out() or Taken("", response.mimetype or "")
            self._enter(trail.EXPORT, path=request.path, **asdict(found))
        if "viewer" in session and request.cookies.get(COOKIE) != token():
            response.set_cookie(COOKIE, token(), path="/", secure=self.secure, samesite="Lax")
        return response

    def offer(self) -> Any:
        """Begin a sign-in: at the provider, or by choosing a role."""
        session["next"] = _onward(request.args.get("next", ""))
        if self.provider is None:
            return self._page(pages.demonstration(_tongue(), self._agencies(), token()))
        try:
            return self.provider.away(BACK)
        except provider.Down as problem:
            return self._down(problem)

    def choose(self) -> Any:
        """Sign in for a demonstration, with the role that was chosen."""
        if not isinstance(self.sign_in, Demonstration):
            return self.refuse("there is no demonstration sign-in here")
        if not matches():
            return self.refuse("the session's token is missing or wrong")
        role = request.form.get("role", "")
        if role == "agency":
            role = f"agency:{request.form.get('agency', '')}"
        if not is_role(role) or (role not in OFFICE and role.partition(":")[2] not in self._agencies()):
            return self.refuse("there is no such role")
        return self._in(Viewer("demonstration", "", roles(role, {}), demonstration=True))

    def back(self) -> Any:
        """Let in who comes back from the provider."""
        if self.provider is None:
            return self.refuse("there is no provider here")
        try:
            return self._in(self.provider.back())
        except provider.Down as problem:
            return self._down(problem)
        except provider.Refused as reason:
            self._enter(trail.REFUSED, path=request.path, why=str(reason))
            return self._page(pages.refused(_tongue()))
        except NoRole as reason:
            self._enter(trail.REFUSED, reason.subject, path=request.path, why=str(reason))
            return self._page(pages.no_role(_tongue(), two=reason.several))

    def account(self) -> Any:
        """Say who is signed in, and offer to sign out."""
        return self._page(pages.account(_tongue(), viewer(), token()))

    def leave(self) -> Any:
        """Sign out."""
        if not viewer().roles or not matches():
            return self.refuse("the session's token is missing or wrong")
        self._enter(trail.SIGN_OUT)
        _renewed()
        elsewhere = self.provider.leave(SIGN_IN) if self.provider else ""
        answer = self._page(pages.signed_out(_tongue(), elsewhere))
        answer.delete_cookie(COOKIE, path="/", secure=self.secure, samesite="Lax")
        g.pop("viewer", None)
        return answer

    def _in(self, known: Viewer) -> Any:
        onward = _onward(str(session.get("next", "")))
        _renewed()
        admit(known)
        # Nobody is let in whom the trail does not know.
        self._enter(trail.SIGN_IN, roles=" ".join(known.roles))
        session["viewer"] = asdict(known)
        token()
        return redirect(onward, 303)

    def _by_token(self) -> Any:
        if self.bearer is None:
            return self.refuse("a demonstration takes no tokens")
        try:
            admit(self.bearer.viewer(request.headers["Authorization"]))
        except NotValid as reason:
            self._enter(trail.REFUSED, path=request.path, why=str(reason))
            asks = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            return jsonify(error="the token is not valid here"), 401, asks
        except Unreachable:
            later = {"Retry-After": "60"}
            return jsonify(error="the identity provider cannot be reached; try again in some minutes"), 503, later
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return self.refuse("a token may only read")
        return None

    def _stranger(self) -> Any:
        if request.path.startswith(_API):
            asks = {"WWW-Authenticate": "Bearer"}
            return jsonify(error="this API is read with a token or after signing in"), 401, asks
        page = not request.accept_mimetypes or request.accept_mimetypes.accept_html
        if request.method == "GET" and page and not request.path.startswith("/_dash"):
            asked = request.full_path.rstrip("?")[:_LONGEST]
            language = f"&lang={_tongue().language}" if _tongue().language != LANGUAGES[0] else ""
            return redirect(f"{SIGN_IN}?next={quote(asked, safe='')}{language}", 303)
        return self.refuse("nobody has signed in")

    def _down(self, problem: Exception) -> Any:
        # What it says may hold addresses; it is for the log, not for readers.
        self._enter(trail.REFUSED, path=request.path, why=f"the provider is down: {type(problem.__cause__).__name__}")
        answer = self._page(pages.down())
        answer.headers["Retry-After"] = "60"
        return answer

    def _agencies(self) -> dict[str, str]:
        try:
            rows = self.register.current().table("agencies")
        except FileNotFoundError:
            return {}
        return dict(sorted(zip(rows["agency"], rows["name"], strict=True), key=lambda each: str(each[1]).lower()))

    def _page(self, made: pages.Made) -> Response:
        answer = Response(made.html, made.status, content_type="text/html; charset=utf-8")
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _enter(self, event: str, subject: str = "", /, **more: str) -> None:
        trail.write(self.home, event, self.now(), subject or viewer().subject, **more)


def _renewed() -> None:
    assert isinstance(session._get_current_object(), Session)  # type: ignore[attr-defined]  # noqa: S101
    session.renew()  # type: ignore[attr-defined]


def _taken(response: Response) -> bool:
    """Whether an answer takes data away: a file, or whatever a program reads; not a page or what it is made of.

    What is new at the API is taken for data until it is named among what is none.
    """
    if request.method == "HEAD" or response.status_code not in (200, 206):
        return False
    if request.path.startswith(_API):
        # What says there in words that nothing is there gets its status after this.
        page = response.mimetype == "text/html"
        return request.method == "GET" and not page and request.path.rstrip("/") not in NO_DATA
    said = response.headers.get("Content-Disposition", "")
    return said.startswith("attachment") or response.mimetype in ("text/csv", "application/vnd.apache.parquet")


def _onward(asked: str) -> str:
    """Return the address of this site to go on to; the way in and out leads nowhere."""
    there = within(asked)[:_LONGEST]
    return "/" if there.startswith((SIGN_IN, SIGN_OUT)) else there or "/"


def _tongue() -> Tongue:
    """Return the words of the language asked for; of who is on the way in, of the page that was asked for first."""
    asked = request.query_string.decode("utf-8", "replace")
    onward = str(session.get("next", "")).partition("?")[2]
    return tongue(from_query(asked if "lang" in request.args else onward, LANGUAGES)[0].lang)
