"""The colours of assets/tokens.css, for what CSS cannot reach: pictures and Plotly."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

ASSETS = Path(__file__).parents[1] / "assets"
TOKENS = ASSETS / "tokens.css"
SCHEMES = ("light", "dark")

GROUP_TOKENS: Mapping[str, str] = MappingProxyType(
    {
        "American Indian or Alaska Native": "g-ai",
        "Asian": "g-as",
        "Black or African American": "g-bl",
        "Hispanic or Latino": "g-hi",
        "Middle Eastern or North African": "g-me",
        "Native Hawaiian or Other Pacific Islander": "g-nh",
        "Two or More Races": "g-tw",
        "Multiracial and/or Multiethnic": "g-tw",
        "White": "g-wh",
        "Female": "s-f",
        "Male": "s-m",
        "X": "s-x",
        "Male, X or not reported": "s-m",
        "Not reported": "ink-3",
    }
)


def group_token(group: str) -> str:
    """Return the token that colours a group; groups without a colour of their own share `series`.

    Of crossed groups the first that has a colour gives it.

    >>> group_token("Governor x Asian"), group_token("Governor")
    ('g-as', 'series')
    """
    return next((GROUP_TOKENS[part] for part in group.split(" x ") if part in GROUP_TOKENS), "series")


@cache
def colours(scheme: str) -> Mapping[str, str]:
    """Return token -> #RRGGBB in one scheme, as the stylesheet has it.

    >>> colours("light")["bg"], colours("dark")["bg"]
    ('#FFFFFF', '#10161D')
    """
    found = re.findall(
        r"--([\w-]+):\s*light-dark\((#[0-9A-F]{6}),\s*(#[0-9A-F]{6})\)", TOKENS.read_text(encoding="utf-8")
    )
    column = SCHEMES.index(scheme)
    return MappingProxyType({name: (light, dark)[column] for name, light, dark in found})
