import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.spatial import demographic_difference, per_resident, share_difference, shares

TOWNS = some.lists(some.tuples(some.integers(0, 1000), some.integers(1, 10_000)), min_size=2, max_size=12)


def test_a_place_with_more_of_the_resource_than_of_the_people_is_above_0() -> None:
    found = share_difference([50, 50], [25, 75])
    assert found.value.tolist() == [0.25, -0.25]
    assert np.isnan([*found.lower, *found.upper]).all()
    assert not found.clear.any()


def test_the_margin_of_the_population_decides_whether_a_difference_is_clear() -> None:
    # Census Bureau's handbook (chapter 8): 203,119 ± 5,070 of 630,498 is 32.22 %; here the whole is the two together.
    people, margin = [203_119, 427_379], [5_070, 5_000]
    sure = share_difference([40, 60], people, margin)
    assert sure.clear.all()
    assert sure.value[0] == pytest.approx(0.4 - 203_119 / 630_498)
    assert sure.lower[0] < sure.value[0] < sure.upper[0]
    near = share_difference([32.3, 67.7], people, margin)
    assert not near.clear.any()


def test_without_people_or_without_the_resource_there_are_no_shares() -> None:
    assert np.isnan(shares([0, 0])).all()
    assert np.isnan(share_difference([0, 0], [1, 2]).value).all()
    assert np.isnan(share_difference([1, 2], [0, 0], [3, 3]).value).all()
    assert not share_difference([1, 2], [0, 0], [3, 3]).clear.any()


def test_amounts_below_0_are_an_error() -> None:
    with pytest.raises(ValueError, match="1 of 2 amounts are below 0"):
        shares([1, -1])


def test_who_lives_where_the_resource_is() -> None:
    # Three quarters of the libraries stand where 40 % are of the group, a quarter where 20 % are: 35 %, against 30 %.
    found = demographic_difference([3, 1, 0], [0.4, 0.2, np.nan], [0.01645, 0.0329, np.nan], 0.3, 0.0)
    assert float(found.value) == pytest.approx(0.05)
    error = np.hypot(0.75 * 0.01, 0.25 * 0.02)
    assert float(found.upper - found.value) == pytest.approx(1.959964 * error, rel=1e-6)
    assert bool(found.clear)


def test_a_rate_that_is_needed_and_absent_is_not_made_up() -> None:
    found = demographic_difference([3, 1], [0.4, np.nan], [0.01, 0.01], 0.3, 0.01)
    assert np.isnan(found.value)
    assert not found.clear


def test_dollars_a_resident_are_more_where_fewer_may_live() -> None:
    value, lower, upper = per_resident([1000.0, 1000, 1000], [100.0, 0, 10], [16.45, 5, 16.45])
    assert value.tolist() == pytest.approx([10, np.nan, 100], nan_ok=True)
    assert (lower[0], upper[0]) == pytest.approx((1000 / 119.59964, 1000 / 80.40036), rel=1e-6)
    assert np.isnan([lower[1], upper[1], upper[2]]).all()
    assert np.isnan(per_resident(5.0, 2.0)[1])


@settings(max_examples=50)
@given(towns=TOWNS.filter(lambda rows: any(amount for amount, _ in rows)), unit=some.floats(0.01, 100))
def test_shares_sum_to_1_and_differences_to_0_in_any_unit_and_order(towns: list[tuple[int, int]], unit: float) -> None:
    amount, people = np.array(towns, float).T
    found = share_difference(amount, people, np.sqrt(people))
    assert shares(amount).sum() == pytest.approx(1)
    assert found.value.sum() == pytest.approx(0, abs=1e-12)
    assert share_difference(amount * unit, people).value == pytest.approx(found.value, abs=1e-12)
    turned = share_difference(amount[::-1], people[::-1], np.sqrt(people)[::-1])
    assert turned.upper[::-1] == pytest.approx(found.upper)
    assert share_difference(people, people).value == pytest.approx(0, abs=1e-12)
