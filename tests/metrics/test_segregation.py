import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.segregation import atkinson, dissimilarity, information, information_split, theil, theil_split, wolfson

VALUES = some.lists(some.integers(0, 50), min_size=2, max_size=30).filter(any)
COUNTS = some.lists(some.tuples(*[some.integers(0, 30)] * 3), min_size=2, max_size=8)


def test_theil_of_two_groups_that_have_all_or_nothing() -> None:
    # PySAL inequality, documentation of the decomposition: ln 2, all of it between. Tolerance 1e-6.
    found = theil_split([0, 0, 0, 10, 10, 10], ["a", "a", "a", "b", "b", "b"])
    assert found.total == pytest.approx(math.log(2), abs=1e-6)
    assert found.between == pytest.approx(math.log(2), abs=1e-6)
    assert found.within == 0


def test_published_atkinson_indices() -> None:
    # PySAL inequality, tests/test_atkinson.py. Tolerance 1e-5.
    incomes = [10, 20, 30, 40, 50]
    assert atkinson(incomes, 0.5) == pytest.approx(0.06315, abs=1e-5)
    assert atkinson(incomes, 1) == pytest.approx(0.1316096, abs=1e-5)
    assert atkinson(incomes, 0) == pytest.approx(0, abs=1e-12)


def test_published_wolfson_indices() -> None:
    # PySAL inequality, tests/test_wolfson.py and the example of wolfson. The first two are exact, the third to 1e-4.
    assert wolfson([6, 6, 8, 8, 10, 10, 12, 12]) == pytest.approx(1 / 12)
    assert wolfson([2, 4, 6, 8, 10, 12, 14, 16]) == pytest.approx(11 / 72)
    incomes = [20000, 25000, 27000, 30000, 35000, 45000, 60000, 75000, 80000, 120000]
    assert wolfson(incomes) == pytest.approx(0.2013, abs=1e-4)


def test_dissimilarity_runs_from_even_to_apart() -> None:
    assert float(dissimilarity([5, 10, 15], [1, 2, 3])) == pytest.approx(0)
    assert float(dissimilarity([5, 0], [0, 9])) == 1
    # 60 and 20 percent in the first unit: 40 percent would have to move.
    assert dissimilarity([[6, 4], [0, 0]], [[2, 8], [3, 3]]) == pytest.approx([0.4, np.nan], nan_ok=True)


def test_information_runs_from_even_to_apart() -> None:
    assert float(information([[10, 20], [5, 10]])) == pytest.approx(0)
    assert float(information([[10, 0], [0, 3]])) == pytest.approx(1)
    assert np.isnan(information([[10, 0], [4, 0]]))


def test_where_there_is_nothing_to_spread_there_is_no_index() -> None:
    assert np.isnan(theil([0, 0, 0]).total)
    assert np.isnan(theil([]).total)
    assert np.isnan(atkinson([0, 0]))
    assert np.isnan(wolfson([0, 0, 0, 8]))
    assert np.isnan(wolfson([]))
    assert np.isnan(information_split([[0, 0]], ["a"]).within)


def test_an_absent_value_makes_an_absent_index() -> None:
    assert np.isnan(theil([1, np.nan]).total)
    assert np.isnan(atkinson([1, np.nan]))
    assert np.isnan(wolfson([1, 2, np.nan]))
    assert np.isnan(dissimilarity([1, np.nan], [1, 2]))
    assert np.isnan(information([[1, np.nan], [2, 2]]))


def test_somebody_with_nothing_makes_atkinson_1_once_the_aversion_is_1() -> None:
    assert atkinson([0, 10], 1) == 1
    assert atkinson([0, 10], 2) == 1
    assert atkinson([0, 10], 0.5) == pytest.approx(0.5)


@pytest.mark.parametrize("index", [theil, atkinson, wolfson, information])
def test_values_below_0_are_an_error(index) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="1 of 4 values are below 0"):
        index(np.array([[1, 2], [3, -4]]) if index is information else [1, 2, 3, -4])


def test_an_aversion_below_0_is_an_error() -> None:
    with pytest.raises(ValueError, match="aversion"):
        atkinson([1, 2], -1)


@given(values=VALUES, group=some.lists(some.integers(0, 3), min_size=30, max_size=30), unit=some.floats(0.01, 100))
def test_theils_parts_sum_exactly_and_the_unit_is_nothing(values: list[int], group: list[int], unit: float) -> None:
    found = theil_split(values, group[: len(values)])
    assert found.between + found.within == pytest.approx(found.total, abs=1e-12)
    assert min(found.between, found.within) > -1e-12
    assert theil(np.array(values) * unit).total == pytest.approx(found.total, abs=1e-12)
    assert atkinson(np.array(values) * unit) == pytest.approx(atkinson(values), abs=1e-12)


@given(values=VALUES)
def test_cells_of_people_are_people_one_by_one_and_empty_cells_are_nothing(values: list[int]) -> None:
    kinds, people = np.unique(values, return_counts=True)
    cells = theil_split(np.append(kinds, 77), np.append(kinds % 2, 9), np.append(people, 0))
    single = theil_split(values, np.array(values) % 2)
    assert (cells.total, cells.between, cells.within) == pytest.approx((single.total, single.between, single.within))


@settings(max_examples=50)
@given(counts=COUNTS, larger=some.lists(some.integers(0, 2), min_size=8, max_size=8))
def test_informations_parts_sum_exactly(counts: list[tuple[int, ...]], larger: list[int]) -> None:
    found = information_split(counts, larger[: len(counts)])
    if math.isnan(found.total):
        assert math.isnan(found.between)
        return
    assert found.between + found.within == pytest.approx(found.total, abs=1e-12)
    assert -1e-12 <= found.between <= found.total + 1e-12 <= 1 + 2e-12
    assert float(information([*counts, (0, 0, 0)][::-1])) == pytest.approx(found.total, abs=1e-12)


@given(people=some.lists(some.tuples(some.integers(0, 30), some.integers(0, 30)), min_size=1, max_size=8))
def test_dissimilarity_is_the_same_from_both_sides(people: list[tuple[int, int]]) -> None:
    f, m = np.array(people).T
    if f.sum() and m.sum():
        assert 0 <= float(dissimilarity(f, m)) <= 1 + 1e-12
        assert float(dissimilarity(f, m)) == pytest.approx(float(dissimilarity(m[::-1], f[::-1])))
