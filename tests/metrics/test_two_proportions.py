import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.chance import two_sided
from metrics.two_proportions import (
    difference_limits,
    fisher,
    log_limits,
    odds_ratio,
    ratio,
    ratio_limits,
    z_score,
)

PAIR = (7, 34, 1, 34)


@some.composite
def pairs(draw: Any) -> tuple[int, int, int, int]:
    n, m = draw(some.integers(1, 400)), draw(some.integers(1, 400))
    return draw(some.integers(0, n)), n, draw(some.integers(0, m)), m


def test_limits_agree_with_published_ones() -> None:
    # Fagerland, Lydersen and Laake, Statistical Methods in Medical Research 24 (2015), 7/34 against 1/34, printed to
    # two or three figures; the score limits of the ratio to seven from R's PropCIs.
    assert [float(each) for each in difference_limits(*PAIR)] == pytest.approx([0.019, 0.340], abs=5e-4)
    assert [float(each) for each in ratio_limits(*PAIR)] == pytest.approx([1.220853, 42.575718], abs=5e-7)
    assert [float(each) for each in log_limits(*PAIR)] == pytest.approx([0.91, 54], abs=0.4)
    assert [float(each) for each in log_limits(*PAIR, added=0.5)] == pytest.approx([0.92, 27], abs=0.1)


@pytest.mark.shared
def test_limits_agree_with_the_shared_case(shared: Path) -> None:
    case = json.loads((shared / "cases/two_proportion_ci.json").read_text())
    given = (case["count1"], case["n1"], case["count2"], case["n2"])
    found = {
        "newcombe": (difference_limits(*given), case["diff"]["newcombe"], 1e-3),
        "koopman": (ratio_limits(*given), case["ratio"]["koopman_score"], 1e-6),
        "katz": (log_limits(*given), case["ratio"]["katz_log"], 0.2),
        "adjusted": (log_limits(*given, added=0.5), case["ratio"]["adjusted_log"], 0.1),
    }
    for name, (limits, expected, tolerance) in found.items():
        assert [float(each) for each in limits] == pytest.approx(expected, abs=tolerance), name


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(some.integers(1, 60), some.integers(1, 60), some.data())
def test_limits_agree_with_statsmodels(n: int, m: int, data: Any) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

    x, y = data.draw(some.integers(1, n)), data.draw(some.integers(1, m))
    newcombe = confint_proportions_2indep(x, n, y, m, compare="diff", method="newcomb")
    assert [float(each) for each in difference_limits(x, n, y, m)] == pytest.approx(newcombe, abs=1e-9)
    if x < n and y < m:
        katz = confint_proportions_2indep(x, n, y, m, compare="ratio", method="log")
        assert [float(each) for each in log_limits(x, n, y, m)] == pytest.approx(katz, rel=1e-9)
        z, p = proportions_ztest([x, y], [n, m])
        assert (float(z_score(x, n, y, m)), float(two_sided(z_score(x, n, y, m)))) == pytest.approx((z, p), abs=1e-9)


@pytest.mark.long
def test_score_limits_agree_with_statsmodels() -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    for pair in [PAIR, (15, 40, 20, 50), (1, 30, 9, 100), (88, 90, 60, 75)]:
        theirs = confint_proportions_2indep(*pair, compare="ratio", method="score", correction=False)
        assert [float(each) for each in ratio_limits(*pair)] == pytest.approx(theirs, rel=1e-6)


@pytest.mark.long
def test_fisher_agrees_with_scipy_and_r_on_thousands_of_tables() -> None:
    from scipy.stats import fisher_exact

    random = np.random.default_rng(7)
    n, m = random.integers(1, 60, (2, 2000))
    x, y = random.binomial(n, random.random(2000)), random.binomial(m, random.random(2000))
    theirs = [fisher_exact([[a, b - a], [c, d - c]])[1] for a, b, c, d in zip(x, n, y, m, strict=True)]
    assert fisher(x, n, y, m) == pytest.approx(np.array(theirs), rel=1e-9)
    # R's fisher.test.
    assert float(fisher(2, 8, 5, 10)) == pytest.approx(0.3665158371, abs=1e-10)
    assert float(fisher(0, 5, 3, 4)) == pytest.approx(0.047619047619, abs=1e-12)


