"""The American Community Survey's race groups and its arithmetic of margins of error.

Each race table counts everyone of that race alone, Hispanic or not; one more table counts Hispanic people of any
race. Only "White alone, not Hispanic or Latino" and "Hispanic or Latino" are the groups that a workforce reports.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from etl.harmonize import Labels
from etl.published import number
from etl.vocabulary.label import EVERYONE

EVERYBODY = "All"
WHITE_ALONE = "white alone"
INCLUDES_HISPANIC = "includes Hispanic members"
MOSTLY_HISPANIC = "includes Hispanic members, usually most of this group"
TOO_FEW = "too few people in the sample for the survey to publish it"

_EXACT = ("White", "Hispanic or Latino")


def comparable(raw: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `raw` without the group White alone, which overlaps its non-Hispanic part."""
    return raw[raw["race_ethnicity"].str.lower() != WHITE_ALONE]


def groups(races: pd.Series, labels: Labels) -> pd.DataFrame:
    """Return dimension, group and note of each of the survey's race labels; `All` is everyone.

    Raises UnknownLabel.
    """
    everyone = races == EVERYBODY
    group = pd.Series(EVERYONE, index=races.index, dtype="object")
    group[~everyone] = labels.standard(races[~everyone], "race_ethnicity")
    note = group.map(lambda name: MOSTLY_HISPANIC if name == "Other" else INCLUDES_HISPANIC)
    return pd.DataFrame(
        {
            "dimension": everyone.map({True: EVERYONE, False: "race_ethnicity"}),
            "group": group,
            "note": note.where(~everyone & ~group.isin(_EXACT), ""),
        }
    )


def sum_margin(estimates: pd.Series, margins: pd.Series) -> float:
    """Return the margin of error of a sum of estimates: √ΣMOE², of estimates of zero only the largest.

    Source: U.S. Census Bureau, Understanding and Using ACS Data, chapter 8. NaN if a margin is not published.

    >>> sum_margin(pd.Series([100.0, 0.0, 0.0]), pd.Series([3.0, 4.0, 4.0]))
    5.0
    """
    zero = estimates == 0
    kept = [*margins[~zero], *([margins[zero].max()] if zero.any() else [])]
    return float(np.sqrt(np.sum(np.square(kept))))


def share_margin(part: pd.Series, part_margin: pd.Series, whole: pd.Series, whole_margin: pd.Series) -> pd.Series:
    """Return the margin, in percentage points, of the share of a part in its whole.

    √(MOE_part² − p²·MOE_whole²)/whole; with + where the difference is negative. Source: as `sum_margin`.

    >>> margin = share_margin(*(pd.Series([float(x)]) for x in (203119, 5070, 630498, 831)))
    >>> margin.round(2).to_list()
    [0.8]
    """
    share = part / whole
    squares, of_whole = part_margin**2, (share * whole_margin) ** 2
    root = np.sqrt(squares - of_whole.where(of_whole <= squares, -of_whole))
    return pd.Series(100 * root / whole, index=part.index)


def absent_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row with status `missing` for each group and each year that the edition skips, so that trends break."""
    years = number(rows["period"]).astype("int64")
    skipped: Sequence[int] = sorted(set(range(years.min(), years.max())) - set(years))
    series = rows[["indicator", "dimension", "group", "unit"]].drop_duplicates()
    return pd.concat(
        [
            rows.iloc[:0],
            *(
                series.assign(period=str(year), status="missing", note=f"{year} is not in this edition")
                for year in skipped
            ),
        ]
    )
