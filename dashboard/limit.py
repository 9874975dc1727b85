"""How many requests an address may make in a while, counted for all processes of the server together.

The counting is that of `limits` (a sliding window of two counters); the counters stand in a small SQLite file in
memory, because the processes of one machine share nothing else. See docs/decisions/0028-an-api.md.
"""

import hashlib
import ipaddress
import logging
import math
import os
import sqlite3
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from limits import RateLimitItem, parse
from limits.storage import SlidingWindowCounterSupport, Storage
from limits.strategies import SlidingWindowCounterRateLimiter

from dashboard import memory

API_RATE = "600 per minute"
"""Requests to the API that an address may make, where nothing else is set."""
_LOG = logging.getLogger(__name__)
_PAGES = 16_384
"""So many pages of 4 KiB the counters may take: about half a million addresses."""
_WAIT = 1.0
_KEPT = 24 * 3600
_NETWORK = 64


@dataclass(frozen=True, slots=True)
class Taken:
    """What a request was told: may it pass, how many may in all, how many more may, seconds until one more may."""

    allowed: bool
    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the headers that say so (draft-ietf-httpapi-ratelimit-headers-07; Retry-After is of RFC 9110)."""
        said = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }
        return said if self.allowed else {**said, "Retry-After": str(self.reset)}


class Limiter:
    """A rate for each address: `Limiter(store_of(home, audience), "600 per minute", "api")`.

    `name` keeps the counts of several limiters over one store apart. Raises ValueError for a rate that is none.
    """

    def __init__(self, store: Path, rate: str, name: str) -> None:
        self.name = name
        self.item: RateLimitItem = parse(rate)
        self._strategy = SlidingWindowCounterRateLimiter(_Counters(store))

    def take(self, address: str | None) -> Taken:
        """Count one request of an address. Where the counters cannot be reached it may pass, and the log says so."""
        who = (self.name, network(address or ""))
        try:
            allowed = self._strategy.hit(self.item, *who)
            reset, remaining = self._strategy.get_window_stats(self.item, *who)
        except (sqlite3.Error, OSError):
            _LOG.exception("requests are not counted: the store of rate limits cannot be used")
            return Taken(True, self.item.amount, self.item.amount, 0)
        wait = math.ceil(reset - time.time())
        return Taken(allowed, self.item.amount, remaining if allowed else 0, max(wait, 0 if allowed else 1))


@lru_cache(maxsize=1024)
def network(address: str) -> str:
    """Return whom an address stands for: itself, or of IPv6 the network of 64 bits that one customer has.

    >>> network("192.0.2.7"), network("2001:db8::7"), network("::ffff:192.0.2.7"), network("")
    ('192.0.2.7', '2001:db8::/64', '192.0.2.7', '')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _NETWORK), strict=False))


def store_of(home: Path, audience: str) -> Path:
    """Return where the counters of a site stand, in memory where the machine has such a folder. Makes nothing."""
    site = hashlib.sha256(f"{home.resolve()} {audience}".encode()).hexdigest()[:16]
    return memory.place() / f"limit-{site}.sqlite"


class _Counters(Storage, SlidingWindowCounterSupport):
    """Two counters for each key, of this window and the one before; one connection for each thread."""

    STORAGE_SCHEME = None

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._own = threading.local()
        self._swept = 0

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        connection, now = self._connection(), time.time()
        connection.execute("BEGIN IMMEDIATE")
        try:
            self._sweep(connection, now, expiry)
            before, left, current, _ = _windows(connection, key, expiry, now)
            allowed = before * left / expiry + current + amount <= limit
            if allowed:
                connection.execute(
                    "INSERT INTO windows VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
                    "number = excluded.number, current = excluded.current, before = excluded.before, "
                    "until = excluded.until",
                    (key, int(now / expiry), current + amount, before, now + 2 * expiry),
                )
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
        return allowed

    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        return _windows(self._connection(), key, expiry, time.time())

    def clear_sliding_window(self, key: str, expiry: int) -> None:
        self.clear(key)

    def clear(self, key: str) -> None:
        self._connection().execute("DELETE FROM windows WHERE key = ?", (key,))

    def reset(self) -> int | None:
        return self._connection().execute("DELETE FROM windows").rowcount

    def check(self) -> bool:
        self._connection().execute("SELECT 1")
        return True

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        raise NotImplementedError("the counters are of sliding windows only")

    def get(self, key: str) -> int:
        raise NotImplementedError("the counters are of sliding windows only")

    def get_expiry(self, key: str) -> float:
        raise NotImplementedError("the counters are of sliding windows only")

    def _sweep(self, connection: sqlite3.Connection, now: float, expiry: int) -> None:
        """Forget, once a window, the keys whose windows are over."""
        if int(now / expiry) != self._swept:
            self._swept = int(now / expiry)
            connection.execute("DELETE FROM windows WHERE until < ?", (now,))

    def _connection(self) -> sqlite3.Connection:
        # A connection must not be used in a process that was forked after it was opened.
        if getattr(self._own, "process", None) != os.getpid():
            self._own.connection, self._own.process = _opened(self._path), os.getpid()
        found: sqlite3.Connection = self._own.connection
        return found


def _windows(connection: sqlite3.Connection, key: str, expiry: int, now: float) -> tuple[int, float, int, float]:
    """Return count and seconds left of the window before this one, count and seconds left of this one.

    The window before fades out while this one runs; this one is remembered for one more.
    """
    row = connection.execute("SELECT number, current, before FROM windows WHERE key = ?", (key,)).fetchone()
    window, gone = divmod(now, expiry)
    age = int(window) - row[0] if row else 2
    current, before = (row[1], row[2]) if row and age == 0 else (0, row[1] if row and age == 1 else 0)
    return before, expiry - gone, current, 2 * expiry - gone


def _opened(path: Path) -> sqlite3.Connection:
    memory.ready(path.parent)
    _forget(path)
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    # The counts need not outlive the machine, only the death of a process.
    for setting in ("journal_mode = WAL", "synchronous = OFF", f"max_page_count = {_PAGES}"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS windows "
        "(key TEXT PRIMARY KEY, number INTEGER, current INTEGER, before INTEGER, until REAL) WITHOUT ROWID"
    )
    return connection


def _forget(path: Path) -> None:
    """Remove the counters of sites that have been served no more for a day."""
    for old in path.parent.glob("limit-*"):
        if not old.name.startswith(path.name) and old.stat().st_mtime < time.time() - _KEPT:
            old.unlink(missing_ok=True)
