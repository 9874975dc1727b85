"""Documents made in the background, one at a time: what waits, what runs, what is done, in files of one folder.

Every worker of the server sees the same folder. A job is a folder of its own: `job.json` says what is asked for, one
empty file in it says how it stands, and the document lies beside them. Nothing outlives its hour.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from dashboard.exports.kinds import KINDS, file_name
from dashboard.language import LANGUAGES, tongue
from dashboard.tables import Tables
from metrics.release import Shelf

WAITING, RUNNING, DONE, FAILED, CANCELLED = STATES = ("waiting", "running", "done", "failed", "cancelled")
MOST_WAITING, _KEPT, _LONGEST = 20, 3600, 600
"""So many may wait; so many seconds a job is kept; so many it may take."""
_LOCK, _PID, _STARTED = "runner.lock", "runner.pid", "runner.started"
_NAME = re.compile("[0-9a-f]{24}")
_STARTING = 10
"""So many seconds a process may take to begin before another is started."""


class Full(RuntimeError):
    """Too many documents wait already."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a job makes."""

    kind: str
    agency: str
    form: str
    release: str
    language: str

    @property
    def id(self) -> str:
        """The same for the same document, so that nobody waits for what is there."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:24]

    @property
    def file(self) -> str:
        return file_name(self.kind, self.agency, self.release, self.language, self.form)

    def sound(self) -> bool:
        """Whether there is such a document at all."""
        kind = KINDS.get(self.kind)
        return (
            kind is not None
            and self.form in kind.forms
            and bool(self.agency) == kind.of_agency
            and self.language in LANGUAGES
        )


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands; `ahead`: how many are made before it."""

    asked: Asked
    state: str
    ahead: int


class Jobs:
    """The jobs over the releases of one home, for one audience."""

    def __init__(self, releases: Path, audience: str, folder: Path | None = None) -> None:
        self.releases, self.audience = releases.resolve(), audience
        name = hashlib.sha256(f"{self.releases} {audience}".encode()).hexdigest()[:16]
        self.folder = folder or Path(tempfile.gettempdir()) / f"equity-exports-{os.getuid()}-{name}"

    def ask(self, asked: Asked) -> str:
        """Put a document in the queue, if it is not there, and return its id. Raises Full."""
        self._ready()
        place = self.folder / asked.id
        if place.exists() and _state(place) not in (FAILED, CANCELLED):
            return asked.id
        if sum(_state(each) in (WAITING, RUNNING) for each in self._places()) >= MOST_WAITING:
            raise Full(f"{MOST_WAITING} documents wait already; try again in some minutes")
        shutil.rmtree(place, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        (fresh / "job.json").write_text(json.dumps(asdict(asked)), encoding="utf-8")
        (fresh / WAITING).touch()
        try:
            fresh.rename(place)
        except OSError:  # another worker was asked for the same in this moment
            shutil.rmtree(fresh, ignore_errors=True)
        self._run()
        return asked.id

    def get(self, name: str) -> Job | None:
        """Return a job, or None if there is none of that id; what has outlived its hour is gone."""
        self._ready()
        place = self.folder / name
        if not _NAME.fullmatch(name) or not (place / "job.json").exists():
            return None
        waiting = [each for each in self._places() if _state(each) in (WAITING, RUNNING)]
        return Job(_asked(place), _state(place), waiting.index(place) if place in waiting else 0)

    def file(self, name: str) -> Path | None:
        """Return the finished document of a job."""
        job = self.get(name)
        return self.folder / name / job.asked.file if job and job.state == DONE else None

    def cancel(self, name: str) -> None:
        """Stop a job that waits or runs."""
        job = self.get(name)
        if job is None or job.state not in (WAITING, RUNNING):
            return
        _turn(self.folder / name, CANCELLED)
        if job.state == RUNNING:
            self._stop()
            self._run()

    def work(self) -> None:
        """Make what waits, oldest first, until nothing does. One process does this at a time; others return at once."""
        # What came after the last look and before the lock was let go is seen by the look that follows.
        while self._waiting():
            try:
                with FileLock(self.folder / _LOCK, timeout=0):
                    (self.folder / _PID).write_text(str(os.getpid()))
                    while waiting := self._waiting():
                        self._make(waiting[0])
            except Timeout:
                return

    def _waiting(self) -> list[Path]:
        return [each for each in self._places() if _state(each) == WAITING]

    def _at_work(self) -> bool:
        try:
            with FileLock(self.folder / _LOCK, timeout=0):
                return False
        except Timeout:
            return True

    def _make(self, place: Path) -> None:
        asked = _asked(place)
        _turn(place, RUNNING)
        signal.alarm(_LONGEST)
        try:
            tables = Tables(Shelf(self.releases, self.audience).get(asked.release))
            body = KINDS[asked.kind].forms[asked.form](tables, tongue(asked.language), asked.agency)
            (place / asked.file).write_bytes(body)
        except Exception:
            _turn(place, FAILED)
            raise
        finally:
            signal.alarm(0)
        _turn(place, DONE)

    def _run(self) -> None:
        """Start the process that makes documents; where one is at it, the new one leaves at once."""
        (self.folder / _STARTED).touch()
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.exports.work"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        said = json.dumps([str(self.releases), self.audience, str(self.folder)]).encode()
        # Somebody must hear that it has ended, or it stays in the system's list.
        threading.Thread(target=process.communicate, args=(said,), daemon=True).start()

    def _stop(self) -> None:
        try:
            os.kill(int((self.folder / _PID).read_text()), signal.SIGTERM)
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return

    def _ready(self) -> None:
        """Make the folder, for this user alone, and clear what has outlived its hour or lost its process."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.folder.stat().st_uid != os.getuid():
            raise PermissionError(f"{self.folder} belongs to somebody else; remove it, or name another TMPDIR")
        places = self._places()
        for place in places:
            if place.stat().st_mtime < time.time() - _KEPT:
                shutil.rmtree(place, ignore_errors=True)
        busy = [each for each in places if _state(each) in (WAITING, RUNNING)]
        started = self.folder / _STARTED
        if not busy or (started.exists() and started.stat().st_mtime > time.time() - _STARTING) or self._at_work():
            return
        for place in busy:
            if _state(place) == RUNNING:
                _turn(place, FAILED)
        if any(_state(place) == WAITING for place in busy):
            self._run()

    def _places(self) -> list[Path]:
        """Return the folders of the jobs, oldest first."""
        found = [each.parent for each in self.folder.glob("*/job.json") if not each.parent.name.startswith(".")]
        return sorted(found, key=lambda place: ((place / "job.json").stat().st_mtime_ns, place.name))


def _asked(place: Path) -> Asked:
    return Asked(**json.loads((place / "job.json").read_text(encoding="utf-8")))


def _state(place: Path) -> str:
    return next((state for state in reversed(STATES) if (place / state).exists()), FAILED)


def _turn(place: Path, state: str) -> None:
    """Say that a job stands so now. What comes later in STATES outdoes what came before."""
    (place / state).touch()
