from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.funnel import LABELS, Z_998, labels, pooled, proportion_funnel, ratio_funnel
from metrics.interval import Z, wilson
from metrics.rate import exact, rate_limits

PUBLISHED = {
    "High (0.001)": "high_0.001",
    "High (0.025)": "high_0.025",
    "Not significant": "within",
    "Low (0.025)": "low_0.025",
    "Low (0.001)": "low_0.001",
}


def test_limits_of_proportions_agree_with_the_published_funnel() -> None:
    # PHEindicatormethods, testdata_funnel_prop_outputs: pooled 80.642448 %, populations 1, 2 and 3.
    lower, upper = proportion_funnel(0.80642448, [1, 2, 3])
    assert 100 * lower == pytest.approx([3.204264, 25.885383, 35.933491], abs=1e-6)
    assert list(upper) == [1, 1, 1]
    assert 100 * proportion_funnel(0.80642448, 3, Z_998)[0] == pytest.approx(10.150815, abs=1e-6)


def test_limits_of_ratios_agree_with_the_published_funnel() -> None:
    # PHEindicatormethods, testdata_funnel_ratio_outputs: at 5.571644585 expected events the lower limit is 1 event.
    lower, _ = ratio_funnel(5.571644585)
    assert 100 * float(lower) == pytest.approx(17.94802207, rel=1e-6)
    _, upper = ratio_funnel(0.242209467)
    assert 100 * float(upper) == pytest.approx(825.7315569, rel=1e-6)


def test_where_no_event_is_nothing_unusual_the_lower_limit_is_0() -> None:
    lower, _ = ratio_funnel([3.6, 3.7])
    assert lower[0] == 0
    assert lower[1] > 0


def test_labels_name_the_side_and_the_level() -> None:
    inner = np.array([[0.1, 0.2], [0.3, 0.4], [0.4, 0.6], [0.55, 0.9], [0.8, 0.9], [0.4, np.nan]])
    outer = np.array([[0.1, 0.3], [0.2, 0.5], [0.3, 0.7], [0.5, 0.95], [0.7, 0.95], [0.3, 0.9]])
    found = labels(inner[:, 0], inner[:, 1], outer[:, 0], outer[:, 1], 0.5)
    assert list(found) == [*LABELS, ""]


def test_pooled_is_everyone_of_everyone_and_absent_units_are_left_out() -> None:
    assert pooled([1, 2, np.nan], [10, 10, 5]) == pytest.approx(0.15)
    assert np.isnan(pooled([np.nan], [3]))


def test_an_absent_size_has_no_limits() -> None:
    assert np.isnan(ratio_funnel(np.nan)).all()
    assert np.isnan(proportion_funnel(0.5, np.nan)).all()


def test_impossible_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 of 2 units"):
        pooled([1, 3], [2, 2])
    with pytest.raises(ValueError, match="1 of 1 units"):
        proportion_funnel(0.5, 0)
    with pytest.raises(ValueError, match="1 of 1 units"):
        proportion_funnel(50, 10)
    with pytest.raises(ValueError, match="1 of 2 units"):
        ratio_funnel([1, 0])


@given(
    units=some.lists(some.tuples(some.integers(0, 400), some.integers(0, 400)), min_size=1, max_size=12),
    z=some.sampled_from([Z, Z_998]),
)
def test_a_proportion_lies_beyond_the_funnel_where_its_own_interval_leaves_the_pooled_value_out(
    units: list[tuple[int, int]], z: float
) -> None:
    x = np.array([events for events, _ in units])
    n = np.array([events + others + 1 for events, others in units])
    centre = pooled(x, n)
    lower, upper = wilson(x, n, z)
    low, high = proportion_funnel(centre, n, z)
    assert ((upper < centre) == (x / n < low)).all()
    assert ((lower > centre) == (x / n > high)).all()


@pytest.mark.long
@settings(max_examples=60)
@given(
    observed=some.integers(0, 60) | some.integers(0, 5000),
    expected=some.floats(0.01, 60) | some.floats(0.01, 5000),
    z=some.sampled_from([Z, Z_998]),
)
def test_a_ratio_lies_beyond_the_funnel_where_its_own_interval_leaves_1_out(
    observed: int, expected: float, z: float
) -> None:
    lower, upper = rate_limits(observed, expected, z=z)
    low, high = ratio_funnel(expected, z)
    assert (upper < 1) == (observed / expected < low)
    assert (lower > 1) == (observed / expected > high)


