"""Axes hold what they must and put it where it belongs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.axis import fitting_axis, ratio_axis, value_axis

_RATIO = st.floats(0.1, 10)


@given(st.lists(_RATIO, min_size=1, max_size=8))
def test_parity_is_in_the_middle_of_a_ratio_axis_that_holds_every_ratio(ratios: list[float]) -> None:
    axis = ratio_axis(ratios)
    assert axis.at(1.0) == pytest.approx(50)
    assert axis.low <= min(ratios) * 1.0001
    assert max(ratios) <= axis.high * 1.0001


@given(st.lists(st.integers(-10_000_000, 10_000_000).map(lambda n: n / 100), min_size=1, max_size=8), st.booleans())
def test_a_value_axis_holds_every_value_with_few_round_ticks(values: list[float], zero: bool) -> None:
    axis = value_axis(values, from_zero=zero)
    room = 1e-6 * (axis.high - axis.low)
    assert axis.low - room <= min(values)
    assert max(values) <= axis.high + room
    assert 2 <= len(axis.ticks) <= 7
    assert list(axis.ticks) == sorted(set(axis.ticks))


def test_an_axis_fits_close_values_and_begins_at_zero_for_others() -> None:
    assert fitting_axis([90.0, 95.0]).low == 90
    assert fitting_axis([4.0, 4.0]).low == 0
    assert fitting_axis([4.0, 20.0]).low == 0


def test_nobody_stands_at_the_low_end_and_far_ratios_at_the_high_end() -> None:
    axis = ratio_axis([0.9])
    assert (axis.at(0), axis.at(99)) == (0, 100)
