"""Rates, means, medians, margins and funnels, recomputed slowly and plainly."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.funnel import labels, pooled, proportion_funnel, ratio_funnel
from metrics.interval import wilson
from metrics.margin import proportion_margin, sum_margin
from metrics.mean import mean_limits, median_limits
from metrics.rate import count_limits, rate_limits
from tests.reference.halving import Z, bisected


def poisson_up_to(x: int, mean: float) -> float:
    return math.fsum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(x + 1))


def slow_count_limits(x: int) -> tuple[float, float]:
    """Exact: the means at which x or more, and x or fewer, have a chance of 2.5 %. From 10: Byar's formula."""
    if x >= 10:
        lower = x * (1 - 1 / (9 * x) - Z / (3 * x**0.5)) ** 3
        return lower, (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * (x + 1) ** 0.5)) ** 3
    lower = 0.0 if x == 0 else bisected(lambda mean: 1 - poisson_up_to(x - 1, mean) < 0.025, 1e-9, x)
    return lower, bisected(lambda mean: poisson_up_to(x, mean) > 0.025, max(x, 1e-9), 5.0 * x + 10)


@given(x=some.integers(0, 200), n=some.integers(1, 10_000))
def test_limits_of_a_rate_are_where_the_counts_tails_reach_a_fortieth(x: int, n: int) -> None:
    lower, upper = slow_count_limits(x)
    found = rate_limits(x, n, 1000)
    assert [float(each) for each in found] == pytest.approx([1000 * lower / n, 1000 * upper / n], rel=1e-9)
    assert [float(each) for each in count_limits(x)] == pytest.approx([lower, upper], rel=1e-9)


def student_up_to(t: float, df: int) -> float:
    """Simpson's rule on the density."""
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    steps = 400
    at = [scale * (1 + (t * i / steps) ** 2 / df) ** (-(df + 1) / 2) for i in range(steps + 1)]
    inside = at[0] + at[-1] + 4 * sum(at[1:-1:2]) + 2 * sum(at[2:-1:2])
    return 0.5 + inside * t / steps / 3


@settings(max_examples=15, deadline=None)
@given(some.lists(some.integers(-500, 500), min_size=3, max_size=30))
def test_limits_of_a_mean_are_students(values: list[int]) -> None:
    n = len(values)
    mean = sum(values) / n
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))
    t = bisected(lambda t: student_up_to(t, n - 1) < 0.975, 1.9, 5)
    found = [float(each) for each in mean_limits(values)]
    reach = t * deviation / math.sqrt(n)
    assert found == pytest.approx([mean, mean - reach, mean + reach], abs=1e-4)


@given(some.lists(some.integers(0, 50), max_size=40))
def test_limits_of_a_median_count_tails_of_the_binomial(values: list[int]) -> None:
    n, ordered = len(values), sorted(values)
    left, k = Fraction(0), 0
    while n and left + Fraction(math.comb(n, k), 2**n) <= Fraction(25, 1000):
        left += Fraction(math.comb(n, k), 2**n)
        k += 1
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2 if n else math.nan
    expected = (middle, ordered[k - 1], ordered[n - k]) if k else (middle, math.nan, math.nan)
    found = [float(each) for each in median_limits(values)]
    assert found == pytest.approx(expected, nan_ok=True)


ESTIMATE = some.tuples(some.sampled_from([0, 0, 5, 120]), some.sampled_from([3, 8, 12, 12, 40]))


@given(some.lists(ESTIMATE, min_size=1, max_size=8))
def test_the_margin_of_a_sum_counts_equal_margins_of_zeros_once(cells: list[tuple[int, int]]) -> None:
    squares, seen = 0, set()
    for estimate, margin in cells:
        if estimate == 0 and margin in seen:
            continue
        if estimate == 0:
            seen.add(margin)
        squares += margin**2
    found = sum_margin([estimate for estimate, _ in cells], [margin for _, margin in cells])
    assert float(found) == pytest.approx(math.sqrt(squares))


@given(part=some.integers(0, 500), more=some.integers(0, 500), a=some.integers(0, 90), b=some.integers(0, 90))
def test_the_margin_of_a_share_takes_the_ratios_form_where_nothing_is_left(
    part: int, more: int, a: int, b: int
) -> None:
    whole = part + more + 1
    left = Fraction(a**2) - Fraction(part, whole) ** 2 * b**2
    inner = left if left > 0 else Fraction(a**2) + Fraction(part, whole) ** 2 * b**2
    assert float(proportion_margin(part, a, whole, b)) == pytest.approx(math.sqrt(inner) / whole, abs=1e-12)


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(expected=some.floats(0.05, 60))
def test_the_funnel_of_ratios_is_between_the_counts_that_differ_and_those_that_do_not(expected: float) -> None:
    """The whole counts whose own interval leaves the expected number out are those beyond the funnel."""
    lower, upper = (float(each) for each in ratio_funnel(expected))
    for x in range(150):
        low, high = slow_count_limits(x)
        assert (high < expected) == (x / expected < lower)
        assert (low > expected) == (x / expected > upper)


@given(
    some.lists(some.tuples(some.integers(0, 300), some.integers(0, 300)), min_size=1, max_size=10),
)
def test_labels_follow_the_score_test_of_each_area(areas: list[tuple[int, int]]) -> None:
    counts = [(x, x + rest + 1) for x, rest in areas]
    a = sum(x for x, _ in counts) / sum(n for _, n in counts)
    x, n = [x for x, _ in counts], [n for _, n in counts]
    expected = []
    for events, base in counts:
        distance = (events / base - a) / math.sqrt(a * (1 - a) / base) if 0 < a < 1 else 0
        name = "within"
        for z, level in ((Z, "0.025"), (3.090232306167813, "0.001")):
            if abs(distance) > z:
                name = f"{'high' if distance > 0 else 'low'}_{level}"
        expected.append(name)
    assert pooled(x, n) == pytest.approx(a)
    found = labels(*wilson(x, n), *wilson(x, n, 3.090232306167813), a)
    assert list(found) == expected
    lower, upper = proportion_funnel(a, n)
    spread = [Z * math.sqrt(a * (1 - a) / base) for base in n]
    assert lower == pytest.approx([max(0, a - each) for each in spread])
    assert upper == pytest.approx([min(1, a + each) for each in spread])
