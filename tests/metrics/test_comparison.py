import numpy as np
import pytest

from metrics.comparison import difference_limits, reading
from metrics.interval import wilson


@pytest.mark.parametrize(
    ("favourable", "beneath", "beyond"),
    [
        ("parity", "below", "above"),
        ("none", "below", "above"),
        ("higher", "worse", "better"),
        ("lower", "better", "worse"),
    ],
)
def test_the_word_follows_the_side_of_the_benchmark_and_which_side_is_good(
    favourable: str, beneath: str, beyond: str
) -> None:
    words = reading([1.0, 4.0, 6.0], [2.0, 6.0, 9.0], 5.0, favourable)
    assert list(words) == [beneath, "similar", beyond]


def test_a_benchmark_on_a_limit_is_held() -> None:
    assert reading(5.0, 6.0, 5.0, "higher") == "similar"


def test_nothing_is_compared_when_either_side_is_absent() -> None:
    words = reading([np.nan, 1.0, 1.0], [2.0, np.nan, 2.0], [1.5, 1.5, np.nan], "higher")
    assert set(words) == {"not_compared"}


def test_the_difference_of_two_proportions_agrees_with_newcombe() -> None:
    # 7/34 against 1/34: cases of the two-proportion comparison, Newcombe's method 10.
    (a, b), (c, d) = wilson(7, 34), wilson(1, 34)
    lower, upper = difference_limits(7 / 34, a, b, 1 / 34, c, d)
    assert (float(lower), float(upper)) == pytest.approx((0.019, 0.340), abs=1e-3)


def test_swapping_the_sides_turns_the_difference_round() -> None:
    forth = difference_limits(0.3, 0.2, 0.45, 0.5, 0.4, 0.55)
    back = difference_limits(0.5, 0.4, 0.55, 0.3, 0.2, 0.45)
    assert float(forth[0]) == pytest.approx(-float(back[1]))
    assert float(forth[1]) == pytest.approx(-float(back[0]))


def test_a_benchmark_without_limits_is_taken_as_known() -> None:
    lower, upper = difference_limits(10.0, 8.0, 13.0, 9.0, np.nan, np.nan)
    assert (float(lower), float(upper)) == (-1.0, 4.0)
