"""Who answers rows beside our API: where somebody asks for it or has installed it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from benchmarks import arguments, datasette, rows, superset
from benchmarks.load import Request, load


def test_superset_is_measured_where_it_is_asked_for_and_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert arguments.read([], tmp_path).peers == [datasette.PEER]
    with pytest.raises(SystemExit):
        arguments.read(["--superset"], tmp_path)
    assert "--superset: Superset is not installed (`scripts/peer superset`)" in capsys.readouterr().err
    (tmp_path / superset.PEER.program).mkdir(parents=True)
    assert arguments.read(["--superset"], tmp_path).peers == [datasette.PEER, superset.PEER]


def test_a_peer_that_is_not_installed_is_named(tmp_path: Path) -> None:
    told, goals = rows.measured(tmp_path, tmp_path, 1, [datasette.PEER])
    assert "Datasette is not installed (`scripts/peer`): left out." in told
    assert goals == []


class _Guarded(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200 if self.headers["Authorization"] == "Bearer known" else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def guarded() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Guarded) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.long
def test_who_asks_is_told_with_every_request(guarded: int) -> None:
    known = load(guarded, [Request("/", b"{}", headers=(("Authorization", "Bearer known"),))], 1, 0.1)
    assert known.seconds
    assert known.failed == []
    assert load(guarded, [Request("/", b"{}")], 1, 0.1).seconds == []
