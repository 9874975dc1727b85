"""What goes wrong is a page in the reader's language, JSON for a script, and a line in the log that names nobody."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.application import create_app
from dashboard.log import LOGGER, Lines
from dashboard.settings import Settings
from metrics.locked import TooLong

pytestmark = pytest.mark.long
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
NAMED = Settings(hosts=frozenset(["equity.ct.gov"]), proxies=1, rate="40 per hour", document_rate="2 per hour")
NAME = "Wren-Pfoert-1961"


@pytest.fixture(scope="module")
def broken(sample_home: Path) -> FlaskClient:
    """The public pages, one address of which fails and quotes what was asked."""
    app = create_app(sample_home, "public", chosen=Settings())

    def fail() -> None:
        raise ValueError(f"{NAME} is wrong")

    def slow() -> None:
        raise TooLong("2 s")

    app.server.add_url_rule("/fails", "fails", fail)
    app.server.add_url_rule("/slow", "slow", slow)
    return app.server.test_client()


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What is logged while a test runs."""
    kept: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(Lines().format(record))

    handler, level = Keep(), LOGGER.level
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    yield kept
    LOGGER.removeHandler(handler)
    LOGGER.setLevel(level)


@pytest.mark.parametrize(
    ("method", "address", "status", "english", "spanish"),
    [
        ("POST", "/_dash-layout", 405, "Not done this way", "No se hace así"),
        ("GET", "/download/nothing.csv", 404, "Page not found", "Página no encontrada"),
        ("GET", "/fails", 500, "Our mistake", "Un error nuestro"),
        ("GET", "/slow", 503, "Nothing to show yet", "Aún no hay nada que mostrar"),
        ("POST", "/exports/nothing", 400, "This request is not understood", "No se entiende esta solicitud"),
        ("GET", f"/plain?q={'x' * 5000}", 414, "Too large", "Demasiado grande"),
    ],
)
def test_an_error_is_a_page_in_both_languages_and_json_for_scripts(
    broken: FlaskClient, method: str, address: str, status: int, english: str, spanish: str
) -> None:
    script = broken.open(address, method=method)
    assert (script.status_code, script.mimetype) == (status, "application/json")
    assert script.json is not None
    assert script.json["error"]
    for language, heading in (("en", english), ("es", spanish)):
        page = broken.open(
            address, method=method, headers={**BROWSER, "Accept-Language": f"{language}-US,{language};q=0.9"}
        )
        said = page.get_data(as_text=True)
        assert (page.status_code, page.mimetype) == (status, "text/html")
        assert f"<h1>{heading}</h1>" in said
        assert f'<html lang="{language}">' in said
        assert page.headers["X-Request-Id"] in said
        assert "<script" not in said
        assert NAME not in said
    assert '<html lang="es">' in broken.open(
        address + ("&" if "?" in address else "?") + "lang=es", method=method, headers=BROWSER
    ).get_data(as_text=True)


def test_a_failure_is_logged_by_kind_and_place_without_its_words(broken: FlaskClient, lines: list[str]) -> None:
    answer = broken.get(f"/fails?person={NAME}", headers={"Cookie": f"s={NAME}", "Authorization": f"Bearer {NAME}"})
    failed = next(each for each in map(json.loads, lines) if each["event"] == "failed")
    assert (failed["error"], failed["request"]) == ("ValueError", answer.headers["X-Request-Id"])
    assert any("fail" in place for place in failed["at"])
    assert NAME not in "".join(lines)


def test_a_request_is_logged_by_its_rule_and_nobody_is_named(broken: FlaskClient, lines: list[str]) -> None:
    broken.get(
        f"/agencies/{NAME}?q={NAME}",
        environ_base={"REMOTE_ADDR": "127.0.0.1"},
        headers={"Referer": f"http://x/{NAME}", "User-Agent": NAME},
    )
    broken.get(f"/{NAME}")
    broken.open("/", method=NAME.upper())
    told = [json.loads(each) for each in lines]
    assert [each["route"] for each in told] == ["/agencies/<agency>", "unknown", "unknown"]
    assert set(told[0]) == {
        "time",
        "level",
        "event",
        "request",
        "audience",
        "method",
        "route",
        "status",
        "milliseconds",
    }
    assert NAME.lower() not in "".join(lines).lower()
    assert "127.0.0.1" not in "".join(lines)


