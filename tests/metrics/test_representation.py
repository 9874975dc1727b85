import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from metrics.interval import wilson
from metrics.representation import indivisible, persons, ratio, ratio_limits


def test_parity_is_one() -> None:
    assert ratio(13.0, 13.0) == 1
    assert persons(130, 1000, 0.13) == 0


def test_a_reference_of_nobody_has_no_ratio() -> None:
    assert np.isnan(ratio(5.0, 0.0))
    assert np.isnan(ratio_limits(0.05, 0.01, 0.1, 0.0, np.nan)).all()


def test_without_a_margin_the_limits_are_those_of_the_share() -> None:
    low, high = wilson(30, 200)
    lower, upper = ratio_limits(0.15, low, high, 0.2, np.nan)
    assert float(lower) == pytest.approx(float(low) / 0.2)
    assert float(upper) == pytest.approx(float(high) / 0.2)


def test_a_margin_of_the_benchmark_widens_the_limits() -> None:
    low, high = wilson(30, 200)
    known = ratio_limits(0.15, low, high, 0.2, 0.0)
    estimated = ratio_limits(0.15, low, high, 0.2, 0.02)
    assert estimated[0] < known[0]
    assert estimated[1] > known[1]


def test_nobody_of_a_group_has_a_lower_limit_of_zero_and_a_finite_upper_one() -> None:
    low, high = wilson(0, 50)
    lower, upper = ratio_limits(0.0, low, high, 0.1, 0.01)
    assert lower == 0
    assert 0 < upper < np.inf


def test_less_than_one_person_cannot_be_divided() -> None:
    assert indivisible(40, 0.02)
    assert not indivisible(50, 0.02)


@given(
    x=some.integers(1, 499),
    reference=some.floats(0.01, 0.9),
    error=some.floats(0, 0.05),
)
def test_the_ratio_lies_between_its_limits(x: int, reference: float, error: float) -> None:
    low, high = wilson(x, 500)
    lower, upper = ratio_limits(x / 500, low, high, reference, error)
    assert lower < ratio(x / 500, reference) < upper
