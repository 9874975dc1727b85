from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics.interval import margin_error, proportion_error, symmetric, wilson


def test_wilson_agrees_with_published_limits() -> None:
    # PHEindicatormethods, test cases of phe_proportion.
    lower, upper = wilson([65, 1], [100, 100])
    assert lower == pytest.approx([0.552544, 0.001767], abs=1e-6)
    assert upper == pytest.approx([0.736358, 0.054486], abs=1e-6)


def test_wilson_touches_nobody_and_everybody_exactly() -> None:
    lower, upper = wilson([0, 20], [20, 20])
    assert lower[0] == 0
    assert upper[1] == 1
    assert 0 < upper[0] < lower[1] < 1


def test_an_absent_value_stays_absent() -> None:
    lower, upper = wilson([np.nan, 5], [10, np.nan])
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


@pytest.mark.parametrize(("x", "n"), [(11, 10), (1, 0), (-1, 10), (0, -5)])
def test_an_impossible_proportion_is_an_error(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="1 of 1 proportions"):
        wilson(x, n)
    with pytest.raises(ValueError, match="proportions"):
        proportion_error(x, n)


def test_a_ninety_percent_margin_becomes_a_wider_interval() -> None:
    lower, upper = symmetric(50.0, margin_error(1.645))
    assert (float(lower), float(upper)) == pytest.approx((48.040036, 51.959964), abs=1e-6)


def test_a_percentage_stays_between_0_and_100() -> None:
    lower, upper = symmetric([1.0, 99.5], [2.0, 2.0], highest=100)
    assert lower[0] == 0
    assert upper[1] == 100


@pytest.mark.shared
@pytest.mark.parametrize(("z", "level"), [(1.959963984540054, "95_0"), (3.090232306167813, "99_8")])
def test_every_published_proportion_is_reproduced_to_ten_digits(shared: Path, z: float, level: str) -> None:
    rows = pd.read_csv(shared / "cases/phe_Prop.csv")
    assert len(rows) == 19
    lower, upper = wilson(rows["Numerator"], rows["Denominator"], z)
    times = rows["multiplier"].to_numpy()
    assert times * lower == pytest.approx(rows[f"lower{level}cl"].to_numpy(), rel=1e-9, nan_ok=True)
    assert times * upper == pytest.approx(rows[f"upper{level}cl"].to_numpy(), rel=1e-9, nan_ok=True)


@pytest.mark.shared
def test_every_published_wilson_interval_is_reproduced_to_ten_digits(shared: Path) -> None:
    rows = pd.read_csv(shared / "cases/phe_byars_wilson.csv").query("method == 'Wilson'")
    assert len(rows) == 6
    for row in rows.to_dict("records"):
        z = 1.959963984540054 if row["confidence"] == "95%" else 3.090232306167813
        found = [float(each) for each in wilson(row["x"], row["n"], z)]
        assert found == pytest.approx([row["lowercl"], row["uppercl"]], rel=1e-9)
