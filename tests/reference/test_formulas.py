"""The formulas, recomputed slowly and plainly from people one by one."""

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from metrics import comparison, interval, progress, representation
from tests.metrics import small
from tests.reference.halving import Z, bisected


def wilson_by_search(x: int, n: int) -> tuple[float, float]:
    """The shares that x of n is just not too far from: |x/n − p| = z √(p(1 − p)/n), found by halving."""

    def too_far(p: float) -> bool:
        return abs(x / n - p) > Z * math.sqrt(p * (1 - p) / n)

    lower = 0.0 if x == 0 else bisected(too_far, 0.0, x / n)
    upper = 1.0 if x == n else bisected(lambda p: not too_far(p), x / n, 1.0)
    return lower, upper


@given(n=some.integers(1, 5000), part=some.floats(0, 1))
def test_wilson_limits_are_where_the_score_test_turns(n: int, part: float) -> None:
    x = round(part * n)
    lower, upper = interval.wilson(x, n)
    slow = wilson_by_search(x, n)
    assert (float(lower), float(upper)) == pytest.approx(slow, abs=1e-9)


@given(
    n=some.integers(20, 5000),
    part=some.floats(0.01, 0.99),
    reference=some.floats(0.005, 0.95),
    error=some.floats(0, 0.1),
)
def test_ratio_limits_join_two_spreads_on_the_log_scale(n: int, part: float, reference: float, error: float) -> None:
    x = max(1, min(n - 1, round(part * n)))
    low, high = wilson_by_search(x, n)
    share = x / n
    spread = Z * error / reference
    down = math.sqrt((math.log(share) - math.log(low)) ** 2 + spread**2)
    up = math.sqrt((math.log(high) - math.log(share)) ** 2 + spread**2)
    expected = share / reference / math.exp(down), share / reference * math.exp(up)
    found = representation.ratio_limits(share, *interval.wilson(x, n), reference, error)
    assert (float(found[0]), float(found[1])) == pytest.approx(expected, rel=1e-7)


@pytest.mark.long
@given(
    v=some.floats(0, 100), o=some.floats(0, 100),
    spreads=some.tuples(*[some.floats(0, 10)] * 4),
)  # fmt: skip
def test_a_difference_joins_the_distances_to_the_limits(v: float, o: float, spreads: tuple[float, ...]) -> None:
    a, b, c, d = spreads
    lower, upper = comparison.difference_limits(v, v - a, v + b, o, o - c, o + d)
    assert float(lower) == pytest.approx(v - o - math.sqrt(a * a + d * d), abs=1e-6)
    assert float(upper) == pytest.approx(v - o + math.sqrt(b * b + c * c), abs=1e-6)


def status_by_the_book(
    base: float, recent: float, target: float | None, up: bool, errors: tuple[float, float] | None
) -> str:
    """The rule, clause by clause."""
    if target is not None and (recent >= target if up else recent <= target):
        return "target_met_or_exceeded"
    better = recent > base if up else recent < base
    if recent == base:
        return "little_or_no_detectable_change"
    if errors is not None:
        chance = abs(recent - base) / math.sqrt(errors[0] ** 2 + errors[1] ** 2) < Z
        if chance:
            return "little_or_no_detectable_change"
        return "improving" if better else "getting_worse"
    if better and target is not None:
        return "improving" if (recent - base) * 10 / (target - base) >= 1 else "little_or_no_detectable_change"
    if abs(recent - base) * 10 < abs(base):
        return "little_or_no_detectable_change"
    return "improving" if better else "getting_worse"


@given(
    base=some.integers(1, 100),
    recent=some.integers(1, 100),
    target=some.none() | some.integers(1, 100),
    up=some.booleans(),
    errors=some.none() | some.tuples(some.floats(0.5, 5), some.floats(0.5, 5)),
)
def test_status_follows_the_rule_clause_by_clause(
    base: int, recent: int, target: int | None, up: bool, errors: tuple[float, float] | None
) -> None:
    found = progress.status(
        base, recent, higher_is_better=up, target=target,
        se_base=errors[0] if errors else None, se_recent=errors[1] if errors else None,
    )  # fmt: skip
    assert found == status_by_the_book(base, recent, target, up, errors)


RACES = ("White", "Black or African American", "Asian", "Not reported")
CELL = some.tuples(
    some.sampled_from(("DOT", "DOC")),
    some.sampled_from(RACES),
    some.sampled_from(("Female", "Male", "X", "Not reported")),
    some.sampled_from((small.LEADERS, small.OTHERS)),
)


@pytest.mark.long
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=some.dictionaries(CELL, some.integers(1, 60), min_size=3, max_size=25))
def test_shares_agree_with_counting_people_one_by_one(cells: dict[tuple[str, ...], int], tmp_path: Path) -> None:
    people = [cell for cell, n in cells.items() for _ in range(n)]
    counts = pd.concat(
        small.counts(code, "FY2025", {cell[1:]: n for cell, n in cells.items() if cell[0] == code})
        for code in {cell[0] for cell in cells}
    )
    figures = small.compute(tmp_path, {"workforce_count": counts})["figures"]
    for row in figures[figures["benchmark"].isna()].to_dict("records"):
        inside = [
            person for person in people
            if row["agency"] in ("ALL", person[0]) and (row["measure"] == "employees" or person[3] == small.LEADERS)
        ]  # fmt: skip
        position = {"race_ethnicity": 1, "race5": 1, "sex": 2, "sex2": 2}.get(row["dimension"])
        if position is None:
            assert row["numerator"] == len(inside)
            continue
        kinds = [person[position] for person in inside]
        if row["dimension"] == "race5":
            own = {"White", "Black or African American", "Hispanic or Latino", "Asian", "Not reported"}
            kinds = [kind if kind in own else "All other groups" for kind in kinds]
        if row["dimension"] == "sex2":
            kinds = [kind if kind == "Female" else "Male, X or not reported" for kind in kinds]
        group = sum(kind == row["group"] for kind in kinds)
        base = sum(kind != "Not reported" or row["group"] == "Not reported" for kind in kinds)
        assert (row["numerator"], row["denominator"]) == (group, base)
        if base:
            assert row["value"] == pytest.approx(100 * group / base)
            assert (row["lower"], row["upper"]) == pytest.approx(
                [100 * each for each in wilson_by_search(group, base)], abs=1e-6
            )
        else:
            assert (row["status"], pd.isna(row["value"])) == ("not_applicable", True)
