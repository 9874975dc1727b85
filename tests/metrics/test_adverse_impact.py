import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics import two_proportions
from metrics.adverse_impact import NOBODY, Assessment, assess, assess_strata, comparator, eligible, flip_flop

# Admitted and applied by department A to F, men and women: Bickel, Hammel and O'Connell, Science 187 (1975).
APPLIED = np.array([[825, 108], [560, 25], [325, 593], [417, 375], [191, 393], [373, 341]])
ADMITTED = np.array([[512, 89], [353, 17], [120, 202], [138, 131], [53, 94], [22, 24]])


def pair(x: int, n: int, best_x: int, best_n: int) -> Assessment:
    """The group at place 0 against its comparator at place 1, as if they were all the pool."""
    return assess([n, best_n], [x, best_x], [True, True])


def first(found: Assessment) -> dict[str, Any]:
    names = ("rate", "impact_ratio", "four_fifths", "z", "p_z", "p_fisher", "significant", "shortfall",
             "selections_to_four_fifths", "conclusion")  # fmt: skip
    return {name: getattr(found, name)[0] for name in names}


@pytest.mark.shared
def test_every_shared_case_agrees(shared: Path) -> None:
    cases = json.loads((shared / "cases/adverse_impact_cases.json").read_text())
    assert len(cases) >= 9
    for case in cases:
        x, n = case["focal"]["selected"], case["focal"]["n"]
        best_x, best_n = case["comparator"]["selected"], case["comparator"]["n"]
        found, run = first(pair(x, n, best_x, best_n)), case["reference_run_R"]
        # R 4.2.2 printed eleven figures.
        for name, theirs in {
            "rate": "rate_focal", "z": "z_pooled", "p_z": "p_two_sided", "p_fisher": "fisher_p_two_sided",
            "shortfall": "shortfall_vs_pooled_rate", "impact_ratio": "impact_ratio",
        }.items():  # fmt: skip
            expected = np.nan if run[theirs] is None else run[theirs]
            assert found[name] == pytest.approx(expected, rel=1e-9, abs=1e-10, nan_ok=True), (case["id"], name)
        assert bool(found["four_fifths"]) is run["four_fifths_flag"], case["id"]
        assert bool(abs(found["z"]) >= 2) is run["abs_z_ge_2"], case["id"]
        assert found["selections_to_four_fifths"] == run["selections_to_four_fifths"], case["id"]
        odds = two_proportions.odds_ratio(x, n, best_x, best_n)
        expected = np.nan if run["odds_ratio_sample"] is None else run["odds_ratio_sample"]
        assert float(odds) == pytest.approx(expected, rel=1e-9, nan_ok=True), case["id"]
        katz = [float(each) for each in two_proportions.log_limits(x, n, best_x, best_n)]
        assert katz == pytest.approx(run["katz_log_ci95"] or [np.nan, np.nan], rel=1e-9, nan_ok=True), case["id"]
        more, fewer, reverses = flip_flop(x, n, best_x, best_n)
        flip = run["flip_flop_one"]
        assert (float(more), float(fewer)) == pytest.approx(
            (flip["rate_focal_plus1"], flip["rate_comp_minus1"]), rel=1e-9
        )
        assert bool(reverses) is flip["reverses"], case["id"]
        agree_with_published(case, found)


def agree_with_published(case: dict[str, Any], found: dict[str, Any]) -> None:
    published = case["published"] or {}
    tolerance = {"z": 1e-3, "p": 1e-4, "impact_ratio": 5e-3, "impact_ratio_pct": 0.1}
    ours = {
        "z": found["z"], "p": found["p_z"], "impact_ratio": found["impact_ratio"],
        "impact_ratio_pct": 100 * found["impact_ratio"], "four_fifths": bool(found["four_fifths"]),
        "significant_2sd": bool(abs(found["z"]) >= 2), "small_sample": case["focal"]["n"] < 30,
        "selections_to_four_fifths": found["selections_to_four_fifths"],
    }  # fmt: skip
    for name, expected in published.items():
        assert ours[name] == pytest.approx(expected, abs=tolerance.get(name, 0)), (case["id"], name)


