import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.covariate import basis, design

GRADES = np.array(["A", "B", "C"] * 4, dtype=object)
AGES = np.array([20.0, 31, 42, 53, 24, 35, 46, 57, 28, 39, 50, 21])


def test_a_design_is_a_constant_centred_numbers_and_a_column_for_each_category_but_the_first() -> None:
    table = design([AGES, GRADES], 12).toarray()
    assert table.shape == (12, 4)
    assert (table[:, 0] == 1).all()
    assert table[:, 1] == pytest.approx(AGES - AGES.mean())
    assert table[:, 2].tolist() == [0, 1, 0] * 4
    assert table[:, 3].tolist() == [0, 0, 1] * 4


def test_columns_that_repeat_others_are_not_counted() -> None:
    assert basis(design([AGES, GRADES], 12)).rank == 4
    repeated = [AGES, GRADES, 2017 - AGES, np.char.add("x", GRADES.astype(str)).astype(object), np.full(12, 7.0)]
    assert basis(design(repeated, 12)).rank == 4


def test_a_curve_over_the_years_is_not_taken_for_a_repeated_column() -> None:
    years = np.arange(1968.0, 2018)
    assert basis(design([years, years**2], 50)).rank == 3


def test_what_is_left_agrees_with_least_squares_to_the_last_digits() -> None:
    years = np.arange(1968.0, 2018)
    columns = design([years, years**2], 50)
    values = np.sin(years) * 1e5
    t = years - years.mean()
    plain = np.column_stack([np.ones(50), t, t**2])
    expected = values - plain @ np.linalg.lstsq(plain, values, rcond=None)[0]
    assert basis(columns).residual(values) == pytest.approx(expected, abs=1e-5)


@pytest.mark.long
@settings(max_examples=30, deadline=None)
@given(seed=some.integers(0, 10_000))
def test_nothing_of_the_columns_is_left_in_a_residual(seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns = design([rng.normal(size=30) * 1e4, rng.integers(0, 6, 30).astype(str).astype(object)], 30)
    left = basis(columns).residual(rng.normal(size=(30, 3)))
    assert columns.T @ left / 1e4 == pytest.approx(0, abs=1e-10)


def test_nobody_has_an_empty_basis() -> None:
    nobody = basis(design([np.zeros(0), np.zeros(0, dtype=object)], 0))
    assert nobody.rank == 0
    assert nobody.residual(np.zeros((0, 2))).shape == (0, 2)


def test_an_absent_number_or_a_missing_row_is_an_error() -> None:
    with pytest.raises(ValueError, match="covariate 2 has numbers that are absent"):
        design([AGES, np.where(AGES > 50, np.nan, AGES)], 12)
    with pytest.raises(ValueError, match="covariate 1 has 11 rows, expected 12"):
        design([AGES[1:]], 12)
