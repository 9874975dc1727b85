import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from metrics.sdg import Progress, Status, above_half, above_parity, aggregate, progress, reduction

NAN = math.nan


def one(base: float, current: float, *, years: tuple[int, int] = (2015, 2023), **known: Any) -> Progress:
    return progress(base, years[0], current, years[1], **({"direction": 1} | known))


@pytest.mark.shared
def test_every_published_series_of_statistics_canada_is_reproduced(shared: Path) -> None:
    cases = pd.read_csv(shared / "cases/opensdg_statcan_progress_series.csv")
    assert len(cases)
    found = progress(
        cases["base_value"],
        cases["base_year"],
        cases["current_value"],
        cases["current_year"],
        direction=cases["direction"],
        target=cases["target"],
        target_year=cases["target_year"],
        limit=cases["limit"],
    )
    assert list(found.status) == list(cases["status"])
    assert found.score == pytest.approx(cases["score"].to_numpy(), abs=1e-9, nan_ok=True)
    assert found.value == pytest.approx(cases["progress_value"].to_numpy(), abs=1e-9, nan_ok=True)


@pytest.mark.shared
def test_every_published_mean_of_statistics_canada_is_reproduced(shared: Path) -> None:
    series = pd.read_csv(shared / "cases/opensdg_statcan_progress_series.csv").set_index("series")
    cases = json.loads((shared / "cases/opensdg_statcan_progress_aggregate.json").read_text())
    here = [case for case in cases if case["series"] and set(case["series"]) <= set(series.index)]
    assert here
    for case in here:
        part = series.loc[case["series"]]
        score, status = aggregate(part["score"], part["status"] == Status.ACHIEVED)
        assert float(score) == pytest.approx(NAN if case["score"] is None else case["score"], nan_ok=True)
        assert status.item() == case["status"], case["indicator"]


@pytest.mark.shared
def test_the_published_edge_cases_are_reproduced_but_for_a_base_of_zero(shared: Path) -> None:
    cases = json.loads((shared / "cases/opensdg_progress_edge_cases.json").read_text())
    for case in (case for case in cases if "base_value" in case):
        known = {name: NAN if case[name] is None else case[name] for name in ("target", "target_year", "limit")}
        years = case["base_year"], case["current_year"]
        found = one(case["base_value"], case["current_value"], years=years, direction=case["direction"], **known)
        expected = case["expected"]
        if case["base_value"] == 0:
            # Published: substantial_progress, 5; the platform puts 0.001 for the base of 0.
            assert (found.status.item(), math.isnan(found.score)) == ("not_available", True)
            continue
        assert found.status.item() == expected["status"], case["id"]
        value, score = (NAN if expected[name] is None else expected[name] for name in ("progress_value", "score"))
        assert float(found.value) == pytest.approx(value, abs=1e-9, nan_ok=True), case["id"]
        assert float(found.score) == pytest.approx(score, abs=1e-9, nan_ok=True), case["id"]


def test_the_platforms_own_two_features_agree() -> None:
    # Open SDG, tests/features/ProgressStatus.feature: 10 to 30 with a target of 1, 5 to 6 with a target of 9.
    worse = one(10, 30, years=(2015, 2016), direction=-1, target=1, target_year=2030)
    assert (worse.status.item(), float(worse.score)) == (Status.DETERIORATION, -5)
    assert one(5, 6, years=(2015, 2016), target=9, target_year=2030).status.item() == Status.SUBSTANTIAL


def test_a_target_that_is_reached_is_achieved_whatever_else_is_known() -> None:
    for found in (
        one(10, 20, target=20, target_year=2030),
        one(10, 20, target=20),
        one(10, 20, years=(2020, 2020), target=15, target_year=2030),
        one(-5, 5, target=4, target_year=2030),
        one(NAN, 5, target=4, target_year=2030),
        one(20, 21, target=20, target_year=2030),
    ):
        assert (found.status.item(), float(found.score)) == (Status.ACHIEVED, 5)