def test_a_large_ratio_may_be_significant_and_a_small_one_not() -> None:
    # aedt-audit 0.3.0, tests of significance: 2/8 against 5/10, and 400/1000 against 500/1000.
    small, large = first(pair(2, 8, 5, 10)), first(pair(400, 1000, 500, 1000))
    assert (small["z"], small["p_fisher"]) == pytest.approx((-1.0811, 0.3665), abs=1e-4)
    assert small["conclusion"] == "practical only"
    assert float(large["z"]) == pytest.approx(-4.4947, abs=1e-4)
    assert (large["impact_ratio"], bool(large["four_fifths"])) == (0.8, False)
    assert large["conclusion"] == "statistical only"
    assert first(pair(100, 1000, 500, 1000))["conclusion"] == "adverse impact indicated"
    assert first(pair(49, 100, 50, 100))["conclusion"] == "not indicated"


def test_only_the_group_under_four_fifths_of_the_highest_rate_is_flagged() -> None:
    # Questions and Answers 11, 44 Federal Register 11996 (1979): rates of 60, 45, 48 and 51 percent are 75, 80 and 85
    # percent of the highest.
    found = assess([100] * 4, [60, 45, 48, 51], [True] * 4)
    assert found.impact_ratio.tolist() == [1, 0.75, 0.8, 0.85]
    assert found.four_fifths.tolist() == [False, True, False, False]
    # 45 of 60 people, 48 and 51: the lowest rate is 88 percent of the highest.
    assert not assess([60] * 3, [45, 48, 51], [True] * 3).four_fifths.any()


def test_selections_to_four_fifths_are_counted_in_whole_people() -> None:
    # aedt-audit 0.3.0: ceil(.8 · .75 · 5) is 4 in binary fractions; 3 of 5 are enough.
    assert [first(pair(x, 5, 3, 4))["selections_to_four_fifths"] for x in (3, 2, 0)] == [0, 1, 3]


def test_equal_rates_go_to_the_larger_group_then_to_the_first() -> None:
    # aedt-audit 0.3.0: 2/4 and 50/100 tie; 1/10 against the larger is significant (z −2.418).
    found = assess([4, 100, 10], [2, 50, 1], [True] * 3)
    assert int(found.comparator) == 1
    assert float(found.z[2]) == pytest.approx(-2.418, abs=1e-3)
    assert int(comparator([10, 20, 20], [5, 10, 10], [True] * 3)) == 1
    # Rates that differ by 10⁻¹⁸ are one and the same binary fraction; the higher is not the larger group's.
    considered, selected = [999_999_999, 999_999_997], [499_999_998, 499_999_998]
    assert int(comparator(considered, selected, [True, True])) == 1
    considered, selected = [999_999_999, 999_999_997], [499_999_999, 499_999_998]
    assert selected[0] / considered[0] == selected[1] / considered[1]
    assert int(comparator(considered, selected, [True, True])) == 0
    assert int(comparator(considered[::-1], selected[::-1], [True, True])) == 1


def test_a_group_that_is_unknown_or_small_is_shown_but_never_compared() -> None:
    considered, selected = [100, 100, 4, 40], [50, 30, 4, 40]
    fit = eligible(considered, [True, True, True, False])
    # 4 of the 244 people are under 2 %.
    assert fit.tolist() == [True, True, False, False]
    found = assess(considered, selected, fit)
    assert int(found.comparator) == 0
    assert found.impact_ratio.tolist() == [1, 0.6, 2, 2]
    assert found.conclusion.tolist() == ["comparator", "adverse impact indicated", "not compared", "not compared"]
    assert np.isnan([found.z[2:], found.p_fisher[2:], found.shortfall[2:]]).all()


