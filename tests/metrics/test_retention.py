import numpy as np
import pytest

from metrics.retention import retention

# Freireich and others, Blood 21 (1963): weeks of remission of 21 children on 6-MP, ended and lasting.
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
STAY = np.array(RELAPSED + STILL, float)
LEFT = np.array([True] * len(RELAPSED) + [False] * len(STILL))


def test_the_published_example_is_reproduced() -> None:
    # Klein and Moeschberger, Survival Analysis (2003), table 4.1: estimate and Greenwood's standard error.
    weeks = [6, 7, 10, 13, 16, 22, 23]
    found = retention(STAY, LEFT, weeks)
    assert found.kept == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    errors = np.array([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346])
    reach = 1.959964 * errors / (found.kept * np.abs(np.log(found.kept)))
    assert found.lower == pytest.approx(found.kept ** np.exp(reach), abs=5e-4)
    assert found.upper == pytest.approx(found.kept ** np.exp(-reach), abs=5e-4)
    assert list(found.followed) == [21, 17, 15, 12, 11, 7, 6]


@pytest.mark.long
def test_it_agrees_with_statsmodels_on_random_careers() -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    rng = np.random.default_rng(5)
    for size in (5, 40, 300):
        stay = np.ceil(rng.exponential(4, size) * 4) / 4
        left = rng.random(size) < 0.6
        left[0] = True
        other = SurvfuncRight(stay, left)
        inside = other.surv_prob > 0
        times, share = other.surv_times[inside], other.surv_prob[inside]
        found = retention(stay, left, times)
        assert found.kept == pytest.approx(share)
        reach = 1.959963984540054 * other.surv_prob_se[inside] / (share * np.abs(np.log(share)))
        assert found.lower == pytest.approx(share ** np.exp(reach))
        assert found.upper == pytest.approx(share ** np.exp(-reach))


def test_without_anybody_still_there_it_is_a_plain_share() -> None:
    found = retention([0.5, 1, 1.5, 3, 6], [True] * 5)
    assert found.kept == pytest.approx([0.6, 0.4, 0.2])


def test_nothing_is_known_past_the_longest_stay() -> None:
    found = retention([1, 2, 3], [True, False, False], [2, 3, 3.5])
    assert found.kept == pytest.approx([2 / 3, 2 / 3, np.nan], nan_ok=True)
    assert np.isnan(found.upper[2])
    assert list(found.followed) == [2, 1, 0]


def test_nobody_or_everybody_gone_still_has_limits() -> None:
    all_there = retention([3, 4, 6, 7], [False] * 4, [1, 5])
    assert list(all_there.kept) == [1, 1]
    assert list(all_there.upper) == [1, 1]
    # Wilson's lower limit of 4 of 4 and of 2 of 2.
    assert all_there.lower == pytest.approx([4 / (4 + 3.841459), 2 / (2 + 3.841459)], abs=1e-6)
    gone = retention([1, 2, 2], [True] * 3, [2, 9])
    assert list(gone.kept) == [0, 0]
    assert list(gone.lower) == [0, 0]
    assert gone.upper == pytest.approx(np.full(2, 3.841459 / (2 + 3.841459)), abs=1e-6)


def test_limits_hold_the_estimate_and_shrink_with_more_people() -> None:
    small, large = retention(STAY, LEFT, [6, 22]), retention(np.tile(STAY, 20), np.tile(LEFT, 20), [6, 22])
    assert large.kept == pytest.approx(small.kept)
    for found in (small, large):
        assert (found.lower < found.kept).all()
        assert (found.kept < found.upper).all()
    assert (large.upper - large.lower < small.upper - small.lower).all()


def test_a_stay_that_is_not_known_has_no_part() -> None:
    known, more = retention(STAY, LEFT, 10), retention(np.append(STAY, np.nan), np.append(LEFT, True), 10)
    assert more.kept == pytest.approx(known.kept)
    assert np.isnan(retention([], [], [1]).kept).all()


def test_a_negative_stay_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        retention([1, -1], [True, False])
