"""Warnings find what they say they find, and nothing else."""

import pandas as pd

from etl.plausibility import warnings


def counts(totals: dict[str, dict[str, int]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "agency": agency,
                "period": period,
                "employees": n,
                "job_category": "Professionals",
                "race_ethnicity": "White",
                "sex": "Female",
                "nature": "official",
                "snapshot": "s",
            }
            for agency, years in totals.items()
            for period, n in years.items()
        ]
    )


def found(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in warnings(rows)[["code", "agency", "period"]].to_numpy()]


def test_a_swing_of_over_thirty_percent_warns_and_less_does_not() -> None:
    rows = counts(
        {"A": {"FY2023": 100, "FY2024": 130, "FY2025": 90}, "B": {"FY2023": 900, "FY2024": 900, "FY2025": 900}}
    )
    assert found(rows) == [("swing", "A", "FY2025")]


def test_small_agencies_may_swing() -> None:
    assert found(counts({"A": {"FY2024": 19, "FY2025": 9}, "B": {"FY2024": 500, "FY2025": 500}})) == []


def test_a_year_off_both_neighbours_warns() -> None:
    totals = {"2018": 219_886, "2019": 183_533, "2020": 222_837}
    assert found(counts({"CA": totals})) == [("incomplete_year", "ALL", "2019")]
    assert found(counts({"CA": totals | {"2019": 205_000}})) == []


def test_much_unreported_warns() -> None:
    rows = counts({"A": {"FY2025": 79}})
    unknown = rows.assign(race_ethnicity="Not reported", employees=21)
    assert found(pd.concat([rows, unknown])) == [("unreported", "A", "FY2025")]
    assert found(pd.concat([rows, unknown.assign(employees=19)])) == []


def test_equal_cells_warn() -> None:
    rows = pd.concat([counts({"A": {"FY2025": 6}}).assign(job_category=f"Job {n}") for n in range(8)])
    assert found(rows) == [("all_equal", "A", "FY2025")]
    # The same people divided further are the same cells: three of six are of another age.
    aged = pd.concat([rows.assign(employees=2), rows.assign(employees=4)])
    assert found(aged) == [("all_equal", "A", "FY2025")]


def test_no_rows_no_warnings() -> None:
    assert warnings(pd.DataFrame()).empty
