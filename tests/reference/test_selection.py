"""Selection and its tests, recomputed plainly: exact fractions, tables one by one, searches by halving."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics import adverse_impact, standardized, stratified, two_proportions

Z = 1.959963984540054


@some.composite
def pairs(draw: Any) -> tuple[int, int, int, int]:
    n, m = draw(some.integers(1, 40)), draw(some.integers(1, 40))
    return draw(some.integers(0, n)), n, draw(some.integers(0, m)), m


def fisher_by_listing(x: int, n: int, y: int, m: int) -> Fraction:
    """Every table with these margins, and the chances of those no likelier than this one added up as fractions."""
    events = x + y
    ways = {k: math.comb(n, k) * math.comb(m, events - k) for k in range(max(0, events - m), min(n, events) + 1)}
    return Fraction(sum(way for way in ways.values() if way <= ways[x]), sum(ways.values()))


@settings(max_examples=80, deadline=None)
@given(pairs())
def test_fishers_p_is_the_share_of_tables_no_likelier(pair: tuple[int, int, int, int]) -> None:
    assert float(two_proportions.fisher(*pair)) == pytest.approx(float(fisher_by_listing(*pair)), rel=1e-9)


def score(ratio: float, x: int, n: int, y: int, m: int) -> float:
    """Koopman's statistic, its likeliest proportions found by climbing the likelihood and not by formula."""

    def slope(p: float) -> float:
        inner = y / p - (m - y) / (1 - p) if p < 1 else -math.inf
        return inner + x / p - ratio * (n - x) / (1 - ratio * p) if ratio * p < 1 else -math.inf

    low, high = 1e-15, min(1.0, 1 / ratio) * (1 - 1e-15)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    q = low
    p = ratio * q
    return (x / n - ratio * y / m) / math.sqrt(p * (1 - p) / n + ratio**2 * q * (1 - q) / m)


@settings(max_examples=25, deadline=None)
@given(some.integers(2, 60), some.integers(2, 60), some.data())
def test_at_the_limits_of_a_ratio_the_score_is_at_its_bounds(n: int, m: int, data: Any) -> None:
    x, y = data.draw(some.integers(1, n - 1)), data.draw(some.integers(1, m - 1))
    lower, upper = (float(each) for each in two_proportions.ratio_limits(x, n, y, m))
    assert score(lower, x, n, y, m) == pytest.approx(Z, abs=1e-5)
    assert score(upper, x, n, y, m) == pytest.approx(-Z, abs=1e-5)


GROUPS = some.lists(some.tuples(some.integers(0, 60), some.floats(0, 1), some.booleans()), min_size=1, max_size=6)


def assessed_plainly(groups: list[tuple[int, int, bool]]) -> list[dict[str, Any]]:
    """The rule clause by clause in exact fractions: people, selected, whether the group is known."""
    pool = sum(n for n, _, _ in groups)
    fit = [known and n > 0 and Fraction(n, pool) >= Fraction(2, 100) for n, _, known in groups]
    rates = [Fraction(x, n) if n else None for n, x, _ in groups]
    best = None
    for place, (n, _, _) in enumerate(groups):
        rate = rates[place]
        if not fit[place]:
            continue
        if best is None or rate > rates[best] or (rate == rates[best] and n > groups[best][0]):
            best = place
    answers = []
    for place, (n, x, _) in enumerate(groups):
        answer: dict[str, Any] = {"ratio": None, "needed": None, "flag": False, "conclusion": "not compared"}
        answers.append(answer)
        if n and not any(chosen for _, chosen, _ in groups):
            answer["conclusion"] = "no selections"
        elif n and best is not None and rates[best]:
            answer["ratio"] = rates[place] / rates[best]
            if place == best:
                answer["conclusion"] = "comparator"
            elif fit[place]:
                answer.update(compared(n, x, *groups[best][:2]))
        elif fit[place] and n:
            answer["conclusion"] = "no selections"
    return answers


def compared(n: int, x: int, best_n: int, best_x: int) -> dict[str, Any]:
    line = Fraction(4, 5) * Fraction(best_x, best_n)
    everybody, chosen = n + best_n, x + best_x
    expected = [Fraction(a * b, everybody) for a in (n, best_n) for b in (chosen, everybody - chosen)]
    share = chosen / everybody
    spread = math.sqrt(share * (1 - share) * (1 / n + 1 / best_n))
    z = (x / n - best_x / best_n) / spread if spread else 0.0
    rare = fisher_by_listing(x, n, best_x, best_n) < Fraction(1, 20)
    significant = rare if n < 30 or min(expected) < 5 else abs(z) >= 2 - 1e-9
    flag = Fraction(x, n) < line
    word = {
        (True, True): "adverse impact indicated", (True, False): "practical only",
        (False, True): "statistical only", (False, False): "not indicated",
    }[(flag, significant)]  # fmt: skip
    return {
        "flag": flag, "conclusion": word, "z": z, "shortfall": float(Fraction(n * chosen, everybody) - x),
        "needed": max(0, math.ceil(line * n) - x),
    }  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(GROUPS)