def test_exactly_two_percent_of_everybody_is_enough() -> None:
    assert eligible([93, 2, 5], [True, True, False]).tolist() == [True, True, False]
    assert eligible([93, 2, 6], [True, True, False]).tolist() == [True, False, False]
    assert eligible([99, 2, 0], [True, True, True]).tolist() == [True, False, False]


def test_nobody_selected_is_said_so() -> None:
    found = assess([10, 10, 5, 0], [0, 0, 0, 0], [True, True, False, False])
    assert found.conclusion.tolist() == ["no selections"] * 3 + ["not compared"]
    assert int(found.comparator) == NOBODY
    assert np.isnan(found.impact_ratio).all()
    # aedt-audit 0.3.0: no difference, not 0/0.
    assert found.z[:2].tolist() == [0, 0]
    assert found.p_z[:2].tolist() == found.p_fisher[:2].tolist() == [1, 1]
    assert not found.four_fifths.any()
    # Only people of unknown group were selected: those who may be compared have no highest rate.
    found = assess([10, 10, 5], [0, 0, 5], [True, True, False])
    assert found.conclusion.tolist() == ["no selections", "no selections", "not compared"]


def test_everyone_selected_is_no_difference() -> None:
    found = assess([10, 20], [10, 20], [True, True])
    assert found.conclusion.tolist() == ["not indicated", "comparator"]
    assert (found.impact_ratio == 1).all()
    assert float(found.z[0]) == 0


def test_one_group_or_none_has_nobody_to_be_compared_with() -> None:
    assert assess([10, 0], [5, 0], [True, True]).conclusion.tolist() == ["comparator", "not compared"]
    none = assess([10, 5], [5, 5], [False, False])
    assert none.conclusion.tolist() == ["not compared", "not compared"]
    assert int(none.comparator) == NOBODY
    assert none.rate.tolist() == [0.5, 1]
    assert np.isnan(none.impact_ratio).all()


def test_few_people_or_few_expected_are_judged_by_fishers_test_alone() -> None:
    # z is beyond 2, Fisher's p above .05: 29 people are few, 30 are not.
    few, enough = first(pair(3, 29, 10, 31)), first(pair(3, 30, 10, 31))
    assert max(few["z"], enough["z"]) < -2
    assert min(few["p_fisher"], enough["p_fisher"]) > 0.05
    assert (bool(few["significant"]), bool(enough["significant"])) == (False, True)
    # Two selections are expected of each: few among any number of people.
    rare = first(pair(0, 100, 4, 100))
    assert rare["z"] < -2
    assert rare["p_fisher"] > 0.05
    assert not rare["significant"]
    # Fewer than five expected not to be selected are few as well.
    assert not first(pair(96, 100, 100, 100))["significant"]
    # Exactly five are enough.
    assert first(pair(1, 100, 9, 100))["significant"]


def test_exactly_two_standard_deviations_are_significant_and_a_p_of_exactly_one_in_twenty_is_not() -> None:
    for half in range(4, 60):
        # k² − k and k² + k of 2k² each: z is −2.
        people = 2 * half**2
        found = first(pair(half**2 - half, people, half**2 + half, people))
        assert found["z"] == pytest.approx(-2, abs=1e-12)
        assert found["significant"]
    # One table in n + 1 has the one person left out.
    chance = first(pair(0, 1, 19, 19))
    assert chance["p_fisher"] == pytest.approx(0.05, abs=1e-12)
    assert chance["conclusion"] == "practical only"


def test_an_absent_group_changes_nothing() -> None:
    without, with_one = assess([40, 50], [10, 30], [True, True]), assess([40, np.nan, 50], [10, 1, 30], [True] * 3)
    for name in ("rate", "impact_ratio", "z", "p_fisher", "shortfall"):
        assert getattr(with_one, name)[[0, 2]].tolist() == pytest.approx(getattr(without, name).tolist(), nan_ok=True)
    assert with_one.conclusion.tolist() == [without.conclusion[0], "not compared", "comparator"]
    assert np.isnan(with_one.rate[1])


