import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.chance import two_sided
from metrics.stratified import chi_square, odds_ratio, reversed_by_pooling, risk_difference, risk_ratio, z_score
from metrics.two_proportions import z_score as pooled_z

# Admitted and applied by department A to F: Bickel, Hammel and O'Connell, Science 187 (1975).
MEN = ([512, 353, 120, 138, 53, 22], [825, 560, 325, 417, 191, 373])
WOMEN = ([89, 17, 202, 131, 94, 24], [108, 25, 593, 375, 393, 341])


def test_berkeley_agrees_with_published_results() -> None:
    # R 4.2.2, mantelhaen.test(UCBAdmissions): common odds ratio of men against women and χ².
    common = odds_ratio(*MEN, *WOMEN)
    assert [float(common.value), float(common.lower), float(common.upper)] == pytest.approx(
        [0.90469682826, 0.77190736176, 1.0603297644], abs=1e-10
    )
    plain, corrected = chi_square(*MEN, *WOMEN), chi_square(*MEN, *WOMEN, corrected=True)
    assert [float(plain), float(corrected)] == pytest.approx([1.5246066604, 1.4269462286], abs=1e-10)
    assert [float(two_sided(np.sqrt(each))) for each in (plain, corrected)] == pytest.approx(
        [0.21692369706, 0.23226346282], abs=1e-10
    )
    assert float(z_score(*WOMEN, *MEN)) == pytest.approx(np.sqrt(1.5246066604), abs=1e-10)
    assert bool(reversed_by_pooling(*WOMEN, *MEN))


@pytest.mark.shared
def test_berkeley_agrees_with_the_shared_case(shared: Path) -> None:
    case = json.loads((shared / "cases/stratified_cmh_berkeley.json").read_text())
    cells = {(row["Gender"], row["Dept"], row["Admit"]): row["Freq"] for row in case["data"]}

    def counts(gender: str) -> tuple[list[int], list[int]]:
        admitted = [cells[gender, department, "Admitted"] for department in "ABCDEF"]
        return admitted, [
            a + cells[gender, department, "Rejected"] for a, department in zip(admitted, "ABCDEF", strict=True)
        ]

    assert (counts("Male"), counts("Female")) == (MEN, WOMEN)
    expected = case["mantel_haenszel"]
    common = odds_ratio(*MEN, *WOMEN)
    assert float(common.value) == pytest.approx(expected["common_odds_ratio_male_vs_female"], abs=1e-10)
    assert [float(common.lower), float(common.upper)] == pytest.approx(expected["ci95"], abs=1e-9)
    assert float(chi_square(*MEN, *WOMEN)) == pytest.approx(expected["chisq_uncorrected"], abs=1e-9)
    assert float(chi_square(*MEN, *WOMEN, corrected=True)) == pytest.approx(expected["chisq_corrected"], abs=1e-9)
    rates = {
        department: (w / n) / (m / k)
        for department, w, n, m, k in zip("ABCDEF", *WOMEN, *MEN, strict=True)
    }  # fmt: skip
    assert rates == pytest.approx(case["per_department_impact_ratio_female_over_male"], abs=1e-9)


def test_one_stratum_is_the_plain_comparison() -> None:
    difference = risk_difference([7], [34], [1], [34])
    # The Wald limits of 7/34 − 1/34 in the shared case of two proportions: one stratum has no pooling to correct.
    assert [float(difference.lower), float(difference.upper)] == pytest.approx([0.02916942, 0.32377176], abs=1e-8)
    assert float(risk_ratio([7], [34], [1], [34]).value) == pytest.approx(7)
    assert float(risk_ratio([7], [34], [1], [34]).lower) == pytest.approx(0.91, abs=5e-3)
    assert float(odds_ratio([7], [34], [1], [34]).value) == pytest.approx(7 * 33 / 27)
    # Mantel and Haenszel divide by n − 1 where the plain test divides by n.
    assert float(z_score([7], [34], [1], [34])) == pytest.approx(float(pooled_z(7, 34, 1, 34)) * np.sqrt(67 / 68))


STRATA = some.lists(
    some.tuples(some.integers(1, 40), some.integers(1, 40), some.floats(0, 1), some.floats(0, 1)),
    min_size=1, max_size=5,
)  # fmt: skip


def tables(drawn: list[tuple[int, int, float, float]]) -> tuple[list[int], ...]:
    return (
        [round(p * n) for n, _, p, _ in drawn], [n for n, *_ in drawn],
        [round(q * m) for _, m, _, q in drawn], [m for _, m, *_ in drawn],
    )  # fmt: skip


