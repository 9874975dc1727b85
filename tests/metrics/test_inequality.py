"""The summary measures against published results, at their edges, and what must hold of them whatever the groups."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.inequality import concentration, deviation, entropy, gap, simulation, slope, variance
from metrics.inequality.summary import MEASURES, Summary, summarize

# The samples of the tests of the package healthequal 1.0.1 (tests/testthat).
QUINTILES: dict[str, Any] = {
    "estimate": [20, 30, 40, 50, 60],
    "se": [5, 7, 10, 12, 14],
    "population": [78, 91, 162, 103, 105],
    "order": [1, 2, 3, 4, 5],
    "favourable": True,
    "scale": 100,
}
RELATIVE = ("r", "cov", "idisu", "idisw", "ti", "mld", "paf", "rci", "rii")
SPREADS = ("bgv", "bgsd", "cov", "idisu", "idisw", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "mdrw", "ti", "mld")


def of(draws: int = 0, **setting: Any) -> Summary:
    """Sum up one setting."""
    rows = {
        name: np.asarray(value, float)[None] if np.ndim(value) else value
        for name, value in setting.items()
        if value is not None
    }
    if "reference" in rows:
        rows["reference"] = rows["reference"] > 0
    if "listed" in rows:
        rows["listed"] = rows["listed"] > 0
    return summarize(rows.pop("estimate"), rows.pop("se", np.nan), rows.pop("population", np.nan), draws=draws, **rows)


def got(summary: Summary, measure: str, what: str = "estimate") -> Any:
    """Return one cell of a summary of one setting."""
    cells = summary.notes() if what == "note" else getattr(summary, what)
    return cells[0, MEASURES.index(measure)]


@pytest.mark.parametrize(
    ("measure", "estimate", "tolerance"),
    [
        ("d", 40.0, 1e-9),
        ("r", 3.0, 1e-9),
        ("par", 18.775509, 2e-6),
        ("paf", 45.544548, 1e-5),
        ("aci", 7.3284202, 1e-6),
        ("rci", 0.17776859, 1e-6),
        # healthequal counts populations twice and has 44.44502 and 3.159506; corrected by counting them once.
        ("sii", 44.905264043601, 1e-8),
        ("rii", 3.223923441993, 1e-9),
    ],
)
def test_estimates_of_groups_in_order_are_the_published_ones(measure: str, estimate: float, tolerance: float) -> None:
    assert got(of(**QUINTILES), measure) == pytest.approx(estimate, abs=tolerance)


@pytest.mark.parametrize(
    ("measure", "se", "lower", "upper"),
    [
        ("d", 14.866069, 10.863041, 69.136959),
        ("r", 0.341971, 1.534739, 5.864187),
        ("par", 4.406635, 10.138664, 27.412356),
        # Published 0.1069, 45.335 and 45.754: an error of the fraction beside an estimate in percent.
        ("paf", 10.689362, 24.593790, 66.495319),
        # Published 0.2937, 6.7528 and 7.9040: the regression's, which ignores the groups' own errors.
        ("aci", 2.566519, 2.298135, 12.358706),
    ],
)
def test_intervals_of_groups_in_order(measure: str, se: float, lower: float, upper: float) -> None:
    summary = of(**QUINTILES)
    cells = [got(summary, measure, what) for what in ("se", "lower", "upper")]
    assert cells == pytest.approx([se, lower, upper], abs=1e-6)


@pytest.mark.parametrize(
    ("measure", "se", "lower", "upper", "tolerance"),
    [
        ("aci", 0.29368517, 6.752807844, 7.904032556, 1e-6),
        ("rci", 0.0071240491, 0.16380545, 0.19173172, 1e-6),
        # With populations counted once; the package's own are 0.02190822 (not even times the scale), 40.15, 48.74.
        ("sii", 2.217834798, 40.558387716, 49.252140372, 1e-5),
        # 0.07644001, 2.719902, 3.67016
        ("rii", 0.080513946, 2.753284721, 3.775011817, 1e-6),
    ],
)
def test_without_any_error_ranked_measures_have_the_interval_of_their_regression(
    measure: str, se: float, lower: float, upper: float, tolerance: float
) -> None:
    summary = of(**QUINTILES | {"se": None})
    cells = [got(summary, measure, what) for what in ("se", "lower", "upper")]
    assert cells == pytest.approx([se, lower, upper], abs=tolerance)
    assert got(summary, measure, "note") == "regression interval; the groups' own errors are not known"
    assert got(summary, "bgv", "note") == "no interval: a standard error is missing"
    assert np.isnan(got(summary, "par", "lower"))


def test_bounded_indicators_can_be_corrected_as_wagstaff_and_erreygers_do() -> None:
    y, n, order = (np.array(QUINTILES[name], float) for name in ("estimate", "population", "order"))
    plain = concentration.laid_out(y, n, order)
    groups = concentration.laid_out(y, n, order, limits=(0, 100))
    mean = 41.2244 / 100  # of the sample, rounded
    assert float(concentration.rci(groups)) == pytest.approx(float(concentration.rci(plain)))
    assert float(concentration.rci(groups, "wagstaff")) == pytest.approx(0.177769 / (1 - mean), abs=1e-3)
    assert float(concentration.rci(groups, "erreygers")) == pytest.approx(4 * 0.073284, abs=1e-5)
    with pytest.raises(ValueError, match="with limits"):
        concentration.rci(plain, "wagstaff")
    with pytest.raises(ValueError, match="0 to 50"):
        concentration.laid_out(y, n, order, limits=(0, 50))


def test_a_difference_runs_from_the_better_end_of_an_order_to_the_worse() -> None:
    adverse = of(estimate=[52, 33, 29, 31, 24], order=[1, 2, 3, 4, 5], favourable=False)
    assert (got(adverse, "d"), got(adverse, "r")) == (28, 52 / 24)
    favourable = of(estimate=[52, 33, 29, 31, 24], order=[5, 4, 3, 2, 1], favourable=True)
    assert got(favourable, "d") == 28


@pytest.mark.parametrize(
    ("favourable", "reference", "difference"),
    [(True, 1, 80 - 40), (False, 1, 90 - 80), (True, 0, 90 - 40), (False, 0, 90 - 40)],
)
def test_a_reference_is_held_against_the_rest_and_extremes_against_each_other(
    favourable: bool, reference: int, difference: float
) -> None:
    summary = of(estimate=[80, 40, 90, 60], reference=[reference, 0, 0, 0], favourable=favourable)
    assert got(summary, "d") == difference


def test_a_reference_beyond_all_others_gives_a_difference_below_0_and_says_so() -> None:
    summary = of(estimate=[30, 40, 90], reference=[1, 0, 0], favourable=True)
    assert (got(summary, "d"), got(summary, "r")) == (-10, 0.75)
    assert "itself beyond all others" in got(summary, "d", "note")


def test_an_order_wins_over_a_reference() -> None:
    both = of(**QUINTILES | {"reference": [0, 0, 1, 0, 0]})
    assert got(both, "d") == 40
    assert got(both, "mdru") == 12


def test_the_attributable_risk_of_a_wrong_sign_is_0() -> None:
    falling = of(**QUINTILES | {"estimate": [60, 50, 40, 30, 20]})
    assert (got(falling, "par"), got(falling, "paf")) == (0, 0)
    assert got(falling, "par", "lower") < 0 < got(falling, "par", "upper")


def test_groups_with_one_extreme_share_the_largest_of_their_errors() -> None:
    pair = gap.ends([[5, 9, 9, 1]], [[1, 1, 3, 2]], np.zeros((1, 4)), np.zeros((1, 4)), [True])
    assert (pair.first_error[0], pair.second_error[0]) == (3, 2)


THREE = {"estimate": [10.0, 20.0, 40.0], "population": [5.0, 5.0, 10.0], "favourable": True}


@pytest.mark.parametrize(
    ("change", "measure", "note"),
    [
        ({"estimate": [10, np.nan, np.nan]}, "d", "two groups"),
        ({"estimate": [10, 20, np.nan]}, "bgv", "more than two groups"),
        ({"estimate": [10, 20, np.nan]}, "mdbu", "more than two groups"),
        ({}, "aci", "groups in order"),
        ({}, "mdrw", "needs a reference group"),
        ({"order": [1, 2, 3]}, "sii", "the scale"),
        ({"population": [5, np.nan, 10]}, "ti", "population of every group"),
        ({"population": [5, np.nan, 10]}, "mdmu", "population of every group"),
        ({"population": [0, 0, 0]}, "bgv", "population of every group"),
        ({"estimate": [10, 20, 40, np.nan], "population": [5, 5, 10, 3]}, "bgv", "at least 85 %"),
        ({"estimate": [10, 20, 40, np.nan], "population": [5, 5, 10, 3]}, "mdbu", "at least 85 %"),
        ({"order": [1, 2, 3], "estimate": [np.nan, 20, 40]}, "d", "first or the last group"),
        ({"reference": [1, 0, 0], "estimate": [np.nan, 20, 40]}, "r", "reference group has no estimate"),
        ({"estimate": [0, 0, 0]}, "r", "not defined"),
        ({"estimate": [0, 0, 0]}, "cov", "not defined"),
        ({"estimate": [0, 0, 0], "order": [1, 2, 3], "scale": 100}, "rii", "not defined"),
        ({"estimate": [-1, 20, 40]}, "mld", "not defined"),
    ],
)
def test_what_cannot_be_had_is_blank_and_says_why(change: dict[str, Any], measure: str, note: str) -> None:
    summary = of(**THREE | change)
    assert np.isnan([got(summary, measure, what) for what in ("estimate", "se", "lower", "upper")]).all()
    assert note in got(summary, measure, "note")


def test_fifteen_percent_of_the_groups_may_be_absent_and_not_one_more() -> None:
    values = np.arange(1.0, 21.0)
    for absent, there in ((3, True), (4, False)):
        left = np.where(np.arange(20) < absent, np.nan, values)
        summary = of(estimate=left, population=np.ones(20), favourable=True)
        assert np.isfinite(got(summary, "bgv")) == there
        assert got(summary, "d") == 20 - absent - 1


def test_ranked_measures_need_every_group() -> None:
    values, order = np.arange(10.0, 30.0), np.arange(1.0, 21.0)
    values[4] = np.nan
    summary = of(estimate=values, population=np.ones(20), order=order, scale=100, favourable=True)
    for measure in ("aci", "rci", "sii", "rii", "par", "paf"):
        assert got(summary, measure, "note") == "needs an estimate of every group"
    assert np.isfinite(got(summary, "bgv"))


def test_without_populations_ranked_measures_count_every_group_the_same() -> None:
    bare = of(**QUINTILES | {"population": None})
    same = of(**QUINTILES | {"population": [1e6] * 5})
    for measure in ("aci", "rci", "sii", "rii", "idisu", "mdmu"):
        assert got(bare, measure) == pytest.approx(got(same, measure), rel=1e-6)
        assert "every group counts the same" in got(bare, measure, "note")
    assert np.isfinite(got(bare, "mdbu"))
    assert got(bare, "bgv", "note") == "needs the population of every group"


def test_populations_may_be_shares() -> None:
    people = of(**QUINTILES | {"population": [2e5, 1e5, 3e5, 2e5, 2e5]})
    shares = of(**QUINTILES | {"population": [0.2, 0.1, 0.3, 0.2, 0.2]})
    assert np.allclose(people.estimate, shares.estimate, rtol=1e-5, equal_nan=True)


def test_equal_groups_are_not_unequal() -> None:
    summary = of(**QUINTILES | {"estimate": [37.3] * 5, "se": None, "reference": [1, 0, 0, 0, 0]})
    for measure in MEASURES:
        expected = 1 if measure in ("r", "rii") else 0
        assert got(summary, measure) == pytest.approx(expected, abs=1e-9), measure
    assert "not defined for these values" in got(summary, "sii", "note")


def test_a_missing_error_takes_the_interval_and_nothing_else() -> None:
    part = of(draws=500, **QUINTILES | {"se": [5, 7, np.nan, 12, 14]})
    full = of(draws=500, **QUINTILES)
    assert np.array_equal(part.estimate, full.estimate, equal_nan=True)
    assert got(part, "d", "lower") == got(full, "d", "lower")
    for measure in set(MEASURES) - {"d", "r", "mdru", "mdrw"}:
        assert np.isnan([got(part, measure, what) for what in ("se", "lower", "upper")]).all()
        assert got(part, measure, "note") == "no interval: a standard error is missing"


def test_a_value_of_0_is_told_of_where_a_logarithm_is_taken() -> None:
    summary = of(**THREE | {"estimate": [0.0, 20.0, 40.0]})
    assert "millionth" in got(summary, "mld", "note")
    expected = 1000 * (0.25 * np.log(25e6) - 0.25 * np.log(0.8) - 0.5 * np.log(1.6))
    assert float(entropy.mld([0.0, 20, 40], [5, 5, 10])) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"se": [1, -1, 1]}, "standard error below 0"),
        ({"population": [1, -1, 1]}, "population below 0"),
        ({"scale": 30}, "below 0 or above the scale"),
        ({"estimate": [-1, 2, 3], "scale": 100}, "below 0 or above the scale"),
        ({"scale": 0}, "a scale of 0 or less"),
        ({"reference": [1, 1, 0]}, "more than one reference"),
        ({"order": [1, 2, 0]}, "groups that are not"),
        ({"order": [1, 2, 2]}, "one place of the order"),
        ({"listed": [1, 1, 0]}, "no group is listed"),
    ],
)
def test_impossible_settings_are_errors(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        of(**THREE | change)
    with pytest.raises(ValueError, match="two, settings by groups"):
        summarize([1, 2], 1, 1, favourable=True)


def test_a_line_outside_its_scale_is_an_error() -> None:
    with pytest.raises(ValueError, match="from 0 to the scale"):
        slope.line([10, 20, 130], [1, 1, 1], [1, 2, 3], 100)


def test_a_line_through_nobody_and_everybody_has_finite_ends() -> None:
    shares = [[0, 0, 100, 100], [0, 0, 0, 0], [100, 100, 100, 100]]
    steps = slope.line(shares, np.full((3, 4), 50.0), [1, 2, 3, 4], [100.0] * 3)
    assert slope.sii(steps, 100) == pytest.approx([100, 0, 0], abs=1e-6)
    assert np.isfinite(slope.sii(steps, 100)).all()


def test_draws_stay_within_the_scale_and_keep_their_mean_and_spread() -> None:
    z = simulation.normals(4, 20_000)
    y, s = np.array([[50.0, 1.0, 99.0, 100.0]]), np.array([[2.0, 3.0, 3.0, 0.0]])
    bounded = simulation.drawn(y, s, np.array([100.0]), z)[0]
    assert bounded.min() >= 0
    assert bounded.max() <= 100
    assert (bounded[:, 3] == 100).all()
    assert (bounded[:, 0].mean(), bounded[:, 0].std()) == pytest.approx((50, 2), abs=0.05)
    # Of a normal distribution cut off a third of a deviation below its mean: 1 + 3·φ(⅓)/Φ(⅓).
    assert bounded[:, 1].mean() == pytest.approx(1 + 3 * 0.377383 / 0.630559, abs=0.05)
    free = simulation.drawn(y, s, np.array([np.nan]), z)[0]
    assert free[:, 1].min() < 0


def test_limits_are_percentiles() -> None:
    low, high = simulation.limits([np.arange(1001.0), np.full(1001, np.nan)])
    assert (low[0], high[0]) == pytest.approx((25, 975))
    assert np.isnan([low[1], high[1]]).all()


def test_an_interval_that_noise_carries_past_the_estimate_is_extended_and_says_so() -> None:
    summary = of(draws=2000, estimate=[50, 50, 50.0], se=[5, 5, 5], population=[1, 1, 1], favourable=True, scale=100)
    assert got(summary, "mdbu", "lower") == got(summary, "mdbu") == 0
    assert "extended to the estimate" in got(summary, "mdbu", "note")


def test_simulated_intervals_are_the_same_in_every_run_and_whatever_stands_beside_them() -> None:
    rng = np.random.default_rng(2)
    y, s, n = rng.uniform(10, 90, (9, 6)), rng.uniform(0, 6, (9, 6)), rng.uniform(10, 900, (9, 6))
    y[4:, 5] = np.nan
    order = np.tile(np.arange(1.0, 7), (9, 1))
    all_of_them = summarize(y, s, n, favourable=True, order=order, listed=~np.isnan(y), scale=100, draws=400)
    for row in (0, 5):
        here = slice(row, row + 1)
        width = 6 if row == 0 else 5
        alone = summarize(
            y[here, :width], s[here, :width], n[here, :width],
            favourable=True, order=order[here, :width], scale=100, draws=400,
        )  # fmt: skip
        for what in ("estimate", "se", "lower", "upper"):
            assert np.allclose(getattr(alone, what)[0], getattr(all_of_them, what)[row], rtol=1e-9, equal_nan=True)


group = some.tuples(
    some.floats(5, 95),
    some.floats(0.1, 8),
    some.integers(20, 5000),
)
setting = some.lists(group, min_size=3, max_size=8)


def summed(groups: list[tuple[float, float, int]], draws: int = 200, **change: Any) -> Summary:
    y, s, n = (np.array(each, float) for each in zip(*groups, strict=True))
    return of(
        **{
            "draws": draws, "estimate": y, "se": s, "population": n, "favourable": True, "scale": 100,
            "order": np.arange(1, len(y) + 1), "reference": np.arange(len(y)) == 0,
        } | change
    )  # fmt: skip


def same(one: Summary, other: Summary, names: tuple[str, ...] = MEASURES, tolerance: float = 1e-7) -> None:
    at = [MEASURES.index(name) for name in names]
    for what in ("estimate", "se", "lower", "upper"):
        assert np.allclose(
            getattr(one, what)[0, at], getattr(other, what)[0, at], rtol=tolerance, atol=tolerance, equal_nan=True
        )


@settings(max_examples=15, deadline=None)
@given(groups=setting, ordered=some.booleans(), good=some.booleans())
def test_intervals_contain_their_estimates(groups: list[tuple[float, float, int]], ordered: bool, good: bool) -> None:
    summary = summed(groups, favourable=good, **({} if ordered else {"order": None}))
    there = ~np.isnan(summary.lower)
    assert there.sum() >= 15
    assert (summary.lower[there] <= summary.estimate[there]).all()
    assert (summary.estimate[there] <= summary.upper[there]).all()


@settings(max_examples=12, deadline=None)
@given(groups=setting, turn=some.randoms(use_true_random=False))
def test_the_sequence_of_the_rows_never_matters(groups: list[tuple[float, float, int]], turn: Any) -> None:
    places = list(range(len(groups)))
    turn.shuffle(places)
    other = summed([groups[at] for at in places], order=np.array(places) + 1.0, reference=np.array(places) == 0)
    same(summed(groups), other)


@settings(max_examples=12, deadline=None)
@given(groups=setting, ordered=some.booleans())
def test_a_place_without_a_group_changes_nothing(groups: list[tuple[float, float, int]], ordered: bool) -> None:
    count = len(groups)
    order = {"order": np.arange(1.0, count + 1)} if ordered else {"order": np.zeros(count)}
    padded = [*groups, (np.nan, np.nan, np.nan)]
    more = {
        "order": np.append(order["order"], 0),
        "reference": np.arange(count + 1) == 0,
        "listed": np.arange(count + 1) < count,
    }
    same(summed(groups, **order), summed(padded, **more))  # type: ignore[arg-type]


@settings(max_examples=12, deadline=None)
@given(groups=setting)
def test_a_group_of_nobody_changes_no_weighted_measure(groups: list[tuple[float, float, int]]) -> None:
    weighted = ("bgv", "bgsd", "cov", "idisw", "mdmw", "mdrw", "ti", "mld", "aci", "rci", "sii", "rii")
    less = summed(groups, draws=0)
    more = summed([*groups, (50.0, 1.0, 0)], draws=0)
    at = [MEASURES.index(name) for name in weighted]
    assert np.allclose(less.estimate[0, at], more.estimate[0, at], rtol=1e-9, atol=1e-9)


@settings(max_examples=12, deadline=None)
@given(groups=setting, factor=some.sampled_from([0.01, 0.5, 10.0, 1000.0]))
def test_another_unit_changes_no_relative_measure(groups: list[tuple[float, float, int]], factor: float) -> None:
    other = [(y * factor, s * factor, n) for y, s, n in groups]
    same(summed(groups), summed(other, scale=100 * factor), RELATIVE, 1e-6)


@settings(max_examples=12, deadline=None)
@given(groups=setting)
def test_intervals_shrink_with_their_errors(groups: list[tuple[float, float, int]]) -> None:
    wide = summed(groups, draws=0)
    narrow = summed([(y, s / 3, n) for y, s, n in groups], draws=0)
    at = [MEASURES.index(name) for name in ("d", "r", "bgv", "ti", "mld", "aci")]
    width, other = (each.upper - each.lower for each in (narrow, wide))
    # All alike there is none of TI and MLD.
    assert ((width < other) | np.isnan(other))[0, at].all()
    assert np.isfinite(other[0, at]).all() or len({y for y, _, _ in groups}) == 1


@settings(max_examples=8, deadline=None)
@given(groups=setting)
def test_drawn_intervals_shrink_with_their_errors(groups: list[tuple[float, float, int]]) -> None:
    wide = summed([(y, 3.0, n) for y, _, n in groups], draws=1000)
    narrow = summed([(y, 0.3, n) for y, _, n in groups], draws=1000)
    at = [MEASURES.index(name) for name in ("mdru", "mdrw", "rci", "mdbw")]
    assert (narrow.se < wide.se)[0, at].all()


@settings(max_examples=15, deadline=None)
@given(groups=setting)
def test_spreads_are_never_below_0_and_turning_the_order_turns_the_sign(
    groups: list[tuple[float, float, int]],
) -> None:
    count = len(groups)
    up = summed(groups, draws=0)
    down = summed(groups, draws=0, order=np.arange(count, 0, -1.0))
    assert all(got(up, name) >= -1e-9 for name in SPREADS)
    assert got(up, "aci") == pytest.approx(-got(down, "aci"), abs=1e-9)
    assert got(up, "sii") == pytest.approx(-got(down, "sii"), abs=1e-6)
    assert got(up, "rii") == pytest.approx(1 / got(down, "rii"), rel=1e-6)
    assert got(up, "d") == pytest.approx(-got(down, "d"))
    assert got(up, "r") == pytest.approx(1 / got(down, "r"))


def test_functions_take_any_axes_before_the_groups() -> None:
    rng = np.random.default_rng(1)
    y, n = rng.uniform(1, 9, (2, 3, 4)), rng.uniform(1, 9, (2, 3, 4))
    assert variance.cov(y, n).shape == deviation.mdbw(y, n, np.ones((2, 3))).shape == (2, 3)
    assert variance.cov(y, n)[1, 2] == pytest.approx(float(variance.cov(y[1, 2], n[1, 2])))


# Names in the cases, where they differ from ours.
_NAMES = {"covar": "cov", "parisk": "par"}
_CORRECTED = ("ti", "mld", "paf")


def sample(shared: Path, case: dict[str, Any]) -> dict[str, Any]:
    inputs = case["inputs"]
    if "dataset_csv" not in inputs:
        ordered = any(inputs["ordered_dimension"])
        return {
            "estimate": inputs["est"], "se": inputs["se"], "population": inputs["pop"],
            "order": inputs["subgroup_order"] if ordered else None,
            "reference": inputs.get("reference_subgroup"),
            "favourable": inputs["favourable_indicator"][0] == 1, "scale": inputs["scaleval"][0],
        }  # fmt: skip
    rows = pd.read_csv(shared / "cases" / inputs["dataset_csv"])
    rows = rows[rows["indicator"] == inputs["indicator"]]
    # The second of two published differences is the one that leaves the reference group out.
    referred = "reference_subgroup" in rows and not case["id"].endswith("d.1")
    return {
        "estimate": rows["estimate"], "se": rows["se"], "population": rows["population"],
        "order": rows.get("subgroup_order"),
        "reference": rows["reference_subgroup"] if referred else None,
        "favourable": rows["favourable_indicator"].iloc[0] == 1, "scale": rows["indicator_scale"].iloc[0],
    }  # fmt: skip


@pytest.mark.shared
def test_every_published_case_of_healthequal(shared: Path) -> None:
    for case in json.loads((shared / "cases/healthequal_cases.json").read_text(encoding="utf-8")):
        measure = _NAMES.get(case["fn"], case["fn"])
        if measure in ("sii", "rii"):
            continue  # counted once: test_slope_and_relative_index_with_populations_counted_once
        expected = case["computed_by_running_reference"]
        summary = of(**sample(shared, case))
        assert got(summary, measure) == pytest.approx(expected["estimate"], rel=1e-9), case["id"]
        if measure in ("d", "r", "bgv", "par"):
            for what, name in (("se", "se"), ("lower", "lowerci"), ("upper", "upperci")):
                assert got(summary, measure, what) == pytest.approx(expected[name], rel=1e-9), case["id"]
        if measure in _CORRECTED:
            # The package leaves the factor of 1000 (TI, MLD) or 100 (PAF) out of the error.
            factor = 100 if measure == "paf" else 1000
            assert got(summary, measure, "se") == pytest.approx(factor * expected["se"], rel=1e-9), case["id"]
        if measure in ("aci", "rci"):
            bare = of(**sample(shared, case) | {"se": None})
            assert got(bare, measure, "se") == pytest.approx(expected["se"], rel=1e-9), case["id"]
            assert got(bare, measure, "lower") == pytest.approx(expected["lowerci"], rel=1e-9), case["id"]


@pytest.mark.shared
def test_simulated_limits_are_near_those_of_a_hundred_draws(shared: Path) -> None:
    for case in json.loads((shared / "cases/healthequal_cases.json").read_text(encoding="utf-8")):
        measure = _NAMES.get(case["fn"], case["fn"])
        expected = case.get("computed_by_running_reference")
        if expected is None or expected["se"] is not None or measure == "idisw":
            continue  # idisw: the package takes the observed mean for the drawn one
        summary = of(draws=10_000, **sample(shared, case))
        width = expected["upperci"] - expected["lowerci"]
        # A percentile of 100 draws is about a quarter of a deviation off; this is a fifth of four deviations.
        assert got(summary, measure, "lower") == pytest.approx(expected["lowerci"], abs=width / 5), case["id"]
        assert got(summary, measure, "upper") == pytest.approx(expected["upperci"], abs=width / 5), case["id"]


@pytest.mark.shared
def test_slope_and_relative_index_with_populations_counted_once(shared: Path) -> None:
    for case in json.loads((shared / "cases/healthequal_sii_rii.json").read_text(encoding="utf-8")):
        inputs, expected = case["inputs"], case["correct_weights_once"]
        through = slope.line(inputs["est"], inputs["pop"], inputs["subgroup_order"], 100)
        assert float(through.least) == pytest.approx(expected["p0"], abs=1e-10)
        assert float(through.most) == pytest.approx(expected["p1"], abs=1e-10)
        assert float(slope.sii(through, 100)) == pytest.approx(expected["sii"], abs=1e-8)
        assert float(slope.rii(through)) == pytest.approx(expected["rii"], abs=1e-9)
        # Theirs are by differences of the fit, to about 8 digits.
        assert float(slope.sii_regression_error(through, 100)) == pytest.approx(
            100 * expected["sii_se_unscaled"], rel=1e-6
        )
        assert float(slope.rii_regression_error(through)) == pytest.approx(expected["lnrii_se"], rel=1e-6)


def test_an_error_too_large_for_a_number_is_absent_and_never_infinite() -> None:
    found = of(estimate=[4.1, 9.2, 1e-300], se=[0.2, 0.4, 0.5], population=[21000, 10600, 5100], favourable=False)
    for values in (found.estimate, found.se, found.lower, found.upper):
        assert not np.isinf(values).any()
    mld = MEASURES.index("mld")
    assert found.estimate[0, mld] > 0
    assert np.isnan(found.se[0, mld])
    assert "interval" in found.notes()[0, mld]