def test_a_base_or_target_of_zero_uses_the_change_in_points() -> None:
    # 4 of 10 points in 10 of 15 years: 0.4 of the change in 2/3 of the time.
    found = one(0, 4, years=(2015, 2025), target=10, target_year=2030)
    assert (float(found.value), found.status.item()) == (0.6, Status.MODERATE)
    down = one(10, 6, years=(2015, 2025), direction=-1, target=0, target_year=2030)
    assert (float(down.value), down.status.item()) == (0.6, Status.MODERATE)
    assert float(down.score) == pytest.approx(7.1429 * 0.6 - 4.2857)
    assert one(10, 12, direction=-1, target=0, target_year=2030).status.item() == Status.DETERIORATION
    thousandth = one(0, 0.004, years=(2015, 2025), target=0.01, target_year=2030)
    assert float(thousandth.value) == pytest.approx(0.6)


def test_what_has_no_growth_is_not_available() -> None:
    for found in (
        one(0, 5),
        one(-5, 5),
        one(5, -5),
        one(5, 6, years=(2020, 2020)),
        one(5, NAN),
        one(NAN, 5),
        one(5, 6, target=9),
        one(9, 8, target=9, target_year=2030),
        one(-5, -4, target=9, target_year=2030),
        one(5, 6, target=9, target_year=2015),
    ):
        assert found.status.item() == Status.NOT_AVAILABLE
        assert math.isnan(found.value)
        assert math.isnan(found.score)


def test_a_limit_asks_for_less_the_nearer_it_is() -> None:
    assert reduction([0, 50, 100, 150, 200, 300], 100) == pytest.approx([1, 0.9539, 0, 0.9539, 1, 1], abs=1e-4)
    assert float(reduction(0, 0)) == 1
    assert float(reduction(-50, -100)) == float(reduction(50, 100))
    assert one(97.4, 99.7, years=(2015, 2022), limit=100).status.item() == Status.SUBSTANTIAL
    assert one(97.4, 99.7, years=(2015, 2022)).status.item() == Status.LIMITED
    kept = one(100, 100, limit=100)
    assert (kept.status.item(), float(kept.score)) == (Status.SUBSTANTIAL, 5)
    lost = one(100, 99, limit=100)
    assert lost.status.item() == Status.DETERIORATION


def test_scores_join_where_the_words_change() -> None:
    # Progress measure methodology, figures 1 and 2.
    def score(growth: float) -> float:
        return float(one(100, 100 * (1 + growth), years=(2015, 2016)).score)

    assert [score(growth) for growth in (-0.02, 0.005, 0.015, 0.02)] == pytest.approx([-5, 0, 2.5, 5])
    assert score(0) == -2.5
    ratios = one(0, np.array([0, 0.6, 0.95, 1.5]), years=(2015, 2016), target=2, target_year=2017)
    assert ratios.value == pytest.approx([0, 0.6, 0.95, 1.5])
    assert ratios.score == pytest.approx([-2.5, 0, 2.5, 5], abs=1e-4)


def test_a_mean_of_scores_achieves_its_target_only_with_every_series() -> None:
    score, status = aggregate([[5, 5, NAN], [5, 4, NAN], [NAN, NAN, NAN], [-2, -4, 0]], [[1, 1, 0], [1, 0, 0]] * 2)
    assert score == pytest.approx([5, 4.5, NAN, -2], nan_ok=True)
    assert list(status) == ["target_achieved", "substantial_progress", "not_available", "limited_progress"]


def test_parity_is_one_from_either_side() -> None:
    assert above_parity([0.5, 2, 0.97, 1.03, 1.04, NAN]) == pytest.approx([2, 2, 1, 1, 1.04, NAN], nan_ok=True)
    assert math.isinf(above_parity(0))
    # Progress measure methodology, 5.5.
    assert list(above_half([40, 50, 62])) == [60, 50, 62]
    with pytest.raises(ValueError, match="below 0"):
        above_parity(-0.1)


def test_a_unit_changes_no_growth() -> None:
    for scale in (0.001, 1000):
        small, large = (
            one(5, 6, target=9, target_year=2030),
            one(5 * scale, 6 * scale, target=9 * scale, target_year=2030),
        )
        assert float(large.value) == pytest.approx(float(small.value))
        assert float(one(5 * scale, 6 * scale).value) == pytest.approx(float(one(5, 6).value))


def test_an_impossible_direction_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 1"):
        one(5, 6, direction=0)
