"""How much of the machine the counting of records may take."""

import re
from dataclasses import dataclass
from pathlib import Path

MEMORY = "1GB"
_SIZE = re.compile(r"\d+(\.\d+)?\s?(MB|GB|MiB|GiB)")


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory`: what the database may hold before it spills to disk; `threads`: processors it may use, all if None.

    Raises ValueError for a size that is none.
    """

    memory: str = MEMORY
    threads: int | None = None

    def __post_init__(self) -> None:
        if not _SIZE.fullmatch(self.memory):
            raise ValueError(f"memory is {self.memory!r}; expected a size such as 800MB or 2GB")
        if self.threads is not None and self.threads < 1:
            raise ValueError(f"threads is {self.threads}; expected 1 or more")

    @property
    def megabytes(self) -> int:
        """The memory in whole MB.

        >>> Limits("1.5GB").megabytes
        1500
        """
        number, unit = re.fullmatch(r"([\d.]+)\s?(\w)\w+", self.memory).groups()  # type: ignore[union-attr]
        return int(float(number) * (1000 if unit == "G" else 1))

    def settings(self, path: Path) -> dict[str, str]:
        """Return DuckDB's settings for a database at `path`, which spills beside it."""
        of = {"memory_limit": self.memory, "temp_directory": str(path.with_name(path.name + ".spill"))}
        return of if self.threads is None else {**of, "threads": str(self.threads)}
