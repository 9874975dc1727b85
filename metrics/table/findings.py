"""Table `findings`: the scan of every group against every benchmark, and why a group could not be scanned.

One test in twenty finds a gap where there is none, and a scan makes thousands. So p is adjusted over all tests of the
scan (Benjamini and Hochberg), and what is too small to be told from chance is listed with its reason.
"""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
import pandas as pd

from etl.vocabulary import period as periods
from metrics import release, schema
from metrics.comparison import NOT_COMPARED, SIMILAR
from metrics.definition import Favourable, Measure
from metrics.disclosure import policy
from metrics.multiplicity import adjusted
from metrics.representation import indivisible

COLUMNS = [column.name for column in schema.findings.columns]
LEVEL = 0.05
_LATEST = ["measure", "agency", "geography", "nature"]


class Finding(StrEnum):
    BEHIND = "behind"
    AHEAD = "ahead"
    APART = "apart"
    SIMILAR = "similar"
    CHANCE = "may_be_chance"
    EXCLUDED = "excluded"


class Reason(StrEnum):
    NOT_SHOWN = "not_shown"
    NO_BENCHMARK = "no_benchmark_value"
    SMALL_BASE = "base_below_minimum"
    ONE_PERSON = "parity_below_one_person"
    NO_INTERVAL = "no_interval"


_SIDES = {"below": Finding.BEHIND, "worse": Finding.BEHIND, "above": Finding.AHEAD, "better": Finding.AHEAD}


def table(figures: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """Return the scan of the latest period of each measure and agency; see `schema.findings`.

    `behind` and `ahead`: beyond the benchmark at an adjusted p below 0.05, on the side that is unfavourable or
    favourable (of a share against parity: fewer or more than the reference); `apart`: for measures without a favourable
    direction; `may_be_chance`: beyond it by its own interval, but not once all tests are counted. `persons`: how many
    people more (or fewer, negative) than at the benchmark. Official and demonstration figures are two scans. A figure
    that is withheld is not listed.
    """
    rows = _once(_latest(figures[figures["benchmark"].notna() & (figures["status"] != release.WITHHELD)]))
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows = rows.assign(reason=_reasons(rows, measures), persons=_persons(rows))
    rows["p"] = rows["p"].where(rows["reason"].isna())
    scans = rows.groupby("nature")["p"]
    rows["p_adjusted"] = scans.transform(lambda each: pd.Series(adjusted(each), index=each.index))
    rows["tests"] = scans.transform("count")
    return rows.assign(finding=_found(rows, measures))[COLUMNS]


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    ends = {text: periods.parse(text).last.toordinal() for text in rows["period"].unique()}
    end = rows["period"].map(ends)
    return rows[end == end.groupby([rows[name] for name in _LATEST]).transform("max")]


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out groups that are folded from others that are scanned themselves: they would be tested twice."""
    table = [*_LATEST, "period", "benchmark", "dimension"]
    there = pd.MultiIndex.from_frame(rows[table])
    unfolded = rows["dimension"].map(policy.current().folded)
    whole = pd.MultiIndex.from_frame(rows[table].assign(dimension=unfolded)).isin(there)
    return rows[unfolded.isna() | ~whole]


def _reasons(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.Series:
    least = rows["measure"].map({name: each.minimum.denominator for name, each in measures.items()})
    parity = rows["measure"].map({name: each.kind == "representation" for name, each in measures.items()})
    whole = indivisible(rows["denominator"], rows["benchmark_value"] / 100)
    cases = {
        Reason.NOT_SHOWN: rows["value"].isna(),
        Reason.NO_BENCHMARK: rows["benchmark_value"].isna(),
        Reason.SMALL_BASE: rows["denominator"] < least,
        Reason.ONE_PERSON: parity & whole,
        Reason.NO_INTERVAL: rows["p"].isna() | (rows["comparison"] == NOT_COMPARED),
    }
    said = np.select(list(cases.values()), [reason.value for reason in cases], default="")
    return pd.Series(said, index=rows.index, dtype=object).replace("", None)


def _persons(rows: pd.DataFrame) -> pd.Series:
    people: pd.Series = (rows["gap"] / 100 * rows["denominator"]).where(rows["unit"] == "percent")
    return people


def _found(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.Series:
    favourable = rows["measure"].map({name: each.reading.favourable for name, each in measures.items()})
    side = rows["comparison"].map(_SIDES).where(favourable != Favourable.NONE, Finding.APART)
    found = side.where(rows["p_adjusted"] < LEVEL, Finding.CHANCE)
    found = found.where(rows["comparison"] != SIMILAR, Finding.SIMILAR)
    return found.where(rows["reason"].isna(), Finding.EXCLUDED).map(str).astype(object)
