import json
from pathlib import Path

import pytest

from metrics.availability import Factor, joined, own


def factor(rate: float, weight: float, error: float | None = None, name: str = "labour market") -> Factor:
    return Factor(
        name=name, rate=rate, weight=weight, error=error, source="ACS 2018", reason="who is hired lives in the state"
    )


def test_availability_is_the_weighted_sum_as_the_decimals_that_were_written() -> None:
    found = joined([factor(0.22, 0.5), factor(0.3, 0.4), factor(0.1, 0.1)])
    assert found.rate == 0.24
    assert found.error == 0


def test_errors_of_factors_join_by_their_weights() -> None:
    found = joined([factor(0.22, 0.5, 0.06), factor(0.3, 0.5, 0.08)])
    assert found.error == pytest.approx(0.05)
    assert joined([factor(0.22, 0.5, 0.06), factor(0.3, 0.5)]).error == pytest.approx(0.03)


def test_a_single_factor_of_all_the_weight_is_the_availability() -> None:
    assert joined([factor(0.37, 1, 0.01)]).rate == 0.37


@pytest.mark.parametrize("weights", [(0.5, 0.4), (0.5, 0.6), (), (0.99999,)])
def test_weights_that_do_not_sum_to_1_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"the weights sum to .* expected 1"):
        joined([factor(0.2, weight) for weight in weights])


def test_thirds_sum_to_1() -> None:
    assert joined([factor(0.3, 1 / 3), factor(0.6, 1 / 3), factor(0.9, 1 / 3)]).rate == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"rate": 22.0}, "rate is 22.0; expected a proportion"),
        ({"weight": -0.1}, "weight is -0.1; expected a proportion"),
        ({"rate": float("nan")}, "rate is nan"),
        ({"error": -1.0}, "error is -1.0"),
        ({"source": " "}, "source is blank"),
        ({"reason": ""}, "reason is blank"),
    ],
)
def test_a_factor_without_source_or_reason_or_outside_its_scale_is_refused(
    changed: dict[str, float | str], message: str
) -> None:
    given = {"name": "feeder", "rate": 0.2, "weight": 0.5, "source": "HR", "reason": "promotions", **changed}
    with pytest.raises(ValueError, match=message):
        Factor(**given)  # type: ignore[arg-type]


def test_position_classes_of_25_or_more_need_their_own() -> None:
    assert list(own([24, 25, 0, 300, float("nan")])) == [False, True, False, True, False]
    with pytest.raises(ValueError, match="1 of 1 classifications"):
        own([-1])


@pytest.mark.shared
def test_the_worked_case_of_weighted_factors_is_reproduced(shared: Path) -> None:
    case = json.loads((shared / "cases/utilization_cases.json").read_text())["availability_factor_example"]
    found = joined([factor(each["raw"], each["weight"], name=each["name"]) for each in case["factors"]])
    assert found.rate == case["availability"]
