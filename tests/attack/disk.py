"""A disk that is full at every stage of loading and publishing."""

import resource
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.home import Home
from tests.attack.program import REFUSED, Deliveries, Outcome, acknowledged, employees, run, whole

SIZE = 256 << 20


def can_mount(folder: Path) -> bool:
    """Whether this process may mount a small file system in memory."""
    try:
        with small_disk(folder):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Yield a folder on a file system of its own, in memory."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True, capture_output=True)
    try:
        yield folder
    finally:
        # A database that failed may keep its file open until the end of the process.
        subprocess.run(["umount", "--lazy", folder], check=True, capture_output=True)


@contextmanager
def free(disk: Path, space: int) -> Iterator[None]:
    """Leave so many bytes free on a small disk."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        left = shutil.disk_usage(disk).free - space
        block = bytes(1 << 16)
        while left > 0:
            left -= file.write(block[: min(left, len(block))])
            file.flush()
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def short_files(longest: int) -> Iterator[None]:
    """Let no file of this process grow past so many bytes: a full disk for those who may not mount one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill_disk(base: Home, definitions: Path, folder: Path, spaces: Iterable[int], *, mounted: bool) -> Outcome:
    """Load and publish with so many bytes of room, one after another; then with enough.

    With `mounted` the home is on a disk of its own with that much room, else no file may become longer.
    """
    if mounted:
        with small_disk(folder / "disk") as disk:
            shutil.copytree(base.path, disk / "home", symlinks=True)
            return _fill(Home(disk / "home"), definitions, folder, spaces, disk)
    shutil.copytree(base.path, folder / "home", symlinks=True)
    return _fill(Home(folder / "home"), definitions, folder, spaces, None)


def _fill(home: Home, definitions: Path, folder: Path, spaces: Iterable[int], disk: Path | None) -> Outcome:
    outcome, deliveries = Outcome(), Deliveries(folder)
    for space in spaces:
        path = deliveries.next()
        for command in (("load", path), ("publish",)):
            before, current = acknowledged(home), whole(home)
            with free(disk, space) if disk else short_files(space):
                code, said = run(home, definitions, *command)
            outcome.tried += 1
            outcome.count("refused" if code else "done")
            told = f"{command[0]} with {space} bytes left with {code}: {said}"
            outcome.hold(code == 0 or (code in REFUSED and "still served" in said and "Traceback" not in said), told)
            outcome.hold(acknowledged(home)[: len(before)] == before, f"{told} An acknowledged load is gone")
            try:
                now = whole(home)
                outcome.hold(code == 0 or now == current, f"{told} Another release is served")
            except Exception as problem:
                outcome.hold(False, f"{told} Nothing whole is served: {problem}")
    for command in (("load", deliveries.next()), ("publish",), ("verify",)):
        code, said = run(home, definitions, *command)
        outcome.hold(code == 0, f"{command[0]} with room again: {said}")
    outcome.hold(employees(home) == deliveries.employees, "the last delivery is not what is served")
    return outcome
