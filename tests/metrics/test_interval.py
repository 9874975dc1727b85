import numpy as np
import pytest

from metrics.interval import margin_error, proportion_error, symmetric, wilson


def test_wilson_agrees_with_published_limits() -> None:
    # PHEindicatormethods, test cases of phe_proportion.
    lower, upper = wilson([65, 1], [100, 100])
    assert lower == pytest.approx([0.552544, 0.001767], abs=1e-6)
    assert upper == pytest.approx([0.736358, 0.054486], abs=1e-6)


def test_wilson_touches_nobody_and_everybody_exactly() -> None:
    lower, upper = wilson([0, 20], [20, 20])
    assert lower[0] == 0
    assert upper[1] == 1
    assert 0 < upper[0] < lower[1] < 1


def test_an_absent_value_stays_absent() -> None:
    lower, upper = wilson([np.nan, 5], [10, np.nan])
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


@pytest.mark.parametrize(("x", "n"), [(11, 10), (1, 0), (-1, 10), (0, -5)])
def test_an_impossible_proportion_is_an_error(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="1 of 1 proportions"):
        wilson(x, n)
    with pytest.raises(ValueError, match="proportions"):
        proportion_error(x, n)


def test_a_ninety_percent_margin_becomes_a_wider_interval() -> None:
    lower, upper = symmetric(50.0, margin_error(1.645))
    assert (float(lower), float(upper)) == pytest.approx((48.040036, 51.959964), abs=1e-6)


def test_a_percentage_stays_between_0_and_100() -> None:
    lower, upper = symmetric([1.0, 99.5], [2.0, 2.0], highest=100)
    assert lower[0] == 0
    assert upper[1] == 100
