"""Agencies that ended: their last day and their successor, from that day on.

`mergers.csv` among the crosswalks has the columns agency, acronym, ended (last day), successor (a code of the
register), source, reviewed_by, reviewed_on. A home's own stands in `EQUITY_HOME/crosswalks/`.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.vocabulary import listed

_FILE = "mergers.csv"
COLUMNS = ("agency", "acronym", "ended", "successor", *listed.REVIEW)


class MergerError(ValueError):
    """A table of mergers that a person must fix."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The last day of an agency (ISO), and in words what followed; blank if nothing did or nobody said."""

    day: str
    successor: str = ""

    @property
    def message(self) -> str:
        """What to tell who delivers for it."""
        after = (
            f"its successor is {self.successor}: deliver later periods under that"
            if self.successor
            else ("deliver later periods under the agency that took over its work")
        )
        return f"this agency ended on {self.day}; {after}"


def ended(register: pd.DataFrame, folders: Iterable[Path]) -> dict[str, Ended]:
    """Return, by lower-case code, acronym and name, the agencies that ended: those of `register` and of the tables.

    What the register knows as an agency without a last day did not end. A successor that itself ended leads to its
    own successor. Raises MergerError for a table with other columns, a date that is none or a successor that the
    register does not have.
    """
    agencies = {str(row["agency"]): row for row in register.fillna("").to_dict("records")}
    rows = [row for folder in folders for row in _rows(folder / _FILE)]
    follows = {name: row["successor"] for row in rows for name in _lower(row["agency"], row["acronym"])}
    for row in rows:
        if row["successor"] not in agencies:
            raise MergerError(
                f"{_FILE}: {row['agency']}: the successor {row['successor']!r} is no agency of the register; "
                "write its code, or deliver a register that has it"
            )

    def after(names: Iterable[str]) -> str:
        return next((follows[name] for name in names if name in follows), "")

    def last(code: str) -> str:
        passed: set[str] = set()
        while code not in passed and (then := after(_known_as(agencies[code]))):
            passed.add(code)
            code = then
        return f"{agencies[code]['name']} ({code})"

    found = {name: Ended(row["ended"], last(row["successor"])) for row in rows
             for name in _lower(row["agency"], row["acronym"])}  # fmt: skip
    for agency in agencies.values():
        names = _known_as(agency)
        if day := str(agency.get("valid_to", "")):
            successor = after(names)
            found |= dict.fromkeys(names, Ended(day, last(successor) if successor else ""))
        else:
            found = {name: each for name, each in found.items() if name not in names}
    return found


def _rows(path: Path) -> tuple[Mapping[str, str], ...]:
    if not path.exists():
        return ()
    rows = listed.rows(path)
    for number, row in enumerate(rows, start=2):
        if set(COLUMNS) - row.keys():
            raise MergerError(f"{path}: expected the columns {', '.join(COLUMNS)}")
        try:
            pd.Timestamp.fromisoformat(row["ended"])
        except ValueError:
            raise MergerError(f"{path}, row {number}: ended is no ISO date; write one such as 2011-06-30") from None
    return rows


def _known_as(agency: Mapping[Hashable, str]) -> list[str]:
    former = str(agency.get("former_names", "")).split(";")
    return _lower(str(agency["agency"]), agency.get("acronym", ""), agency["name"], *former)


def _lower(*names: str) -> list[str]:
    return [name.strip().lower() for name in names if name.strip()]
