"""Which agencies differ by more than chance: size against share, with the limits that chance alone would give.

Whether an agency differs is read from the release, never worked out here.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.figures.row import number
from dashboard.tables import EVERYONE
from metrics import words
from metrics.funnel import proportion_funnel

_NAMED = 6
_LEAST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """An agency: its size, its share in percent and the decimals to write it with, and whether it differs.

    `named`: on the chart.
    """

    agency: str
    name: str
    size: float
    share: float
    decimals: int
    outside: bool
    high: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """Agencies by size and share, the share of all together with its decimals, and the benchmark.

    The benchmark is there where it is a share of people.
    """

    spots: tuple[Spot, ...]
    pooled: float
    decimals: int
    benchmark: float | None
    benchmark_name: str
    token: str
    low_size: float
    high_size: float
    top: float

    def limit(self, size: float, z: float) -> tuple[float, float]:
        """Return the limits at a size, in percent, never past 0 or 100."""
        low, high = proportion_funnel(self.pooled / 100, size, z)
        return 100 * float(low), 100 * float(high)

    @property
    def tab_left(self) -> bool:
        """Whether the benchmark's tab stands at the left end: where fewer marks are near its line."""
        if self.benchmark is None:
            return True
        middle = math.sqrt(self.low_size * self.high_size)
        near = [s for s in self.spots if abs(s.share - self.benchmark) < 0.12 * self.top]
        return sum(s.size < middle for s in near) < sum(s.size >= middle for s in near)

    def sizes(self) -> list[float]:
        """Return sizes along the axis, evenly on its log scale."""
        ratio = self.high_size / self.low_size
        return [self.low_size * ratio ** (k / 40) for k in range(41)]


def funnel(
    measure: Mapping[str, Any],
    agencies: pd.DataFrame,
    statewide: float,
    people: float | None,
    benchmark: float | None,
    benchmark_name: str,
    token: str,
    names: Mapping[str, str],
    reader: str,
) -> Funnel | None:
    """Return the funnel of one group and period; None with fewer than three agencies shown.

    `agencies`: rows of `figures` for that group and period, compared with `statewide`, the share among `people`.
    """
    shown = agencies[(agencies["status"] == "shown") & agencies["value"].notna() & (agencies["denominator"] > 0)]
    shown = shown[shown["agency"] != EVERYONE]
    if len(shown) < 3 or not 0 < statewide < 100:
        return None
    share = statewide / 100
    far = (shown["value"] - statewide).abs() / (100 * (share * (1 - share) / shown["denominator"]) ** 0.5)
    outside = shown["comparison"].isin(["below", "above", "better", "worse"])
    low, high = float(shown["denominator"].min()), float(shown["denominator"].max())
    top = min(100.0, max(float(shown["value"].max()), benchmark or 0.0) * 1.25)
    named = _apart(
        shown.loc[far[outside & (shown["denominator"] >= _LEAST_NAMED)].nlargest(2 * _NAMED).index], low, high, top
    )
    shown = shown.assign(outside=outside)
    spots = tuple(
        Spot(
            row["agency"],
            names.get(row["agency"], row["agency"]),
            float(row["denominator"]),
            float(row["value"]),
            int(words.by_base(measure, number(row["denominator"]))["decimals"]),
            bool(row["outside"]),
            row["value"] > statewide,
            key in named or row["agency"] == reader,
        )
        for key, row in shown.iterrows()
    )
    decimals = int(words.by_base(measure, people)["decimals"])
    return Funnel(spots, statewide, decimals, benchmark, benchmark_name, token, low / 1.3, high * 1.3, top)


def _apart(rows: pd.DataFrame, low: float, high: float, top: float) -> set[Any]:
    """Return the rows, furthest out first, whose names have room on the chart; the list beside it has them all."""
    placed: list[tuple[float, float, Any]] = []
    for key, row in rows.iterrows():
        x, y = math.log(row["denominator"] / low) / (math.log(high / low) or 1.0), row["value"] / top
        if all(abs(x - a) > 0.08 or abs(y - b) > 0.07 for a, b, _ in placed):
            placed.append((x, y, key))
    return {key for _, _, key in placed[:_NAMED]}


def size_ticks(chart: Funnel) -> list[float]:
    """Return at most five round sizes within the axis."""
    rounds = [m * 10.0**e for e in range(1, 6) for m in (1, 2, 5)]
    inside = [n for n in rounds if chart.low_size <= n <= chart.high_size]
    return inside[:: max(1, math.ceil(len(inside) / 5))]
