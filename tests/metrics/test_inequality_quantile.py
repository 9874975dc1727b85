"""Slope and relative index over quantiles, against the published tests of PHEindicatormethods (phe_sii)."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics.inequality import quantile

# The first area of its tests: life expectancy by tenth, with populations and standard errors.
POPULATION = [7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534]
VALUES = [75.9, 78.3, 83.8, 83.6, 80.5, 81.1, 81.7, 84.2, 80.6, 86.3]
ERRORS = [1.64, 1.58, 1.51, 1.78, 1.7, 1.56, 1.37, 1.4, 2.43, 1.57]


def test_life_expectancy_by_tenth_of_deprivation() -> None:
    found = quantile.slope(VALUES, POPULATION)
    # Published of the unrounded values: 6.93461647, 1.08881808 and 78.07663078; these are rounded to a tenth.
    assert (float(found.sii), float(found.rii)) == pytest.approx((6.934616, 1.088818), rel=0.01)
    assert float(found.intercept) == pytest.approx(78.0766, abs=0.05)


def test_limits_are_near_the_published_ones() -> None:
    sii, rii = quantile.limits([VALUES], [ERRORS], [POPULATION], draws=20_000)
    # Published 3.127595 to 10.758687 and 1.038369 to 1.141299, of 100,000 draws.
    assert (sii[0][0], sii[1][0]) == pytest.approx((3.1276, 10.7587), abs=0.2)
    assert (rii[0][0], rii[1][0]) == pytest.approx((1.0384, 1.1413), abs=0.003)


def test_a_negative_multiplier_turns_the_slope_and_inverts_the_ratio() -> None:
    plain, turned = (quantile.slope(VALUES, POPULATION, multiplier=by) for by in (1, -100))
    assert float(turned.sii) == pytest.approx(-100 * float(plain.sii))
    assert float(turned.rii) == pytest.approx(1 / float(plain.rii))
    one, other = (quantile.limits([VALUES], [ERRORS], [POPULATION], multiplier=by, draws=2000) for by in (1, -1))
    assert (one[0][0][0], one[0][1][0]) == pytest.approx((-other[0][1][0], -other[0][0][0]))


def test_a_line_on_the_scale_of_its_kind_goes_through_what_is_straight_there() -> None:
    people = [100.0] * 5
    middle = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
    rate = quantile.slope(np.exp(1 - 0.5 * middle), people, kind="rate", transformed=True)
    assert (float(rate.intercept), float(rate.rii)) == pytest.approx((np.e, np.exp(-0.5)))
    share = quantile.slope(1 / (1 + np.exp(1 - middle)), people, kind="proportion", transformed=True)
    assert float(share.intercept) == pytest.approx(1 / (1 + np.e))
    assert float(share.sii) == pytest.approx(0.5 - 1 / (1 + np.e))


def test_errors_come_from_limits_on_the_scale_of_the_kind() -> None:
    assert float(quantile.errors(-1.959964, 1.959964)) == pytest.approx(1)
    assert float(quantile.errors(1 / 7.0991, 7.0991, "rate")) == pytest.approx(1, rel=1e-4)
    assert float(quantile.errors(0.123469, 0.876531, "proportion")) == pytest.approx(1, rel=1e-4)


def test_an_absent_value_leaves_its_area_out() -> None:
    values = np.array([VALUES, VALUES])
    values[1, 3] = np.nan
    found = quantile.slope(values, POPULATION)
    sii, _ = quantile.limits(values, [ERRORS] * 2, POPULATION, draws=500)
    assert np.isfinite([found.sii[0], sii[0][0]]).all()
    assert np.isnan([found.sii[1], found.rii[1], sii[0][1], sii[1][1]]).all()


@pytest.mark.parametrize(
    ("values", "population", "kind", "message"),
    [
        ([1, 2, 3, 4], [1] * 4, "plain", "4 quantiles; expected 5 to 100"),
        ([1, 2, 3, 4, 5], [1, 1, 0, 1, 1], "plain", "absent, 0 or less"),
        ([1, 2, 3, 4, 5], [1, 1, np.nan, 1, 1], "plain", "absent, 0 or less"),
        ([1, 2, 3, 4, 0], [1] * 5, "rate", "1 of 5 rates out of bounds; expected each above 0"),
        ([0.1, 0.2, 0.3, 0.4, 1], [1] * 5, "proportion", "expected each between 0 and 1"),
        ([1, 2, 3, 4, 5], [1] * 5, "count", "kind 'count'; expected one of plain, rate, proportion"),
    ],
)
def test_impossible_quantiles_are_errors(values: list[float], population: list[float], kind: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        quantile.slope(values, population, kind=kind)


def test_an_error_below_0_is_one() -> None:
    with pytest.raises(ValueError, match="standard error below 0"):
        quantile.limits([VALUES], [[-1.0] * 10], POPULATION, draws=500)


@pytest.mark.shared
def test_every_published_case(shared: Path) -> None:
    rows = pd.read_csv(shared / "cases/phe_SII.csv")
    area = rows["TestDescription"] + rows["Area"]
    rows["case"] = area.ne(area.shift()).cumsum()
    checked = 0
    for _, case in rows.groupby("case"):
        first = case.iloc[0]
        if pd.isna(first["sii"]):
            continue
        words = first["TestDescription"]
        by = -1 if "negative" in words else -100 if "(x -100)" in words else 100 if "(x 100)" in words else 1
        level = 0.98 if re.search("with 98% ci", words, re.I) else 0.99 if first["Confidence"] == "99" else 0.95
        kind, transformed = quantile.KINDS[int(first["ValueType"])], "transform" in words
        # Their values have 12 digits.
        found = quantile.slope(case["Value"], case["Population"], kind=kind, transformed=transformed, multiplier=by)
        assert float(found.sii) == pytest.approx(first["sii"], abs=1e-10 * max(1, abs(by))), words
        if pd.notna(first["rii"]):
            assert float(found.rii) == pytest.approx(first["rii"], abs=1e-10), words
        if pd.notna(first["Intercept"]):
            assert float(found.intercept) == pytest.approx(first["Intercept"], abs=1e-9), words
        assert case["StandardError"].to_numpy() == pytest.approx(
            quantile.errors(case["LowerCL"], case["UpperCL"], kind), rel=0.05
        )
        if pd.notna(first["sii_lowercl_1"]):
            sii, rii = quantile.limits(
                case["Value"].to_numpy()[None], case["StandardError"].to_numpy()[None], case["Population"].to_numpy(),
                kind=kind, transformed=transformed, multiplier=by, level=level, draws=4000,
            )  # fmt: skip
            # Their own tolerance is 5 % of a limit; this is 8 % of the interval's width.
            for name, pair in (("sii", sii), ("rii", rii)):
                low, high = first[f"{name}_lowercl_1"], first[f"{name}_uppercl_1"]
                if pd.notna(low):
                    limits = [float(each[0]) for each in pair]
                    assert limits == pytest.approx([low, high], abs=0.08 * (high - low)), words
        checked += 1
    assert checked == 44
