"""One polite GET: JSON, whole, or a reason. Tries again when the server is busy, slow or cut short."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError, InvalidHeader, MaxRetryError
from urllib3.util import Retry, Timeout

from etl.origins.refusal import Refused

_BUSY = (408, 413, 425, 429, 500, 502, 503, 504)
_LARGEST = 256 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a server is waited for: seconds to the first byte and for a whole page, times, seconds between them.

    Between tries the wait doubles from `pause`; where the server says how long (Retry-After), that is kept to, up
    to `longest` seconds.
    """

    tries: int = 7
    pause: float = 1.0
    longest: int = 600
    answer: float = 60.0
    page: float = 600.0


@dataclass(slots=True)
class Server:
    """A web service at `address`; `headers` and `secrets` (parameters) go with every request and into no message."""

    address: str
    patience: Patience
    headers: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    pool: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)

    def get(self, path: str, parameters: Mapping[str, str] | None = None) -> Any:
        """Return what the server answers, as JSON; None if it says that there is nothing (204).

        Raises Refused for an error that stays, an answer that is no JSON or cut short each time, and a redirect:
        following one would hand the token to whoever it names.
        """
        left = Retry(
            total=self.patience.tries - 1,
            backoff_factor=self.patience.pause,
            backoff_max=60,
            backoff_jitter=self.patience.pause / 4,
            retry_after_max=self.patience.longest,
        )
        while True:
            response, trouble = self._try(path, dict(parameters or {}))
            if trouble is None:
                return response
            try:
                left = left.increment("GET", path, error=_Trouble(trouble))
            except MaxRetryError:
                raise Refused(
                    f"{self.address}{path} {trouble}, {self.patience.tries} times; nothing was taken. Try again later: "
                    "what came so far is kept and not asked for again"
                ) from None
            try:
                left.sleep(response)
            except InvalidHeader:
                left.sleep()

    def _try(self, path: str, parameters: dict[str, str]) -> tuple[Any, str | None]:
        """Return the JSON and None, or the answer, if there was one, and what is wrong with it."""
        began = time.monotonic()
        try:
            response = self.pool.request(
                "GET",
                self.address + path,
                fields=parameters | dict(self.secrets),
                headers={"Accept": "application/json", "Accept-Encoding": "gzip", **self.headers},
                timeout=Timeout(connect=self.patience.answer, read=self.patience.answer),
                retries=False,
                preload_content=False,
            )
        except (HTTPError, OSError) as problem:
            return None, _cause(problem)
        body = bytearray()
        try:
            # read1 gives what is there; a larger read would wait for as long as a server trickles.
            while part := response.read1(1 << 16, decode_content=True):
                body += part
                if len(body) > _LARGEST:
                    raise Refused(f"{self.address}{path} answers more than {_LARGEST >> 20} MB at once; ask for less")
                if time.monotonic() - began > self.patience.page:
                    return None, f"was not done after {self.patience.page:g} seconds"
        except (HTTPError, OSError) as problem:
            return None, _cause(problem)
        finally:
            response.close()
        if response.status in _BUSY:
            return response, f"answers {response.status}"
        return self._read(path, response.status, bytes(body))

    def _read(self, path: str, status: int, body: bytes) -> tuple[Any, str | None]:
        where = self.address + path
        if status == 204:
            return None, None
        if 300 <= status < 400:
            raise Refused(f"{where} leads elsewhere ({status}); write the address where it is now, or mend the key")
        if status in (401, 403):
            raise Refused(f"{where} answers {status}: it wants a token or key, or refuses the one it was given")
        if status != 200:
            raise Refused(f"{where} answers {status}{_said(body, self._hidden())}; mend what is asked in sources.toml")
        if body.lstrip()[:1] == b"<":
            raise Refused(f"{where} answers with a page instead of data; see that the key and the address are right")
        try:
            return json.loads(body), None
        except ValueError:
            return None, "answers JSON that is cut short or damaged"

    def _hidden(self) -> tuple[str, ...]:
        return (*self.secrets.values(), *self.headers.values())


class _Trouble(Exception):
    """What was wrong with one try, for the count of tries."""


def _cause(problem: Exception) -> str:
    kind = type(problem).__name__
    if "Timeout" in kind:
        return "does not answer in time"
    if kind in ("ProtocolError", "IncompleteRead", "InvalidChunkLength", "DecodeError"):
        return "breaks off"
    return f"cannot be reached ({kind})"


def _said(body: bytes, hidden: tuple[str, ...]) -> str:
    """The server's own words on an error, in one short line, for whoever wrote the request."""
    text = body[:2_000].decode("utf-8", "replace")
    try:
        said = json.loads(body)
        text = str(said.get("message", "")) if isinstance(said, dict) else text
    except ValueError:
        pass
    for each in hidden:
        text = text.replace(each, "...")
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
    return f" ({text})" if text and not text.startswith("<") else ""
