import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.covariate import basis, design
from metrics.pay import adjusted_gap, mean_gap, median_gap, quarter_shares

MEN, WOMEN, OTHERS = 0, 1, 2


def staff(seed: int, people: int = 90) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pay, group, years of service and grade of made-up people."""
    rng = np.random.default_rng(seed)
    group = np.arange(people) % 3
    years, grade = rng.uniform(0, 30, people), rng.integers(0, 4, people)
    pay = np.exp(10.5 + 0.01 * years + 0.2 * grade - 0.05 * group + rng.normal(0, 0.1, people))
    return pay, group, years, grade.astype(str).astype(object)


def test_a_gap_is_in_percent_of_the_references_pay_and_positive_when_paid_less() -> None:
    pay = [100.0] * 10 + [80.0] * 10
    group = [MEN] * 10 + [WOMEN] * 10
    assert mean_gap(pay, group, MEN)[WOMEN] == pytest.approx(20)
    assert mean_gap(pay, group, WOMEN)[MEN] == pytest.approx(-25)
    assert np.isnan(mean_gap(pay, group, MEN)[MEN])


def test_mean_and_median_tell_apart_a_gap_at_the_top() -> None:
    pay = [50.0] * 11 + [500.0] + [50.0] * 12
    group = [MEN] * 12 + [WOMEN] * 12
    assert mean_gap(pay, group, MEN)[WOMEN] == pytest.approx(100 * 37.5 / 87.5)
    assert median_gap(pay, group, MEN)[WOMEN] == 0


@pytest.mark.parametrize("gap", [mean_gap, median_gap])
def test_fewer_than_ten_on_either_side_have_no_gap(gap) -> None:  # type: ignore[no-untyped-def]
    pay = np.arange(1.0, 40)
    group = np.repeat([MEN, WOMEN, OTHERS], [20, 10, 9])
    assert np.isnan(gap(pay, group, MEN)).tolist() == [True, False, True]
    assert np.isnan(gap(pay, group, OTHERS)).all()


def test_people_whose_pay_is_not_known_are_no_people() -> None:
    pay = np.append(np.full(20, 50.0), np.full(5, np.nan))
    group = np.append(np.repeat([MEN, WOMEN], 10), np.full(5, WOMEN))
    assert mean_gap(pay, group, MEN)[WOMEN] == 0
    assert np.isnan(mean_gap(np.where(np.arange(25) == 12, np.nan, pay), group, MEN)).all()


@pytest.mark.parametrize("pay", [0.0, -5.0, np.inf])
def test_impossible_pay_is_an_error(pay: float) -> None:
    with pytest.raises(ValueError, match="1 of 3 people have pay of 0, less or without end"):
        mean_gap([1.0, pay, 2.0], [0, 1, 1], 0)


def test_groups_that_are_no_codes_are_an_error() -> None:
    with pytest.raises(ValueError, match="codes"):
        median_gap([1.0, 2.0], [0.5, 1.0], 0)
    with pytest.raises(ValueError, match="one of each for every person"):
        median_gap([1.0, 2.0], [0], 0)


def test_a_reference_that_nobody_is_of_has_no_gaps() -> None:
    pay, group, *_ = staff(1)
    assert np.isnan(median_gap(pay, group, 7)).all()
    assert np.isnan(adjusted_gap(pay, group, 7, basis(design([], 90))).gap).all()


def test_nobody_at_all_has_no_gaps() -> None:
    assert np.isnan(mean_gap([], [], 0)).all()
    assert np.isnan(median_gap([], [], 0)).all()
    assert np.isnan(quarter_shares([], [])).all()
    assert np.isnan(adjusted_gap([], [], 0, basis(design([], 0))).gap).all()


def test_groups_that_nobody_is_of_change_nothing() -> None:
    pay, group, years, _ = staff(2)
    table = basis(design([years], 90))
    for found, wider in (
        (mean_gap(pay, group, MEN), mean_gap(pay, group, MEN, groups=5)),
        (median_gap(pay, group, MEN), median_gap(pay, group, MEN, groups=5)),
        (adjusted_gap(pay, group, MEN, table).upper, adjusted_gap(pay, group, MEN, table, groups=5).upper),
        (quarter_shares(pay, group)[:, 0], quarter_shares(pay, group, groups=5)[:, 0]),
    ):
        assert wider.tolist() == pytest.approx([*found, np.nan, np.nan], nan_ok=True)


def test_quarters_of_everybody_from_the_lowest_paid_up() -> None:
    pay = np.arange(1.0, 41)
    women = (pay <= 10) | (pay > 35)
    shares = quarter_shares(pay, women.astype(int))
    assert shares[1].tolist() == [1, 0, 0, 0.5]
    assert shares.sum(axis=0) == pytest.approx(1)


def test_equal_pay_is_divided_evenly_between_quarters_whatever_the_order_of_rows() -> None:
    pay, group = np.full(40, 9.0), np.repeat([0, 1], [10, 30])
    assert quarter_shares(pay, group)[0].tolist() == [0.25] * 4
    assert quarter_shares(pay, group[::-1])[1].tolist() == [0.75] * 4


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_adjusted_gaps_agree_with_statsmodels(seed: int) -> None:
    import statsmodels.api as sm

    pay, group, years, grade = staff(seed)
    found = adjusted_gap(pay, group, MEN, basis(design([years, grade], len(pay))))
    dummies = [(group == each).astype(float) for each in (WOMEN, OTHERS)]
    grades = [(grade == each).astype(float) for each in "123"]
    plain = np.column_stack([*dummies, np.ones(len(pay)), years, *grades])
    fit = sm.OLS(np.log(pay), plain).fit(cov_type="HC1")
    limits = 100 * (1 - np.exp(fit.conf_int()[:2]))
    assert found.gap[1:] == pytest.approx(100 * (1 - np.exp(fit.params[:2])), rel=1e-9)
    assert found.lower[1:] == pytest.approx(limits[:, 1], rel=1e-9)
    assert found.upper[1:] == pytest.approx(limits[:, 0], rel=1e-9)


def test_a_group_that_a_covariate_marks_has_no_adjusted_gap_and_the_others_keep_theirs() -> None:
    pay, group, years, _ = staff(4)
    marked = np.where(group == OTHERS, "field", np.where(years > 15, "office", "shop")).astype(object)
    found = adjusted_gap(pay, group, MEN, basis(design([marked], len(pay))))
    assert np.isnan(found.gap[OTHERS])
    without = group != OTHERS
    alone = adjusted_gap(pay[without], group[without], MEN, basis(design([marked[without]], int(without.sum()))))
    assert found.gap[WOMEN] == pytest.approx(alone.gap[WOMEN], rel=1e-9)


def test_two_groups_that_only_together_are_marked_have_no_adjusted_gap() -> None:
    pay, group, *_ = staff(5)
    marked = np.where(group == MEN, "office", "field").astype(object)
    assert np.isnan(adjusted_gap(pay, group, MEN, basis(design([marked], len(pay)))).gap).all()


def test_as_many_covariates_as_people_leave_no_adjusted_gap() -> None:
    pay, group, *_ = staff(6, 30)
    own = np.arange(30).astype(str).astype(object)
    assert np.isnan(adjusted_gap(pay, group, MEN, basis(design([own], 30))).gap).all()


def test_an_adjusted_gap_needs_everybodys_pay() -> None:
    with pytest.raises(ValueError, match="absent"):
        adjusted_gap([1.0, np.nan], [0, 1], 0, basis(design([], 2)))


@settings(max_examples=25, deadline=None)
@given(seed=some.integers(0, 10_000), unit=some.floats(0.01, 1000))
def test_the_unit_of_pay_and_the_order_of_people_change_no_gap(seed: int, unit: float) -> None:
    pay, group, years, grade = staff(seed)
    mixed = np.random.default_rng(seed).permutation(len(pay))
    for gap in (mean_gap, median_gap):
        assert gap((pay * unit)[mixed], group[mixed], MEN)[1:] == pytest.approx(gap(pay, group, MEN)[1:], abs=1e-9)
    first = adjusted_gap(pay, group, MEN, basis(design([years, grade], len(pay))))
    second = adjusted_gap((pay * unit)[mixed], group[mixed], MEN, basis(design([years[mixed], grade[mixed]], len(pay))))
    assert second.gap[1:] == pytest.approx(first.gap[1:], abs=1e-8)
    assert second.upper[1:] == pytest.approx(first.upper[1:], abs=1e-8)


@settings(max_examples=25, deadline=None)
@given(seed=some.integers(0, 10_000))
def test_limits_hold_the_gap_and_swapping_the_groups_inverts_the_pay_ratio(seed: int) -> None:
    pay, group, years, _ = staff(seed)
    table = basis(design([years], len(pay)))
    one, other = adjusted_gap(pay, group, MEN, table), adjusted_gap(pay, group, WOMEN, table)
    assert one.lower[WOMEN] < one.gap[WOMEN] < one.upper[WOMEN]
    assert (1 - one.gap[WOMEN] / 100) * (1 - other.gap[MEN] / 100) == pytest.approx(1, rel=1e-9)
    means = mean_gap(pay, group, MEN)[WOMEN], mean_gap(pay, group, WOMEN)[MEN]
    assert (1 - means[0] / 100) * (1 - means[1] / 100) == pytest.approx(1, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=some.integers(0, 10_000), kinds=some.integers(1, 40))
def test_quarter_shares_sum_to_1_and_average_to_the_share_of_all(seed: int, kinds: int) -> None:
    rng = np.random.default_rng(seed)
    group = np.arange(60) % 3
    shares = quarter_shares(rng.integers(1, kinds + 1, 60), group)
    assert shares.sum(axis=0) == pytest.approx(1)
    assert shares.mean(axis=1) == pytest.approx(1 / 3)
