"""Availability weighted by factor, as a benchmark: those outside who do such work, and the State's own who may rise.

The two factors are those of 41 CFR 60-2.14(c): people with the skills in the area that the employer recruits in, and
people among its own who can be promoted. The first is the benchmark `availability` of the job category, the second the
share of the group among the State's employees in the jobs that lead to it. Weights stand in `factors.toml`. Only
internal figures are held against it (`metrics.disclosure.figures.INTERNAL`).
"""

import tomllib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from etl.vocabulary import period as periods
from etl.vocabulary.label import NOT_REPORTED
from metrics.availability import Factor, joined
from metrics.disclosure import figures, policy
from metrics.interval import MARGIN_Z, margin_error

BENCHMARK = figures.INTERNAL
FILE = Path(__file__).parent / "factors.toml"
_EXTERNAL = "availability"
_DIMENSIONS = ("race_ethnicity", "sex")


class FactorError(ValueError):
    """Weights that a person must fix. The message names the file, the entry and what was expected."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How a job category's two sources count from a day on: `external` is a proportion, the rest is from `feeders`."""

    job_category: str
    valid_from: date
    external: float
    feeders: tuple[str, ...]
    reason: str


def load(path: Path = FILE) -> list[Weights]:
    """Return the weights. Raises FactorError."""
    found = []
    for number, entry in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["availability"], 1):
        if entry.keys() != set(Weights.__slots__):
            raise FactorError(f"{path.name}: entry {number} has {sorted(entry)}; expected {sorted(Weights.__slots__)}")
        if not 0 <= entry["external"] <= 1 or not entry["feeders"] or not entry["reason"].strip():
            raise FactorError(
                f"{path.name}: entry {number}: external is {entry['external']}; expected a proportion, 0 to 1, with at "
                "least one feeder and a reason"
            )
        found.append(Weights(**{**entry, "feeders": tuple(entry["feeders"])}))
    return found


def rows(references: pd.DataFrame, heads: pd.DataFrame, geography: str, weights: Sequence[Weights]) -> pd.DataFrame:
    """Return reference rows of `weighted_availability`, one for each period, nature, job category and group.

    `references`: as `metrics.formula.reference.load` returns them. `heads`: the State's head counts with period,
    nature, job_category, race_ethnicity, sex and `value`. A group that either source lacks has no row. The margin is
    that of the external share, at 90 %, times its weight; the State's own counts have none.
    """
    outside = references[(references["benchmark"] == _EXTERNAL) & (references["geography"] == geography)]
    rules = policy.current()
    # Where those whose group is not reported are folded into one of few groups, a share is of everyone.
    everyone = {dimension for dimension, member, _ in rules.hierarchies if member == NOT_REPORTED}
    forms = {name: (name, False) for name in _DIMENSIONS}
    forms |= {level: (name, name in everyone) for level, name in rules.folded.items()}
    made = []
    for (period, nature), people in heads.groupby(["period", "nature"]):
        day = periods.parse(str(period)).last
        for each in _in_force(weights, day):
            inside = people[people["job_category"].isin(each.feeders)]
            for dimension, (column, of_all) in forms.items():
                shares = _shares(inside, column, of_all=of_all)
                known = _newest(outside[outside["job_category"] == each.job_category], dimension, day)
                for row in known[known["group"].isin(shares.index)].to_dict("records"):
                    made.append(_row(row, float(shares[row["group"]]), each, str(period), str(nature)))
    if not made:
        return references.iloc[:0]
    found = pd.DataFrame(made).reindex(columns=references.columns)
    return found.assign(last=found["vintage"].map(lambda text: pd.Timestamp(periods.parse(text).last)))


def _in_force(weights: Sequence[Weights], day: date) -> list[Weights]:
    newest: dict[str, Weights] = {}
    for each in sorted(weights, key=lambda one: one.valid_from):
        if each.valid_from <= day:
            newest[each.job_category] = each
    return list(newest.values())


def _shares(people: pd.DataFrame, column: str, *, of_all: bool) -> pd.Series:
    """The groups' shares of those with a reported group, or of everyone, as proportions."""
    if column not in people or people.empty:
        return pd.Series(dtype="float64")
    counts = people.groupby(column)["value"].sum()
    known = counts.drop(NOT_REPORTED, errors="ignore")
    base = counts.sum() if of_all else known.sum()
    return known / base if base > 0 else known.iloc[:0]


def _newest(outside: pd.DataFrame, dimension: str, day: date) -> pd.DataFrame:
    """The rows of the latest vintage that ended by a day, else of the earliest."""
    rows = outside[(outside["dimension"] == dimension) & outside["share"].notna()]
    by_then = rows[rows["last"] <= pd.Timestamp(day)]
    last = rows["last"].min() if by_then.empty else by_then["last"].max()
    found: pd.DataFrame = rows[rows["last"] == last]
    return found


def _row(outside: Mapping[Hashable, Any], own: float, weights: Weights, period: str, nature: str) -> dict[str, Any]:
    margin = outside["margin_of_error"]
    error = None if pd.isna(margin) else float(margin_error(float(margin))) / 100
    found = joined(
        [
            Factor(
                name="external", rate=float(outside["share"]) / 100, weight=weights.external, error=error,
                source=str(outside["source"]), reason=weights.reason,
            ),
            Factor(
                name="internal", rate=own, weight=round(1 - weights.external, 9), source="workforce_counts",
                reason=weights.reason,
            ),
        ]
    )  # fmt: skip
    jobs = " and ".join(weights.feeders)
    return {
        "benchmark": BENCHMARK, "geography": outside["geography"], "vintage": period,
        "job_category": weights.job_category, "dimension": outside["dimension"], "group": outside["group"],
        "share": 100 * found.rate, "margin_of_error": None if error is None else 100 * MARGIN_Z * found.error,
        "note": f"{weights.external:.0%} those available outside ({outside['vintage']}), the rest own {jobs}",
        "source": outside["source"], "nature": nature,
    }  # fmt: skip
