"""The summary measures once more, person by person or group by group, in plain Python."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.inequality import quantile, simulation
from metrics.inequality.summary import MEASURES, summarize

Group = tuple[float, float, int]
group = some.tuples(some.integers(1, 99), some.floats(0.1, 9), some.integers(1, 30))
setting = some.lists(group, min_size=3, max_size=7)


def slowly(groups: list[Group], favourable: bool, ordered: bool, reference: int) -> dict[str, float]:
    """Every estimate but SII and RII, by the sentences of Schlotheuber and Hosseinpoor (2022)."""
    y = [value for value, _, _ in groups]
    people = [value for value, _, n in groups for _ in range(n)]
    mean = sum(people) / len(people)
    best = max(y) if favourable else min(y)
    others = [value for at, value in enumerate(y) if at != reference]
    if ordered:
        one, other = (y[-1], y[0]) if favourable else (y[0], y[-1])
        goal = y[-1]
    else:
        one, other = (y[reference], min(others)) if favourable else (max(others), y[reference])
        goal = best
    gain = goal - mean
    if (gain < 0) == favourable and gain != 0:
        gain = 0.0
    bgv = sum((value - mean) ** 2 for value in people) / len(people)
    near = sum(abs(value - mean) for value in y) / len(y)
    near_people = sum(abs(value - mean) for value in people) / len(people)
    # The rank of each of N people: those before their group, and half of the group, over N.
    before, ranks = 0, []
    for _, _, n in groups:
        ranks += [(before + n / 2) / len(people)] * n
        before += n
    middle = sum(ranks) / len(ranks)
    covariance = sum((rank - middle) * (value - mean) for rank, value in zip(ranks, people, strict=True)) / len(people)
    return {
        "d": one - other,
        "r": one / other,
        "bgv": bgv,
        "bgsd": math.sqrt(bgv),
        "cov": 100 * math.sqrt(bgv) / mean,
        "idisu": 100 * near / mean,
        "idisw": 100 * near_people / mean,
        "mdmu": near,
        "mdmw": near_people,
        "mdbu": sum(abs(value - best) for value in y) / len(y),
        "mdbw": sum(abs(value - best) for value in people) / len(people),
        "mdru": sum(abs(value - y[reference]) for value in y) / len(y),
        "mdrw": sum(abs(value - y[reference]) for value in people) / len(people),
        "ti": 1000 * sum(value / mean * math.log(value / mean) for value in people) / len(people),
        "mld": 1000 * sum(math.log(mean / value) for value in people) / len(people),
        "par": gain,
        "paf": 100 * gain / mean,
        "aci": 2 * covariance,
        "rci": 2 * covariance / mean,
    }


@settings(max_examples=40, deadline=None)
@given(groups=setting, favourable=some.booleans(), ordered=some.booleans(), at=some.integers(0, 6))
def test_estimates_agree_with_counting_people(groups: list[Group], favourable: bool, ordered: bool, at: int) -> None:
    reference = at % len(groups)
    y, s, n = (np.array([each], float) for each in zip(*groups, strict=True))
    found = summarize(
        y, s, n, favourable=favourable, order=np.arange(1.0, len(groups) + 1)[None] if ordered else None,
        reference=np.arange(len(groups))[None] == reference, scale=100, draws=0,
    )  # fmt: skip
    for name, value in slowly(groups, favourable, ordered, reference).items():
        if ordered or name not in ("aci", "rci"):
            assert found.estimate[0, MEASURES.index(name)] == pytest.approx(value, rel=1e-9, abs=1e-9), name


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(groups=setting)
def test_errors_agree_with_moving_each_group_by_a_little(groups: list[Group]) -> None:
    """A measure's error by the delta method: √Σ (∂/∂y · s)², the slope by moving one group a ten-thousandth."""
    y, s, n = (np.array([each], float) for each in zip(*groups, strict=True))
    count = y.shape[1]
    rest = {"favourable": True, "order": np.arange(1.0, count + 1)[None], "scale": 101}
    found = summarize(y, s, n, draws=0, **rest)  # type: ignore[arg-type]
    for name in ("d", "aci", "mld", "ti"):
        at = MEASURES.index(name)
        total = 0.0
        for each in range(count):
            step = np.zeros_like(y)
            step[0, each] = 1e-4
            up, down = (
                summarize(moved, s, n, draws=0, **rest).estimate[0, at]  # type: ignore[arg-type]
                for moved in (y + step, y - step)
            )
            total += ((up - down) / 2e-4 * s[0, each]) ** 2
        if len(set(y[0])) > 1:
            assert found.se[0, at] == pytest.approx(math.sqrt(total), rel=1e-4, abs=1e-6), name


