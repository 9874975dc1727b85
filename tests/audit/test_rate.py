"""A rate, its gap, ratio, error and limits bound the count they were made from, and hold the true one."""

import math

import numpy as np
import pandas as pd
import pytest

from audit.rate import Z, shares
from audit.sentence import numbers


def wilson(x: int, n: int) -> tuple[float, float]:
    middle, reach = x + Z**2 / 2, Z * math.sqrt(x * (n - x) / n + Z**2 / 4)
    return 100 * (middle - reach) / (n + Z**2), 100 * (middle + reach) / (n + Z**2)


def counts(row: dict[str, float], n: int) -> tuple[int, int]:
    low, high = shares(pd.DataFrame([row]), np.array([float(n)]))
    return math.ceil(low[0] * n - 1e-6), math.floor(high[0] * n + 1e-6)


def test_a_rate_of_one_decimal_gives_the_counts_that_round_to_it() -> None:
    for x in range(1, 200, 14):
        low, high = counts({"value": round(100 * x / 200, 1)}, 200)
        assert low == x == high, "half a percent a person"
    assert counts({"value": 12.0}, 1000) == (115, 125)
    assert counts({"value": 12.1}, 1000) == (121, 121)
    assert counts({"value": 12.1}, 10_000) == (1205, 1215)


def test_a_decimal_more_gives_fewer_counts() -> None:
    assert counts({"value": 12.3}, 5000) == (613, 617)
    assert counts({"value": 12.34}, 5000) == (617, 617)


@pytest.mark.parametrize("x", [0, 1, 7, 60, 119, 120])
def test_each_number_alone_gives_the_count(x: int) -> None:
    n, reference = 120, 20.0
    share = 100 * x / n
    lower, upper = wilson(x, n)
    alone = (
        {"value": share},
        {"gap": share - reference, "benchmark_value": reference},
        {"ratio": share / reference, "benchmark_value": reference},
        {"persons": x - n * reference / 100, "benchmark_value": reference},
        {"lower": round(lower, 9)} if x else {"upper": upper},
        {"upper": round(upper, 9)} if x < n else {"lower": lower},
    )
    for row in alone:
        # A whole number in a row of its own says that it may be rounded; the computed column says it is not.
        low, high = shares(pd.DataFrame([row, dict.fromkeys(row, 33.333333333)]), np.array([n, n], dtype=float))
        assert low[0] * n - 1e-3 <= x <= high[0] * n + 1e-3, row
        assert high[0] * n - low[0] * n < 0.5, row


def test_an_error_leaves_a_count_and_its_complement() -> None:
    p = 7 / 120
    assert counts({"se": 100 * math.sqrt(p * (1 - p) / 120)}, 120) == (7, 113)


def test_absent_numbers_bound_nothing() -> None:
    low, high = shares(pd.DataFrame([{"value": np.nan, "gap": 3.0}]), np.array([np.nan]))
    assert (low[0], high[0]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("sentence", "share", "low", "high"),
    [
        ("Asian: 12.5% in 2024.", True, 0.1245, 0.1255),
        ("at least 95% of them", True, 0.945, 1.0),
        ("under 0.1% are", True, 0.0, 0.001),
        ("more than 40 people", False, 41, math.inf),
        ("fewer than 6 employees", False, 0, 5),
        ("1,204 people", False, 1204, 1204),
        ("1 person", False, 1, 1),
    ],
)
def test_a_number_in_a_sentence_is_read_as_exactly_as_it_is_said(
    sentence: str, share: bool, low: float, high: float
) -> None:
    (said,) = numbers(sentence)
    assert said.share is share
    assert said.low == pytest.approx(low)
    assert said.high == pytest.approx(high)


def test_what_is_no_level_is_not_read_as_one() -> None:
    assert numbers("from +6.9 points to +3.8 points in fiscal year 2025, a ratio of 0.18") == []
    assert numbers("a change of +3.5%") == []
