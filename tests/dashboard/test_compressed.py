"""Answers are compressed where that is safe, and are the same when they are opened again."""

import brotli
import pytest
from flask.testing import FlaskClient

TAKES = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("path", ["/", "/measures/employees?lang=es", "/assets/site.css", "/assets/site.js"])
def test_what_is_opened_again_is_what_was_sent(public: FlaskClient, path: str) -> None:
    plain, small = public.get(path, buffered=True), public.get(path, headers=TAKES, buffered=True)
    assert small.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in small.headers["Vary"]
    # Dash may name its scripts in another order; the page is the same.
    opened, sent = (body.partition(b"<footer")[0] for body in (brotli.decompress(small.data), plain.data))
    assert opened == sent
    assert len(small.data) < len(plain.data) / 2.5
    assert "Content-Encoding" not in plain.headers


def test_the_head_of_the_security_rules_stays(public: FlaskClient) -> None:
    plain, small = public.get("/"), public.get("/", headers=TAKES)
    for name in ("Content-Security-Policy", "Cache-Control", "X-Content-Type-Options"):
        assert small.headers.get(name) == plain.headers.get(name)


def test_a_tag_of_what_is_said_stays_and_is_known_again(public: FlaskClient) -> None:
    address = "/download/measures.csv"
    small = public.get(address, headers=TAKES)
    assert small.headers["Content-Encoding"] == "br"
    assert small.headers["ETag"].startswith("W/")
    again = public.get(address, headers={**TAKES, "If-None-Match": small.headers["ETag"]})
    assert again.status_code == 304


def test_internal_pages_are_never_compressed_but_scripts_are(internal: FlaskClient) -> None:
    assert "Content-Encoding" not in internal.get("/", headers=TAKES).headers
    assert internal.get("/assets/site.js", headers=TAKES, buffered=True).headers["Content-Encoding"] == "br"


def test_pictures_errors_and_what_is_compressed_already_are_left_alone(public: FlaskClient) -> None:
    assert "Content-Encoding" not in public.get("/figure/employees/groups.png", headers=TAKES).headers
    assert "Content-Encoding" not in public.get("/exhibit/none.csv", headers=TAKES).headers
    assert public.get("/plain/", headers=TAKES).headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in public.head("/", headers=TAKES).headers


def test_what_a_browser_has_is_not_sent_again(public: FlaskClient) -> None:
    path = "/_dash-component-suites/plotly/package_data/plotly.min.js"
    first = public.get(path, headers=TAKES, buffered=True)
    assert first.headers["Content-Encoding"] == "br"
    tag = first.headers["ETag"]
    assert tag.startswith("W/")
    again = public.get(path, headers={**TAKES, "If-None-Match": tag}, buffered=True)
    assert again.status_code == 304
    assert again.data == b""