@pytest.mark.long
@settings(max_examples=50, deadline=None)
@given(STRATA)
def test_all_agrees_with_statsmodels(drawn: list[tuple[int, int, float, float]]) -> None:
    from statsmodels.stats.contingency_tables import StratifiedTable

    x, n, y, m = tables(drawn)
    table = StratifiedTable([np.array([[a, b - a], [c, d - c]]) for a, b, c, d in zip(x, n, y, m, strict=True)])
    found = odds_ratio(x, n, y, m)
    if np.isnan(found.lower):
        return
    theirs = [table.oddsratio_pooled, *table.oddsratio_pooled_confint()]
    assert [float(each) for each in (found.value, found.lower, found.upper)] == pytest.approx(theirs, rel=1e-8)
    assert float(risk_ratio(x, n, y, m).value) == pytest.approx(table.riskratio_pooled)
    assert float(chi_square(x, n, y, m)) == pytest.approx(table.test_null_odds().statistic, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(STRATA, some.randoms())
def test_order_never_matters_swapping_inverts_and_an_empty_stratum_changes_nothing(
    drawn: list[tuple[int, int, float, float]], random: Any
) -> None:
    x, n, y, m = tables(drawn)
    for function, turned in (
        (odds_ratio, lambda v: 1 / v),
        (risk_ratio, lambda v: 1 / v),
        (risk_difference, lambda v: -v),
    ):
        here, there = function(x, n, y, m), function(y, m, x, n)
        if np.isnan(here.lower):
            continue
        assert float(here.lower) <= float(here.value) <= float(here.upper)
        assert float(there.value) == pytest.approx(turned(float(here.value)), abs=1e-12)
        assert float(there.lower) == pytest.approx(turned(float(here.upper)), rel=1e-9, abs=1e-12)
    shuffled = list(drawn)
    random.shuffle(shuffled)
    empty = ([*x, 0, 4], [*n, 0, 9], [*y, 3, 0], [*m, 5, 0])
    for again in (tables(shuffled), empty):
        assert float(odds_ratio(*again).value) == pytest.approx(float(odds_ratio(x, n, y, m).value), nan_ok=True)
        assert float(z_score(*again)) == pytest.approx(float(z_score(x, n, y, m)), abs=1e-9)
    assert float(z_score(y, m, x, n)) == pytest.approx(-float(z_score(x, n, y, m)), abs=1e-12)


def test_the_limits_of_the_difference_cover_in_many_small_strata() -> None:
    random = np.random.default_rng(3)
    n, m = random.integers(2, 8, (2, 40))
    base = random.uniform(0.1, 0.7, 40)
    x, y = random.binomial(n, base + 0.1, (4000, 40)), random.binomial(m, base, (4000, 40))
    found = risk_difference(x, n, y, m)
    # 4,000 draws of 95 %: a standard error of 0.35 points.
    assert np.mean((found.lower <= 0.1) & (found.upper >= 0.1)) == pytest.approx(0.95, abs=0.015)


def test_strata_that_say_nothing() -> None:
    # Nobody of the one group, nobody of either, an absent count: no stratum is left.
    nothing = ([0, 0, np.nan], [0, 0, 4], [1, 0, 2], [2, 0, 4])
    for found in (odds_ratio(*nothing), risk_ratio(*nothing), risk_difference(*nothing)):
        assert np.isnan([found.value, found.lower, found.upper]).all()
    assert np.isnan(z_score(*nothing))
    assert not reversed_by_pooling(*nothing)
    # All or none selected in every stratum: no difference.
    assert float(z_score([0, 5], [4, 5], [0, 3], [6, 3])) == 0
    assert float(chi_square([0, 5], [4, 5], [0, 3], [6, 3], corrected=True)) == 0
    # One person each.
    assert float(chi_square([1], [1], [0], [1])) == 1
    # Opposite differences cancel to exactly nothing.
    assert float(z_score([1, 2], [3, 3], [2, 1], [3, 3])) == 0


def test_continuity_correction_never_goes_past_nothing() -> None:
    # |Σ(a − E)| is a third: less than the half that is taken off.
    assert float(chi_square([1], [2], [1], [4], corrected=True)) == 0
    assert float(chi_square([1], [2], [1], [4])) > 0


def test_tables_are_vectorised_over_all_but_the_last_axis() -> None:
    x, n, y, m = (np.array(each) for each in (*WOMEN, *MEN))
    many = np.stack([x, x[::-1]])[:, None, :]
    assert many.shape == (2, 1, 6)
    found = z_score(many, np.stack([n, n[::-1]])[:, None, :], np.stack([y, y[::-1]])[:, None, :], [[m], [m[::-1]]])
    assert found.shape == (2, 1)
    assert found == pytest.approx(np.full((2, 1), np.sqrt(1.5246066604)), abs=1e-9)


def test_an_impossible_stratum_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 of 2 strata"):
        odds_ratio([1, 6], [5, 5], [1, 1], [5, 5])
