"""Requests as an attacker would forge them, as bytes, by kind. Their pieces stand in forged.toml."""

import json
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

PIECES: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CANARY = "Wren-Pfoert-1961"
"""Stands in queries, headers and bodies, and must stand in no line of the log."""
CALLBACK = "/_dash-update-component"
LONG = {n: "a" * n for n in (300, 2000, 5000, 20_000, 40_000)}
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 1e308, "", "x", "\x00", "\u202e", "\ud800", "/" * 5000, "//evil.example", [], {}, [[]]),
    *({"a": {"b": 1}}, ["/"], "../..", "?" + "a=1&" * 2000, "?release=%00", "?agency=" + "DOT," * 900),
    *({"__proto__": 1}, {"$ne": None}),
)
GOOD: dict[str, Any] = {
    "output": "..page.children...title.children..",
    "outputs": [{"id": "page", "property": "children"}, {"id": "title", "property": "children"}],
    "inputs": [
        {"id": "address", "property": "pathname", "value": "/measures"},
        {"id": "address", "property": "search", "value": "?lang=es"},
    ],
    "changedPropIds": ["address.pathname"],
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def raw(text: str) -> bytes:
    """Return text as it is sent.

    >>> raw("\u00ff\u202e")
    b'\\xff\\xe2\\x80\\xae'
    """
    return b"".join(bytes([ord(c)]) if ord(c) < 256 else c.encode("utf-8", "surrogatepass") for c in text)


def asked(method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """Return a request's bytes; `headers` may replace Host and Content-Length."""
    given = {"Host": "127.0.0.1", "Connection": "close", **({"Content-Length": str(len(body))} if body else {})}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in (given | (headers or {})).items())]
    return raw("\r\n".join(lines)) + b"\r\n\r\n" + body


def methods() -> Iterator[bytes]:
    """Every method at every kind of address."""
    for method, target in product(
        PIECES["methods"], (*PIECES["pages"][:3], *PIECES["files"][:6], CALLBACK, "/exports/briefing", "/healthz", "*")
    ):
        yield asked(method, target)


def paths() -> Iterator[bytes]:
    """Ways out of a folder, ways around a rule, bytes that are no text."""
    for root, step in product(PIECES["roots"], (*PIECES["steps"], LONG[2000], "a/" * 500, "%61" * 600)):
        yield asked("GET", root + step)
    for target in PIECES["targets"]:
        yield asked("GET", target)


def queries() -> Iterator[bytes]:
    """Every name with every odd value, at pages and files; many, long and repeated ones."""
    for target, name, value in product((*PIECES["pages"], *PIECES["files"][:5]), PIECES["names"], PIECES["values"]):
        yield asked("GET", f"{target}?{name}={value}&person={CANARY}")
    many = ("&" * 3000, "a=1&" * 900, "a[]=1&a[b]=2", "=" * 500, "%" * 900, ";" * 900, "agency=" * 400, LONG[20_000])
    for target, query in product((*PIECES["pages"], *PIECES["files"]), (*many, "lang=es" + "&lang=en" * 300)):
        yield asked("GET", f"{target}?{query}")


def callbacks() -> Iterator[bytes]:
    """The one callback with every part replaced by what does not belong there, and bodies that are no JSON."""
    for key, odd in product(GOOD, ODD):
        yield _posted({**GOOD, key: odd})
    for at, key, odd in product((0, 1), ("id", "property", "value"), ODD):
        inputs = [{**each} for each in GOOD["inputs"]]
        inputs[at][key] = odd
        yield _posted({**GOOD, "inputs": inputs})
    for left_out in GOOD:
        yield _posted({name: value for name, value in GOOD.items() if name != left_out})
    long = (b"[" * 30_000, b'{"a":' * 9000, b"1" * 60_000, b"\x00" * 999)
    for body, kind in product((*map(raw, PIECES["not_json"]), *long), PIECES["types"]):
        yield asked("POST", CALLBACK, {"Content-Type": kind}, body)


