"""Pay, segregation, contracting and places, recomputed from people and dollars one by one."""

import math
from collections import Counter
from datetime import date, timedelta
from statistics import NormalDist, mean, median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics import contracting, decomposition, pay, segregation, spatial
from metrics.covariate import basis, design

Z = NormalDist().inv_cdf(0.975)
Matrix = list[list[float]]

PERSON = some.tuples(some.integers(1, 60), some.sampled_from((0, 1, 2)))
STAFF = some.lists(PERSON, min_size=30, max_size=60)


def solved(left: Matrix, right: list[float]) -> list[float]:
    """Gauss's elimination with the largest pivot."""
    rows = [[*row, value] for row, value in zip(left, right, strict=True)]
    size = len(rows)
    for step in range(size):
        best = max(range(step, size), key=lambda row: abs(rows[row][step]))
        rows[step], rows[best] = rows[best], rows[step]
        for row in range(size):
            if row != step:
                factor = rows[row][step] / rows[step][step]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[step], strict=True)]
    return [rows[step][size] / rows[step][step] for step in range(size)]


def regressed(rows: Matrix, values: list[float]) -> list[float]:
    """The normal equations."""
    width = range(len(rows[0]))
    left = [[sum(row[i] * row[j] for row in rows) for j in width] for i in width]
    return solved(left, [sum(row[i] * value for row, value in zip(rows, values, strict=True)) for i in width])


