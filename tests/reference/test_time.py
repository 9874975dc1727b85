"""Progress by growth, alerts, flows, retention and projections, recomputed slowly and plainly."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics import alert, flow, projection, retention, sdg


def score_by_the_book(value: float, aimed: bool, steps: list[float], ease: float) -> float:
    if aimed:
        return 7.1429 * value - 4.2857 if value >= 0.6 else 4.1667 * value - 2.5
    if value < 0:
        return 125 * value - 2.5
    if ease == 0:
        return 5
    if value >= steps[0]:
        return 500 * value / ease - 5
    return 250 * value / ease - 1.25 if value >= steps[1] else 500 * value / ease - 2.5


def growth_by_the_book(
    base: float, current: float, years: int, direction: int, target: float | None, ahead: int, limit: float | None
) -> tuple[float | None, str, float | None]:
    """Value, status and score of one series, clause by clause."""
    value: float | None = None
    ease = 1.0
    if target is None:
        if base != 0 and base * current >= 0 and years >= 1:
            value = (1 if base > 0 else -1) * direction * ((current / base) ** (1 / years) - 1)
        if limit is not None:
            size, edge = abs(base), abs(limit)
            if size < 2 * edge:
                ease = 1 - ((size if size <= edge else 2 * edge - size) / edge) ** 4.44
        steps = [0.015 * ease, 0.005 * ease]
    else:
        if direction * (current - target) >= 0:
            return None, "target_achieved", 5.0
        if years >= 1 and target != base:
            if base == 0 or target == 0:
                value = direction * ((current - base) / years) / abs((target - base) / ahead)
            elif base * current >= 0 and base * target > 0:
                rate, needed = (current / base) ** (1 / years) - 1, (target / base) ** (1 / ahead) - 1
                value = (1 if base > 0 else -1) * direction * rate / abs(needed)
        steps = [0.95, 0.6]
    if value is None:
        return None, "not_available", None
    word = "deterioration"
    for step, name in zip([*steps, 0], ["substantial", "moderate", "limited"], strict=True):
        if value >= step:
            word = f"{name}_progress"
            break
    score = score_by_the_book(value, target is not None, steps, ease)
    return value, word, max(-5.0, min(5.0, score))


@settings(max_examples=200, deadline=None)
@given(
    base=some.integers(-20, 120), current=some.integers(-20, 120), years=some.integers(0, 12),
    direction=some.sampled_from((1, -1)), target=some.none() | some.integers(-20, 120),
    ahead=some.integers(1, 15), limit=some.none() | some.sampled_from((0, 50, 100)),
)  # fmt: skip
def test_growth_follows_the_method_clause_by_clause(
    base: int, current: int, years: int, direction: int, target: int | None, ahead: int, limit: int | None
) -> None:
    found = sdg.progress(
        base, 2015, current, 2015 + years, direction=direction,
        target=math.nan if target is None else target, target_year=2015 + ahead,
        limit=math.nan if limit is None else limit,
    )  # fmt: skip
    value, word, score = growth_by_the_book(base, current, years, direction, target, ahead, limit)
    near = value is not None and target is not None and min(abs(value - each) for each in (0.95, 0.6, 0)) < 1e-9
    if not near:
        assert found.status.item() == word
    assert float(found.score) == pytest.approx(math.nan if score is None else score, abs=1e-4, nan_ok=True)
    if word != "target_achieved":
        assert float(found.value) == pytest.approx(math.nan if value is None else value, nan_ok=True)


def watched_by_hand(values: list[float | None], window: int, sensitivity: float) -> list[tuple[str, float, float]]:
    """The published alert rule, one step after another: its sign and the two sums."""

    def measured(part: list[float | None]) -> tuple[float, float]:
        known = [each for each in part if each is not None]
        mean = sum(known) / len(known)
        return mean, sensitivity * math.sqrt(sum((each - mean) ** 2 for each in known) / len(known))

    said: list[tuple[str, float, float]] = []
    level = bound = math.nan
    up = down = 0.0
    began = False

    def added(value: float | None, up: float, down: float) -> tuple[float, float]:
        if value is None or math.isnan(level):
            return 0.0, 0.0
        half = bound / sensitivity / 2
        return max(0.0, float(np.round(value - level - half + up, 2))), min(
            0.0, float(np.round(value - level + half + down, 2))
        )

    for step, value in enumerate(values):
        if not began:
            part = values[step : step + window]
            if any(each is not None for each in part):
                began = True
                level, bound = measured(part)
            up, down = added(value, 0, 0)
        elif up > bound or down < -bound:
            level, anew = measured(values[max(0, step - window) : step])
            on_up, on_down = added(value, up, down)
            if (up > bound and on_up > up) or (down < -bound and on_down < down):
                up, down = on_up, on_down
            else:
                bound = anew
                up, down = added(value, 0, 0)
        else:
            up, down = added(value, up, down)
        said.append(("u" if up > bound else "d" if down < -bound else ".", up, down))
    return said


@settings(max_examples=60, deadline=None)
@given(
    values=some.lists(some.none() | some.integers(0, 100), max_size=24),
    window=some.integers(2, 6),
    sensitivity=some.sampled_from((1.5, 3.0, 5.0)),
)
def test_alerts_agree_with_watching_step_by_step(values: list[int | None], window: int, sensitivity: float) -> None:
    shown = [[math.nan if each is None else each for each in values]]
    found = alert.published(shown, window=window, sensitivity=sensitivity)
    slow = watched_by_hand([None if each is None else float(each) for each in values], window, sensitivity)
    # A sum within rounding of its bound may fall either way, and so may all that follows it.
    edge = np.flatnonzero(
        (np.abs(found.above[0] - found.threshold[0]) < 1e-6) | (np.abs(found.below[0] + found.threshold[0]) < 1e-6)
    )
    safe = int(edge[0]) if len(edge) and found.threshold[0, edge[0]] > 0 else len(values)
    assert ["d.u"[sign + 1] for sign in found.direction[0, :safe]] == [sign for sign, _, _ in slow[:safe]]
    assert found.above[0, :safe] == pytest.approx([up for _, up, _ in slow[:safe]], abs=0.011)
    assert found.below[0, :safe] == pytest.approx([down for _, _, down in slow[:safe]], abs=0.011)


@settings(max_examples=60, deadline=None)
@given(careers=some.lists(some.tuples(some.integers(0, 12), some.booleans()), min_size=1, max_size=25))
def test_retention_agrees_with_walking_through_the_leaving_times(careers: list[tuple[int, bool]]) -> None:
    found = retention.retention([stay for stay, _ in careers], [left for _, left in careers], range(13))
    for years in range(13):
        share = 1.0
        for when in sorted({stay for stay, left in careers if left and stay <= years}):
            there = sum(stay >= when for stay, _ in careers)
            share *= 1 - sum(left and stay == when for stay, left in careers) / there
        followed = sum(stay >= years for stay, _ in careers)
        expected = share if followed or share == 0 else math.nan
        assert float(found.kept[years]) == pytest.approx(expected, abs=1e-12, nan_ok=True)
        assert found.followed[years] == followed
        if not math.isnan(expected):
            assert found.lower[years] <= found.kept[years] + 1e-12
            assert found.kept[years] <= found.upper[years] + 1e-12


PERSON = some.tuples(some.sampled_from("ABC"), some.sampled_from(("stays", "leaves", "is hired", "moves in")))


@settings(max_examples=60, deadline=None)
@given(people=some.lists(PERSON, min_size=1, max_size=60))
def test_flows_agree_with_following_people_one_by_one(people: list[tuple[str, str]]) -> None:
    def count(group: str, *fates: str) -> int:
        return sum(own == group and fate in fates for own, fate in people)

    before = [count(group, "stays", "leaves") for group in "ABC"]
    after = [count(group, "stays", "is hired", "moves in") for group in "ABC"]
    flows = [[count(group, "is hired"), -count(group, "leaves"), count(group, "moves in")] for group in "ABC"]
    found = flow.decompose(before, after, flows)
    assert not found.unexplained_people.any()
    if not sum(before) or not sum(after):
        assert np.isnan(found.parts).all()
        return
    for place in range(3):
        share = before[place] / sum(before)
        for kind in range(3):
            whole = sum(flows[other][kind] for other in range(3))
            part = (flows[place][kind] - share * whole) / sum(after)
            assert float(found.parts[place, kind]) == pytest.approx(part, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(
    everyone=some.integers(1, 300), part=some.floats(0, 1), benchmark=some.integers(0, 100),
    turnover=some.integers(0, 100), years=some.integers(1, 12),
)  # fmt: skip
def test_needed_hires_are_the_fewest_that_arrive(
    everyone: int, part: float, benchmark: int, turnover: int, years: int
) -> None:
    group = round(part * everyone)
    found = projection.hires_needed(
        group, everyone, benchmark=benchmark / 100, years=years, turnover=turnover / 100
    ).a_year
    wanted = -(-benchmark * everyone // 100)

    def arrives(hires: int) -> bool:
        # Hundredths raised to the years, all in whole numbers.
        people, scale = group, 1
        for _ in range(years):
            scale *= 100
            people = people * (100 - turnover) + hires * scale
        return people >= wanted * scale

    assert arrives(found)
    assert found == 0 or not arrives(found - 1)
