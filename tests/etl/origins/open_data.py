"""Servers on this machine that behave, and misbehave, as a Socrata portal and the Census Data API do."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, Any]


@dataclass
class Service:
    """What a server answers with, what it was asked, and how many of the next answers go wrong, in which way."""

    answer: Callable[["Service", str, dict[str, str], dict[str, str]], Answer]
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """The next faults, one an answer: busy, later, broken, cut, half, slow, drip, page, moved, refused; "" is none."""
    always: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    address: str = ""

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            parameters = {key: values[0] for key, values in parse_qs(parts.query).items()}
            service.asked.append((parts.path, parameters, dict(self.headers)))
            fault = service.faults.pop(0) if service.faults else service.always
            status, said = service.answer(service, parts.path, parameters, dict(self.headers))
            if fault == "busy":
                return self.reply(429, {"error": True, "message": "throttled"}, {"Retry-After": "1"})
            if fault == "later":
                return self.reply(503, {}, {"Retry-After": formatdate(time.time() + 1, usegmt=True)})
            if fault == "odd":
                return self.reply(503, {}, {"Retry-After": "soon"})
            if fault == "broken":
                return self.reply(502, "<html>Bad gateway</html>")
            if fault == "page":
                return self.reply(200, "<html>Missing key</html>")
            if fault == "moved":
                return self.reply(302, "", {"Location": "https://example.org/elsewhere"})
            if fault == "refused":
                return self.reply(403, {"message": "permission denied"})
            return self.reply(status, said, fault=fault)

        def reply(self, status: int, said: Any, headers: dict[str, str] | None = None, fault: str = "") -> None:
            body = (said if isinstance(said, str) else json.dumps(said)).encode()
            if fault == "half":
                body = body[: len(body) // 2]
            try:
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if fault == "slow":
                    time.sleep(1.5)
                if fault == "drip":
                    for byte in body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(0.05)
                    return
                self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)
            except (BrokenPipeError, ConnectionResetError):
                return
            if fault == "cut":
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def portal(columns: dict[str, tuple[str, str]], rows: list[dict[str, Any]], dataset: str = "abcd-1234") -> Service:
    """A Socrata portal with one dataset; `columns`: field to heading and type. Nulls are left out, as SODA does."""
    service = Service(_portal)
    service.state = {"columns": columns, "rows": rows, "dataset": dataset, "updated": 1_700_000_000, "after": {}}
    return service


def _portal(service: Service, path: str, asked: dict[str, str], _: dict[str, str]) -> Answer:
    state = service.state
    if hook := state["after"].pop(len(service.asked), None):
        hook(state)
    if path == f"/api/views/{state['dataset']}.json":
        columns = [
            {"id": i, "name": name, "fieldName": field, "dataTypeName": kind, "position": i}
            for i, (field, (name, kind)) in enumerate(state["columns"].items())
        ]
        meta = [{"id": -1, "name": "sid", "fieldName": ":sid", "dataTypeName": "meta_data"}]
        return 200, {"id": state["dataset"], "rowsUpdatedAt": state["updated"], "columns": meta + columns}
    if path != f"/resource/{state['dataset']}.json":
        return 404, {"error": True, "code": "dataset.missing", "message": "Not found"}
    rows = state["rows"]
    if where := asked.get("$where"):
        name, value = re.fullmatch(r"(\w+) = '(.*)'", where).groups()
        rows = [row for row in rows if row.get(name) == value]
    if asked["$select"] == "count(*) as n":
        return 200, [{"n": str(len(rows))}]
    fields = [name.strip("`") for name in asked["$select"].split(",")]
    if unknown := [name for name in fields if name != ":id" and name not in state["columns"]]:
        return 400, {"error": True, "code": "query.soql.no-such-column", "message": f"No such column: {unknown[0]}"}
    assert asked["$order"] == ":id", "pages have no stable order unless one is asked for"
    limit = min(int(asked["$limit"]), 50_000)
    offset = int(asked["$offset"])
    extra = state.get("extra", {})
    return 200, [
        {name: row[name] for name in fields if row.get(name) is not None} | extra
        for row in sorted(rows, key=lambda row: row[":id"])[offset : offset + limit]
    ]


def census(values: dict[str, dict[str, Any]], labels: dict[str, str], key: str | None = None) -> Service:
    """The Census Data API with one dataset: place (`NAME|state|county`) to its variables; margins as attributes."""
    service = Service(_census)
    service.state = {"values": values, "labels": labels, "key": key}
    return service


def _census(service: Service, path: str, asked: dict[str, str], _: dict[str, str]) -> Answer:
    state = service.state
    if path.startswith("/2023/acs/acs5/groups/"):
        group = path.rsplit("/", 1)[1].removesuffix(".json")
        mine = {code: label for code, label in state["labels"].items() if code.startswith(f"{group}_")}
        if not mine:
            return 404, "error: unknown group"
        return 200, {
            "variables": {
                code: {"label": label, "attributes": f"{code}A,{code[:-1]}M,{code[:-1]}MA"}
                for code, label in mine.items()
            }
        }
    if path != "/2023/acs/acs5":
        return 404, "error: unknown dataset"
    if state["key"] and asked.get("key") != state["key"]:
        return 200, "<html><title>Invalid Key</title></html>"
    wanted = asked["get"].split(",")
    if len(wanted) > 50:
        return 400, "error: up to 50 variables may be requested at a time"
    if asked["for"] == "state:99":
        return 204, ""
    rows = []
    for place, numbers in state["values"].items():
        name, *codes = place.split("|")
        rows.append([name, *(numbers.get(code) for code in wanted[1:]), *codes])
    levels = ["state", "county"][: len(next(iter(state["values"])).split("|")) - 1]
    return 200, [[*wanted, *levels], *rows]
