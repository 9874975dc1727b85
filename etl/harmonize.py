"""Publisher's label -> standard label. An unknown label stops its delivery and says which crosswalk to edit.

Crosswalks are reviewed CSV files, one a kind (`race_ethnicity.csv`, ...), with the columns source, label,
standard, note, reviewed_by, reviewed_on. `source` is a source's id, or `*` for any. Those in `EQUITY_HOME/crosswalks/`
are read too, and win; there a language may be new to the list, and a town one of the home's own government.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from etl.merger import Ended
from etl.vocabulary.label import STANDARD
from etl.vocabulary.place import TOWN_LABELS

CROSSWALKS = Path(__file__).parent / "crosswalks"
MERGERS = "mergers"
"""The one table among the crosswalks that is no crosswalk of labels: see etl.merger."""
TOWN = "town"
_TOWNS = {town.lower(): town for town in TOWN_LABELS}


class UnknownLabel(ValueError):
    """Labels that no crosswalk knows: `rows` gives the row numbers, `kind` the crosswalk."""

    def __init__(self, kind: str, rows: Mapping[str, int]) -> None:
        self.kind = kind
        self.rows = dict(rows)
        super().__init__(f"{len(rows)} labels are not in crosswalks/{kind}.csv")


class CrosswalkError(ValueError):
    """A crosswalk that a person must fix."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The label tables, as one source sees them; `file` is what messages call the delivery.

    `ended`: lower-case code or name of an agency -> when it ended and what followed. `own_towns`: the government is
    not Connecticut, so that its towns are known to nobody but itself.
    """

    source: str
    tables: Mapping[str, Mapping[tuple[str, str], str]]
    agencies: Mapping[str, str]
    file: str = ""
    ended: Mapping[str, Ended] = field(default_factory=dict)
    own_towns: bool = False

    def standard(self, labels: pd.Series, kind: str) -> pd.Series:
        """Return the standard labels of `kind` (race_ethnicity, sex, job_category, ...); blank stays blank.

        Case and surrounding space are ignored. Raises UnknownLabel.
        """
        table = self.tables.get(kind, {})
        standard = STANDARD.get(kind, {})
        found: dict[str, str] = {"": ""}
        unknown: dict[str, int] = {}
        for row, label in labels.drop_duplicates().items():
            plain = str(label).strip().lower()
            known = table.get((self.source, plain)) or table.get(("*", plain)) or standard.get(plain)
            if kind == TOWN:
                known = self._town(known or str(label).strip())
            if known is not None:
                found[label] = known
            elif plain:
                unknown[str(label)] = int(str(row))
        if unknown:
            raise UnknownLabel(kind, unknown)
        return labels.map(found)

    def _town(self, name: str) -> str | None:
        return name if self.own_towns and name else _TOWNS.get(name.lower())

    def agency(self, names: pd.Series) -> pd.Series:
        """Return the codes of agencies given by code, acronym, name or former name. Raises UnknownLabel."""
        found = {name: self.agencies.get(name.strip().lower()) for name in names.unique()}
        unknown = {name: int(str(names.index[names == name][0])) for name, code in found.items() if code is None}
        if unknown:
            raise UnknownLabel("agency", unknown)
        return names.map(found)


def load_crosswalks(folders: Iterable[Path]) -> dict[str, dict[tuple[str, str], str]]:
    """Return kind -> {(source, lower-case label): standard label}; later folders win.

    Raises CrosswalkError for a crosswalk with other columns or a standard label that does not exist.
    """
    tables: dict[str, dict[tuple[str, str], str]] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.csv")) if path.stem != MERGERS):
        table = tables.setdefault(path.stem, {})
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                if {"source", "label", "standard"} - row.keys():
                    raise CrosswalkError(f"{path.name}: expected the columns source, label, standard, note")
                standard = STANDARD.get(path.stem) if path.stem != "language" else None
                if standard is not None and row["standard"] not in standard.values():
                    raise CrosswalkError(
                        f"{path.name}, row {number}: {row['standard']!r} is not a standard label; "
                        f"expected one of {', '.join(sorted(set(standard.values())))}"
                    )
                table[(row["source"], row["label"].strip().lower())] = row["standard"]
    return tables