@settings(max_examples=25, deadline=None)
@given(groups=setting)
def test_the_error_of_bgv_and_of_the_attributable_fraction_term_by_term(groups: list[Group]) -> None:
    y, s, n = (list(each) for each in zip(*groups, strict=True))
    total = sum(n)
    p = [each / total for each in n]
    mean = sum(a * b for a, b in zip(p, y, strict=True))
    places = range(len(y))
    square = sum(p[j] ** 2 * s[j] ** 2 for j in places)
    variance = (
        4 * sum(p[j] ** 2 * s[j] ** 2 * (y[j] - mean) ** 2 for j in places)
        + 2 * square**2
        - 2 * sum(p[j] ** 4 * s[j] ** 4 for j in places)
        + 2 * sum(p[j] ** 2 * (1 - p[j]) ** 2 * s[j] ** 4 for j in places)
    )
    # Walter: in the best group c with and d without, elsewhere a with and b without.
    best = max(places, key=lambda j: (y[j], n[j]))
    c = y[best] / 100 * n[best]
    d = n[best] - c
    a = mean / 100 * total - c
    b = total - a - n[best]
    walter = math.sqrt(max(0, c * total * (a * d * (total - c) + b * c * c) / ((a + c) ** 3 * (c + d) ** 3)))
    found = summarize([y], [s], [n], favourable=True, scale=100, draws=0)
    assert found.se[0, MEASURES.index("bgv")] == pytest.approx(math.sqrt(variance), rel=1e-9)
    assert found.se[0, MEASURES.index("paf")] == pytest.approx(100 * walter, rel=1e-6, abs=1e-6)
    assert found.se[0, MEASURES.index("par")] == pytest.approx(mean * walter, rel=1e-6, abs=1e-6)


def likelihood(level: float, climb: float, groups: list[Group], ranks: list[float]) -> float:
    """The log likelihood of whole people with and without, about a logistic line."""
    total = 0.0
    for (y, _, n), rank in zip(groups, ranks, strict=True):
        having = round(y / 100 * n)
        logit = level + climb * rank
        total += having * logit - n * math.log1p(math.exp(logit))
    return total


@settings(max_examples=15, deadline=None)
@given(groups=setting)
def test_the_line_is_the_one_that_is_likeliest(groups: list[Group]) -> None:
    y, _, n = (np.array([each], float) for each in zip(*groups, strict=True))
    found = summarize(y, np.nan, n, favourable=True, order=np.arange(1.0, len(groups) + 1)[None], scale=100, draws=0)
    sii, rii = (found.estimate[0, MEASURES.index(name)] for name in ("sii", "rii"))
    having = [round(value / 100 * each) for value, _, each in groups]
    inside = 0 < sum(having) < sum(n[0])
    mixed = sum(0 < a < b for a, b in zip(having, n[0], strict=True))
    if not inside or mixed < 2 or len(set(y[0])) == 1 or not math.isfinite(rii):
        return
    bottom = sii / 100 / (rii - 1) if abs(rii - 1) > 1e-9 else sum(having) / sum(n[0])
    top = bottom + sii / 100
    level = math.log(bottom / (1 - bottom))
    climb = math.log(top / (1 - top)) - level
    before, ranks = 0.0, []
    for each in n[0]:
        ranks.append((before + each / 2) / sum(n[0]))
        before += each
    peak = likelihood(level, climb, groups, ranks)
    for up, on in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01), (0.01, -0.02), (-0.01, 0.02)):
        assert likelihood(level + up, climb + on, groups, ranks) < peak


def test_drawn_percentiles_agree_with_drawing_one_by_one() -> None:
    """The distance from the best of three groups, each drawn until it is within 0 to 100."""
    groups: list[Group] = [(95.0, 4.0, 1), (60.0, 9.0, 2), (8.0, 7.0, 3)]
    rng = np.random.default_rng(8)
    sample = []
    for _ in range(20_000):
        values = []
        for y, s, _ in groups:
            value = rng.normal(y, s)
            while not 0 <= value <= 100:
                value = rng.normal(y, s)
            values.append(value)
        sample.append(sum(max(values) - value for value in values) / 3)
    sample.sort()
    y, s, n = (np.array([each], float) for each in zip(*groups, strict=True))
    found = summarize(y, s, n, favourable=True, scale=100)
    at = MEASURES.index("mdbu")
    assert found.lower[0, at] == pytest.approx(sample[500], abs=0.4)
    assert found.upper[0, at] == pytest.approx(sample[19_500], abs=0.4)
    assert found.se[0, at] == pytest.approx(np.std(sample), rel=0.03)


def test_uniform_parts_of_the_draws_are_normal() -> None:
    z = np.sort(simulation.normals(1, 5000)[0])
    for part in (0.025, 0.25, 0.5, 0.9):
        assert z[int(part * 5000)] == pytest.approx(NormalDist().inv_cdf(part), abs=0.12)


@settings(max_examples=20, deadline=None)
@given(
    rows=some.lists(some.tuples(some.floats(10, 90), some.integers(5, 900)), min_size=5, max_size=12),
)
def test_the_slope_over_quantiles_is_least_squares_of_people(rows: list[tuple[float, int]]) -> None:
    total = sum(n for _, n in rows)
    people, before = [], 0
    for y, n in rows:
        people += [((before + n / 2) / total, y)] * n
        before += n
    middle = sum(x for x, _ in people) / total
    mean = sum(y for _, y in people) / total
    climb = sum((x - middle) * (y - mean) for x, y in people) / sum((x - middle) ** 2 for x, _ in people)
    start = mean - climb * middle
    found = quantile.slope([y for y, _ in rows], [n for _, n in rows])
    assert float(found.sii) == pytest.approx(climb, rel=1e-8, abs=1e-8)
    assert float(found.intercept) == pytest.approx(start, rel=1e-8, abs=1e-8)
    assert float(found.rii) == pytest.approx((start + climb) / start, rel=1e-7)
