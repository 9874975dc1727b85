"""The same rows of a release as JSON: our API, and who would answer them instead, each over a copy of the table."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests

from benchmarks import datasette
from benchmarks.load import Load, Request, load
from benchmarks.peer import COLUMNS, MOST, WANTED, Peer, table
from benchmarks.serving import OURS, PORTS, served

_OURS = Request(f"/api/v1/figures?{urlencode({**WANTED, 'fields': ','.join(COLUMNS), 'limit': MOST})}")
_DOES = "limits on rate and time, the release's id, titles and the next page's address"
_UNLIMITED = "1000000 per second"
_HEAD = ("", "## Rows as JSON", "")
Goal = tuple[str, str, str, bool]


def measured(home: Path, root: Path, lasting: float, peers: Sequence[Peer]) -> tuple[list[str], list[Goal]]:
    """Return rows for RESULTS.md and the goal; a line that says so for each peer that is not installed.

    Raises ValueError where one answers other rows than we do, or nothing under load: then no time means anything.
    """
    lacking = [f"{each.absent}: left out." for each in peers if not each.installed(root)]
    peers = [each for each in peers if each.installed(root)]
    if not peers:
        return [*_HEAD, *lacking], []
    copy = table(home)
    ours = served(OURS, PORTS[0], root, EQUITY_HOME=str(home), EQUITY_AUDIENCE="public", EQUITY_API_RATE=_UNLIMITED)
    with ExitStack() as stack:
        asked = [stack.enter_context(each.served(root, copy)) for each in peers]
        stack.enter_context(ours)
        wanted = _sorted(_answer(PORTS[0], _OURS)["rows"])
        for each, (port, request) in zip(peers, asked, strict=True):
            found = _sorted(each.rows(_answer(port, request)))
            if not wanted or found != wanted:
                raise ValueError(
                    f"our API answers {len(wanted)} rows, {each.name} {len(found)}, not the same; mend that first"
                )
        # In turn, so that what else the machine does falls on all.
        turns = [[load(port, [request], 8, lasting / 2) for port, request in ((PORTS[0], _OURS), *asked)]
                 for _ in range(2)]  # fmt: skip
    loads = [_together(each) for each in zip(*turns, strict=True)]
    silent = [each.failed[:1] for each in loads if not each.seconds]
    if silent:
        raise ValueError(f"no request of one contestant was answered rightly, the first so: {silent[0]}")
    lines = [
        *_HEAD,
        f"{len(wanted)} rows of {len(COLUMNS)} columns, found equal; one process of ours has four threads, and there "
        f"are two; {'; '.join(each.started for each in peers)}.",
        *lacking,
        "",
        "| | a second | half within (ms) | 99 % within (ms) | KB | failed | does |",
        "|---|---:|---:|---:|---:|---:|---|",
        _row("**ours**, /api/v1", loads[0], _DOES),
        *(_row(each.name, one, each.does) for each, one in zip(peers, loads[1:], strict=True)),
    ]
    return lines, [_goal(loads[0], one) for each, one in zip(peers, loads[1:], strict=True) if each is datasette.PEER]


def _answer(port: int, asked: Request) -> Any:
    address, headers = f"http://127.0.0.1:{port}{asked.path}", dict(asked.headers)
    if asked.body:
        answer = requests.post(address, asked.body, headers={"Content-Type": "application/json", **headers}, timeout=60)
    else:
        answer = requests.get(address, headers=headers, timeout=60)
    answer.raise_for_status()
    return answer.json()


def _sorted(rows: Sequence[Any]) -> list[tuple[object, ...]]:
    return sorted((tuple(row[name] for name in COLUMNS) for row in rows), key=repr)


def _together(loads: Sequence[Load]) -> Load:
    return Load(
        [each for one in loads for each in one.seconds],
        [each for one in loads for each in one.failed],
        max(one.largest for one in loads),
        sum(one.lasted for one in loads),
    )


def _goal(ours: Load, theirs: Load) -> Goal:
    times = ours.rate / theirs.rate
    reached = times >= 5 and not ours.failed
    return "API against Datasette, times the requests a second", "≥ 5.0", f"{times:,.1f}", reached


def _row(name: str, one: Load, does: str) -> str:
    halves = f"{1000 * one.quantile(0.5):,.1f} | {1000 * one.quantile(0.99):,.1f}"
    return f"| {name} | {one.rate:,.0f} | {halves} | {one.largest / 1024:,.1f} | {len(one.failed)} | {does} |"
