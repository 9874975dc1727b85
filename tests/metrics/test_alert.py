import json
import math
from pathlib import Path

import numpy as np
import pytest

from metrics.alert import Alerts, latest_change, magnitude, published, robust

NAN = math.nan


def shown(alerts: Alerts) -> str:
    return "".join(".ud"[sign] for sign in alerts.direction[0])


@pytest.mark.shared
def test_every_published_series_is_reproduced_sum_by_sum(shared: Path) -> None:
    cases = json.loads((shared / "cases/cusum_alert_cases.json").read_text())["cases"]
    assert cases
    for case in cases:
        values = np.array([[NAN if value is None else value for value in case["data"]]])
        found = published(values, window=3, sensitivity=5)
        alerts = {str(step): sign for step, sign in enumerate(shown(found)) if sign != "."}
        assert alerts == case["expected_alerts"], case["name"]
        for own, name in (
            (found.above, "reference_smax"),
            (found.below, "reference_smin"),
            (found.level, "reference_target_mean"),
            (found.threshold, "reference_threshold"),
        ):
            expected = [NAN if value is None else value for value in case[name]]
            assert own[0] == pytest.approx(expected, abs=1e-9, nan_ok=True), (case["name"], name)
        change, _ = latest_change(found, values)
        assert magnitude(100 * change).item() == case["expected_magnitude_word"], case["name"]


# OpenPrescribing, frontend/tests/fixtures/alert_test_cases.txt, in percentiles; window 3, sensitivity 5.
@pytest.mark.parametrize(
    ("percentiles", "expected"),
    [
        ([100, 100, 100, 100, 90, 80, 70, 70, 70, 70], "....ddddd."),
        ([10, 20, 30, 40, 50, 60, 70], "....uuu"),
        ([10, None, 30, 40, 50, 60, 100, 100, 100], ".....uuuu"),
        ([None, None, 30, 40, 50], "...uu"),
        ([20, 40, 60, 80], "...."),
        ([47, 47, 48, 49, 50, 51, 52, 52, 100], "....uuuuu"),
        ([5, 30, 50, 30, 5, 30, 50, 30, 5, 30, 50, 30, 5], "............."),
        # The noisy start sets a threshold that the rise from 20 to 90 never passes.
        ([100, 0, 100, 0, 100, 0, 20, 30, 40, 50, 60, 70, 80, 90], ".............."),
    ],
)
def test_the_published_rule_alerts_where_it_is_published_to(percentiles: list[int | None], expected: str) -> None:
    values = [[NAN if each is None else each / 100 for each in percentiles]]
    assert shown(published(values, window=3)) == expected


def test_a_noisy_start_is_outgrown_by_the_robust_rule() -> None:
    shares = np.array([[1, 0, 1, 0, 1, 0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]])
    found = robust(shares * 200, np.full(shares.shape, 200), window=3)
    assert shown(found)[9:] == "uuuuu"


def test_small_denominators_alert_nobody() -> None:
    few = robust([[1, 0, 1, 5, 5, 5]], [[5] * 6], window=3)
    assert not few.direction.any()
    assert np.isnan(few.level).all()


def test_a_sum_without_a_value_outside_its_own_funnel_is_no_alert() -> None:
    people = np.array([[40, 40, 40, 46, 46, 46, 46, 46, 46, 46, 46]])
    found = robust(people, np.full(people.shape, 100), window=3)
    assert (found.above > found.threshold).any()
    assert not found.direction.any()
    tenfold = robust(people * 10, np.full(people.shape, 1000), window=3)
    assert (tenfold.direction > 0).any()


def test_the_robust_rule_passes_over_absent_values() -> None:
    with_gap = robust([[30, 30, 30, 60, NAN, 60]], [[100] * 6], window=3)
    assert shown(with_gap) == "...u.u"
    assert with_gap.above[0, 4] == with_gap.above[0, 3]


def test_one_outlier_in_the_window_moves_the_robust_level_little() -> None:
    people = np.array([[300, 300, 900, 300, 300, 300, 400, 420, 440]])
    bases = np.full(people.shape, 1000)
    assert robust(people, bases, window=6).level[0, 0] == 0.3
    assert "u" in shown(robust(people, bases, window=6))[6:]
    assert "u" not in shown(published(people / bases, window=6))[6:]


def test_series_are_watched_each_by_itself() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(size=(20, 30)).cumsum(axis=1)
    values[rng.random(values.shape) < 0.1] = NAN
    together = published(values, window=4, sensitivity=2)
    assert (together.direction != 0).any()
    for row in range(len(values)):
        alone = published(values[row], window=4, sensitivity=2)
        assert np.array_equal(alone.direction[0], together.direction[row])
        assert np.array_equal(alone.above[0], together.above[row])


def test_a_series_of_nothing_says_nothing() -> None:
    for values in ([[NAN] * 5], [[]], np.zeros((0, 4))):
        found = published(values)
        assert not found.direction.any()
        change, steps = latest_change(found, values)
        assert not change.any()
        assert not steps.any()
    assert not robust([[NAN] * 5, [0.0] * 5], [[9.0] * 5, [0.0] * 5]).direction.any()


def test_words_change_at_whole_tens() -> None:
    words = ["not at all", "slightly", "slightly", "moderately", "considerably", "massively", "massively", "not at all"]
    assert list(magnitude([0, 0.1, -9.9, 10, 20, -30, 99, NAN])) == words
    assert magnitude(100 * (0.4 - 0.1)).item() == "massively"


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="more in the numerator"):
        robust([[5]], [[4]])
    with pytest.raises(ValueError, match="window is 1"):
        published([[1, 2]], window=1)
