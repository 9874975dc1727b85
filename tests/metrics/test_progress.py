import json
import math
from pathlib import Path

import numpy as np
import pytest

from metrics.progress import (
    Status,
    detectable,
    parity_distance,
    parity_status,
    relative_change,
    status,
    statuses,
    targeted_change,
    z_score,
)


@pytest.mark.shared
def test_every_published_case_of_the_rule_is_reproduced(shared: Path) -> None:
    cases = json.loads((shared / "cases/healthy_people_status_cases.json").read_text())["cases"]
    assert cases
    for case in cases:
        base, recent, target, expected = case["baseline"], case["recent"], case["target"], case["expected"]
        found = status(
            base, recent, higher_is_better=case["desired"] == "increase", target=target,
            se_base=case["se_baseline"], se_recent=case["se_recent"],
        )  # fmt: skip
        assert found == expected["status"], case["id"]
        assert targeted_change(base, recent, target) == pytest.approx(expected["pct_targeted_change"]), case["id"]
        assert relative_change(base, recent) == pytest.approx(expected["pct_change_from_baseline"]), case["id"]
        z = z_score(base, recent, case["se_baseline"], case["se_recent"])
        assert z == (None if expected["z"] is None else pytest.approx(expected["z"])), case["id"]


def test_a_tenth_of_the_targeted_change_is_enough_and_less_is_not() -> None:
    assert status(50, 51.5, higher_is_better=True, target=65) == Status.IMPROVING
    assert status(50, 51.4, higher_is_better=True, target=65) == Status.NO_CHANGE
    assert status(0.3, 0.33, higher_is_better=True, target=0.6) == Status.IMPROVING


def test_away_from_the_target_a_tenth_of_the_base_decides() -> None:
    assert status(50, 47, higher_is_better=True, target=65) == Status.NO_CHANGE
    assert status(50, 45, higher_is_better=True, target=65) == Status.WORSE


def test_with_standard_errors_only_significance_decides() -> None:
    assert status(50, 53, higher_is_better=True, target=65, se_base=2, se_recent=2) == Status.NO_CHANGE
    assert status(50, 53, higher_is_better=True, target=65, se_base=0.5, se_recent=0.5) == Status.IMPROVING
    assert status(50, 49, higher_is_better=True, target=65, se_base=0.1, se_recent=0.1) == Status.WORSE


def test_a_target_that_was_the_base_is_met_or_left() -> None:
    assert status(65, 65, higher_is_better=True, target=65) == Status.MET
    assert status(65, 64, higher_is_better=True, target=65) == Status.NO_CHANGE
    assert status(65, 50, higher_is_better=True, target=65) == Status.WORSE
    assert targeted_change(65, 64, 65) is None


def test_lower_is_better_turns_the_rule_round() -> None:
    assert status(20, 15, higher_is_better=False, target=15) == Status.MET
    assert status(20, 17, higher_is_better=False) == Status.IMPROVING
    assert status(20, 23, higher_is_better=False) == Status.WORSE


def test_an_absent_value_is_not_enough_data() -> None:
    assert status(None, 5, higher_is_better=True) == Status.NO_DATA
    assert status(5, math.nan, higher_is_better=True) == Status.NO_DATA


def test_any_change_from_zero_is_detectable_for_want_of_a_percentage() -> None:
    assert relative_change(0, 3) is None
    assert detectable(0, 3, None, None)
    assert not detectable(0, 0, None, None)


def test_one_missing_error_means_the_rule_without_errors() -> None:
    assert z_score(50, 53, 2, None) is None
    assert z_score(50, 53, 2, math.nan) is None
    assert z_score(50, 53, 0, 0) is None


def test_parity_is_approached_from_either_side() -> None:
    def distance(ratio: float) -> float:
        found = parity_distance(ratio, 10, 100)
        assert found is not None
        return found

    assert distance(0.5) == pytest.approx(distance(2.0))
    assert parity_status(distance(0.5), distance(0.7)) == Status.IMPROVING
    assert parity_status(distance(1.8), distance(1.4)) == Status.IMPROVING
    assert parity_status(distance(0.8), distance(0.6)) == Status.WORSE
    assert parity_status(distance(0.6), distance(0.61)) == Status.NO_CHANGE
    assert parity_status(distance(0.6), distance(1.02)) == Status.MET


def test_a_hair_off_parity_is_not_called_worse() -> None:
    assert parity_status(abs(math.log(1.026)), abs(math.log(1.033))) == Status.NO_CHANGE


def test_a_group_of_nobody_is_as_far_from_parity_as_half_a_person() -> None:
    assert parity_distance(0.0, 10, 100) == pytest.approx(abs(math.log(0.005 / 0.10)))
    assert parity_distance(0.0, 10, None) is None


def test_the_rule_over_arrays_is_the_rule_of_one_figure() -> None:
    base, recent = [50, 50, 50, 20, 5, math.nan], [70, 51, 45, 15, 5, 3]
    direction, target = [1, 1, 1, -1, 1, 1], [65, 65, 65, math.nan, math.nan, 4]
    found = statuses(base, recent, direction, target)
    assert list(found) == [
        status(b, r, higher_is_better=d == 1, target=t)
        for b, r, d, t in zip(base, recent, direction, target, strict=True)
    ]
    assert statuses(np.full((2, 3), 50.0), 60, 1).shape == (2, 3)


def test_a_base_beyond_the_target_that_falls_back_is_getting_worse() -> None:
    assert status(70, 60, higher_is_better=True, target=65) == Status.WORSE
    assert status(70, 64, higher_is_better=True, target=65) == Status.NO_CHANGE
    assert status(4, 8, higher_is_better=False, target=5) == Status.WORSE
    assert targeted_change(70, 60, 65) == 200


def test_a_base_of_zero_is_judged_by_its_target() -> None:
    assert status(0, 0.9, higher_is_better=True, target=10) == Status.NO_CHANGE
    assert status(0, 1, higher_is_better=True, target=10) == Status.IMPROVING
    assert status(0, -1, higher_is_better=True, target=10) == Status.WORSE
    assert targeted_change(0, 1, 10) == 10


def test_one_error_alone_is_none() -> None:
    assert status(50, 53, higher_is_better=True, target=65, se_base=2) == Status.IMPROVING
    assert status(50, 53, higher_is_better=True, target=65, se_base=2, se_recent=2) == Status.NO_CHANGE


def test_an_impossible_direction_or_error_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 1"):
        statuses([1, 2], [2, 3], [1, 0])
    with pytest.raises(ValueError, match="standard error"):
        status(1, 2, higher_is_better=True, se_base=-1, se_recent=1)
