"""Documents are made one at a time in the background; what waits can be cancelled, what is old is gone."""

import os
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.exports import jobs as module
from dashboard.exports import serve
from dashboard.exports.jobs import CANCELLED, DONE, FAILED, RUNNING, WAITING, Asked, Full, Jobs
from metrics.release import Shelf

BRIEFING = Asked("briefing", "", "pdf", "2026.1", "en")


class Here(Jobs):
    """Jobs whose process is not started: the test does its work."""

    started = 0

    def _run(self) -> None:
        self.started += 1


@pytest.fixture
def jobs(sample_home: Path, tmp_path: Path) -> Here:
    return Here(sample_home / "releases", "public", tmp_path / "jobs")


@pytest.fixture
def client(sample_home: Path, jobs: Here) -> FlaskClient:
    server = Flask("test")
    serve.add_routes(server, Shelf(sample_home / "releases", "public"), jobs)
    return server.test_client()


def pack(agency: str, form: str = "xlsx") -> Asked:
    return Asked("pack", agency, form, "2026.1", "es")


def test_a_document_is_asked_for_made_and_fetched(client: FlaskClient, jobs: Here) -> None:
    assert 'action="/exports/pack"' in client.get("/exports?agency=DOT").get_data(as_text=True)
    answer = client.post("/exports/pack", data={"agency": "DOT", "form": "xlsx", "lang": "es"})
    assert answer.status_code == 303
    waits = client.get(answer.headers["Location"])
    assert waits.headers["Refresh"] == "2"
    assert "En espera" in waits.get_data(as_text=True)
    jobs.work()
    done = client.get(answer.headers["Location"])
    assert "Refresh" not in done.headers
    assert "Está listo" in done.get_data(as_text=True)
    file = client.get(answer.headers["Location"].partition("?")[0] + "/file")
    assert file.data.startswith(b"PK")
    assert "pack-DOT-2026.1-es.xlsx" in file.headers["Content-Disposition"]


def test_the_same_is_made_once(jobs: Here) -> None:
    first = jobs.ask(BRIEFING)
    assert jobs.ask(BRIEFING) == first
    jobs.work()
    found = jobs.file(first)
    assert found
    assert found.read_bytes().startswith(b"%PDF")
    assert jobs.ask(BRIEFING) == first
    assert jobs.file(first) == found


@pytest.mark.long
def test_what_waits_can_be_cancelled_and_asked_for_again(client: FlaskClient, jobs: Here) -> None:
    first, second = jobs.ask(pack("DOT")), jobs.ask(pack("DCF"))
    assert [jobs.get(each).ahead for each in (first, second)] == [0, 1]  # type: ignore[union-attr]
    assert client.post(f"/exports/job/{first}/cancel").status_code == 303
    jobs.work()
    assert [jobs.get(each).state for each in (first, second)] == [CANCELLED, DONE]  # type: ignore[union-attr]
    assert jobs.file(first) is None
    jobs.ask(pack("DOT"))
    assert jobs.get(first).state == WAITING  # type: ignore[union-attr]


def test_the_queue_has_an_end(jobs: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 1)
    jobs.ask(pack("DOT"))
    with pytest.raises(Full, match="try again"):
        jobs.ask(pack("DCF"))


def test_a_job_whose_process_died_has_failed_and_the_next_is_begun(jobs: Here) -> None:
    lost, next_one = jobs.ask(pack("DOT")), jobs.ask(pack("DCF"))
    (jobs.folder / lost / RUNNING).touch()
    long_ago = time.time() - 60
    (jobs.folder / "runner.started").touch()
    os.utime(jobs.folder / "runner.started", (long_ago, long_ago))
    before = jobs.started
    assert jobs.get(lost).state == FAILED  # type: ignore[union-attr]
    assert jobs.get(next_one).state == WAITING  # type: ignore[union-attr]
    assert jobs.started > before


def test_a_document_is_gone_after_its_hour(jobs: Here) -> None:
    name = jobs.ask(pack("DOT"))
    jobs.work()
    old = time.time() - 4000
    os.utime(jobs.folder / name, (old, old))
    assert jobs.get(name) is None


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/exports/nope", {"form": "pdf"}),
        ("/exports/briefing", {"form": "exe"}),
        ("/exports/pack", {"form": "pdf"}),
        ("/exports/pack", {"form": "pdf", "agency": "NOPE"}),
        ("/exports/briefing", {"form": "pdf", "lang": "xx"}),
    ],
)
def test_what_there_is_not_cannot_be_asked_for(client: FlaskClient, path: str, data: dict[str, str]) -> None:
    assert client.post(path, data=data).status_code == 400


def test_another_site_cannot_ask(client: FlaskClient) -> None:
    answer = client.post("/exports/briefing", data={"form": "pdf"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_an_unknown_job_is_a_404(client: FlaskClient) -> None:
    for path in ("/exports/job/abc", "/exports/job/abc/file", "/exports/job/..%2f..%2fetc"):
        assert client.get(path).status_code == 404


@pytest.mark.long
def test_a_process_of_its_own_makes_it(sample_home: Path, tmp_path: Path) -> None:
    jobs = Jobs(sample_home / "releases", "public", tmp_path / "jobs")
    name = jobs.ask(pack("DOT"))
    until = time.monotonic() + 60
    while jobs.file(name) is None and time.monotonic() < until:
        time.sleep(0.2)
    assert jobs.file(name)
