"""What changed between two releases, figure by figure, and why; and the revisions that readers are told of."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from etl.vocabulary.label import EVERYONE
from metrics.release import WITHHELD, Release
from metrics.schema import revisions as table

NEEDED = ("figures", "representation", "sources", "measures", "revisions")
"""Tables of a release that a comparison reads."""
_KEY = ["figure_id", "benchmark"]
_SAID = ["measure", "agency", "geography", "period", "dimension", "group", "unit", "nature"]
_COUNTS = ["numerator", "denominator"]
_HELD = ["source", "definition_version", "status", "agencies_delivered", *_COUNTS, "told"]
COLUMNS = (
    *_KEY, *_SAID, "change", "reason", "before", "after",
    *(f"{name}_{side}" for name in _COUNTS for side in ("before", "after")),
)  # fmt: skip
_STATEWIDE = "statewide"


def tables(release: Release) -> dict[str, pd.DataFrame]:
    """Return the tables of a release that a comparison reads.

    A public file does not say which files agencies sent: a comparison of two needs `sources` of the internal ones.
    """
    return {name: release.table(name) for name in NEEDED}


def diff(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row for each figure and benchmark that differs between two releases' tables, in COLUMNS.

    `before` and `after` are the value, or the benchmark's value in the row of a benchmark. `change` is new, gone,
    withheld, shown or changed. `reason` is

    * `definition`: the measure's version changed, or the measure came or went;
    * `protection`: it is withheld now, or was;
    * `new data`: another delivery of its source brought it, more agencies have delivered a statewide figure, or its
      benchmark is of another vintage;
    * `correction`: another delivery of its source says something else of the same period, or says it no longer;
    * `calculation`: its deliveries and its definition are the same; the program or its bundled data changed.
    """
    sides = _figures(before).merge(
        _figures(after), on=_KEY, how="outer", suffixes=("_before", "_after"), indicator=True
    )
    for name in _SAID:
        sides[name] = sides[f"{name}_after"].where(sides["_merge"] != "left_only", sides[f"{name}_before"])
    sides = sides.rename(columns={"told_before": "before", "told_after": "after"})
    hidden = {side: sides[f"status_{side}"] == WITHHELD for side in ("before", "after")}
    sides["change"] = np.select(
        [
            sides["_merge"] == "left_only", sides["_merge"] == "right_only", hidden["before"] & ~hidden["after"],
            ~hidden["before"] & hidden["after"], _differs(sides),
        ],
        ["gone", "new", "shown", "withheld", "changed"], "",
    )  # fmt: skip
    sides = sides[sides["change"] != ""].reset_index(drop=True)
    sides["reason"] = _reasons(sides, before, after)
    sides["benchmark"] = sides["benchmark"].where(sides["benchmark"] != "", None)
    kept = [*COLUMNS, "status_before", "status_after"]
    return sides.reindex(columns=kept).sort_values(_KEY, na_position="first", ignore_index=True)


def revisions(
    release: str, earlier: str, before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the table `revisions` of a release made after another: what it revises, and what that one told.

    Only figures shown on both sides are told of; what is withheld now is not told from the past.
    """
    found = diff(before, after)
    shown = (found["status_before"] == "shown") & (found["status_after"] == "shown")
    fresh = found[(found["change"] == "changed") & shown].assign(release=release, earlier=earlier)
    figures = _figures(after)
    there = pd.MultiIndex.from_frame(figures.loc[figures["status"] == "shown", _KEY])
    past = before["revisions"]
    kept = past[pd.MultiIndex.from_frame(past[_KEY].fillna({"benchmark": ""})).isin(there)]
    names = [column.name for column in table.columns]
    both = [each.reindex(columns=names) for each in (kept, fresh) if len(each)]
    return pd.concat(both, ignore_index=True) if both else pd.DataFrame(columns=names)


def _figures(side: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return figures with what they tell: their value, or their benchmark's; and the origin of the latter."""
    rows = side["figures"].reset_index(drop=True)
    alone = rows["benchmark"].isna()
    rows = rows.assign(
        benchmark=rows["benchmark"].where(~alone, ""),
        told=rows["value"].where(alone, rows["benchmark_value"]),
        **{name: rows[name].where(alone) for name in _COUNTS},
    )
    origin = side["representation"].reindex(columns=[*_KEY, "reference_vintage", "reference_source"])
    rows = rows[[*_KEY, *_SAID, *_HELD]].merge(origin, on=_KEY, how="left", validate="one_to_one")
    return rows.astype(dict.fromkeys(("agencies_delivered", "definition_version", "told", *_COUNTS), "float64"))


def _differs(sides: pd.DataFrame) -> pd.Series:
    pairs = [("before", "after"), *((f"{name}_before", f"{name}_after") for name in _COUNTS)]
    same = [np.isclose(sides[one], sides[other], rtol=1e-9, atol=1e-12, equal_nan=True) for one, other in pairs]
    return pd.Series(~np.logical_and.reduce(same), index=sides.index)


def _reasons(
    sides: pd.DataFrame, before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> np.ndarray[tuple[int, ...], np.dtype[np.str_]]:
    old, new = (side["measures"].set_index("measure")["version"] for side in (before, after))
    defined = sides["measure"].map(old).to_numpy() != sides["measure"].map(new).to_numpy()
    other = _delivered_anew(sides, before["sources"], after["sources"])
    vintage = sides["reference_vintage_before"].notna() & sides["reference_vintage_after"].notna()
    vintage &= sides["reference_vintage_before"] != sides["reference_vintage_after"]
    summed = (sides["agency"] == EVERYONE) | (sides["benchmark"] == _STATEWIDE)
    late = summed & (sides["agencies_delivered_after"] > sides["agencies_delivered_before"])
    added = (sides["change"] == "new") & other
    return np.select(
        [defined, sides["change"].isin(["withheld", "shown"]), vintage | late | added, other],
        ["definition", "protection", "new data", "correction"],
        "calculation",
    )


def _delivered_anew(sides: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """Whether any source of a row has other files on the two sides."""
    old, new = (
        {str(name): set(rows.dropna()) for name, rows in side.groupby("source")["sha256"]} for side in (before, after)
    )
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    named = sides[[f"{name}_{side}" for name in ("source", "reference_source") for side in ("before", "after")]]
    return pd.Series(
        [
            not changed.isdisjoint(source for text in row if isinstance(text, str) for source in text.split(";"))
            for row in named.itertuples(index=False)
        ],
        index=sides.index,
        dtype=bool,
    )
