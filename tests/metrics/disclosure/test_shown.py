"""Rates and medians are shown from published counts only."""

import numpy as np
import pandas as pd
import pytest

from metrics.disclosure import policy as policies
from metrics.disclosure.median import medians
from metrics.disclosure.rate import Kind, Shown, shown

POLICY = policies.load()


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (10, 19, Shown(Kind.WITHHELD, None, 0)),
        (5, 100, Shown(Kind.WITHHELD, None, 0)),
        (None, 100, Shown(Kind.WITHHELD, None, 0)),
        (6, None, Shown(Kind.WITHHELD, None, 0)),
        (0, 100, Shown(Kind.EXACT, 0, 0)),
        (6, 20, Shown(Kind.EXACT, 30, 0)),
        (94, 100, Shown(Kind.EXACT, 94, 0)),
        (95, 100, Shown(Kind.AT_LEAST, 95, 0)),
        (100, 100, Shown(Kind.AT_LEAST, 95, 0)),
        (333, 999, Shown(Kind.EXACT, 33, 0)),
        (333, 1000, Shown(Kind.EXACT, 33.3, 1)),
    ],
)
def test_a_rate_says_no_more_than_it_may(numerator: float | None, denominator: float | None, expected: Shown) -> None:
    assert shown(numerator, denominator, POLICY) == expected


def test_a_source_with_a_larger_threshold_says_less() -> None:
    assert shown(8, 100, POLICY, threshold=11).kind == Kind.WITHHELD
    with pytest.raises(ValueError, match="correct the counts"):
        shown(21, 20, POLICY)


def staff() -> tuple[pd.DataFrame, pd.DataFrame]:
    random = np.random.default_rng(2)
    sizes = {
        ("x", "White", "Female"): 25,
        ("x", "White", "Male"): 15,
        ("x", "Asian", "Female"): 9,
        ("x", "Asian", "Male"): 12,
    }
    people = pd.DataFrame(
        [key for key, size in sizes.items() for _ in range(size)], columns=["agency", "race_ethnicity", "sex"]
    ).assign(pay=lambda rows: random.normal(70_000, 9_000, len(rows)))
    rows = [(*key, size, "shown") for key, size in sizes.items()]
    rows += [
        ("x", "Asian", "TOTAL", 21, "shown"),
        ("x", "TOTAL", "Female", np.nan, "withheld"),
        ("x", "TOTAL", "TOTAL", 61, "shown"),
    ]
    return people, pd.DataFrame(rows, columns=["agency", "race_ethnicity", "sex", "value", "status"])


def test_a_median_keeps_to_the_pattern_and_to_enough_people() -> None:
    people, cells = staff()
    found = medians(people, cells, POLICY.domains["workforce"], POLICY)
    assert found.notna().tolist() == [True, False, False, False, True, False, True]
    assert (found.dropna() % 1000 == 0).all()
    assert found.iloc[-1] == round(people["pay"].median(), -3)


def test_medians_of_other_people_than_were_counted_are_refused() -> None:
    people, cells = staff()
    with pytest.raises(ValueError, match="do not have the head count"):
        medians(people.iloc[1:], cells, POLICY.domains["workforce"], POLICY)
