"""The statistics: summary measures, Wilson's interval, adverse impact, beside a loop, statsmodels and fairlearn."""

import math
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd
import statsmodels.api as sm
from fairlearn.metrics import MetricFrame, selection_rate
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import proportion_confint

from benchmarks.contest import OURS, Contest, close
from metrics import adverse_impact, interval, two_proportions
from metrics.inequality import slope, summary

_GROUPS = 7
_POINTS = ("d", "r", "bgv", "bgsd", "cov", "idisw", "mdmw", "mdbw", "ti", "mld")


def contests() -> Iterator[Contest]:
    """Yield the contests, on seeded data."""
    yield _summaries(10_000)
    yield _slopes(500)
    yield _wilson(1_000_000)
    yield _selection(agencies=60, groups=8, years=10)
    yield _exact(4_800)


def _settings(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(24)
    return random.uniform(5, 95, (count, _GROUPS)), random.integers(50, 5000, (count, _GROUPS)).astype(float)


def _summaries(count: int) -> Contest:
    y, n = _settings(count)
    at = [summary.MEASURES.index(name) for name in _POINTS]

    def ours() -> np.ndarray:
        found = summary.summarize(y, np.full_like(y, np.nan), n, favourable=True, draws=0)
        return np.asarray(found.estimate[:, at])

    def loop() -> np.ndarray:
        return np.array([_one(*each) for each in zip(y.tolist(), n.tolist(), strict=True)])

    return Contest(
        title=f"Summary measures of inequality, {count:,} settings of {_GROUPS} groups",
        contestants={OURS: ours, "plain loop": loop},
        same=close,
        beside={
            OURS: "all 21 measures where they apply, with the reasons where they do not",
            "plain loop": f"{len(_POINTS)} of the measures, no checks",
        },
    )


def _one(y: list[float], n: list[float]) -> list[float]:
    """Ten measures of one setting, as the formulas stand in a textbook."""
    whole = sum(n)
    p = [each / whole for each in n]
    mean = sum(a * b for a, b in zip(p, y, strict=True))
    variance = sum(a * (b - mean) ** 2 for a, b in zip(p, y, strict=True))
    away = sum(a * abs(b - mean) for a, b in zip(p, y, strict=True))
    ratio = [each / mean for each in y]
    return [
        max(y) - min(y),
        max(y) / min(y),
        variance,
        math.sqrt(variance),
        100 * math.sqrt(variance) / mean,
        100 * away / mean,
        away,
        sum(a * (max(y) - b) for a, b in zip(p, y, strict=True)),
        1000 * sum(a * b * math.log(b) for a, b in zip(p, ratio, strict=True)),
        1000 * sum(-a * math.log(b) for a, b in zip(p, ratio, strict=True)),
    ]


def _slopes(count: int) -> Contest:
    y, n = _settings(count)
    y = 100 * np.round(n * y / 100) / n
    order, scale = np.broadcast_to(np.arange(1.0, _GROUPS + 1), y.shape), np.full(count, 100.0)
    rank = (n.cumsum(axis=1) - n / 2) / n.sum(axis=1, keepdims=True)

    def ours() -> np.ndarray:
        return np.asarray(slope.sii(slope.line(y, n, order, scale), scale))

    def peer() -> np.ndarray:
        found = []
        for values, people, place in zip(y, n, rank, strict=True):
            family = sm.families.Binomial()
            model = sm.GLM(values / 100, sm.add_constant(place), family=family, freq_weights=people)
            zero, one = model.fit(tol=1e-12).predict(np.array([[1.0, 0.0], [1.0, 1.0]]))
            found.append(100 * (one - zero))
        return np.array(found)

    return Contest(
        title=f"Slope index of inequality by logistic regression, {count:,} settings of {_GROUPS} groups",
        contestants={OURS: ours, "statsmodels GLM": peer},
        same=lambda one, other: bool(np.allclose(one, other, rtol=1e-6)),
        beside={"statsmodels GLM": "one model at a time, with all its statistics"},
    )


def _wilson(count: int) -> Contest:
    random = np.random.default_rng(24)
    n = random.integers(1, 5000, count)
    x = random.binomial(n, random.uniform(0, 1, count))

    def loop() -> np.ndarray:
        z, found = interval.Z, []
        for events, base in zip(x.tolist(), n.tolist(), strict=True):
            reach = z * math.sqrt(z * z + 4 * events * (1 - events / base))
            middle, scale = 2 * events + z * z, 2 * (base + z * z)
            found.append(((middle - reach) / scale, (middle + reach) / scale))
        return np.array(found).T

    return Contest(
        title=f"Wilson's interval, {count:,} cells",
        contestants={
            OURS: lambda: np.array(interval.wilson(x, n)),
            "statsmodels": lambda: np.array(proportion_confint(x, n, method="wilson")),
            "plain loop": loop,
        },
        same=close,
        beside={
            OURS: "refuses impossible counts, absent stays absent, touches 0 and 1 exactly",
            "statsmodels": "no check of the counts",
            "plain loop": "no check of the counts",
        },
    )


def _selection(agencies: int, groups: int, years: int) -> Contest:
    random = np.random.default_rng(24)
    n = random.integers(20, 120, (agencies, years, groups))
    x = random.binomial(n, random.uniform(0.2, 0.6, n.shape))
    known = np.ones(n.shape, bool)
    people = _records(n, x)

    def ours() -> np.ndarray:
        found = adverse_impact.assess(n, x, adverse_impact.eligible(n, known))
        return np.asarray(found.impact_ratio.min(axis=-1))

    def loop() -> np.ndarray:
        lowest = np.empty((agencies, years))
        for agency in range(agencies):
            for year in range(years):
                rates = [picked / asked for picked, asked in zip(x[agency, year], n[agency, year], strict=True)]
                lowest[agency, year] = min(rates) / max(rates)
        return lowest

    def peer() -> np.ndarray:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = MetricFrame(
                metrics=selection_rate, y_true=people["selected"], y_pred=people["selected"],
                sensitive_features=people[["group"]], control_features=people[["agency", "year"]],
            )  # fmt: skip
            return np.asarray(frame.ratio(), float).reshape(agencies, years)

    return Contest(
        title=f"Adverse impact, {agencies} agencies × {groups} groups × {years} years",
        contestants={OURS: ours, "plain loop": loop, "fairlearn": peer},
        same=close,
        beside={
            OURS: "and comparator, z, Fisher's exact p, four fifths, shortfall and conclusion of every group",
            "plain loop": "the lowest ratio only",
            "fairlearn": f"the lowest ratio only, counting {len(people):,} records of people first",
        },
    )


def _exact(count: int) -> Contest:
    random = np.random.default_rng(24)
    n, m = random.integers(5, 300, (2, count))
    x, y = random.binomial(n, 0.3), random.binomial(m, 0.4)
    tables = np.array([[x, n - x], [y, m - y]]).transpose(2, 0, 1)
    return Contest(
        title=f"Fisher's exact test, {count:,} pairs of groups",
        contestants={
            OURS: lambda: two_proportions.fisher(x, n, y, m),
            "scipy": lambda: np.array([fisher_exact(table).pvalue for table in tables]),
        },
        same=lambda one, other: bool(np.allclose(one, other, rtol=1e-7)),
        beside={"scipy": "one pair at a time, with the odds ratio"},
    )


def _records(n: np.ndarray, x: np.ndarray) -> pd.DataFrame:
    """One row a person, as fairlearn wants them."""
    places = np.indices(n.shape).reshape(3, -1)
    agency, year, group = (np.repeat(each, n.ravel()) for each in places)
    number = np.concatenate([np.arange(each) for each in n.ravel()])
    selected = (number < np.repeat(x.ravel(), n.ravel())).astype(int)
    return pd.DataFrame({"agency": agency, "year": year, "group": group, "selected": selected})
