"""Chance: p agrees with the intervals that stand beside it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from metrics import chance
from metrics.comparison import difference_limits
from metrics.interval import wilson


def test_hazelwood_is_a_matter_of_the_benchmark() -> None:
    # Hazelwood School District v. United States, 433 U.S. 299, n. 17 (1977): 15 of 405 teachers.
    assert float(chance.of_share(15, 405, 0.154)) < 1e-9
    assert float(chance.of_share(15, 405, 0.057)) == pytest.approx(0.0831, abs=5e-4)


@given(x=some.integers(0, 400), more=some.integers(1, 400), a=some.floats(0.01, 0.99))
def test_p_is_below_a_twentieth_where_wilsons_interval_leaves_the_reference_out(x: int, more: int, a: float) -> None:
    n = x + more
    lower, upper = wilson(x, n)
    p = float(chance.of_share(x, n, a))
    if abs(p - 0.05) > 1e-6:
        assert (p < 0.05) == (a < lower or a > upper)


@given(v=some.floats(1, 99), o=some.floats(1, 99), spreads=some.tuples(*[some.floats(0.1, 20)] * 4))
def test_p_of_a_gap_agrees_with_its_limits(v: float, o: float, spreads: tuple[float, ...]) -> None:
    a, b, c, d = spreads
    lower, upper = difference_limits(v, v - a, v + b, o, o - c, o + d)
    p = float(chance.of_limits(v - o, lower, upper))
    if abs(p - 0.05) > 1e-6:
        assert (p < 0.05) == (lower > 0 or upper < 0)


def test_an_uncertain_reference_makes_chance_likelier() -> None:
    assert float(chance.of_share(10, 400, 0.05, 0.01)) > float(chance.of_share(10, 400, 0.05))


def test_what_is_absent_or_impossible_to_test_is_absent() -> None:
    p = chance.of_share([5, 5, math.nan, 5], [0, 10, 10, 10], [0.5, math.nan, 0.5, 0.0])
    assert np.isnan(p).all()
    assert math.isnan(float(chance.of_limits(3, math.nan, 4)))
    assert float(chance.of_limits(0, -1, 1)) == 1
    assert float(chance.of_limits(3, 3, 3)) == 0


def test_certainty_is_said_of_what_differs_and_of_nothing_else() -> None:
    words = ["below", "above", "similar", "not_compared", "worse"]
    assert list(chance.certainty(words, [0.001, 0.01, 0.4, math.nan, 0.06])) == ["99.8", "95", None, None, "95"]
