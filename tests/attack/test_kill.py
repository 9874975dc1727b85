"""A load, a publish or the server may be killed at any moment: what was served stays, what was loaded is kept."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import demonstration, snapshot, warehouse
from etl.home import Home
from etl.load import load
from metrics.release import Shelf

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.long
AGENCIES = ["DOT", "DOC", "DAS", "DCF"]


def start(home: Home, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        env=os.environ | {"EQUITY_HOME": str(home.path)}, cwd=ROOT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def run(home: Home, *arguments: str) -> None:
    process = start(home, *arguments)
    assert process.wait(timeout=300) == 0, arguments


def whole(home: Home) -> str:
    """Read the served release to the last row; return its id."""
    release = Shelf(home.releases, "public").current()
    manifest = json.loads((home.releases / release.id / "manifest.json").read_text())
    for audience in ("public", "internal"):
        file = Shelf(home.releases, audience).get(release.id)
        assert len(file.table("figures")) > 0
        assert snapshot.checksum(file.path) in json.dumps(manifest), f"{audience} is not what the manifest says"
    return release.id


def killed(home: Home, arguments: tuple[str, ...], seconds: float) -> None:
    process = start(home, *arguments)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def served(home: Home, tmp_path: Path) -> Home:
    load([demonstration.write(tmp_path, AGENCIES)], home)
    run(home, "publish")
    return home


def kill_many(home: Home, tmp_path: Path, times: int, seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311 - a repeatable choice of moments
    correction = demonstration.workforce_counts(AGENCIES)
    before = whole(home)
    for turn in range(times):
        correction.loc[correction.index[0], "employees"] += 1
        path = tmp_path / "workforce_counts_correction.csv"
        correction.to_csv(path, index=False)
        acknowledged = len(snapshot.loads(home.snapshots)) if home.snapshots.exists() else 0
        for arguments in (("load", str(path)), ("publish",)):
            killed(home, arguments, luck.uniform(0.5, 6))
            assert whole(home), f"turn {turn}: nothing whole is served"
            assert len(snapshot.loads(home.snapshots)) >= acknowledged, "an acknowledged load is gone"
    run(home, "load", str(path))
    run(home, "publish")
    assert whole(home) != before
    assert not list(home.snapshots.glob(".*.[0-9]*")) or len(list(home.snapshots.glob(".*"))) <= 2 * times
    with warehouse.reading(home.warehouse) as connection:
        import sqlalchemy as sa

        counts = warehouse.read(connection, sa.select(warehouse.workforce_count))
    assert counts["employees"].sum() == correction["employees"].sum()


def test_killed_loads_and_publishes_break_nothing(served: Home, tmp_path: Path) -> None:
    kill_many(served, tmp_path, times=4, seed=1)


@pytest.mark.slow
def test_a_hundred_killed_loads_and_publishes_break_nothing(served: Home, tmp_path: Path) -> None:
    kill_many(served, tmp_path, times=50, seed=2)


def answers(address: str, seconds: float = 60) -> dict[str, str]:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own server
                answer: dict[str, str] = json.load(response)
                return answer
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def test_a_killed_server_serves_the_same_again(served: Home, request: pytest.FixtureRequest) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/healthz"
    first = start(served, "serve", "--port", str(port))
    release = answers(address)["release"]
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    second = start(served, "serve", "--port", str(port))
    request.addfinalizer(lambda: (os.killpg(second.pid, signal.SIGKILL), second.wait()))
    assert answers(address)["release"] == release


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [truncate, flip])
def test_a_damaged_snapshot_stops_a_load_and_leaves_the_release(
    served: Home, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    before = whole(served)
    (bytes_kept,) = served.snapshots.glob("*/workforce_counts_demonstration.csv")
    bytes_kept.chmod(0o644)
    damage(bytes_kept)
    process = start(served, "load", str(tmp_path / demonstration.FILE))
    assert process.wait(timeout=120) == 1
    assert whole(served) == before
