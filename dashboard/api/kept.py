"""Answers of the public site that were made already. A release never changes, so none is ever out of date."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

_ROOM = 16 * 1024 * 1024
_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Body:
    """An answer's bytes, the address of the rows that follow, if any do, how it is packed, if it is, and its rows."""

    content: bytes
    following: str = ""
    coding: str = ""
    rows: int | None = None


class Kept:
    """The answers asked for last, as many as find room. For several threads."""

    def __init__(self, room: int = _ROOM, largest: int = _LARGEST) -> None:
        self._room, self._largest = room, largest
        self._found: OrderedDict[Hashable, Body] = OrderedDict()
        self._taken = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Body]) -> Body:
        """Return the answer kept under a key, or the one that `make` makes."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        if len(made.content) <= self._largest:
            with self._lock:
                if key not in self._found:
                    self._found[key] = made
                    self._taken += len(made.content)
                while self._taken > self._room:
                    self._taken -= len(self._found.popitem(last=False)[1].content)
        return made
