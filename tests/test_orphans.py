"""What a killed command leaves behind: nothing. Its servers stop and the processes of its pools end."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.demonstrated import free_pair, until

ROOT = Path(__file__).parents[1]
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are told by the kernel of Linux only"),
]

POOL = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from audit import split
from metrics import orphan

if __name__ == "__main__":
    begin = {"metrics": orphan.begin, "audit": split._begin}[sys.argv[2]]
    with ProcessPoolExecutor(1, get_context(sys.argv[1]), begin, ("python",)) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(600)
"""


def gone(process: int, seconds: float = 20) -> bool:
    """Return whether a process ends within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize(("method", "whose"), [("forkserver", "metrics"), ("spawn", "audit")])
def test_a_process_of_a_pool_ends_with_a_killed_command(tmp_path: Path, method: str, whose: str) -> None:
    program = tmp_path / "pool.py"
    program.write_text(POOL)
    command = [sys.executable, str(program), method, whose]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as one:
        assert one.stdout is not None
        worker = int(one.stdout.readline())
        assert not gone(worker, 0.3)
        one.kill()
    assert gone(worker)


def test_the_servers_of_a_killed_demonstration_stop(tmp_path: Path) -> None:
    port = free_pair()
    env = os.environ | {"EQUITY_HOME": str(tmp_path / "home"), "PORT": str(port)}
    with (tmp_path / "out.txt").open("wb") as out, subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "demo", "--agency=DOT", "--years=1"],
        env=env, cwd=tmp_path, stdout=out, stderr=subprocess.STDOUT,
    ) as demo:  # fmt: skip
        try:
            for each in (port, port + 1):
                until(f"http://127.0.0.1:{each}/healthz", "release", 120)
            there = descendants(demo.pid)
            assert len(there) >= 6, "two servers, with two workers each"
        finally:
            demo.send_signal(signal.SIGKILL)
    assert [each for each in there if not gone(each)] == []
    for each in (port, port + 1):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", each)) != 0


def descendants(process: int) -> list[int]:
    """Return the processes that a process started, and those that they did."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *descendants(child)]
    return found
