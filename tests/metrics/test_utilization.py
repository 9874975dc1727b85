import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.interval import wilson
from metrics.representation import ratio_limits
from metrics.utilization import Rule, Utilization, decided, turning, utilization


def ruled(found: Utilization) -> list[set[str]]:
    flags = [np.atleast_1d(found.rules[rule]) for rule in Rule]
    return [{rule.value for rule, each in zip(Rule, flags, strict=True) if each[at]} for at in range(len(flags[0]))]


def test_the_rules_disagree_about_85_of_400_at_a_quarter() -> None:
    found = utilization(400, 85, 0.25)
    assert ruled(found) == [{"any_difference", "whole_person", "exact_binomial"}]
    assert float(found.z) == pytest.approx(-1.7320508, abs=1e-7)
    assert float(found.p) == pytest.approx(0.0452, abs=5e-5)


def test_castaneda_is_29_standard_deviations() -> None:
    # Castaneda v. Partida, 430 U.S. 482, 496 n. 17 (1977): 339 of 870 jurors at 79.1 %, expected about 688.
    found = utilization(870, 339, 0.791)
    assert float(found.expected) == 688.17
    assert float(found.z) == pytest.approx(-29.1149408274, abs=1e-9)
    assert float(found.p) == pytest.approx(4.1806077554e-145, rel=1e-9)


def test_the_same_teachers_against_two_benchmarks_lead_to_two_conclusions() -> None:
    # Hazelwood School District v. United States, 433 U.S. 299, n. 17 (1977): 15 of 405 teachers hired.
    found = utilization([405, 405], [15, 15], [0.154, 0.057])
    assert found.z == pytest.approx([-6.5, -1.7], abs=0.05)
    assert list(found.rules[Rule.TWO_SD]) == [True, False]
    # From an availability of 6.1 % on it is two standard deviations: between the two benchmarks.
    at = float(turning(405, 15))
    assert 0.057 < at < 0.154
    below, above = utilization(405, 15, at - 1e-9), utilization(405, 15, at + 1e-9)
    assert not below.rules[Rule.TWO_SD]
    assert above.rules[Rule.TWO_SD]


def test_a_hundred_at_seven_percent_are_seven_and_not_eight() -> None:
    found = utilization([100, 1000, 3, 1_000_000], [7, 0, 0, 123456], [0.07, 0.029, 1 / 3, 0.123456])
    assert list(found.expected) == [7, 29, 1, 123456]
    assert list(found.goal) == [0, 29, 1, 0]
    assert list(found.rules[Rule.ANY_DIFFERENCE]) == [False, True, True, False]
    assert list(found.rules[Rule.WHOLE_PERSON]) == [False, True, True, False]


def test_exactly_eighty_percent_and_exactly_two_deviations_are_decided_exactly() -> None:
    assert not utilization(100, 24, 0.3).rules[Rule.EIGHTY_PERCENT]
    assert utilization(100, 23, 0.3).rules[Rule.EIGHTY_PERCENT]
    for n, k, availability in ((100, 12, 0.2), (100, 4, 0.1), (100, 40, 0.5), (225, 33, 0.2), (900, 72, 0.1)):
        assert utilization(n, k, availability).rules[Rule.TWO_SD]
        assert not utilization(n, k + 1, availability).rules[Rule.TWO_SD]


def test_less_than_one_person_cannot_be_divided() -> None:
    found = utilization([1, 3], [0, 0], [0.5, 0.4])
    assert list(found.indivisible) == [True, False]
    assert not found.rules[Rule.WHOLE_PERSON][0]
    assert list(decided(found, [Rule.ANY_DIFFERENCE])) == [False, True]


def test_a_policy_decides_by_every_rule_it_names() -> None:
    found = utilization([400, 20, 870], [85, 4, 339], [0.25, 0.3, 0.791])
    assert list(decided(found, {Rule.WHOLE_PERSON})) == [True, True, True]
    assert list(decided(found, {Rule.EIGHTY_PERCENT, Rule.TWO_SD})) == [False, False, True]
    with pytest.raises(ValueError, match="names no rule"):
        decided(found, [])


def test_nobody_and_availabilities_of_none_and_all_are_defined() -> None:
    found = utilization([0, 10, 10, 10, 10], [0, 0, 3, 10, 5], [0.2, 0, 0, 1, 1])
    assert list(found.expected) == [0, 0, 0, 10, 10]
    assert list(found.p) == [1, 1, 1, 1, 0]
    assert np.isnan(found.z).all()
    assert ruled(found) == [set(), set(), set(), set(), {rule.value for rule in Rule} - {"two_sd"}]
    assert list(found.goal) == [0, 0, 0, 0, 5]
    assert found.ratio == pytest.approx([np.nan, np.nan, np.nan, 1, 0.5], nan_ok=True)


def test_absent_numbers_stay_absent_and_no_rule_holds() -> None:
    found = utilization([np.nan, 10, 10], [1, np.nan, 1], [0.5, 0.5, np.nan], 0.1)
    assert ruled(found) == [set(), set(), set()]
    for each in (found.z, found.p, found.goal, found.shortfall, found.ratio, found.ratio_lower):
        assert np.isnan(each).all()
    known = utilization(10, 1, 0.5, np.nan)
    assert float(known.p) == float(utilization(10, 1, 0.5).p)


