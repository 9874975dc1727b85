"""Who answers rows of a release as JSON beside our API, and what all are asked."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.load import Request
from metrics.release import Shelf

COLUMNS = (
    "figure_id", "measure", "agency", "period", "dimension", "group", "benchmark", "value", "lower", "upper", "status",
)  # fmt: skip
WANTED = {"measure": "employees", "agency": "ALL", "dimension": "race_ethnicity"}
MOST = 1000


@dataclass(frozen=True, slots=True)
class Peer:
    """A contestant in an environment of its own.

    `program`: what stands below the root where it is installed, `script` installs it. `served`, given the root and a
    copy of the table, serves it and yields port and request; `rows` finds the rows in an answer. `started`
    says how it is started, `does` what it does more or less than we do.
    """

    name: str
    program: str
    script: str
    served: Callable[[Path, pd.DataFrame], AbstractContextManager[tuple[int, Request]]]
    rows: Callable[[Any], Sequence[Mapping[str, Any]]]
    started: str
    does: str

    def installed(self, root: Path) -> bool:
        """Whether its environment was made."""
        return (root / self.program).exists()

    @property
    def absent(self) -> str:
        """What to say where it is not installed."""
        return f"{self.name} is not installed (`{self.script}`)"


def copied(rows: pd.DataFrame, path: Path) -> None:
    """Write the figures to a SQLite file, with an index on what is asked."""
    with sqlite3.connect(path) as connection:
        rows.to_sql("figures", connection, index=False)
        connection.execute('CREATE INDEX slice ON figures (measure, agency, dimension, "group", period)')
    connection.close()


def table(home: Path) -> pd.DataFrame:
    """Return the figures of the release that a home serves, with the columns that are asked for."""
    return Shelf(home / "releases").current().table("figures")[list(COLUMNS)]