def test_other_programs_messages_lose_their_texts_and_addresses() -> None:
    record = logging.LogRecord(
        "x", logging.WARNING, "f", 1, "Error at %s for %d from 192.0.2.7 and 2001:db8::7", (NAME, 5), None
    )
    assert json.loads(Lines().format(record))["event"] == "Error at … for 5 from … and …"
    try:
        raise KeyError(NAME)
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    assert NAME not in Lines().format(record)
    assert json.loads(Lines().format(record))["error"] == "KeyError"


def test_a_site_answers_to_its_names_and_counts_who_asks(tmp_path: Path) -> None:
    site = create_app(tmp_path, "public", chosen=NAMED).server.test_client()

    def ask(address: str, method: str = "GET", host: str = "equity.ct.gov", by: str = "192.0.2.7") -> int:
        return site.open(address, method=method, headers={"Host": host, "X-Forwarded-For": by}).status_code

    assert ask("/healthz") == 200
    assert ask("/healthz", host="evil.example") == 400
    assert [ask("/exports/x", "POST") for _ in range(3)] == [503, 503, 429]
    assert ask("/download/figures.csv") == 429
    assert ask("/exports/x", "POST", by="192.0.2.8") == 503
    assert 429 in [ask("/plain") for _ in range(41)]
    # What stands before the proxy's own word is hearsay: nobody gets another's share by it.
    assert ask("/plain", by="192.0.2.99, 192.0.2.7") == 429
    assert ask("/plain", by="192.0.2.9") == 503
    assert ask("/readyz") == 503
    refused = site.get("/plain", headers={"Host": "equity.ct.gov", "X-Forwarded-For": "192.0.2.7", **BROWSER})
    assert "Too many requests" in refused.get_data(as_text=True)
    assert int(refused.headers["Retry-After"]) > 0


def test_another_sites_page_may_send_nothing(broken: FlaskClient) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ):
        assert broken.post("/exports/briefing", data={"form": "pdf"}, headers=headers).status_code == 403
    assert broken.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_figures_of_service_are_read_on_their_own_port_only(sample_home: Path) -> None:
    app = create_app(sample_home, "public", chosen=Settings(metrics="127.0.0.1:9100"))
    site = app.server.test_client()
    site.get("/measures/employees")
    site.get("/nowhere")
    assert site.get("/metrics").status_code == 404
    figures = site.get("/metrics", base_url="http://localhost:9100")
    told = figures.get_data(as_text=True)
    assert 'equity_requests_total{method="GET",route="/measures/<measure>",status="200"} 1.0' in told
    assert 'equity_requests_total{method="GET",route="unknown",status="404"} 2.0' in told
    assert 'equity_release{audience="public",id="2026.1"} 1.0' in told
    assert site.get("/", base_url="http://localhost:9100").status_code == 404
    assert site.get("/metrics", headers={"Host": "127.0.0.1:9100"}).status_code == 404


def test_answers_say_what_browsers_may_do_with_them(broken: FlaskClient) -> None:
    page = broken.get("/").headers
    for name, said in {
        "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }.items():  # fmt: skip
        assert page[name] == said
    assert "geolocation=()" in page["Permissions-Policy"]
    scripts = page["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"} & set(scripts.split())
    framed = broken.get("/embed/employees/groups").headers
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    with broken.get("/assets/site.css") as asset:
        assert asset.headers["X-Content-Type-Options"] == "nosniff"
    secure = broken.get("/", base_url="https://localhost").headers
    assert "max-age=31536000" in secure["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in page
    file = broken.get("/download/manifest.csv").headers
    assert file["Content-Disposition"].startswith('attachment; filename="manifest-')
