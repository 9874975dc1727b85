from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.funnel import Z_998
from metrics.interval import Z
from metrics.rate import byar, count_limits, exact, rate, rate_limits


def test_rates_agree_with_published_limits_exact_below_ten_events_and_byars_from_ten() -> None:
    # PHEindicatormethods 2, test cases of phe_rate, per 100 at 95 %.
    lower, upper = rate_limits([1, 5, 20, 65], [100, 100, 100, 100], 100)
    assert lower == pytest.approx([0.0253178079843, 1.62348639012, 12.2114288349, 50.1631877105], rel=1e-10)
    assert upper == pytest.approx([5.57164339094, 11.6683320793, 30.8898803692, 82.8491385459], rel=1e-10)


def test_rates_agree_with_published_limits_of_998() -> None:
    # The same at 99.8 %.
    lower, upper = rate_limits([1, 65], [100, 100], 100, Z_998)
    assert lower == pytest.approx([0.00100050033358, 42.8802614715], rel=1e-10)
    assert upper == pytest.approx([9.23341347645, 94.0002908443], rel=1e-10)


def test_of_no_event_the_lower_limit_is_0_and_the_upper_minus_the_logarithm_of_the_tail() -> None:
    lower, upper = count_limits([0.0])
    assert lower[0] == 0
    assert upper == pytest.approx(-np.log(0.025))


def test_byars_lower_limit_is_absent_where_it_would_be_negative() -> None:
    # PHEindicatormethods, testdata_Byars_Wilson: 1 event at 99.8 % has an upper limit and no lower one.
    lower, upper = byar(1, Z_998)
    assert np.isnan(lower)
    assert float(upper) == pytest.approx(9.36218021791, rel=1e-10)


def test_observed_over_expected_has_the_limits_of_the_count_over_the_expected() -> None:
    lower, upper = rate_limits(8, 6.239860227)
    assert (float(lower), float(upper)) == pytest.approx((3.4538317 / 6.239860227, 15.763189 / 6.239860227), rel=1e-6)
    assert float(rate(8, 6.239860227)) == pytest.approx(1.282080)


def test_an_absent_number_stays_absent() -> None:
    lower, upper = rate_limits([np.nan, 10, np.nan], [100, np.nan, np.nan])
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()
    assert np.isnan(rate(np.nan, 3))


@pytest.mark.parametrize(("x", "n"), [(-1, 10), (1, 0), (1, -3)])
def test_an_impossible_rate_is_an_error(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="1 of 1 rates"):
        rate_limits(x, n)
    with pytest.raises(ValueError, match="rates"):
        rate(x, n)


@given(x=some.just(0.0) | some.floats(1e-6, 1e6), n=some.floats(0.01, 1e6), z=some.sampled_from([Z, Z_998]))
def test_limits_contain_the_rate_and_scale_with_the_multiplier(x: float, n: float, z: float) -> None:
    lower, upper = rate_limits(x, n, 1.0, z)
    value = rate(x, n)
    assert lower <= value < upper
    assert rate_limits(x, n, 1000.0, z) == (pytest.approx(1000 * lower), pytest.approx(1000 * upper))


@given(x=some.integers(1, 2000))
def test_limits_narrow_as_events_grow_and_widen_with_the_level(x: int) -> None:
    lower, upper = count_limits([x, 2 * x])
    width = (upper - lower) / np.array([x, 2 * x])
    assert width[1] < width[0]
    wide_lower, wide_upper = count_limits([x, 2 * x], Z_998)
    assert (wide_lower < lower).all()
    assert (wide_upper > upper).all()


def test_byars_is_near_the_exact_limits_from_ten_events() -> None:
    events = np.arange(10, 500)
    near, right = byar(events), exact(events)
    assert near[0] == pytest.approx(right[0], rel=2e-3)
    assert near[1] == pytest.approx(right[1], rel=1e-4)


@pytest.mark.shared
@pytest.mark.parametrize(("z", "level"), [(Z, "95_0"), (Z_998, "99_8")])
def test_every_published_rate_is_reproduced_to_ten_digits(shared: Path, z: float, level: str) -> None:
    rows = pd.read_csv(shared / "cases/phe_Rate.csv")
    for multiplier, part in rows.groupby("multiplier"):
        lower, upper = rate_limits(part["Numerator"], part["Denominator"], float(multiplier), z)
        value = rate(part["Numerator"], part["Denominator"], float(multiplier))
        assert value == pytest.approx(part["value"].to_numpy(), rel=1e-10, nan_ok=True)
        assert lower == pytest.approx(part[f"lower{level}cl"].to_numpy(), rel=1e-10, nan_ok=True)
        assert upper == pytest.approx(part[f"upper{level}cl"].to_numpy(), rel=1e-10, nan_ok=True)


@pytest.mark.shared
def test_every_published_byar_interval_is_reproduced_to_ten_digits(shared: Path) -> None:
    rows = pd.read_csv(shared / "cases/phe_byars_wilson.csv").query("method == 'Byars'")
    assert len(rows) == 7
    for row in rows.to_dict("records"):
        found = byar(row["x"], Z if row["confidence"] == "95%" else Z_998)
        expected = (row["lowercl"], row["uppercl"])
        assert [float(each) for each in found] == pytest.approx(expected, rel=1e-10, nan_ok=True)


@pytest.mark.shared
@settings(deadline=None)
@given(seed=some.integers(0, 3))
def test_the_order_of_areas_never_matters(shared: Path, seed: int) -> None:
    rows = pd.read_csv(shared / "cases/phe_Rate.csv").dropna(subset=["Numerator", "Denominator"])
    mixed = rows.sample(frac=1, random_state=seed)
    lower, _ = rate_limits(rows["Numerator"], rows["Denominator"])
    other, _ = rate_limits(mixed["Numerator"], mixed["Denominator"])
    assert sorted(lower) == sorted(other)
