"""Sessions of internal readers: kept on the server, one file each, known to a browser by a random id and nothing else.

A file is named by a checksum of the id, so that who reads the folder cannot take a session over. Its time of change is
when the session was last used. All processes of the server see the same folder.
"""

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin

IDLE, LONGEST, BEFORE = 30 * 60, 8 * 3600, 10 * 60
"""Seconds: so long unused, so long at most; and so long may a sign-in take."""
_USED = 60
_SWEPT = 300
_FRESH = ".new-"


class Session(dict[str, Any], SessionMixin):
    """What is known of one browser. `id` is None until something is kept of it; `began` is when it was made."""

    def __init__(self, said: dict[str, Any] | None = None, known: str | None = None, began: float = 0.0) -> None:
        super().__init__(said or {})
        self.id, self.began = known, began
        self.left: list[str] = []
        self._before = dict(self)

    @property
    def changed(self) -> bool:
        """Whether it holds something else than when it was opened."""
        return self._before != dict(self)

    def renew(self) -> None:
        """Empty it and give it another id at the next answer: nobody who knew the old one is let in by it."""
        if self.id:
            self.left.append(self.id)
        self.clear()
        self.id = None


class Store:
    """The files of all sessions. `clock` gives the time in seconds since 1970."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder, self.clock = folder, clock
        self._swept = 0.0

    def ready(self) -> None:
        """Make the folder, for this user alone. Raises OSError where it cannot be written to."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        probe = self.folder / f"{_FRESH}{os.getpid()}"
        probe.touch(mode=0o600)
        probe.unlink()

    def open(self, known: str) -> Session | None:
        """Return the session of an id; None if there is none, or no longer."""
        path, now = self._path(known), self.clock()
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            used = path.stat().st_mtime
            began, kept = float(said["began"]), dict(said["said"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if now - used > IDLE or now - began > (LONGEST if "viewer" in kept else BEFORE):
            path.unlink(missing_ok=True)
            return None
        if now - used > _USED:
            self._touch(path, now)
        return Session(kept, known, began)

    def keep(self, session: Session) -> None:
        """Write a session, under a new id if it has none."""
        self._sweep()
        now = self.clock()
        if session.id is None:
            session.id, session.began = secrets.token_urlsafe(32), now
        path = self._path(session.id)
        fresh = path.with_name(f"{_FRESH}{os.getpid()}-{secrets.token_hex(8)}")
        text = json.dumps({"began": session.began, "said": dict(session)})
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.utime(fresh, (now, now))
        fresh.replace(path)

    def drop(self, known: str) -> None:
        """Forget a session."""
        self._path(known).unlink(missing_ok=True)

    def _path(self, known: str) -> Path:
        return self.folder / hashlib.sha256(known.encode("utf-8", "replace")).hexdigest()

    @staticmethod
    def _touch(path: Path, now: float) -> None:
        try:
            os.utime(path, (now, now))
        except FileNotFoundError:
            return  # signed out in this moment

    def _sweep(self) -> None:
        """Remove, now and then, what nobody has used for long."""
        now = self.clock()
        if now - self._swept < _SWEPT:
            return
        self._swept = now
        for path in self.folder.iterdir():
            try:
                if now - path.stat().st_mtime > IDLE:
                    path.unlink()
            except FileNotFoundError:
                continue


class Sessions(SessionInterface):
    """Flask's sessions, kept in a store. `secure`: the cookie goes by https only."""

    def __init__(self, store: Store, *, secure: bool) -> None:
        self.store, self.secure = store, secure
        self.cookie = "__Host-equity" if secure else "equity"

    def open_session(self, app: Flask, request: Request) -> Session:
        known = request.cookies.get(self.cookie, "")
        return (self.store.open(known) if known else None) or Session()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, Session)  # noqa: S101 - it was opened above
        for old in session.left:
            self.store.drop(old)
        if not session:
            if session.id:
                self.store.drop(session.id)
            if session.id or session.left:
                response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="Lax")
            return
        if not session.changed and session.id:
            return
        fresh = session.id is None
        self.store.keep(session)
        if fresh:
            assert session.id is not None  # noqa: S101 - it was kept
            response.set_cookie(
                self.cookie, session.id, path="/", secure=self.secure, httponly=True, samesite="Lax"
            )  # fmt: skip