def _posted(body: object) -> bytes:
    return asked("POST", CALLBACK, {"Content-Type": "application/json"}, json.dumps(body).encode())


def headers() -> Iterator[bytes]:
    """Forged hosts, forged proxies, ranges, conditions, languages, cookies, and headers too many or too long."""
    for host, target in product((*PIECES["hosts"], LONG[2000]), PIECES["hosts_at"]):
        yield asked("GET", target, {"Host": host})
    for name, value in product(PIECES["believed"], (*PIECES["claims"], LONG[5000])):
        yield asked("GET", "/", {name: value})
    for name, values in PIECES["headers"].items():
        for value, target in product(values, ("/", "/plain/measures", "/download/agencies.csv", "/assets/site.css")):
            yield asked("GET", target, {name: value})
    for name, target in product(PIECES["headers"], ("/", "/plain/measures", "/assets/site.css")):
        yield asked("GET", target, {name: LONG[5000]})
        yield asked("GET", target, {name: "x," * 2000})
    yield asked("GET", "/", {f"X-{n}": "1" for n in range(200)})
    yield asked("GET", "/", {f"X-{n}": LONG[5000] for n in range(20)})
    yield asked("GET", "/", {"X-Long": LONG[40_000]})


def bodies() -> Iterator[bytes]:
    """Forms that ask for documents that are none, bodies too large or not as long as told, from another site."""
    long = (b"form=" + b"a" * 5000, b"&" * 60_000, b"a=1&" * 15_000, b"agency=DOT" * 900)
    for kind, form in product(PIECES["kinds"], (*map(raw, PIECES["forms"]), *long)):
        yield asked("POST", f"/exports/{kind}", FORM, form)
    for more in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        for target in ("/exports/briefing", CALLBACK, "/exports/job/x/cancel"):
            yield asked("POST", target, FORM | more, b"form=pdf")
    for part in (*PIECES["parts"], "--b\r\n" * 9000):
        yield asked("POST", "/exports/report", {"Content-Type": "multipart/form-data; boundary=b"}, raw(part))
    for size, target in product((65_537, 200_000, 5_000_000), (CALLBACK, "/exports/briefing", "/", "/healthz")):
        yield asked("POST", target, {"Content-Type": "application/json"}, b"x" * size)
    for told in PIECES["lengths"]:
        yield asked("POST", CALLBACK, {"Content-Type": "application/json", "Content-Length": told}, b"12345")
    yield asked("GET", "/", FORM, b"x" * 500)
    yield asked("POST", f"{CALLBACK}?person={CANARY}", FORM, json.dumps({"name": CANARY}).encode())


def smuggled() -> Iterator[bytes]:
    """Requests that two servers might cut in two places; the second half asks for /smuggled."""
    inner = b"GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    post = f"POST {CALLBACK} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n".encode()
    length = b"Content-Length: %d\r\n" % (len(inner) + 5)
    for transfer in map(raw, PIECES["transfers"]):
        yield post + length + transfer + b"\r\n\r\n0\r\n\r\n" + inner
        yield post + transfer + b"\r\n" + length + b"\r\n0\r\n\r\n" + inner
    for first, _, second in (each.partition("|") for each in PIECES["twice"]):
        yield post + f"Content-Length: {first}\r\nContent-Length: {second}\r\n\r\n12345".encode() + inner
    for chunk in (*map(raw, PIECES["chunks"]), b"5;" + b"a" * 9000 + b"\r\n12345\r\n0\r\n\r\n"):
        yield post + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk
    yield from map(raw, PIECES["raw"])
    yield b"\xff" * 400 + b"\r\n\r\n"
    yield b"A" * 9000 + b"\r\n\r\n"


KINDS = {each.__name__: each for each in (methods, paths, queries, callbacks, headers, bodies, smuggled)}