def test_the_step_between_exact_and_byars_limits_leaves_label_and_funnel_at_one() -> None:
    # At 99.8 % the exact lower limit of 9.99 events is above Byar's of 10: expected numbers about there.
    expected = np.linspace(2.8, 3.1, 500)
    for observed in (9.0, 10.0, 11.0):
        beyond = rate_limits(observed, expected, z=Z_998)[0] > 1
        assert (beyond == (observed / expected > ratio_funnel(expected, Z_998)[1])).all()


@pytest.mark.long
@settings(max_examples=40)
@given(expected=some.floats(0.01, 1e5), n=some.integers(1, 10**6), a=some.floats(0, 1))
def test_the_funnel_holds_its_centre_and_narrows(expected: float, n: int, a: float) -> None:
    lower, upper = proportion_funnel(a, [n, 2 * n])
    assert (lower <= a).all()
    assert (upper >= a).all()
    assert upper[1] - lower[1] <= upper[0] - lower[0]
    low, high = ratio_funnel([expected, 2 * expected])
    assert (low < 1).all()
    assert (high > 1).all()
    assert high[1] < high[0]
    wider = ratio_funnel([expected, 2 * expected], Z_998)
    assert (wider[0] <= low).all()
    assert (wider[1] > high).all()


@pytest.mark.shared
def test_every_published_label_of_proportions_is_reproduced(shared: Path) -> None:
    rows = pd.read_csv(shared / "cases/phe_funnel_prop_inputs.csv")
    x, n = rows["numerator"], rows["denominator"]
    centre = pooled(x, n)
    found = labels(*wilson(x, n), *wilson(x, n, Z_998), centre)
    assert len(rows) == 303
    assert list(found) == list(rows["significance"].map(PUBLISHED))


@pytest.mark.shared
def test_every_published_label_of_ratios_is_reproduced(shared: Path) -> None:
    # Held against 1, though 38,706 events were observed and 37,726.4 expected.
    rows = pd.read_csv(shared / "cases/phe_funnel_ratio_inputs.csv")
    x, n = rows["obs"], rows["expected"]
    found = labels(*rate_limits(x, n), *rate_limits(x, n, z=Z_998), 1.0)
    assert len(rows) == 300
    assert list(found) == list(rows["significance"].map(PUBLISHED))


@pytest.mark.shared
def test_the_published_funnel_of_proportions_is_reproduced_to_its_last_digit(shared: Path) -> None:
    units = pd.read_csv(shared / "cases/phe_funnel_prop_inputs.csv")
    centre = pooled(units["numerator"], units["denominator"])
    rows = pd.read_csv(shared / "cases/phe_funnel_prop_outputs.csv")
    assert 100 * centre == pytest.approx(rows["Baseline"][0], abs=1e-6)
    for z, level in ((Z, "2s0025"), (Z_998, "3s0001")):
        lower, upper = proportion_funnel(centre, rows["Population"], z)
        assert 100 * lower == pytest.approx(rows[f"Lower{level}limit"].to_numpy(), abs=1e-6)
        assert 100 * upper == pytest.approx(rows[f"Upper{level}limit"].to_numpy(), abs=1e-6)


@pytest.mark.shared
def test_the_published_funnel_of_ratios_is_reproduced(shared: Path) -> None:
    """The published curve takes exact limits at every count, though the published labels take Byar's from 10 events.

    `exact` has its expected numbers to the seven digits that its bisection stops at (of a lower limit below one event:
    to four). Ours inverts the intervals that the labels use: the same below 10 events, within 1 % above.
    """
    rows = pd.read_csv(shared / "cases/phe_funnel_ratio_outputs.csv").rename(columns=str.strip)
    events = rows["Observed_events"].to_numpy(float)
    for z, level in ((Z, "2s"), (Z_998, "3s")):
        lower, upper = exact(events, z)
        assert upper == pytest.approx(rows[f"lower_{level}_exp_events"].to_numpy(), rel=5e-7)
        assert lower == pytest.approx(rows[f"upper_{level}_exp_events"].to_numpy(), rel=5e-5)
        low = 100 * ratio_funnel(rows[f"lower_{level}_exp_events"], z)[0]
        high = 100 * ratio_funnel(rows[f"upper_{level}_exp_events"], z)[1]
        few = events < 10
        assert low[few] == pytest.approx(rows[f"lower_{level}_isr"].to_numpy()[few], rel=1e-5)
        assert high[few] == pytest.approx(rows[f"upper_{level}_isr"].to_numpy()[few], rel=1e-5)
        assert low == pytest.approx(rows[f"lower_{level}_isr"].to_numpy(), rel=1e-2)
        assert high == pytest.approx(rows[f"upper_{level}_isr"].to_numpy(), rel=1e-2)
