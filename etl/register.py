"""The register in force: Connecticut's, which is bundled, or a delivered one, and fictitious agencies beside it."""

import csv
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

REGISTER = Path(__file__).parent / "reference" / "agencies.csv"
CITIES = "Cities"
"""The `size_group` of a city's agencies, which are a government of their own: no part of the State's sums."""


def bundled() -> pd.DataFrame:
    """Return the agencies of the bundled register, with the columns of the warehouse's table `agency`."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = pd.DataFrame(list(csv.DictReader(file)), dtype=object)
    # An agency without a last day is there for good: blank is no day, and no text either.
    return rows.where(rows != "", None).assign(nature="official")


@dataclass(frozen=True, slots=True)
class Register:
    """The agencies in force.

    `official`: the bundled ones, or those of the register delivered last. `invented`: those of the demonstration
    register delivered last, which adds and replaces nothing.
    """

    official: pd.DataFrame = field(default_factory=bundled)
    invented: pd.DataFrame = field(default_factory=pd.DataFrame)
    bundled: bool = True

    def adopt(self, agencies: pd.DataFrame) -> "Register":
        """Return the register after a delivery of `agencies`, whose rows are all of one nature."""
        if (agencies["nature"] == "demonstration").all():
            return Register(self.official, agencies, self.bundled)
        return Register(agencies, self.invented, bundled=False)

    @property
    def agencies(self) -> pd.DataFrame:
        """Every agency; a fictitious one that bears the code or a name of an official one is left out."""
        taken = self.codes(self.official)
        free = [not taken.keys() & names(row) for row in self.invented.fillna("").to_dict("records")]
        return pd.concat([self.official, self.invented[free]], ignore_index=True)

    def shared(self, agencies: pd.DataFrame) -> list[int]:
        """Return the rows of a demonstration register whose code or a name is an official agency's."""
        taken = self.codes(self.official)
        records = agencies.fillna("").to_dict("index")
        return [int(str(row)) for row, record in records.items() if taken.keys() & names(record)]

    def codes(self, agencies: pd.DataFrame | None = None) -> dict[str, str]:
        """Return code, acronym, name or former name in lower case -> code."""
        rows = (self.agencies if agencies is None else agencies).fillna("").to_dict("records")
        return {name: str(row["agency"]) for row in rows for name in names(row)}


def names(row: Mapping[Hashable, object]) -> set[str]:
    """Return all that an agency goes by, in lower case."""
    former = str(row.get("former_names", "")).split(";")
    given = (str(row["agency"]), str(row.get("acronym", "")), str(row["name"]), *former)
    return {name.strip().lower() for name in given if name.strip()}
