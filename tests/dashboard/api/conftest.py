"""The API over the sample release: in the process, and as a server of its own."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server

from dashboard.application import create_app
from dashboard.settings import Settings

OFTEN = "1000000 per second"


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: thousands of lines would hide what failed."""


@pytest.fixture(scope="session")
def api(sample_home: Path) -> FlaskClient:
    """A client of the public site, which it may ask as often as it likes."""
    return create_app(sample_home, "public", chosen=Settings(api_rate=OFTEN)).server.test_client()


@pytest.fixture(scope="session")
def live(sample_home: Path) -> Iterator[str]:
    """The address of a server of the public site on this machine."""
    app = create_app(sample_home, "public", chosen=Settings(api_rate=OFTEN)).server
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
