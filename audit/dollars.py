"""Dollars to groups of vendors: no withheld sum is what is left of the State's.

The payments themselves are in no release, so that what a sum tells of a vendor cannot be tested from outside.
"""

import json
from collections.abc import Iterator

from audit.figure import EVERYONE
from audit.release import WITHHELD, Release

_TABLE = ["measure", "period", "nature", "dimension"]


def leaks(release: Release) -> Iterator[str]:
    """Yield a line for each sum of dollars that is withheld alone beside shown ones and the sum of them all."""
    figures = release.table("figures")
    policy = release.table("policy").reindex(columns=["part", "name", "value"])
    dollars = set(policy.loc[(policy["part"] == "count") & (policy["value"] == "dollars"), "name"])
    measures = release.table("measures").reindex(columns=["measure", "formula"])
    mine = [
        name
        for name, text in measures.itertuples(index=False)
        if isinstance(text, str) and json.loads(text).get("numerator") in dollars
    ]
    if figures.empty or not mine:
        return
    rows = figures[figures["measure"].isin(mine) & figures["benchmark"].isna()]
    for key, part in rows.groupby(_TABLE, sort=False):
        state = part["agency"] == EVERYONE
        parts = part[~state] if key[3] == EVERYONE else part[state]
        alone = parts[parts["status"] == WITHHELD]
        place = rows[(rows[["measure", "period", "nature"]] == list(key[:3])).all(axis=1)]
        whole = place[(place["agency"] == EVERYONE) & (place["dimension"] == EVERYONE)]
        if len(alone) == 1 and len(parts) > 1 and (whole["status"] != WITHHELD).any():
            yield f"figures: a withheld sum of dollars is what is left of the State's: {alone['figure_id'].iloc[0]}"
