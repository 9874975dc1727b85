"""What the figures of a measure are made of: everything that is read, before anything is computed.

Computing is a function of these rows alone, and of each period by itself but for the groups that occur in any: so the
figures of some periods are those of all, cut to them.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

PERIOD = "period"


@dataclass(frozen=True)
class Way:
    """How rows are divided by a dimension in all periods: the groups that occur (nature, race_standard, group), and
    whether all that is told is `undivided`, taken from the rows of everyone."""

    groups: pd.DataFrame
    undivided: bool = False


Ways = Mapping[str, Way]


@dataclass(frozen=True)
class Inputs:
    """`rows` by name, each with a period; `ways`: name -> dimension -> how these rows are divided; `without`: agencies
    that are no part of the State."""

    rows: Mapping[str, pd.DataFrame]
    ways: Mapping[str, Ways] = field(default_factory=dict)
    without: frozenset[str] = frozenset()

    @cached_property
    def periods(self) -> list[str]:
        """Every period that any of the rows is of, in order."""
        return sorted({str(each) for rows in self.rows.values() for each in rows[PERIOD].unique()})

    def of(self, periods: Collection[str]) -> "Inputs":
        """Return what is of these periods; the groups are still those of all."""
        return replace(self, rows={name: rows[rows[PERIOD].isin(periods)] for name, rows in self.rows.items()})

    @property
    def exact(self) -> bool:
        """Whether all numbers are whole: then no digit of a sum depends on what is summed beside it."""
        numbers = (rows.select_dtypes("number").to_numpy("float64") for rows in self.rows.values())
        return all(bool((np.isnan(each) | (each % 1 == 0)).all()) for each in numbers)

    def marks(self) -> dict[str, str]:
        """Return period -> a checksum of all that its figures are made of, whatever the order of rows."""
        common = hashlib.sha256(repr(sorted(self.without)).encode())
        for name in sorted(self.ways):
            for dimension, way in sorted(self.ways[name].items()):
                common.update(repr((name, dimension, way.undivided, list(way.groups))).encode())
                common.update(_sorted(pd.util.hash_pandas_object(way.groups, index=False)))
        found = {period: common.copy() for period in self.periods}
        for name in sorted(self.rows):
            rows = self.rows[name]
            said = pd.util.hash_pandas_object(rows, index=False)
            for period, part in said.groupby(rows[PERIOD].astype(str)):
                found[str(period)].update(f"{name} {list(rows)} {len(part)}".encode() + _sorted(part))
        return {period: each.hexdigest() for period, each in found.items()}


def _sorted(said: pd.Series) -> bytes:
    ordered: bytes = said.sort_values().to_numpy().tobytes()
    return ordered


def none() -> Inputs:
    """Return inputs without rows."""
    return Inputs({"none": pd.DataFrame(columns=[PERIOD])})
