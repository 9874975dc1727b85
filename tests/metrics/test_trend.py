import pytest

from metrics.trend import pace, pace_class, probability_met


def test_pace_is_in_points_a_year() -> None:
    assert pace(10, 13, 6) == 0.5
    assert pace(10, 13, 0) is None


def test_four_points_say_nothing_of_the_chance() -> None:
    assert (
        probability_met([1, 2, 3, 4], [1, 2, 3, 4], target=9, target_year=9, higher_is_better=True, percent=False)
        is None
    )


def test_a_line_on_its_way_is_likelier_to_arrive_than_one_that_is_not() -> None:
    def chance(target: float) -> float:
        found = probability_met(
            [2019, 2020, 2021, 2022, 2023, 2024], [10, 11, 11.5, 13, 14.2, 14.8],
            target=target, target_year=2030, higher_is_better=True, percent=True,
        )  # fmt: skip
        assert found is not None
        return found

    assert chance(18) > 0.95
    assert 0.05 < chance(22.5) < 0.95
    assert chance(40) < 0.01


def test_the_chance_agrees_with_a_prediction_interval_worked_by_hand() -> None:
    found = probability_met(
        [1, 2, 3, 4, 5], [1, 2, 4, 4, 5.0], target=6.2, target_year=6, higher_is_better=True, percent=False
    )
    # Slope 10/10, mean 3.2, ŷ(6) = 6.2: the target itself, so the chance is one half.
    assert found == pytest.approx(0.5)


def test_a_line_without_scatter_arrives_or_does_not() -> None:
    years, values = [1, 2, 3, 4, 5], [1.0, 2.0, 3.0, 4.0, 5.0]
    assert probability_met(years, values, target=6, target_year=6, higher_is_better=True, percent=False) == 1
    assert probability_met(years, values, target=7, target_year=6, higher_is_better=True, percent=False) == 0
    assert probability_met(years, values, target=7, target_year=6, higher_is_better=False, percent=False) == 1


@pytest.mark.parametrize(
    ("actual", "required", "found"),
    [
        (1.5, 1.2, "on_course"),
        (-2.0, -2.0, "on_course"),
        (0.5, 1.2, "too_slow"),
        (0.0, 1.2, "away"),
        (-1, 2, "away"),
        (3, 0, "met"),
    ],
)
def test_pace_is_held_against_the_pace_required(actual: float, required: float, found: str) -> None:
    assert pace_class(actual, required) == found


def test_pace_without_both_rates_has_no_class() -> None:
    assert pace_class(None, 1.0) is None
    assert pace_class(1.0, None) is None
