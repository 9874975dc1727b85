"""Requests over kept connections: how many a second, how long each takes, which failed."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import brotli
import numpy as np


@dataclass(frozen=True, slots=True)
class Request:
    """A request and what its answer must hold."""

    path: str
    body: bytes = b""
    holds: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def head(self, host: str) -> bytes:
        """Return the bytes to send."""
        post = f"Content-Type: application/json\r\nContent-Length: {len(self.body)}\r\n" if self.body else ""
        verb = "POST" if self.body else "GET"
        taken = "Accept-Encoding: br\r\n" + "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        return f"{verb} {self.path} HTTP/1.1\r\nHost: {host}\r\n{taken}{post}\r\n".encode() + self.body


@dataclass(slots=True)
class Load:
    """Seconds of each complete and correct answer, what failed, the bytes of the largest answer as sent."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    largest: int = 0
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Correct answers a second."""
        return len(self.seconds) / self.lasted

    def quantile(self, share: float) -> float:
        """Return a quantile of the seconds of an answer."""
        return float(np.quantile(self.seconds, share))


def load(port: int, requests: Sequence[Request], connections: int, lasting: float, host: str = "127.0.0.1") -> Load:
    """Send requests in turn over so many connections for so many seconds."""
    found = Load()
    start = time.perf_counter()
    asyncio.run(_all(found, host, port, requests, connections, start + lasting))
    found.lasted = time.perf_counter() - start
    return found


async def _all(found: Load, host: str, port: int, requests: Sequence[Request], connections: int, end: float) -> None:
    await asyncio.gather(*(_one(found, host, port, requests, number, end) for number in range(connections)))


async def _one(found: Load, host: str, port: int, requests: Sequence[Request], number: int, end: float) -> None:
    reader, writer = None, None
    while time.perf_counter() < end:
        request = requests[number % len(requests)]
        number += 1
        start = time.perf_counter()
        try:
            if writer is None or reader is None:
                reader, writer = await asyncio.open_connection(host, port)
            writer.write(request.head(f"{host}:{port}"))
            status, told, body = await _answer(reader)
        except (OSError, asyncio.IncompleteReadError, ValueError) as problem:
            # A worker that has served its share closes; a request on a connection that it closed is sent again.
            if writer is not None:
                writer.close()
            reader, writer = None, None
            if isinstance(problem, ValueError) or time.perf_counter() - start > 1:
                found.failed.append(f"{request.path}: {problem!r}")
            continue
        packed = told.get("content-encoding") == "br" and request.holds
        if status != 200 or request.holds not in (brotli.decompress(body) if packed else body):
            found.failed.append(f"{request.path}: {status}")
        else:
            found.seconds.append(time.perf_counter() - start)
            found.largest = max(found.largest, len(body))
        if told.get("connection", "").lower() == "close":
            writer.close()
            reader, writer = None, None
    if writer is not None:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    told = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    status = int(head[0].split()[1])
    if told.get("transfer-encoding", "").lower() == "chunked":
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return status, told, body
    return status, told, await reader.readexactly(int(told.get("content-length", "0")))
