"""The stated bridge from the race groups of 2024 to those of 1997.

It is used only where a comparison across the two standards is asked for, and what it makes says so. It moves labels;
it cannot know how the same people would have answered the other question.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from etl.vocabulary import listed
from etl.vocabulary.label import RACE_ETHNICITY

_HISPANIC, _SEVERAL = RACE_ETHNICITY["HI"], RACE_ETHNICITY["TW"]
BRIDGE: Mapping[str, str] = MappingProxyType({row["omb_2024"]: row["omb_1997"] for row in listed.own("race_bridge")})
"""Group of 2024 -> group of 1997."""


def to_1997(groups: pd.Series) -> pd.Series:
    """Return the groups of 1997 for groups of 2024, several of which may be joined by `;`.

    Several with Hispanic or Latino are Hispanic or Latino, as in 1997 of any race; several others that are one group
    of 1997 are that group, else two or more races. Raises KeyError for a label of neither standard.

    >>> to_1997(pd.Series(["Middle Eastern or North African;White", "Asian;White"])).to_list()
    ['White', 'Two or More Races']
    """
    return groups.map({label: _one(label) for label in groups.unique()})


def _one(label: str) -> str:
    found = {BRIDGE[part] for part in label.split(";")}
    if len(found) == 1:
        return found.pop()
    return _HISPANIC if _HISPANIC in found else _SEVERAL
