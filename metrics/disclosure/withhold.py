"""What a withheld figure holds: its place and that it is withheld, no number and no word made from one."""

import numpy as np
import pandas as pd

from metrics.disclosure.pattern import WITHHELD
from metrics.formula import figure

_NUMBERS = (
    "numerator", "denominator", "value", "se", "lower", "upper", "benchmark_value", "gap", "gap_lower", "gap_upper",
    "p", *figure.RATIO, "reference_margin", "reference_se",
)  # fmt: skip
_TEXTS = ("comparison", "certainty", "reference_vintage", "reference_note", "reference_source")


def withheld(rows: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Return rows whose hidden ones say so and hold no number, nor a word that was made from one."""
    if rows.empty:
        return rows
    rows = rows.copy()
    rows.loc[hidden, "status"] = WITHHELD
    for column in _NUMBERS:
        rows.loc[hidden, column] = np.nan
    for column in _TEXTS:
        rows.loc[hidden, column] = None
    return rows
