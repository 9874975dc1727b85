"""Where everything lives: the folders under EQUITY_HOME, and the lock that lets one writer in at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock


class Busy(RuntimeError):
    """Another load or publish is at work in this home."""


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of one home."""

    path: Path

    @property
    def snapshots(self) -> Path:
        return self.path / "snapshots"

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        return self.path / "releases"

    @property
    def crosswalks(self) -> Path:
        return self.path / "crosswalks"

    @property
    def origins(self) -> Path:
        return self.path / "sources.toml"

    @property
    def records(self) -> Path:
        return self.path / "records.toml"

    @property
    def standard(self) -> Path:
        return self.path / "standard"

    @property
    def fetching(self) -> Path:
        return self.path / "fetching"

    @contextmanager
    def writing(self, wait: float = 0) -> Iterator[None]:
        """Hold the home's lock; wait at most `wait` seconds for it. Raises Busy. The system frees it on a crash."""
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(self.path / ".lock", timeout=wait):
                yield
        except filelock.Timeout:
            raise Busy(f"another load or publish is at work in {self.path}; try again when it is done") from None