def dot(first: list[float], second: list[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


def people(seed: int) -> tuple[list[float], list[int], list[float], list[str]]:
    rng = np.random.default_rng(seed)
    group = [i % 2 for i in range(44)]
    years = [round(float(each), 2) for each in rng.uniform(0, 9, 44)]
    grade = [str(each) for each in rng.integers(0, 2, 44)]
    paid = [20 + y + 5 * (g == "1") - 2 * k + float(rng.normal()) for y, g, k in zip(years, grade, group, strict=True)]
    return paid, group, years, grade


@pytest.mark.long
@given(staff=STAFF)
def test_gaps_are_those_of_each_groups_own_list(staff: list[tuple[int, int]]) -> None:
    paid, group = zip(*staff, strict=True)
    lists = {code: [float(p) for p, g in staff if g == code] for code in (0, 1, 2)}
    for typical, found in ((mean, pay.mean_gap(paid, group, 0)), (median, pay.median_gap(paid, group, 0))):
        for code in set(group) - {0}:
            if min(len(lists[0]), len(lists[code])) < 10:
                assert math.isnan(found[code])
            else:
                against = typical(lists[0])
                assert found[code] == pytest.approx(100 * (against - typical(lists[code])) / against, abs=1e-9)


@pytest.mark.long
@given(staff=STAFF)
def test_a_quarter_is_filled_person_by_person_and_equal_pay_by_equal_parts(staff: list[tuple[int, int]]) -> None:
    size, room = len(staff) / 4, [len(staff) / 4] * 4
    inside: list[Counter[int]] = [Counter() for _ in range(4)]
    for amount in sorted({paid for paid, _ in staff}):
        same = [group for paid, group in staff if paid == amount]
        left = float(len(same))
        for quarter in range(4):
            taken = min(left, room[quarter])
            room[quarter] -= taken
            left -= taken
            for group in same:
                inside[quarter][group] += taken / len(same)
    found = pay.quarter_shares(*zip(*staff, strict=True))
    for code, row in enumerate(found):
        number = sum(group == code for _, group in staff)
        if min(number, len(staff) - number) < 10:
            assert np.isnan(row).all()
        else:
            assert row == pytest.approx([inside[quarter][code] / size for quarter in range(4)], abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(seed=some.integers(0, 10_000))
def test_an_adjusted_gap_by_the_normal_equations(seed: int) -> None:
    paid, group, years, grade = people(seed)
    rows = [[float(k), 1.0, y, float(g == "1")] for k, y, g in zip(group, years, grade, strict=True)]
    logs = [math.log(each) for each in paid]
    beta = regressed(rows, logs)
    errors = [value - dot(row, beta) for row, value in zip(rows, logs, strict=True)]
    # Of (XᵀX)⁻¹ Xᵀdiag(e²)X (XᵀX)⁻¹ the first entry needs the first row of the inverse alone.
    width = range(4)
    products = [[sum(row[i] * row[j] for row in rows) for j in width] for i in width]
    first = solved(products, [1.0, 0.0, 0.0, 0.0])
    variance = sum((dot(first, row) * e) ** 2 for row, e in zip(rows, errors, strict=True)) * 44 / 40
    table = design([np.array(years), np.array(grade, dtype=object)], 44)
    found = pay.adjusted_gap(paid, group, 0, basis(table))
    assert found.gap[1] == pytest.approx(100 * (1 - math.exp(beta[0])), abs=1e-8)
    assert found.lower[1] == pytest.approx(100 * (1 - math.exp(beta[0] + Z * math.sqrt(variance))), abs=1e-8)
    assert found.upper[1] == pytest.approx(100 * (1 - math.exp(beta[0] - Z * math.sqrt(variance))), abs=1e-8)


@pytest.mark.long
@settings(max_examples=10, deadline=None)
@given(seed=some.integers(0, 10_000))
def test_a_decomposition_by_the_normal_equations(seed: int) -> None:
    paid, group, years, grade = people(seed)
    rows = [[1.0, y, float(g == "1")] for y, g in zip(years, grade, strict=True)]
    sides = {}
    for code in (0, 1):
        own = [row for row, k in zip(rows, group, strict=True) if k == code]
        sides[code] = (
            [mean(column) for column in zip(*own, strict=True)],
            regressed(own, [p for p, k in zip(paid, group, strict=True) if k == code]),
        )
    (their, b_r), (own_mean, b_g) = sides[0], sides[1]
    pooled = regressed([[*row, float(k)] for row, k in zip(rows, group, strict=True)], paid)[:-1]
    apart = [a - b for a, b in zip(their, own_mean, strict=True)]
    paid_apart = [a - b for a, b in zip(b_r, b_g, strict=True)]
    expected = {
        "gap": dot(their, b_r) - dot(own_mean, b_g),
        "explained": dot(apart, pooled),
        "unexplained": dot(their, b_r) - dot(own_mean, b_g) - dot(apart, pooled),
        "endowments": dot(apart, b_g),
        "coefficients": dot(own_mean, paid_apart),
        "interaction": dot(apart, paid_apart),
    }
    table = design([np.array(years), np.array(grade, dtype=object)], 44)
    found = decomposition.decompose(paid, [k == 0 for k in group], table)
    assert {name: getattr(found, name) for name in expected} == pytest.approx(expected, abs=1e-7)


@given(values=some.lists(some.tuples(some.integers(0, 30), some.sampled_from("abc")), min_size=1, max_size=25))
def test_theil_atkinson_and_wolfson_person_by_person(values: list[tuple[int, str]]) -> None:
    y = sorted(value for value, _ in values)
    if not sum(y):
        return
    middle = mean(y)

    def t(some_y: list[int]) -> float:
        own = mean(some_y)
        return mean([v / own * math.log(v / own) if v else 0.0 for v in some_y]) if own else 0.0

    lists = {name: [v for v, label in values if label == name] for name in {label for _, label in values}}
    found = segregation.theil_split([v for v, _ in values], [label for _, label in values])
    assert found.total == pytest.approx(t(y), abs=1e-12)
    assert found.within == pytest.approx(sum(sum(own) / sum(y) * t(own) for own in lists.values()), abs=1e-12)
    assert segregation.atkinson(y) == pytest.approx(1 - mean([math.sqrt(v) for v in y]) ** 2 / middle, abs=1e-12)
    if median(y):
        gini = sum(abs(a - b) for a in y for b in y) / (2 * len(y) ** 2 * middle)
        half = len(y) // 2
        lower = sum(y[:half]) + (y[half] / 2 if len(y) % 2 else 0)
        expected = (2 * (0.5 - lower / sum(y)) - gini) * middle / median(y)
        assert segregation.wolfson(y) == pytest.approx(expected, abs=1e-12)


@given(units=some.lists(some.lists(some.sampled_from("xyz"), max_size=12), min_size=2, max_size=5))
def test_information_and_dissimilarity_person_by_person(units: list[list[str]]) -> None:
    def entropy(persons: list[str]) -> float:
        shares = [count / len(persons) for count in Counter(persons).values()]
        return -sum(p * math.log(p) for p in shares)

    everybody = [person for unit in units for person in unit]
    counts = [[unit.count(kind) for kind in "xyz"] for unit in units]
    found = float(segregation.information(counts))
    if len(set(everybody)) < 2:
        assert math.isnan(found)
        return
    inside = sum(len(unit) * entropy(unit) for unit in units if unit) / len(everybody)
    assert found == pytest.approx(1 - inside / entropy(everybody), abs=1e-12)
    x, y = everybody.count("x"), everybody.count("y")
    if x and y:
        moved = sum(abs(unit.count("x") / x - unit.count("y") / y) for unit in units) / 2
        assert float(segregation.dissimilarity(*np.array(counts).T[:2])) == pytest.approx(moved)


START = date(2020, 1, 1)
PAYMENT = some.tuples(
    some.integers(1, 1000), some.booleans(), some.integers(-20, 80), some.sampled_from(("236220", "237310", "541511"))
)


@given(payments=some.lists(PAYMENT, min_size=1, max_size=15))
def test_dollars_against_goals_payment_by_payment(payments: list[tuple[int, bool, int, str]]) -> None:
    rules = [(20.0, 0, 29, ""), (25.0, 30, None, ""), (40.0, 10, 50, "236"), (10.0, 0, 60, "23")]
    paid = met = due = without = 0.0
    for amount, counts, day, industry in payments:
        matching = [
            (len(prefix), percent) for percent, since, until, prefix in rules
            if industry.startswith(prefix) and since <= day and (until is None or day <= until)
        ]  # fmt: skip
        if not matching:
            without += amount
            continue
        paid += amount
        met += amount * counts
        due += amount * max(matching)[1] / 100
    goals = contracting.Goals(
        np.array([percent for percent, *_ in rules]),
        np.array([START + timedelta(since) for _, since, *_ in rules], "datetime64[D]"),
        np.array([START + timedelta(until) if until is not None else None for *_, until, _ in rules], "datetime64[D]"),
        np.array([prefix for *_, prefix in rules], dtype=object),
    )
    amounts, counted, days, industries = zip(*payments, strict=True)
    asked = goals.in_force(np.array([START + timedelta(day) for day in days], "datetime64[D]"), industries)
    found = contracting.attainment(amounts, counted, asked, np.zeros(len(payments), int))
    assert found.without[0] == without
    assert found.shortfall[0] == pytest.approx(due - met)
    if paid:
        assert (found.share[0], found.goal[0]) == pytest.approx((100 * met / paid, 100 * due / paid))
    else:
        assert math.isnan(found.share[0])


@given(places=some.lists(some.tuples(some.integers(1, 50), some.integers(1, 900)), min_size=2, max_size=8))
def test_where_the_resource_is_place_by_place(places: list[tuple[int, int]]) -> None:
    resource, population = sum(r for r, _ in places), sum(p for _, p in places)
    margins = [1 + p / 10 for _, p in places]
    found = spatial.share_difference([r for r, _ in places], [p for _, p in places], margins)
    whole = math.sqrt(sum(m * m for m in margins))
    for (r, p), m, value, upper in zip(places, margins, found.value, found.upper, strict=True):
        share = p / population
        left = m * m - share * share * whole * whole
        reach = math.sqrt(left if left > 0 else m * m + share * share * whole * whole) / population
        assert value == pytest.approx(r / resource - share, abs=1e-12)
        assert upper == pytest.approx(value + Z * reach / 1.645, abs=1e-9)
