"""The server's processes: gunicorn's threads, which a slow or silent connection cannot keep.

A thread is given a request only when all of it is here: a connection waits in the poller, where it costs a descriptor,
until its headers and its body (of a length that is told, and small) have come. What is not whole in time is closed, and
so is whoever does not read the answer.
"""

import contextlib
import io
import re
import selectors
import socket
import struct
import threading
import time
from functools import partial
from http import HTTPStatus
from typing import Any

from gunicorn import glogging, util
from gunicorn.http import errors as problems
from gunicorn.http import wsgi
from gunicorn.workers import gthread

from dashboard.guard import MOST_BODY
from dashboard.log import Lines
from metrics import locked

WHOLE_IN = 10.0
"""Seconds from a connection's first look until its request is whole."""
READ_IN = 20
"""Seconds that an answer may stand still because nobody reads it."""
_PEEK = 32 * 1024
"""So many bytes wait outside a thread: less than a connection's first window, or the rest would never come."""
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*(\d{1,9})[ \t]*\r\n", re.IGNORECASE)
_STATUS = (
    (problems.LimitRequestLine, 414),
    (problems.LimitRequestHeaders, 431),
    (problems.ExpectationFailed, 417),
    (problems.UnsupportedTransferCoding, 501),
    (problems.InvalidResponseHeader, 500),
    (problems.InvalidResponseHeaderName, 500),
    (problems.ParseException, 400),
)
_REFUSED = "This request is not understood.\nNo se entiende esta solicitud.\n"
_FAILED = "Something failed on our side.\nAlgo falló de nuestro lado.\n"
# The answers say nothing of what gives them.
wsgi.SERVER = "web"
# Workers are forked from the process that imports this, and share much of its memory.
locked.before_fork()


class Worker(gthread.ThreadWorker):
    """gunicorn's threaded worker, whose threads take whole requests only."""

    wsgi: Any

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._reading: dict[int, tuple[float, socket.socket]] = {}

    def load_wsgi(self) -> None:
        """Load the application; it is given the body that was read, and no way to wait for more."""
        super().load_wsgi()
        application = self.wsgi

        def given_the_body(environ: dict[str, Any], start_response: Any) -> Any:
            environ["wsgi.input"] = io.BytesIO(_body(environ))
            self._reading.pop(threading.get_ident(), None)
            return application(environ, start_response)

        self.wsgi = given_the_body

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection to a thread once its request is whole; until then it waits in the poller."""
        ahead = conn.initialized and conn.parser.unreader.buf.getvalue()
        come = None
        with contextlib.suppress(OSError):
            come = None if ahead else _waits_after(conn.sock)
        since, before = getattr(conn, "waits", None) or (time.monotonic(), -1)
        # Woken for nothing more: the other side has said its last, and a thread will hear that at once.
        whole = come is None or come == before
        with contextlib.suppress(OSError):
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1 if come is None or whole else come + 1)
        if whole:
            conn.waits = None
            super().enqueue_req(conn)
            return
        conn.waits = since, come
        conn.sock.setblocking(False)
        conn.timeout = since + WHOLE_IN
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def murder_pending(self) -> None:
        """Close what is not whole in time, in the poller and in a thread."""
        now = time.monotonic()
        for conn in [each for each in self.pending_conns if each.timeout <= now]:
            self.pending_conns.remove(conn)
            self.poller.unregister(conn.sock)
            self.nr_conns -= 1
            conn.close()
        for deadline, waited_for in list(self._reading.values()):
            if deadline <= now:
                with contextlib.suppress(OSError):
                    waited_for.shutdown(socket.SHUT_RDWR)

    def handle(self, conn: Any) -> Any:
        """Handle a request in a thread, which neither reading nor writing may keep."""
        still = struct.pack("ll", READ_IN, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, still)
        self._reading[threading.get_ident()] = (time.monotonic() + WHOLE_IN, conn.sock)
        try:
            return super().handle(conn)
        finally:
            self._reading.pop(threading.get_ident(), None)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what is no request in two sentences, and log its kind; neither repeats a byte of it."""
        status = next((status for kind, status in _STATUS if isinstance(exc, kind)), 500)
        if status == 500:
            self.log.exception("a request failed outside the application")
        else:
            self.log.warning("%d: not a request: " + type(exc).__name__, status)
        words = (_REFUSED if status < 500 or status == 501 else _FAILED).encode()
        head = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {len(words)}\r\n\r\n"
        )
        with contextlib.suppress(OSError):
            util.write_nonblock(client, head.encode() + words)


class Log(glogging.Logger):
    """gunicorn's own log, in the lines of ours."""

    def setup(self, cfg: Any) -> None:
        """Set the form of the lines."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Lines())


def _waits_after(sock: socket.socket) -> int | None:
    """Return how many bytes have come of a request that is not whole; None for one that a thread can take.

    What is longer than `_PEEK`, or does not tell its length, is read by a thread, against the clock.
    """
    try:
        come = sock.recv(_PEEK, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return 0
    if not come or len(come) == _PEEK:
        return None
    headers, end, body = come.partition(b"\r\n\r\n")
    if not end:
        return len(come)
    told = _LENGTH.search(headers + b"\r\n")
    missing = int(told[1]) - len(body) if told else 0
    return len(come) if 0 < missing <= _PEEK - len(come) else None


def _body(environ: dict[str, Any]) -> bytes:
    """Return the body of a request; nothing of one that is too long, which is refused for its length.

    Raises NoMoreData where less came than was told.
    """
    told = int(environ.get("CONTENT_LENGTH") or 0)
    if told > MOST_BODY:
        return b""
    body: bytes = environ["wsgi.input"].read(MOST_BODY + 1)
    if len(body) < told:
        raise problems.NoMoreData(body)
    return body
