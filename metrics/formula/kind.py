"""Which formula is a measure's: by its kind, and all kinds that are not named are rates."""

from collections.abc import Mapping
from typing import Protocol

import pandas as pd
from sqlalchemy.engine import Connection

from metrics.definition import Measure
from metrics.formula import adjusted, duration, outcome, rate, representation
from metrics.formula.inputs import Inputs


class Formula(Protocol):
    """A module that makes figures: first everything is read, then figures are a function of that alone."""

    def read(self, connection: Connection, measure: Measure, /) -> Inputs:
        """Return what the measure's figures are made of. Raises DefinitionError, ValueError."""

    def figures(self, read: Inputs, measure: Measure, geography: str, references: pd.DataFrame, /) -> pd.DataFrame:
        """Return a row for each figure; `geography`: the State, `references`: the shares it is held against."""


_FORMULAS: Mapping[str, Formula] = {
    "representation": representation,
    "outcome": outcome,
    "adjusted": adjusted,
    "duration": duration,
}


def of(measure: Measure) -> Formula:
    """Return what reads and makes a measure's figures. Upkeep has none: it is made of the others' figures."""
    return _FORMULAS.get(measure.kind, rate)
