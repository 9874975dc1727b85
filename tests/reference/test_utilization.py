"""The five rules with exact fractions, and the averaged chance by adding up small steps."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.availability import Factor, joined
from metrics.utilization import Rule, turning, utilization


def chance(n: int, k: int, a: Fraction | float) -> Fraction | float:
    return sum(math.comb(n, i) * a**i * (1 - a) ** (n - i) for i in range(k + 1))


@pytest.mark.long
@given(
    n=some.integers(1, 60) | some.sampled_from([100, 225, 400, 900]),
    part=some.floats(0, 1),
    decimals=some.sampled_from([1, 2, 3, 6]),
    share=some.floats(0, 1),
)
@settings(max_examples=50, deadline=None)
def test_the_rules_are_those_of_exact_fractions(n: int, part: float, decimals: int, share: float) -> None:
    scale = 10**decimals
    a = Fraction(round(share * scale), scale)
    k = round(part * n)
    expected = n * a
    found = utilization(n, k, float(a))
    spread = expected * (1 - a)
    p = chance(n, k, a)
    rules = {
        Rule.ANY_DIFFERENCE: k < expected,
        Rule.WHOLE_PERSON: expected - k >= 1,
        Rule.EIGHTY_PERCENT: Fraction(k, n) < Fraction(4, 5) * a,
        Rule.TWO_SD: spread > 0 and k < expected and (expected - k) ** 2 >= 4 * spread,
        Rule.EXACT_BINOMIAL: p < Fraction(1, 20),
    }
    assert {rule: bool(flag) for rule, flag in found.rules.items()} == rules
    assert float(found.goal) == max(0, math.ceil(expected) - k)
    assert float(found.expected) == float(expected)
    assert bool(found.indivisible) == (expected < 1)
    assert float(found.p) == pytest.approx(float(p), rel=1e-9, abs=1e-15)
    if spread:
        assert float(found.z) == pytest.approx(float(k - expected) / math.sqrt(spread), rel=1e-9, abs=1e-9)


@settings(max_examples=12, deadline=None)
@given(n=some.integers(1, 25), part=some.floats(0, 1), a=some.floats(0.001, 1), error=some.floats(0.005, 0.4))
def test_the_averaged_chance_is_the_sum_over_small_steps_of_availability(
    n: int, part: float, a: float, error: float
) -> None:
    k = round(part * n)
    steps = 1500
    low, high = max(0.0, a - 9 * error), min(1.0, a + 9 * error)
    points = [low + (high - low) * (i + 0.5) / steps for i in range(steps)]
    weights = [math.exp(-(((point - a) / error) ** 2) / 2) for point in points]
    total = math.fsum(weight * chance(n, k, point) for weight, point in zip(weights, points, strict=True))
    found = utilization(n, k, a, error)
    assert float(found.p) == pytest.approx(total / math.fsum(weights), abs=2e-5)
    spread = n * round(n * a, 9) / n * (1 - a) + (n * error) ** 2
    assert float(found.z) == pytest.approx((k - n * a) / math.sqrt(spread), abs=1e-6)


@given(n=some.integers(1, 500), part=some.floats(0, 1))
def test_two_standard_deviations_begin_at_the_turning_availability(n: int, part: float) -> None:
    k = round(part * n)
    at = float(turning(n, k))
    if 1e-6 < at < 1 - 1e-6:
        assert (k - n * at) / math.sqrt(n * at * (1 - at)) == pytest.approx(-2, abs=1e-6)


@given(
    some.lists(some.tuples(some.integers(0, 100), some.integers(1, 100), some.integers(0, 10)), min_size=1, max_size=6)
)
def test_availability_is_the_average_of_people_in_as_many_as_the_weights_say(
    factors: list[tuple[int, int, int]],
) -> None:
    total = sum(weight for _, weight, _ in factors)
    found = joined(
        [
            Factor(name="f", rate=rate / 100, weight=weight / total, error=error / 100, source="census", reason="hires")
            for rate, weight, error in factors
        ]
    )
    assert found.rate == pytest.approx(sum(rate * weight for rate, weight, _ in factors) / total / 100)
    spread = math.sqrt(sum((weight * error) ** 2 for _, weight, error in factors)) / total / 100
    assert found.error == pytest.approx(spread)