def test_adverse_impact_follows_the_rule_clause_by_clause(drawn: list[tuple[int, float, bool]]) -> None:
    groups = [(n, round(share * n), known) for n, share, known in drawn]
    people, chosen, known = (np.array(each) for each in zip(*groups, strict=True))
    found = adverse_impact.assess(people, chosen, adverse_impact.eligible(people, known))
    for place, answer in enumerate(assessed_plainly(groups)):
        assert found.conclusion[place] == answer["conclusion"]
        assert bool(found.four_fifths[place]) is answer["flag"]
        for name, theirs in (("impact_ratio", "ratio"), ("selections_to_four_fifths", "needed"), ("z", "z"),
                             ("shortfall", "shortfall")):  # fmt: skip
            if answer.get(theirs) is not None:
                assert float(getattr(found, name)[place]) == pytest.approx(float(answer[theirs]), abs=1e-9)


STRATA = some.lists(
    some.tuples(some.integers(0, 30), some.integers(0, 30), some.floats(0, 1), some.floats(0, 1)),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(STRATA)
def test_mantel_haenszel_adds_up_what_each_table_says(drawn: list[tuple[int, int, float, float]]) -> None:
    tables = [(round(p * n), n, round(q * m), m) for n, m, p, q in drawn]
    columns = [list(each) for each in zip(*tables, strict=True)]
    more = less = excess = spread = difference = weight = Fraction(0)
    for x, n, y, m in tables:
        if n and m:
            whole, events = n + m, x + y
            more += Fraction(x * (m - y), whole)
            less += Fraction((n - x) * y, whole)
            excess += x - Fraction(n * events, whole)
            spread += Fraction(n * m * events * (whole - events), whole**2 * (whole - 1))
            weight += Fraction(n * m, whole)
            difference += Fraction(n * m, whole) * (Fraction(x, n) - Fraction(y, m))
    odds = stratified.odds_ratio(*columns)
    assert float(odds.value) == pytest.approx(float(more / less) if less else math.nan, nan_ok=True)
    z = float(excess) / math.sqrt(spread) if spread else (0.0 if weight else math.nan)
    assert float(stratified.z_score(*columns)) == pytest.approx(z, abs=1e-9, nan_ok=True)
    common = float(difference / weight) if weight else math.nan
    assert float(stratified.risk_difference(*columns).value) == pytest.approx(common, abs=1e-12, nan_ok=True)
    (x, n, y, m) = (sum(column) for column in columns)
    crude = Fraction(x, n) - Fraction(y, m) if n and m else Fraction(0)
    assert bool(stratified.reversed_by_pooling(*columns)) is (crude * excess < 0)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(STRATA, some.integers(0, 1000))
def test_pooled_adverse_impact_is_crude_in_size_and_stratified_in_its_test(
    drawn: list[tuple[int, int, float, float]], seed: int
) -> None:
    considered = np.array([(n, m, 10) for n, m, _, _ in drawn])
    random = np.random.default_rng(seed)
    selected = random.binomial(considered, random.random(considered.shape))
    fit = adverse_impact.eligible(considered.sum(axis=0), True)
    found, turned = adverse_impact.assess_strata(considered, selected, fit)
    crude = adverse_impact.assess(considered.sum(axis=0), selected.sum(axis=0), fit)
    for name in ("rate", "impact_ratio", "four_fifths", "p_fisher", "shortfall", "selections_to_four_fifths"):
        assert getattr(found, name).tolist() == pytest.approx(getattr(crude, name).tolist(), nan_ok=True)
    best = int(found.comparator)
    for place in np.flatnonzero(found.compared):
        if best == adverse_impact.NOBODY:
            continue
        columns = selected[:, place], considered[:, place], selected[:, best], considered[:, best]
        z = float(stratified.z_score(*columns))
        assert float(found.z[place]) == pytest.approx(z, nan_ok=True)
        lower = found.impact_ratio[place] < 1
        assert bool(turned[place]) is bool(lower and z > 0)
        if not z < 0:
            assert found.conclusion[place] in ("practical only", "not indicated")


@settings(max_examples=60, deadline=None)
@given(STRATA)
def test_a_standardized_rate_is_the_average_person_by_person(drawn: list[tuple[int, int, float, float]]) -> None:
    kept = [(round(p * n), n, m) for n, m, p, _ in drawn if n and m]
    if sum(x for x, _, _ in kept) < 10:
        return
    people = [Fraction(x, n) for x, n, weight in kept for _ in range(weight)]
    found = standardized.direct(*(list(each) for each in zip(*kept, strict=True)))
    assert float(found.value) == pytest.approx(float(sum(people) / len(people)))
