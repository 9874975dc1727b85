"""Dimensions that come in two forms: all groups, and fewer larger groups that the public gets of agencies."""

from collections.abc import Collection, Mapping

from dashboard.tables import NOT_REPORTED, Tables
from metrics.disclosure import policy


def folded() -> Mapping[str, str]:
    """Return dimension of fewer groups -> the one it is folded from."""
    return policy.current().folded


def base(dimension: str) -> str:
    """Return the dimension of all groups that a dimension is, or is folded from."""
    return folded().get(dimension, dimension)


def nearest(dimension: str, found: Collection[str]) -> str:
    """Return the dimension, or its other form, whichever is found; blank if neither is.

    >>> nearest("race_ethnicity", {"race5", "sex2"}), nearest("sex", {"race5"})
    ('race5', '')
    """
    fewer = {whole: few for few, whole in folded().items()}
    forms = (dimension, base(dimension), fewer.get(dimension, ""))
    return next((form for form in forms if form and form in found), "")


def group_in(tables: Tables, group: str, dimension: str) -> str:
    """Return the group of `dimension` that holds `group`; the group itself where it is not folded."""
    if dimension not in folded():
        return group
    rows = tables.whole("hierarchies")
    held = rows[(rows["dimension"] == base(dimension)) & (rows["member"] == group)]["parent"]
    return str(held.iloc[0]) if not held.empty else group


def counts_everyone(tables: Tables, dimension: str) -> bool:
    """Return whether a dimension's shares are of everyone: those who are not reported are in one of its groups."""
    return group_in(tables, NOT_REPORTED, dimension) != NOT_REPORTED
