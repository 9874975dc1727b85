"""What became of the deliveries that came in, as `equity load` kept it, for those who may know.

The Office's roles know of every delivery, an agency of those whose rows are all its own. A delivery in which a row
names another agency, or none that the register has, is the Office's.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from etl import report
from metrics.scope import Scope

LOADED, UNCHANGED, REFUSED = "loaded", "unchanged", "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise that was broken, and where. `rows`: the first of `count` row numbers as a spreadsheet shows them."""

    rule: str
    column: str
    expected: str
    count: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """A delivery that came in and what became of it: `loaded`, `unchanged` or `refused`.

    `source`: which delivery or publication it is, blank where nobody can tell. `title_es`: its title in Spanish.
    """

    time: datetime
    file: str
    state: str
    source: str
    title: str
    title_es: str
    rows: int
    nature: str
    agencies: tuple[str, ...]
    periods: tuple[str, ...]
    findings: tuple[Finding, ...]


def received(home: Path, scope: Scope) -> tuple[Received, ...]:
    """Return the deliveries that somebody may know of, newest first. A report that is damaged is left out."""
    found = (each for path in report.files(home) for each in _read(path))
    return tuple(each for each in found if scope.whole or (each.agencies and each.agencies == scope.agencies))


@lru_cache(maxsize=2 * report.MOST)
def _read(path: Path) -> tuple[Received, ...]:
    """Return the deliveries of one load; its file never changes."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        time = datetime.fromisoformat(said["time"])
        return tuple(_entry(time, each) for each in said["deliveries"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _entry(time: datetime, said: dict[str, Any]) -> Received:
    findings = tuple(Finding(**{**each, "rows": tuple(each["rows"])}) for each in said["findings"])
    parts = {**said, "findings": findings, "agencies": tuple(said["agencies"]), "periods": tuple(said["periods"])}
    return Received(time=time, **parts)
