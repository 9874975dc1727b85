import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from metrics.interval import margin_error
from metrics.margin import proportion_margin, ratio_margin, sum_margin, variation


def test_the_share_of_the_handbooks_example_has_its_margin() -> None:
    # Census Bureau, ACS General Handbook (2018), chapter 8: 203,119 ± 5,070 of 630,498 ± 831 is 32.22 % ± 0.80.
    assert float(proportion_margin(203119, 5070, 630498, 831)) == pytest.approx(0.0080, abs=5e-5)


def test_the_handbooks_sum_has_its_margin() -> None:
    # The same, never married women: 135,173 ± 3,860, 43,104 ± 2,642 and 24,842 ± 1,957 sum to 203,119 ± 5,070.
    assert float(sum_margin([135173, 43104, 24842], [3860, 2642, 1957])) == pytest.approx(5070, abs=1)


def test_of_equal_margins_of_zero_estimates_one_is_counted() -> None:
    assert float(sum_margin([0, 10, 0, 0], [12, 5, 12, 12])) == pytest.approx(13)
    assert float(sum_margin([0, 10, 0], [3, 12, 4])) == pytest.approx(13)
    assert list(sum_margin([[0, 0], [7, 7]], [[5, 5], [3, 4]])) == pytest.approx([5, 5])


def test_the_order_of_the_summed_never_matters() -> None:
    estimates, margins = np.array([0, 4, 0, 9, 0]), np.array([12, 5, 12, 5, 3])
    found = float(sum_margin(estimates, margins))
    assert float(sum_margin(estimates[::-1], margins[::-1])) == pytest.approx(found)
    assert found == pytest.approx((12**2 + 5**2 + 5**2 + 3**2) ** 0.5)


def test_a_share_whose_root_is_negative_has_the_margin_of_a_ratio() -> None:
    assert float(proportion_margin(900, 30, 1000, 90)) == pytest.approx(float(ratio_margin(900, 30, 1000, 90)))
    assert float(proportion_margin(1000, 90, 1000, 90)) == pytest.approx(float(ratio_margin(1000, 90, 1000, 90)))


def test_an_absent_number_stays_absent_and_nothing_is_a_share_of_nobody() -> None:
    found = proportion_margin([np.nan, 1, 1, 1, 0], [1, np.nan, 1, 1, 1], [5, 5, np.nan, 5, 0], [1, 1, 1, np.nan, 1])
    assert np.isnan(found).all()
    assert np.isnan(ratio_margin(1, 1, 0, 1))
    assert np.isnan(variation(0, 10))
    assert np.isnan(sum_margin([1, np.nan], [1, np.nan]))


def test_impossible_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="above their whole"):
        proportion_margin(6, 1, 5, 1)
    for wrong in (lambda: sum_margin([1], [-1]), lambda: variation(1, -555555555), lambda: ratio_margin(1, -1, 2, 1)):
        with pytest.raises(ValueError, match="1 of 1 margins"):
            wrong()


@given(
    part=some.floats(1, 1000), more=some.floats(1, 1000), a=some.floats(0, 200), b=some.floats(0, 200),
    times=some.floats(0.1, 1000),
)  # fmt: skip
def test_scaling_both_numbers_changes_no_share(part: float, more: float, a: float, b: float, times: float) -> None:
    whole = part + more
    found = float(proportion_margin(part, a, whole, b))
    assert found <= float(ratio_margin(part, a, whole, b)) + 1e-12
    scaled = float(proportion_margin(part * times, a * times, whole * times, b * times))
    # At a root of 0 either formula may be met after scaling.
    if abs(a - part / whole * b) > 1e-6:
        assert scaled == pytest.approx(found, rel=1e-6)


@pytest.mark.shared
def test_every_case_of_margins_is_reproduced(shared: Path) -> None:
    cases = json.loads((shared / "cases/acs_moe_cases.json").read_text())
    assert len(cases) == 2
    for case in cases:
        margin = proportion_margin(case["num"], case["moe_num"], case["den"], case["moe_den"])
        assert float(margin) == pytest.approx(case["moe"], rel=1e-12)
        assert float(margin_error(margin)) == pytest.approx(case["se"], rel=1e-12)
        assert float(variation(case["p"], margin)) == pytest.approx(case["cv_pct"], rel=1e-12)
