import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.contracting import Goals, attainment, disparity, utilization
from metrics.interval import wilson

FOREVER = "NaT"


def goals(*rows: tuple[float, str, str, str]) -> Goals:
    percent, since, until, industry = zip(*rows, strict=True)
    return Goals(
        np.array(percent, float),
        np.array(since, "datetime64[D]"),
        np.array(until, "datetime64[D]"),
        np.array(industry, dtype=object),
    )


SMALL = goals((20, "2010-01-01", "2019-06-30", ""), (25, "2019-07-01", FOREVER, ""))


def test_each_payment_has_the_goal_of_its_own_day() -> None:
    days = ["2009-12-31", "2010-01-01", "2019-06-30", "2019-07-01", "2030-01-01"]
    found = SMALL.in_force(days, ["236220"] * 5)
    assert found.tolist() == pytest.approx([np.nan, 20, 20, 25, 25], nan_ok=True)


def test_a_goal_of_an_industry_goes_before_the_general_one() -> None:
    industry = goals((25, "2000-01-01", FOREVER, ""), (10, "2020-01-01", "2020-12-31", "23"))
    found = industry.in_force(["2020-05-01", "2020-05-01", "2021-05-01"], ["236220", "541511", "236220"])
    assert found.tolist() == [10, 25, 25]


def test_goals_that_contradict_each_other_are_an_error() -> None:
    with pytest.raises(ValueError, match="two goals of industry '23' are in force on one day"):
        goals((25, "2000-01-01", "2020-01-01", "23"), (10, "2020-01-01", FOREVER, "23"))
    with pytest.raises(ValueError, match="two goals"):
        goals((25, "2000-01-01", FOREVER, ""), (10, "2020-01-01", FOREVER, ""))
    with pytest.raises(ValueError, match="ends before it begins"):
        goals((25, "2000-01-02", "2000-01-01", ""))
    with pytest.raises(ValueError, match="below 0 or above 100 percent"):
        goals((250, "2000-01-01", FOREVER, ""))


def test_connecticuts_goals_are_a_quarter_and_a_quarter_of_that() -> None:
    # Connecticut General Statutes § 4a-60g: 25 % set aside for small contractors, 25 % of it for minority businesses.
    amount, day, industry = [750_000.0, 200_000, 50_000], ["2025-01-01"] * 3, ["236220"] * 3
    small, minority = 25.0, 25.0 * 0.25
    for percent, counts, share, shortfall in (
        (small, [False, True, True], 25, 0),
        (minority, [False, False, True], 5, 12_500),
    ):
        goal = goals((percent, "1976-01-01", FOREVER, "")).in_force(day, industry)
        found = attainment(amount, counts, goal, [0, 0, 0])
        assert found.goal[0] == percent
        assert found.share[0] == pytest.approx(share)
        assert found.shortfall[0] == pytest.approx(shortfall)


def test_the_goal_of_mixed_dates_is_weighted_by_dollars_and_payments_without_one_stand_apart() -> None:
    days = ["2009-01-01", "2019-01-01", "2020-01-01", "2020-01-01"]
    goal = SMALL.in_force(days, [""] * 4)
    found = attainment([500, 300, 100, 40], [True, True, False, False], goal, [0, 0, 0, 1])
    assert found.goal == pytest.approx([21.25, 25])
    assert found.share == pytest.approx([75, 0])
    assert found.shortfall == pytest.approx([85 - 300, 10])
    assert found.dollars.tolist() == [400, 40]
    assert found.without.tolist() == [500, 0]
    assert found.payments_without.tolist() == [1, 0]


def test_without_payments_there_is_no_share() -> None:
    found = attainment([0.0, 9.0], [True, True], [25.0, np.nan], [0, 2])
    assert np.isnan(found.share).all()
    assert np.isnan(found.goal).all()
    assert found.without.tolist() == [0, 0, 9]
    assert len(attainment([], [], [], []).share) == 0


def test_a_payment_below_0_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 of 2 amounts are below 0"):
        attainment([-5.0, 5.0], [True, True], [25.0, 25.0], [0, 0])
    with pytest.raises(ValueError, match="amounts are below 0"):
        utilization([-5.0], [True], [0])


def test_contracts_of_one_size_are_counted_as_contracts() -> None:
    share, lower, upper = utilization(np.full(100, 7e5), np.arange(100) < 65, np.zeros(100, int))
    assert share[0] == 0.65
    assert (lower[0], upper[0]) == pytest.approx(tuple(map(float, wilson(65, 100))), rel=1e-9)


def test_one_large_contract_says_less_than_its_dollars() -> None:
    share, lower, upper = utilization([1e6, 1e3, 1e3, 1e3], [False, True, True, True], [0, 0, 0, 0])
    assert share[0] == pytest.approx(3e3 / 1.003e6)
    assert lower[0] < 0.003
    assert upper[0] > 0.75


def test_units_without_awards_have_no_share() -> None:
    share, lower, upper = utilization([5.0, 0.0], [True, True], [1, 2])
    assert np.isnan([share[0], lower[0], upper[0], share[2]]).all()
    assert (share[1], upper[1]) == (1, 1)


def test_below_four_fifths_is_substantial_and_four_fifths_is_not() -> None:
    share = np.array([0.079, 0.08, 0.1, 0.0])
    lower, upper = wilson(share * 1000, 1000)
    found = disparity(share, lower, upper, 0.1)
    assert found.index == pytest.approx([0.79, 0.8, 1, 0])
    assert found.substantial.tolist() == [True, False, False, True]
    assert (found.lower <= found.index).all()
    assert (found.index <= found.upper).all()
    assert found.lower[3] == 0


def test_nobody_available_has_no_index_and_no_flag() -> None:
    found = disparity([0.1, 0.1], [0.05, 0.05], [0.2, 0.2], [0.0, np.nan])
    assert np.isnan([*found.index, *found.lower, *found.upper]).all()
    assert not found.substantial.any()


def test_an_availability_that_is_an_estimate_widens_the_limits() -> None:
    lower, upper = wilson(30, 400)
    known = disparity(0.075, lower, upper, 0.1)
    estimated = disparity(0.075, lower, upper, 0.1, 0.02)
    assert estimated.lower < known.lower < known.upper < estimated.upper


@settings(max_examples=40)
@given(
    rows=some.lists(some.tuples(some.floats(0.01, 1e6), some.booleans(), some.integers(0, 3)), min_size=1, max_size=20)
)
def test_shares_of_two_kinds_of_firms_sum_to_1_and_limits_hold_them(rows: list[tuple[float, bool, int]]) -> None:
    amount, mine, unit = map(np.array, zip(*rows, strict=True))
    share, lower, upper = utilization(amount, mine, unit)
    others, *_ = utilization(amount, ~mine, unit)
    here = np.isin(np.arange(len(share)), unit)
    assert (share + others)[here] == pytest.approx(1)
    assert (lower[here] <= share[here] + 1e-12).all()
    assert (share[here] <= upper[here] + 1e-12).all()
