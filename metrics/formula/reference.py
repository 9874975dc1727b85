"""Reference shares: which row of the benchmarks a figure is held against."""

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE
from metrics.disclosure import policy

_PLACE = ["benchmark", "geography", "vintage", "job_category", "dimension", "nature", "source"]
_FIGURE = ["geography", "dimension", "group", "period", "nature"]
_CARRIED = {
    "share": "benchmark_value",
    "margin_of_error": "reference_margin",
    "vintage": "reference_vintage",
    "note": "reference_note",
    "source": "reference_source",
}


def load(connection: Connection) -> pd.DataFrame:
    """Return every benchmark row with its share in percent.

    A count becomes a share of the counts of its benchmark, place, vintage and dimension: of the row for
    everyone where there is one, else of their sum, which is right where groups do not overlap.
    """
    rows = warehouse.read(connection, sa.select(warehouse.benchmark))
    alone = rows["share"].isna()
    keys = [rows[name] for name in _PLACE]
    everyone = rows["count"].where(rows["group"] == EVERYONE).groupby(keys).transform("max")
    parts = rows["count"].where(rows["group"] != EVERYONE).groupby(keys).transform("sum")
    whole = everyone.fillna(parts)
    rows["share"] = rows["share"].where(~alone, 100 * rows["count"] / whole.where(whole > 0))
    # A group that the policy folds others into is a residue that no benchmark delimits in the same way.
    rules = policy.current()
    alike = [
        rows[(rows["dimension"] == name) & ~rows["group"].isin(set(rules.dimensions[name].groups[level]))].assign(
            dimension=level
        )
        for level, name in rules.folded.items()
    ]
    rows = pd.concat([rows, *alike], ignore_index=True)
    return rows[rows["group"] != EVERYONE].assign(last=rows["vintage"].map(_last))


def matched(
    figures: pd.DataFrame, references: pd.DataFrame, benchmark: str, job_category: str = EVERYONE
) -> pd.DataFrame:
    """Return figures with the reference rows of one benchmark: columns of a benchmark row, and what is known of it.

    The vintage is the latest that ended by the period's last day, else the earliest. A group that the
    benchmark lacks keeps a blank `benchmark_value`; places and dimensions that it lacks altogether are left
    out. The job category's own rows are used where the benchmark has any, else those of all jobs. Official
    figures are held against official rows only.
    """
    rows = references[references["benchmark"] == benchmark]
    own = rows[rows["job_category"] == job_category]
    rows = own if not own.empty else rows[rows["job_category"] == EVERYONE]
    covered = rows[["geography", "dimension"]].drop_duplicates()
    held = figures.merge(covered, on=["geography", "dimension"])
    if held.empty:
        return held
    wanted = held[_FIGURE].drop_duplicates()
    pairs = wanted.merge(rows, on=["geography", "dimension", "group"], suffixes=("", "_of"))
    pairs = pairs[(pairs["nature_of"] == "official") | (pairs["nature"] == pairs["nature_of"])]
    day = pairs["period"].map(_last)
    pairs["later"] = pairs["last"] > day
    # Before the period the nearest vintage is the greatest day, after it the smallest.
    pairs["distance"] = (pairs["last"] - day).abs()
    pairs["unmeasured"] = pairs["margin_of_error"].isna()
    order = ["later", "distance", "nature_of", "unmeasured", "source"]
    best = pairs.sort_values(order, ascending=[True, True, False, True, True], kind="stable").drop_duplicates(_FIGURE)
    joined = held.merge(best[[*_FIGURE, *_CARRIED]].rename(columns=_CARRIED), on=_FIGURE, how="left")
    return joined.assign(benchmark=benchmark, benchmark_kind="reference_population")


def _last(period: str) -> pd.Timestamp:
    return pd.Timestamp(periods.parse(period).last)
