"""What a run of the benchmarks says: goals, the picture, which answers count."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

import pytest

from benchmarks.chart import chart
from benchmarks.contest import OURS, Timing
from benchmarks.goal import Goal, megabytes, seconds, times
from benchmarks.load import Request, load
from benchmarks.reason import UNKNOWN, reasons


def timing(name: str, took: float, memory: float = 10) -> Timing:
    return Timing(name, (took, took, 9 * took), took, memory, took / 2, "")


TIMINGS = {OURS: timing(OURS, 2.0), "peer": timing("peer", 9.0, 700)}


@pytest.mark.parametrize(
    ("goal", "row"),
    [
        (Goal("time", 1.0, seconds()), ("time", "≤ 1.00", "2.00", False)),
        (Goal("memory", 500, megabytes(), "{:,.0f}"), ("memory", "≤ 500", "10", True)),
        (Goal("faster", 4, times("peer", OURS), least=True), ("faster", "≥ 4.00", "4.50", True)),
        (Goal("faster", 5, times("peer", OURS), least=True), ("faster", "≥ 5.00", "4.50", False)),
    ],
)
def test_a_goal_says_its_target_what_was_measured_and_whether_it_is_reached(
    goal: Goal, row: tuple[str, str, str, bool]
) -> None:
    assert goal.row(TIMINGS) == row


def test_goals_that_are_not_reached_say_why_and_others_nothing() -> None:
    said = list(
        reasons(
            [
                ("slice of 1 M cells, p99, ms", "≤ 5.00", "8.00", False),
                ("slice of 10 M cells, p99, ms", "≤ 5.00", "9.00", False),
                ("plain page, KB", "≤ 15", "3.8", True),
                ("something else", "≤ 1", "2", False),
            ]
        )
    )
    assert said[3].startswith("* *slice of 1 M cells; slice of 10 M cells*: bare DuckDB takes")
    assert said[4] == f"* *something else*: {UNKNOWN}."
    assert len(said) == 5
    assert list(reasons([("plain page, KB", "≤ 15", "3.8", True)])) == []


def test_the_picture_has_a_bar_for_each_contestant_on_one_scale() -> None:
    drawn = ElementTree.fromstring(chart([("Cube", {"peer & co": 10.0, "floor": 0.5}), ("Nobody", {})]))  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"
    bars = [each for each in drawn.iter(f"{space}rect") if each.get("class") in ("bar", "slower")]
    assert [each.get("class") for each in bars] == ["bar", "slower"]
    assert float(bars[0].get("width", "0")) > float(bars[1].get("width", "0")) > 0
    words = [each.text for each in drawn.iter(f"{space}text")]
    assert {"Cube", "peer & co", "10 ×", "0.5 ×"} <= set(words)
    assert "Nobody" not in words


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b"whole" if self.path == "/whole" else b"half"
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.long
def test_only_complete_and_correct_answers_count(port: int) -> None:
    good = load(port, [Request("/whole", holds=b"whole")], 2, 0.3)
    assert len(good.seconds) > 2
    assert good.failed == []
    assert good.largest == 5
    for path in ("/half", "/broken"):
        bad = load(port, [Request(path, holds=b"whole")], 1, 0.2)
        assert bad.seconds == []
        assert bad.failed
