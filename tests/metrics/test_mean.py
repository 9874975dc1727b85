import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from metrics.funnel import Z_998
from metrics.interval import Z
from metrics.mean import mean_limits, median_limits, summary_limits

# Student, Biometrika 6 (1908): hours of sleep gained by ten patients with either drug.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_the_mean_of_students_sleep_data_has_the_published_limits() -> None:
    # R's documentation, t.test(extra ~ group, sleep, paired): -1.58, -2.4598858 to -0.7001142.
    mean, lower, upper = mean_limits(np.subtract(FIRST, SECOND))
    assert (float(mean), float(lower), float(upper)) == pytest.approx((-1.58, -2.4598858, -0.7001142), abs=1e-7)


def test_groups_lie_along_the_last_axis_and_absent_values_are_left_out() -> None:
    rows = [[*FIRST, np.nan], [np.nan, *SECOND], [np.nan] * 10 + [4.0], [np.nan] * 11]
    mean, lower, upper = mean_limits(rows)
    alone = mean_limits(SECOND)
    assert mean == pytest.approx([0.75, 2.33, 4.0, np.nan], nan_ok=True)
    assert (lower[1], upper[1]) == (pytest.approx(alone[1]), pytest.approx(alone[2]))
    assert np.isnan(lower[2:]).all()
    assert np.isnan(upper[2:]).all()


def test_published_summaries_give_the_limits_of_their_values() -> None:
    mean, lower, upper = mean_limits(SECOND, Z_998)
    found = summary_limits(10, mean, np.std(SECOND, ddof=1), Z_998)
    assert [float(each) for each in found] == pytest.approx([float(lower), float(upper)])


def test_an_impossible_summary_is_an_error_and_an_absent_one_absent() -> None:
    with pytest.raises(ValueError, match="1 of 2 means"):
        summary_limits([10, 10], [1, 1], [1, -1])
    lower, upper = summary_limits([10, 1, 0, np.nan], [np.nan, 3, np.nan, 3], [1, np.nan, np.nan, 1])
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


@pytest.mark.parametrize(
    ("n", "rank"), [(5, 0), (6, 1), (8, 1), (9, 2), (10, 2), (12, 3), (20, 6), (30, 10), (50, 18), (100, 40)]
)
def test_the_medians_limits_are_the_published_ranks(n: int, rank: int) -> None:
    # Altman, Machin, Bryant and Gardner, Statistics with Confidence (2000): ranks of the 95 % limits of a median.
    median, lower, upper = median_limits(np.arange(1, n + 1))
    assert float(median) == (n + 1) / 2
    expected = (rank, n + 1 - rank) if rank else (np.nan, np.nan)
    assert (float(lower), float(upper)) == pytest.approx(expected, nan_ok=True)


@pytest.mark.long
@pytest.mark.parametrize("z", [Z, Z_998])
def test_the_rank_is_the_binomial_quantile_for_every_n(z: float) -> None:
    from scipy.stats import binom

    n = np.arange(1, 2001)
    values = np.where(np.arange(1, 2001) <= n[:, None], np.arange(1.0, 2001), np.nan)
    _, lower, _ = median_limits(values, z)
    rank = binom.ppf(0.025 if z == Z else 0.001, n, 0.5)
    assert np.nan_to_num(lower) == pytest.approx(rank)


def test_absent_values_are_left_out_of_a_median() -> None:
    median, lower, upper = median_limits([[3, np.nan, 1, 2, np.nan, np.nan, np.nan], [7, 6, 5, 4, 3, 2, 1]])
    assert list(median) == [2, 4]
    assert lower == pytest.approx([np.nan, 1], nan_ok=True)
    assert upper == pytest.approx([np.nan, 7], nan_ok=True)
    assert np.isnan(median_limits([np.nan])[0])
    assert np.isnan(median_limits(np.empty((2, 0)))[0]).all()


@given(some.lists(some.floats(-1e6, 1e6), min_size=6, max_size=60))
def test_limits_contain_the_middle_whatever_the_order(values: list[float]) -> None:
    for limits in (mean_limits, median_limits):
        middle, lower, upper = limits(values)
        assert lower <= middle + 1e-6
        assert middle <= upper + 1e-6
        again = limits(values[::-1])
        assert [float(each) for each in again] == pytest.approx([float(middle), float(lower), float(upper)], abs=1e-6)
