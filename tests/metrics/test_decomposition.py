import json
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.covariate import design
from metrics.decomposition import Decomposition, decompose

pytestmark = pytest.mark.long  # statsmodels alone takes seconds to load


def staff(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    mine = np.arange(60) < 35
    years, grade = rng.uniform(0, 30, 60) + 3 * mine, rng.integers(0, 3, 60)
    pay = 30_000 + 500 * years + 4000 * grade + 2000 * mine + rng.normal(0, 1500, 60)
    return pay, mine, years, grade.astype(str).astype(object)


@pytest.mark.shared
@pytest.mark.parametrize(("reference", "swap"), [(1, "swap_true"), (0, "swap_false")])
def test_the_published_decomposition_from_either_side(shared: Path, reference: int, swap: str) -> None:
    # Stata's oaxaca on Greene's credit card data; statsmodels holds itself to it (test_oaxaca.py). Tolerance .001.
    rows = pd.read_csv(shared / "cases/oaxaca_ccard.csv")
    expected = json.loads((shared / "cases/oaxaca_expected.json").read_text())
    columns = [rows[name].to_numpy() for name in ("AGE", "INCOME", "INCOMESQ")]
    found = decompose(rows["AVGEXP"], rows["OWNRENT"] == reference, design(columns, len(rows)))
    published = expected[swap]
    assert found.gap == pytest.approx(published["gap"], abs=expected["tolerance"])
    for kind in ("two_fold_pooled", "three_fold"):
        for part, value in published[kind].items():
            assert getattr(found, part) == pytest.approx(value, abs=expected["tolerance"])
    assert found.explained + found.unexplained == pytest.approx(found.gap, rel=1e-12)


@settings(max_examples=25, deadline=None)
@given(seed=some.integers(0, 10_000))
def test_the_parts_sum_to_the_gap(seed: int) -> None:
    pay, mine, years, grade = staff(seed)
    found = decompose(pay, mine, design([years, grade], 60))
    assert found.gap == pytest.approx(pay[mine].mean() - pay[~mine].mean(), rel=1e-9)
    assert found.explained + found.unexplained == pytest.approx(found.gap, abs=1e-6)
    assert found.endowments + found.coefficients + found.interaction == pytest.approx(found.gap, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(seed=some.integers(0, 10_000), unit=some.floats(0.01, 100))
def test_it_scales_with_the_unit_and_turns_its_sign_with_the_groups(seed: int, unit: float) -> None:
    pay, mine, years, grade = staff(seed)
    table = design([years, grade], 60)
    first = decompose(pay, mine, table)
    assert astuple(decompose(pay * unit, mine, table)) == pytest.approx(
        [unit * each for each in astuple(first)], rel=1e-6
    )
    turned = decompose(pay, ~mine, table)
    assert (turned.gap, turned.explained, turned.unexplained) == pytest.approx(
        (-first.gap, -first.explained, -first.unexplained), rel=1e-6
    )


def test_columns_that_repeat_others_change_nothing() -> None:
    pay, mine, years, grade = staff(1)
    once = decompose(pay, mine, design([years, grade], 60))
    again = decompose(pay, mine, design([years, grade, 5 - years, grade, np.full(60, 2.0)], 60))
    assert astuple(again) == pytest.approx(astuple(once), rel=1e-7)


def test_a_category_that_only_one_group_has_leaves_the_twofold_parts() -> None:
    pay, mine, years, grade = staff(2)
    rare = np.where(mine & (years > 20), "field", grade).astype(object)
    found = decompose(pay, mine, design([rare], 60))
    assert found.explained + found.unexplained == pytest.approx(found.gap)
    assert np.isnan([found.endowments, found.coefficients, found.interaction]).all()
    # The category says all about its own people, so that the rest decide how the groups are paid.
    both = rare != "field"
    rest = decompose(pay[both], mine[both], design([rare[both]], int(both.sum())))
    assert found.unexplained == pytest.approx(rest.unexplained, rel=1e-9)


def test_a_covariate_that_marks_the_group_leaves_the_gap_alone() -> None:
    pay, mine, *_ = staff(3)
    found = decompose(pay, mine, design([mine.astype(float)], 60))
    assert found.gap == pytest.approx(pay[mine].mean() - pay[~mine].mean())
    assert np.isnan(found.explained)
    assert np.isnan(found.endowments)


def test_without_covariates_nothing_is_explained() -> None:
    pay, mine, *_ = staff(4)
    found = decompose(pay, mine, design([], 60))
    assert astuple(found) == (found.gap, 0, pytest.approx(found.gap), 0, pytest.approx(found.gap), 0)


def test_fewer_people_than_coefficients_have_no_threefold_parts() -> None:
    pay, mine, years, _ = staff(5)
    few = np.r_[0:3, 35:60]
    columns = [years[few], years[few] ** 2, np.sin(years[few])]
    found = decompose(pay[few], mine[few], design(columns, len(few)))
    assert isinstance(found, Decomposition)
    assert not np.isnan(found.explained)
    assert np.isnan(found.endowments)


def test_one_group_alone_is_an_error() -> None:
    with pytest.raises(ValueError, match="people in the group and in the reference"):
        decompose([1.0, 2.0], [True, True], design([], 2))
