"""Ages: the bands of public tables, and how a year of birth becomes one."""

from datetime import date

import numpy as np
import pandas as pd

from etl.vocabulary.label import AGE_BANDS, NOT_REPORTED

_ENDS = (25, 35, 45, 55, 65)
_OLDEST = 120


def band(born: pd.Series, day: date) -> pd.Series:
    """Return the age band on 31 December of `day`'s year of people born in these years; blank is not reported.

    Of a year of birth alone the age on any other day is known to a year only. Raises ValueError for a year of birth
    after `day`'s or over 120 years before it.
    """
    ages = day.year - pd.to_numeric(born)
    if not ages.dropna().between(0, _OLDEST).all():
        raise ValueError(f"a year of birth lies after {day.year} or over {_OLDEST} years before it; correct it")
    places = np.searchsorted(_ENDS, ages.fillna(0), side="right")
    known = pd.Series(np.asarray(AGE_BANDS[:-1], dtype=object)[places], index=born.index)
    return known.where(ages.notna(), NOT_REPORTED)
