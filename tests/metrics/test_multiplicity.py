import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from metrics.multiplicity import adjusted

# Benjamini and Hochberg (1995), section 3.2, and what R 4.2.2's p.adjust makes of them.
P = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
FAIR = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857142857, 0.063857142857, 0.0645, 0.0765, 0.486, 0.58118181818,
        0.714875, 0.75323076923, 0.81321428571, 1]  # fmt: skip


def test_the_published_list_gives_four_findings_where_bonferroni_gives_three() -> None:
    assert adjusted(P) == pytest.approx(FAIR, abs=1e-10)
    assert (adjusted(P) <= 0.05).sum() == 4
    assert (np.array(P) * len(P) <= 0.05).sum() == 3


@pytest.mark.shared
def test_the_shared_list_agrees(shared: Path) -> None:
    case = json.loads((shared / "cases/multiple_testing_bh.json").read_text())
    found = adjusted(case["p"])
    assert found == pytest.approx(case["bh"], abs=1e-10)
    assert (found <= 0.05).sum() == case["published"]["bh_rejections_at_.05"]


def test_what_was_not_tested_counts_for_nothing() -> None:
    found = adjusted([[0.01, np.nan], [np.nan, 0.04]])
    assert found.tolist()[0][0] == 0.02
    assert found.tolist()[1][1] == 0.04
    assert np.isnan(found[[0, 1], [1, 0]]).all()
    assert np.isnan(adjusted([np.nan])).all()
    assert adjusted([]).shape == (0,)


@pytest.mark.parametrize("p", [-0.1, 1.1, np.inf])
def test_what_is_no_probability_is_an_error(p: float) -> None:
    with pytest.raises(ValueError, match="1 of 2 p are not between 0 and 1"):
        adjusted([0.5, p])


@pytest.mark.long
@given(some.lists(some.floats(0, 1), min_size=1, max_size=40))
def test_adjusting_agrees_with_scipy_never_lowers_p_and_keeps_the_order(p: list[float]) -> None:
    from scipy.stats import false_discovery_control

    found = adjusted(p)
    assert found == pytest.approx(false_discovery_control(p), abs=1e-12)
    assert (found >= np.array(p) - 1e-12).all()
    assert (found <= 1).all()
    assert (np.diff(found[np.argsort(p)]) >= -1e-12).all()