@pytest.mark.long
def test_fisher_of_many_people_nears_the_corrected_normal_test() -> None:
    from scipy.stats import fisher_exact

    exact = fisher(300_000, 1_000_000, 301_000, 1_000_000)
    assert float(exact) == pytest.approx(fisher_exact([[300_000, 700_000], [301_000, 699_000]])[1], rel=1e-6)
    assert float(exact) == pytest.approx(float(two_sided(z_score(300_000, 1_000_000, 301_000, 1_000_000))), rel=0.01)


def test_zero_and_full_cells_have_limits() -> None:
    lower, upper = ratio_limits([0, 0, 10, 5], [10, 10, 10, 10], [5, 0, 10, 0], [10, 10, 10, 10])
    assert lower[0] == 0
    assert 0 < upper[0] < 1
    # Nobody in the group compared with: the score has no upper limit, the logarithm with ½ added has.
    half_lower, half_upper = log_limits([0, 5], 10, [0, 0], 10, added=0.5)
    assert (lower[[1, 3]] == half_lower).all()
    assert (upper[[1, 3]] == half_upper).all()
    assert lower[2] < 1 < upper[2]
    assert np.isfinite([lower, upper]).all()
    assert np.isnan(ratio(3, 10, 0, 10))
    assert np.isnan(odds_ratio([10, 0], [10, 5], [5, 0], [10, 5])).all()
    assert (z_score([0, 10], 10, [0, 10], 10) == 0).all()
    assert fisher([0, 10], [10, 10], [0, 10], [10, 10]) == pytest.approx([1, 1])
    assert np.isnan(log_limits(0, 10, 3, 10)).all()


def test_an_absent_count_stays_absent() -> None:
    absent = ([np.nan, 2, 3, 4], [5, np.nan, 5, 5], [1, 1, np.nan, 1], [5, 5, 5, np.nan])
    for found in (*difference_limits(*absent), *ratio_limits(*absent), *log_limits(*absent), ratio(*absent),
                  odds_ratio(*absent), z_score(*absent), two_sided(z_score(*absent)), fisher(*absent)):  # fmt: skip
        assert found.shape == (4,)
        assert np.isnan(found).all()


@pytest.mark.parametrize("pair", [(11, 10, 1, 10), (1, 0, 1, 10), (-1, 10, 1, 10), (1, 10, 3, 2), (1, 10, 0, 0)])
@pytest.mark.parametrize("function", [difference_limits, ratio, ratio_limits, log_limits, odds_ratio, z_score, fisher])
def test_an_impossible_pair_is_an_error(function: Any, pair: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="1 of 1 pairs of proportions"):
        function(*pair)


def test_fisher_is_of_whole_people() -> None:
    with pytest.raises(ValueError, match="whole"):
        fisher(1.5, 10, 2, 10)


def test_three_fifths_are_four_fifths_of_three_quarters_to_the_last_digit() -> None:
    assert float(ratio(3, 5, 3, 4)) == 0.8


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_limits_hold_the_value_and_swapping_the_groups_inverts_the_ratio(pair: tuple[int, int, int, int]) -> None:
    x, n, y, m = pair
    lower, upper = difference_limits(*pair)
    assert -1 <= lower <= x / n - y / m <= upper <= 1
    assert float(z_score(y, m, x, n)) == -float(z_score(*pair))
    assert float(fisher(y, m, x, n)) == pytest.approx(float(fisher(*pair)), rel=1e-9)
    assert 0 < float(fisher(*pair)) <= 1
    if x and y:
        value = float(ratio(*pair))
        assert float(ratio(y, m, x, n)) == pytest.approx(1 / value)
        limits, swapped = ratio_limits(*pair), ratio_limits(y, m, x, n)
        assert limits[0] <= value * (1 + 1e-12)
        assert limits[1] >= value * (1 - 1e-12)
        assert (float(limits[0]), float(limits[1])) == pytest.approx((1 / swapped[1], 1 / swapped[0]), rel=1e-9)


@settings(max_examples=30, deadline=None)
@given(pairs(), some.integers(2, 20))
def test_limits_close_in_with_more_people(pair: tuple[int, int, int, int], times: int) -> None:
    more = tuple(times * each for each in pair)
    assert np.ptp(difference_limits(*more)) <= np.ptp(difference_limits(*pair)) + 1e-12
    if pair[0] and pair[2]:
        assert np.ptp(ratio_limits(*more)) <= np.ptp(ratio_limits(*pair)) * (1 + 1e-9)
