"""Ages: the bands of public tables, and how a year of birth becomes one."""

from datetime import date

import numpy as np
import pandas as pd

from etl.vocabulary.label import AGE_BANDS, NOT_REPORTED

_ENDS = (25, 35, 45, 55, 65)
_OLDEST = 120


def band(born: pd.Series, day: date) -> pd.Series:
    """Return the age band on 31 December of `day`'s year of people born in these years.

    Of a year of birth alone the age on any other day is known to a year only. A blank year is not reported, and so is
    one after `day`'s or over 120 years before it, which is nobody's.
    """
    ages = day.year - pd.to_numeric(born).astype("float64")
    known = ages.between(0, _OLDEST)
    places = np.searchsorted(_ENDS, ages.where(known, 0), side="right")
    bands = pd.Series(np.asarray(AGE_BANDS[:-1], dtype=object)[places], index=born.index)
    return bands.where(known, NOT_REPORTED)