@pytest.mark.parametrize(
    ("n", "k", "availability", "error", "message"),
    [
        (10, 11, 0.5, 0, "1 of 1 categories"),
        (10, -1, 0.5, 0, "1 of 1 categories"),
        (-2, -2, 0.5, 0, "1 of 1 categories"),
        (10, 1, 25, 0, "1 of 1 availabilities"),
        (10, 1, 0.5, -0.1, "1 of 1 availabilities"),
    ],
)
def test_impossible_input_is_an_error(n: float, k: float, availability: float, error: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        utilization(n, k, availability, error)


def test_an_uncertain_availability_softens_both_tests() -> None:
    sure, unsure, vague = (utilization(400, 80, 0.25, error) for error in (0, 0.01, 0.05))
    assert sure.z < unsure.z < vague.z
    assert float(unsure.z) == pytest.approx(-20 / (75 + 16) ** 0.5)
    assert sure.p < unsure.p < vague.p
    assert sure.rules[Rule.TWO_SD]
    assert not vague.rules[Rule.TWO_SD]
    assert not vague.rules[Rule.EXACT_BINOMIAL]


def test_a_vanishing_error_is_no_error() -> None:
    n, k, a = np.array([12, 400, 10_000, 10**6]), np.array([0, 85, 900, 199_400]), np.array([0.3, 0.25, 0.1, 0.2])
    assert utilization(n, k, a, 1e-9).p == pytest.approx(utilization(n, k, a).p, rel=1e-4)


def test_the_ratio_has_the_limits_of_representation() -> None:
    found = utilization(400, 85, 0.25, 0.01)
    low, high = ratio_limits(85 / 400, *wilson(85, 400), 0.25, 0.01)
    assert (float(found.ratio), float(found.ratio_lower)) == (pytest.approx(0.85), pytest.approx(float(low)))
    assert float(found.ratio_upper) == pytest.approx(float(high))


PEOPLE = some.tuples(some.integers(0, 3000), some.integers(0, 3000))


@settings(max_examples=60)
@given(people=PEOPLE, millionths=some.integers(0, 10**6), error=some.just(0.0) | some.floats(0.001, 0.2))
def test_every_rule_but_the_first_needs_a_difference(people: tuple[int, int], millionths: int, error: float) -> None:
    k, n = people[0], sum(people)
    found = utilization(n, k, millionths / 10**6, error)
    for rule in Rule:
        # Averaging over an uncertain availability moves the middle of the binomial away from N·a.
        if rule != Rule.EXACT_BINOMIAL or error == 0:
            assert found.rules[rule] <= found.rules[Rule.ANY_DIFFERENCE]
    assert 0 <= found.p <= 1
    assert found.goal >= 0
    assert float(found.shortfall + k) == pytest.approx(float(found.expected))


@given(people=PEOPLE, a=some.floats(0.001, 0.999))
def test_more_people_of_the_group_never_make_it_underutilized(people: tuple[int, int], a: float) -> None:
    k, n = people[0], sum(people)
    found = utilization([n + 1, n + 1], [k, k + 1], a)
    assert found.p[0] <= found.p[1]
    assert found.z[0] < found.z[1]
    for flags in found.rules.values():
        assert flags[0] >= flags[1]


@pytest.mark.shared
def test_every_worked_case_of_utilization_is_reproduced(shared: Path) -> None:
    cases = json.loads((shared / "cases/utilization_cases.json").read_text())["cases"]
    assert len(cases) == 5
    found = utilization(*([case[name] for case in cases] for name in ("workforce", "actual", "availability")))
    for at, case in enumerate(cases):
        assert float(found.expected[at]) == case["expected"]
        assert float(np.ceil(found.expected[at])) == case["parity_whole_person"]
        assert float(found.shortfall[at]) == pytest.approx(case["shortfall"], abs=1e-12)
        assert float(found.goal[at]) == case["goal_whole"]
        assert float(found.z[at]) == pytest.approx(case["z"], abs=1e-12)
        assert float(found.ratio[at]) == pytest.approx(case["utilization_ratio"], abs=1e-12)
        rules = {rule.value: bool(flags[at]) for rule, flags in found.rules.items()}
        rules["exact_binomial_05"] = rules.pop("exact_binomial")
        assert rules == case["rules"]


@pytest.mark.shared
def test_every_court_case_is_reproduced(shared: Path) -> None:
    cases = json.loads((shared / "cases/standard_deviation_availability_cases.json").read_text())
    assert len(cases) == 4
    for case in cases:
        found, published = utilization(case["n"], case["observed"], case["availability"]), case["reference_run_R"]
        assert float(found.expected) == published["expected"]
        assert float(found.z) == pytest.approx(published["z"], rel=1e-9)
        assert float(found.p) == pytest.approx(published["binom_p_lower"], rel=1e-9)
        assert float(found.shortfall) == pytest.approx(published["shortfall"], rel=1e-9)
