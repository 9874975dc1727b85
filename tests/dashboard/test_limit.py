"""Requests are counted for each address, by all processes of the server together."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dashboard.limit import Limiter, store_of


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "counters" / "limit.sqlite"


def test_an_address_may_make_so_many_requests_and_no_more(store: Path) -> None:
    limiter = Limiter(store, "3 per hour", "api")
    assert [limiter.take("192.0.2.1").remaining for _ in range(3)] == [2, 1, 0]
    refused = limiter.take("192.0.2.1")
    assert (refused.allowed, refused.limit, refused.remaining) == (False, 3, 0)
    assert 1 <= refused.reset <= 3600
    assert refused.headers()["Retry-After"] == refused.headers()["RateLimit-Reset"]
    other = limiter.take("192.0.2.2")
    assert other.allowed
    assert "Retry-After" not in other.headers()


def test_one_network_of_ipv6_is_one_address(store: Path) -> None:
    limiter = Limiter(store, "2 per hour", "api")
    assert [limiter.take(f"2001:db8::{k}").allowed for k in range(3)] == [True, True, False]
    assert limiter.take("2001:db8:0:1::1").allowed


def test_limiters_of_one_store_count_apart(store: Path) -> None:
    first, second = (Limiter(store, "1 per hour", name) for name in ("api", "pages"))
    assert first.take("192.0.2.1").allowed
    assert second.take("192.0.2.1").allowed
    assert not first.take("192.0.2.1").allowed


def test_a_count_fades_out_over_the_next_window(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limiter, start = Limiter(store, "4 per minute", "api"), 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: start)
    assert [limiter.take("192.0.2.1").allowed for _ in range(5)] == [True] * 4 + [False]
    monkeypatch.setattr("time.time", lambda: start + 75.0)
    assert [limiter.take("192.0.2.1").allowed for _ in range(2)] == [True, False]
    monkeypatch.setattr("time.time", lambda: start + 240.0)
    assert [limiter.take("192.0.2.1").allowed for _ in range(5)] == [True] * 4 + [False]


@pytest.mark.long
def test_threads_and_processes_count_together_and_lose_nothing(store: Path) -> None:
    text = (
        "import sys, threading; from pathlib import Path; from dashboard.limit import Limiter\n"
        "limiter, passed = Limiter(Path(sys.argv[1]), '150 per hour', 'api'), []\n"
        "def ask():\n"
        "    passed.extend(limiter.take('192.0.2.1').allowed for _ in range(50))\n"
        "threads = [threading.Thread(target=ask) for _ in range(2)]\n"
        "[each.start() for each in threads]; [each.join() for each in threads]; print(sum(passed))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", text, str(store)], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert sum(int(each.communicate(timeout=60)[0]) for each in running) == 150


def test_a_store_that_cannot_be_used_refuses_nobody_and_is_logged(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.parent.mkdir(mode=0o700)
    store.write_text("this is no database" * 100)
    assert Limiter(store, "1 per hour", "api").take("192.0.2.1").allowed
    assert "cannot be used" in caplog.text


def test_a_folder_that_others_may_enter_is_not_used(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    store.parent.mkdir(mode=0o755)
    assert Limiter(store, "1 per hour", "api").take("192.0.2.1").allowed
    assert "only this user" in caplog.text


def test_what_is_over_is_forgotten(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limiter, start = Limiter(store, "4 per minute", "api"), 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: start)
    for k in range(20):
        limiter.take(f"192.0.2.{k}")
    monkeypatch.setattr("time.time", lambda: start + 600)
    limiter.take("192.0.2.99")
    import sqlite3

    kept = sqlite3.connect(store).execute("SELECT count(*) FROM windows").fetchone()
    assert kept == (1,)


def test_counters_of_sites_no_longer_served_are_removed(store: Path) -> None:
    store.parent.mkdir(mode=0o700)
    old = store.with_name("limit-of-another.sqlite")
    old.touch()
    os.utime(old, (0, 0))
    Limiter(store, "1 per hour", "api").take("192.0.2.1")
    assert not old.exists()


def test_each_site_has_counters_of_its_own(tmp_path: Path) -> None:
    stores = {store_of(home, audience) for home in (tmp_path, tmp_path / "b") for audience in ("public", "internal")}
    assert len(stores) == 4
    assert not any(each.exists() for each in stores)


def test_threads_share_one_limiter(store: Path) -> None:
    limiter, passed = Limiter(store, "30 per hour", "api"), []
    threads = [
        threading.Thread(target=lambda: passed.extend(limiter.take("192.0.2.1").allowed for _ in range(20)))
        for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(passed) == 30