@pytest.mark.parametrize(
    ("considered", "selected", "message"),
    [([5, 5], [6, 1], "more people selected"), ([5, -1], [1, 0], "negative"), ([5, 5], [0.5, 1], "not whole"),
     ([2e9, 5], [1, 1], "above 1,000,000,000")],
)  # fmt: skip
def test_impossible_counts_are_an_error(considered: list[float], selected: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        assess(considered, selected, [True, True])


def test_pooling_berkeley_warns_and_never_indicates_adverse_impact() -> None:
    found, turned = assess_strata(APPLIED, ADMITTED, [True, True])
    # R 4.2.2: women's rate is .68182984356 of men's, χ² within departments 1.5246066604, to women's favour.
    assert found.impact_ratio.tolist() == pytest.approx([1, 0.68182984356], abs=1e-10)
    assert float(found.z[1]) == pytest.approx(np.sqrt(1.5246066604), abs=1e-9)
    assert float(found.p_z[1]) == pytest.approx(0.21692369706, abs=1e-10)
    assert found.four_fifths.tolist() == [False, True]
    assert found.conclusion.tolist() == ["comparator", "practical only"]
    assert turned.tolist() == [False, True]
    # The same ten times over is significant within departments, but in the women's favour.
    more, _ = assess_strata(20 * APPLIED, 20 * ADMITTED, [True, True])
    assert more.significant.tolist() == [False, True]
    assert more.conclusion.tolist() == ["comparator", "practical only"]


def test_groups_that_never_meet_in_a_stratum_are_not_tested() -> None:
    found, turned = assess_strata([[40, 0], [0, 50]], [[5, 0], [0, 30]], [True, True])
    assert np.isnan(found.z).all()
    assert not found.significant.any()
    assert found.conclusion.tolist() == ["practical only", "comparator"]
    assert not turned.any()


def test_strata_are_assessed_together_over_leading_axes() -> None:
    random = np.random.default_rng(5)
    considered = random.integers(0, 60, (4, 3, 6, 5))
    selected = random.binomial(considered, 0.4)
    fit = eligible(considered.sum(axis=-2), True)
    together, turned = assess_strata(considered, selected, fit)
    for place in np.ndindex(4, 3):
        alone, also = assess_strata(considered[place], selected[place], fit[place])
        assert together.z[place] == pytest.approx(alone.z, nan_ok=True)
        assert together.conclusion[place].tolist() == alone.conclusion.tolist()
        assert turned[place].tolist() == also.tolist()


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 200), some.floats(0, 1)), min_size=1, max_size=7), some.randoms())
def test_order_never_matters_but_between_equals_and_nobody_is_above_the_comparator(
    groups: list[tuple[int, float]], random: Any
) -> None:
    n = np.array([people for people, _ in groups])
    x = np.round(n * [share for _, share in groups]).astype(int)
    found = assess(n, x, eligible(n, True))
    order = list(range(len(n)))
    random.shuffle(order)
    again = assess(n[order], x[order], eligible(n[order], True))
    if len({(a, b) for a, b in zip(n, x, strict=True)}) == len(n):
        assert again.conclusion.tolist() == found.conclusion[order].tolist()
        assert again.z.tolist() == pytest.approx(found.z[order].tolist(), nan_ok=True)
    compared = found.compared
    if int(found.comparator) != NOBODY:
        assert (found.impact_ratio[compared] <= 1).all()
        assert found.impact_ratio[int(found.comparator)] == 1
        assert (found.z[compared] <= 0).all()
        assert (found.shortfall[compared] >= -1e-9).all()
        after = x + np.nan_to_num(found.selections_to_four_fifths).astype(int)
        best = int(found.comparator)
        assert (5 * after * n[best] >= 4 * x[best] * n)[compared].all()
