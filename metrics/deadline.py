"""Deadlines of readings: one thread of a process interrupts whichever takes too long.

A thread for each reading would be started, and waited for, some thousand times a second.
"""

import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

_AGAIN = 0.05


@dataclass(slots=True, eq=False)
class Reading:
    """A reading under way: when it is next interrupted (on the monotonic clock), how, and whether it was."""

    due: float
    interrupt: Callable[[], None]
    over: bool = False


class _Watch:
    """The readings under way, and the thread that looks at them, which is started with the first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readings: set[Reading] = set()
        self._looks = math.inf
        self._looker: threading.Thread | None = None

    def begin(self, reading: Reading) -> None:
        with self._changed:
            self._readings.add(reading)
            if self._looker is None or not self._looker.is_alive():
                self._looker = threading.Thread(target=self._look, name="deadlines", daemon=True)
                self._looker.start()
            elif reading.due < self._looks:
                self._changed.notify()

    def end(self, reading: Reading) -> None:
        # Whoever interrupts holds the same lock: from here on nobody does.
        with self._changed:
            self._readings.discard(reading)

    def _look(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for reading in self._readings:
                    if reading.due <= now:
                        reading.over = True
                        reading.interrupt()
                        # One interrupt between two queries would stop neither.
                        reading.due = now + _AGAIN
                self._looks = min((each.due for each in self._readings), default=math.inf)
                self._changed.wait(None if self._looks == math.inf else self._looks - now)


@lru_cache(maxsize=1)
def _watch(_process: int) -> _Watch:
    """Return the watch of a process: threads do not survive a fork."""
    return _Watch()


@contextmanager
def within(seconds: float, interrupt: Callable[[], None]) -> Iterator[Reading]:
    """Let a reading go on for so many seconds, then `interrupt` it again and again until it ends.

    `interrupt` must be quick; it is never called once the reading has ended.
    """
    watch, reading = _watch(os.getpid()), Reading(time.monotonic() + seconds, interrupt)
    watch.begin(reading)
    try:
        yield reading
    finally:
        watch.end(reading)
