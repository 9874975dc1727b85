import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.rate import byar
from metrics.standardized import direct, gap

# Admitted and applied by department A to F: Bickel, Hammel and O'Connell, Science 187 (1975).
MEN = ([512, 353, 120, 138, 53, 22], [825, 560, 325, 417, 191, 373])
WOMEN = ([89, 17, 202, 131, 94, 24], [108, 25, 593, 375, 393, 341])


def test_berkeley_turns_round_once_departments_are_made_alike() -> None:
    found = gap(*WOMEN, *MEN)
    assert float(found.crude) == pytest.approx(557 / 1835 - 1198 / 2691)
    # Of all 4,526 applicants, each department's women would have been admitted at 43.0 %, its men at 38.8 %.
    everybody = np.array(MEN[1]) + np.array(WOMEN[1])
    women = sum(w * x / n for w, x, n in zip(everybody, *WOMEN, strict=True)) / everybody.sum()
    men = sum(w * x / n for w, x, n in zip(everybody, *MEN, strict=True)) / everybody.sum()
    assert float(found.direct.value) == pytest.approx(women - men)
    assert women - men > 0 > found.crude
    assert found.direct.lower < women - men < found.direct.upper
    assert float(found.pooled.value) > 0
    assert bool(found.reverses)
    assert float(found.covered) == 1


def test_a_standardized_rate_has_dobsons_limits() -> None:
    x, n, w = np.array([4.0, 6, 10]), np.array([50.0, 80, 100]), np.array([5.0, 3, 2])
    found = direct(x, n, w)
    assert float(found.value) == pytest.approx(0.5 * 4 / 50 + 0.3 * 6 / 80 + 0.2 * 10 / 100)
    spread = np.sqrt((0.25 * 4 / 50**2 + 0.09 * 6 / 80**2 + 0.04 * 10 / 100**2) / 20)
    low, high = byar(20)
    assert float(found.lower) == pytest.approx(float(found.value + spread * (low - 20)))
    assert float(found.upper) == pytest.approx(float(found.value + spread * (high - 20)))


def test_under_ten_events_nothing_is_adjusted() -> None:
    few = direct([4, 5], [50, 80], [1, 1])
    assert np.isnan([few.value, few.lower, few.upper]).all()
    assert np.isfinite(direct([4, 6], [50, 80], [1, 1]).lower)


def test_strata_without_both_groups_are_left_out_and_said() -> None:
    found = gap([10, 5, 3], [20, 10, 9], [12, 0, np.nan], [30, 0, 30])
    assert float(found.direct.value) == pytest.approx(10 / 20 - 12 / 30)
    assert float(found.covered) == pytest.approx(50 / (50 + 10 + 39))
    nothing = gap([10, 0], [20, 0], [0, 5], [0, 9])
    assert np.isnan([nothing.direct.value, nothing.pooled.value]).all()
    assert float(nothing.covered) == 0
    assert not nothing.reverses
    assert float(nothing.crude) == pytest.approx(10 / 20 - 5 / 9)


def test_a_composition_may_be_given_and_only_its_proportions_matter() -> None:
    one = gap([10, 15], [20, 60], [12, 30], [30, 70], [1, 3])
    same = gap([10, 15], [20, 60], [12, 30], [30, 70], [100, 300])
    assert float(one.direct.value) == pytest.approx(0.25 * (10 / 20 - 12 / 30) + 0.75 * (15 / 60 - 30 / 70))
    assert float(same.direct.lower) == pytest.approx(float(one.direct.lower))


@pytest.mark.parametrize("wrong", [([5], [4], [1], [9]), ([-1], [4], [1], [9]), ([1], [4], [10], [9])])
def test_impossible_counts_are_an_error(wrong: tuple[list[int], ...]) -> None:
    with pytest.raises(ValueError, match="1 of 1 strata"):
        gap(*wrong)
    with pytest.raises(ValueError, match="1 of 1 strata"):
        gap([1], [4], [1], [9], [-1])
    with pytest.raises(ValueError, match="1 of 1 strata"):
        direct([1], [0], [1])


@settings(max_examples=40, deadline=None)
@given(
    some.lists(
        some.tuples(some.integers(1, 40), some.integers(1, 40), some.floats(0, 1), some.floats(0, 1)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_groups_made_up_alike_need_no_adjustment(drawn: list[tuple[int, int, float, float]]) -> None:
    n = np.array([each[0] for each in drawn]) * 20
    x, y = (np.round(n * [each[place] for each in drawn]) for place in (2, 3))
    found = gap(x, n, y, n)
    if not np.isnan(found.direct.value):
        assert float(found.direct.value) == pytest.approx(float(found.crude), abs=1e-12)
        assert found.direct.lower <= found.direct.value <= found.direct.upper
    assert float(found.pooled.value) == pytest.approx(float(found.crude), abs=1e-12)
    swapped = gap(y, n, x, n)
    assert float(swapped.pooled.value) == pytest.approx(-float(found.pooled.value), abs=1e-12)
    assert bool(swapped.reverses) is bool(found.reverses)
