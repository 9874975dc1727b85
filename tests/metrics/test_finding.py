"""What the scan found is said in plain words: figure and benchmark, what would close it, how sure, why not."""

import pytest

from metrics import finding
from metrics.table.findings import Finding, Reason
from tests.metrics.readability import grade, inflesz

SHARES = {"kind": "representation", "unit": "percent", "decimals": 1, "people": "employees", "people_es": "empleados"}
DENIALS = SHARES | {"kind": "rate", "people": "applications", "people_es": "solicitudes"}
INCOME = {"kind": "outcome", "unit": "dollars", "decimals": 0, "people": "households", "people_es": "hogares"}
ROW = {
    "group": "Hispanic or Latino", "dimension": "race_ethnicity", "value": 13.4, "benchmark_value": 17.1, "gap": -3.7,
    "benchmark": "labor_force", "persons": -1701.6, "denominator": 46000.0, "numerator": 6164.0,
}  # fmt: skip


def test_a_share_is_said_beside_the_share_it_is_held_against() -> None:
    assert finding.sentence(SHARES, ROW, "en") == "Hispanic or Latino: 13.4% of employees, 17.1% of the labor force."
    said = finding.sentence(SHARES, ROW, "es")
    assert said == "Hispana o latina: 13.4\xa0% de empleados, 17.1\xa0% de la fuerza laboral."


def test_a_value_beside_all_together_is_no_share_of_them() -> None:
    assert finding.sentence(DENIALS, ROW | {"benchmark": "best_group"}, "en").endswith(". The group doing best: 17.1%.")
    assert finding.sentence(SHARES, ROW | {"value": None}, "en") == "Hispanic or Latino: there is no figure."
    assert finding.sentence(SHARES, ROW | {"benchmark_value": None}, "en") == "Hispanic or Latino: 13.4%."


def test_a_share_of_few_has_no_decimals_and_its_benchmark_keeps_them() -> None:
    few = ROW | {"denominator": 40.0}
    assert finding.sentence(SHARES, few, "en") == "Hispanic or Latino: 13% of employees, 17.1% of the labor force."


@pytest.mark.parametrize(
    ("measure", "change", "english"),
    [
        (SHARES, {}, "1,702 more employees"),
        (SHARES, {"persons": 12.2}, "12 fewer employees"),
        (SHARES, {"persons": 0.4}, "Less than one person"),
        (DENIALS, {"persons": 17.0, "denominator": 120.0}, "17 fewer of 120 applications"),
        (SHARES, {"persons": None}, "3.7 points more"),
        (INCOME, {"persons": None, "gap": -31000.0}, "$31,000 more"),
        (INCOME, {"persons": None, "gap": None}, ""),
    ],
)
def test_what_would_close_it_is_in_people_where_they_are_known(measure: dict, change: dict, english: str) -> None:
    assert finding.close(measure, ROW | change, "en") == english


def test_certainty_has_words_and_its_number() -> None:
    said = [finding.chance(p, "en") for p in (0.0001, 0.005, 0.03, 0.05, 0.9)]
    assert said == ["Very small", "Small", "Fairly small", "Could be chance", "Could be chance"]
    assert finding.p_in_words(0.0004, "es") == "p menos de 0.001"


def test_every_result_and_every_reason_of_a_scan_has_words() -> None:
    assert set(finding.FOUND) == set(Finding)
    assert set(finding.REASONS) == set(Reason)


def test_its_words_are_easy_to_read() -> None:
    english = [each["en"] for each in (*finding.REASONS.values(), *finding.FOUND.values())]
    spanish = [each["es"] for each in (*finding.REASONS.values(), *finding.FOUND.values())]
    assert grade(". ".join(english)) <= 8
    assert inflesz(". ".join(spanish)) >= 55
