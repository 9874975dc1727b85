import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.flow import decompose

PEOPLE = some.integers(0, 5000)
MOVES = some.integers(-500, 500)


@settings(max_examples=60, deadline=None)
@given(groups=some.integers(1, 6), flows=some.integers(0, 5), data=some.data())
def test_the_parts_sum_exactly_to_the_change_whatever_the_numbers(
    groups: int, flows: int, data: some.DataObject
) -> None:
    before, after = (
        np.array(data.draw(some.lists(PEOPLE, min_size=groups, max_size=groups))) + np.eye(1, groups, dtype=int)[0]
        for _ in range(2)
    )
    moved = np.array(data.draw(some.lists(MOVES, min_size=groups * flows, max_size=groups * flows)), float)
    found = decompose(before, after, moved.reshape(groups, flows))
    summed = found.parts.sum(axis=-1) + found.unexplained
    assert summed == pytest.approx(after / after.sum() - before / before.sum(), abs=1e-12)
    assert summed == pytest.approx(found.change, abs=1e-12)
    # Shares of everybody always sum to one: what a flow gives to some groups it takes from others.
    assert found.parts.sum(axis=-2) == pytest.approx(np.zeros(flows), abs=1e-12)


def test_hires_at_the_groups_own_share_change_nothing() -> None:
    found = decompose([20, 80], [25, 100], [[5], [20]])
    assert found.parts == pytest.approx(np.zeros((2, 1)))
    assert found.change == pytest.approx([0, 0])


def test_a_worked_case() -> None:
    # 40 of 100; 10 of 15 hires and 5 of 10 leavers are the group's: 45 of 105.
    found = decompose([40, 60], [45, 60], [[10, -5], [5, -5]])
    assert found.parts[0] == pytest.approx([(10 - 0.4 * 15) / 105, (-5 + 0.4 * 10) / 105])
    assert found.change[0] == pytest.approx(45 / 105 - 0.4)
    assert not found.unexplained_people.any()


def test_people_the_flows_do_not_account_for_have_a_part_of_their_own() -> None:
    found = decompose([40, 60], [47, 60], [[10, -5], [5, -5]])
    assert list(found.unexplained_people) == [2, 0]
    assert found.unexplained[0] == pytest.approx((2 - 0.4 * 2) / 107)


def test_an_empty_group_changes_nothing_and_order_never_matters() -> None:
    plain = decompose([40, 60], [45, 60], [[10, -5], [5, -5]])
    more = decompose([60, 0, 40], [60, 0, 45], [[5, -5], [0, 0], [10, -5]])
    assert more.parts[[2, 0]] == pytest.approx(plain.parts)
    assert not more.parts[1].any()


def test_a_unit_that_was_empty_has_no_change_of_share() -> None:
    found = decompose([[0, 0], [40, 60]], [[5, 5], [45, 60]], [[[5], [5]], [[5], [0]]])
    assert np.isnan(found.parts[0]).all()
    assert np.isnan(found.change[0]).all()
    assert not np.isnan(found.parts[1]).any()


def test_a_negative_head_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        decompose([-1, 2], [1, 2], [[1], [0]])
