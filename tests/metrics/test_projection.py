from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.projection import Need, Paths, hires_needed, parity, simulate


def run(group: int, everyone: int, **known: Any) -> Paths:
    return simulate(
        group, everyone, **({"hiring_share": 0.3, "turnover": 0.1, "years": 10, "seed": 7, "runs": 2000} | known)
    )


def test_the_mean_of_the_runs_follows_the_expected_share() -> None:
    # a(k + 1) = a(k)(1 − t) + h t N, so that a(k)/N = h + (a(0)/N − h)(1 − t)^k.
    shares = run(100, 1000).shares
    expected = 0.3 + (0.1 - 0.3) * 0.9 ** np.arange(11)
    assert shares.mean(axis=0) == pytest.approx(expected, abs=0.002)


def test_the_same_seed_gives_the_same_runs() -> None:
    assert np.array_equal(run(10, 100).group, run(10, 100).group)
    assert not np.array_equal(run(10, 100).group, run(10, 100, seed=8).group)


@settings(max_examples=25, deadline=None)
@given(
    everyone=some.integers(1, 400),
    part=some.floats(0, 1),
    rates=some.tuples(*[some.floats(0, 1)] * 3),
    growth=some.floats(-0.3, 0.3),
)
def test_a_share_never_passes_nought_or_a_hundred_percent(
    everyone: int, part: float, rates: tuple[float, float, float], growth: float
) -> None:
    paths = run(
        round(part * everyone), everyone,
        hiring_share=rates[0], turnover=rates[1], others_turnover=rates[2], growth=growth, years=6, runs=40,
    )  # fmt: skip
    assert (paths.group >= 0).all()
    assert (paths.group <= paths.everyone).all()
    shares = paths.shares[paths.everyone > 0]
    assert ((shares >= 0) & (shares <= 1)).all()
    lower, middle, upper = (paths.forecast()[each] for each in (1, 0, 2))
    known = ~np.isnan(middle)
    assert (lower[known] <= middle[known]).all()
    assert (middle[known] <= upper[known]).all()


def test_nobody_leaves_and_nobody_is_hired() -> None:
    paths = run(10, 100, turnover=0)
    assert (paths.shares == 0.1).all()
    assert parity(paths, 0.2).year is None
    assert not parity(paths, 0.2).chance.any()


def test_a_unit_that_shrinks_hires_only_what_it_needs() -> None:
    paths = run(50, 100, turnover=0.02, growth=-0.5, years=3)
    assert (paths.everyone[:, 1] > 50).all()
    assert (np.diff(paths.everyone, axis=1) <= 0).all()


def test_a_unit_that_grows_is_as_large_as_planned() -> None:
    assert list(run(10, 100, growth=0.05, years=3).everyone[0]) == [100, 105, 110, 116]


def test_nobody_of_a_group_is_hired_and_it_dies_out() -> None:
    paths = run(20, 100, hiring_share=0, turnover=0.5, years=20)
    assert (np.diff(paths.group, axis=1) <= 0).all()
    assert not paths.group[:, -1].any()


def test_parity_already_there_is_reached_now() -> None:
    found = parity(run(30, 100), 0.3)
    assert (found.year, found.earliest, found.latest) == (0, 0, 0)
    assert (found.chance == 1).all()
    assert parity(run(0, 100), 0).year == 0
    assert parity(run(0, 100, hiring_share=0), 0.01).year is None


def test_parity_of_everybody_needs_everybody() -> None:
    found = parity(run(0, 20, hiring_share=1, turnover=0.5, years=30), 1)
    assert found.year is not None
    assert 1 < found.year < 15
    assert parity(run(0, 20, years=3), 1).year is None


def test_the_chance_of_parity_only_grows_and_the_years_are_in_order() -> None:
    found = parity(run(100, 1000, turnover=0.2), 0.2)
    assert (np.diff(found.chance) >= 0).all()
    assert found.earliest is not None
    assert found.year is not None
    assert found.latest is not None
    assert found.earliest <= found.year <= found.latest
    assert found.chance[found.year] >= 0.5 > found.chance[found.year - 1]


def test_parity_is_in_whole_persons_by_decimals() -> None:
    # 7 % of 100 is 7 people; in binary fractions it is 7.000000000000001, whose ceiling is 8.
    assert parity(run(7, 100, turnover=0), 0.07).year == 0
    assert hires_needed(0, 100, benchmark=0.07, years=1, turnover=1).a_year == 7


def test_hires_needed_reach_parity_and_one_fewer_does_not() -> None:
    # 100 people, 10 of the group, 10 % leave: after 5 years 5.9049 are left, and h(1 − .9⁵)/.1 = 4.0951 h are new.
    found = hires_needed(10, 100, benchmark=0.2, years=5, turnover=0.1)
    assert found.a_year == 4  # (20 − 5.9049) / 4.0951 = 3.44
    assert 5.9049 + 4.0951 * 4 >= 20 > 5.9049 + 4.0951 * 3
    assert found.possible
    assert found.fewest_hires == pytest.approx(10)


def test_a_group_at_parity_that_nobody_leaves_needs_no_hires() -> None:
    assert hires_needed(20, 100, benchmark=0.2, years=5, turnover=0) == Need(0, 0.0, True)
    assert hires_needed(0, 100, benchmark=0, years=5, turnover=0.1).a_year == 0
    assert hires_needed(20, 100, benchmark=0.2, years=5, turnover=0.1).a_year == 2


def test_more_hires_than_there_are_is_said_to_be_impossible() -> None:
    assert not hires_needed(10, 100, benchmark=0.5, years=2, turnover=0.05).possible
    assert not hires_needed(10, 100, benchmark=0.2, years=5, turnover=0).possible
    assert hires_needed(0, 10, benchmark=1, years=1, turnover=1) == Need(10, 10.0, True)


def test_a_growing_unit_needs_more() -> None:
    still, growing = (hires_needed(10, 100, benchmark=0.3, years=5, turnover=0.1, growth=rate) for rate in (0, 0.1))
    assert growing.a_year > still.a_year
    assert growing.fewest_hires > still.fewest_hires


@pytest.mark.parametrize(
    "known",
    [
        {"group": 11, "everyone": 10},
        {"group": 0, "everyone": 0},
        {"group": -1, "everyone": 10},
        {"hiring_share": 1.1},
        {"turnover": -0.1},
        {"others_turnover": 2},
        {"growth": -1},
        {"years": 0},
        {"runs": 0},
    ],
)
def test_impossible_input_is_refused(known: dict[str, Any]) -> None:
    people = {"group": 5, "everyone": 10} | {name: known[name] for name in ("group", "everyone") if name in known}
    with pytest.raises(ValueError, match="expected"):
        run(**(people | known))


def test_an_impossible_benchmark_is_refused() -> None:
    with pytest.raises(ValueError, match="expected"):
        parity(run(5, 10), 1.2)
    with pytest.raises(ValueError, match="expected"):
        hires_needed(5, 10, benchmark=-0.2, years=3, turnover=0.1)
