"""The demonstration is the same for the same seed, says what it is, and looks like the published figures."""

import pandas as pd
import pytest

from etl import register
from etl.demonstration.heads import workforce_counts
from etl.demonstration.span import YEARS
from etl.vocabulary.label import NOT_REPORTED


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    return workforce_counts(list(register.bundled()["agency"]))


def share(rows: pd.DataFrame, column: str, label: str) -> float:
    known = rows[rows[column] != NOT_REPORTED]
    return 100 * known.loc[known[column] == label, "employees"].sum() / known["employees"].sum()


def test_every_agency_has_every_year_and_every_row_says_demonstration(counts: pd.DataFrame) -> None:
    assert set(counts["nature"]) == {"demonstration"}
    assert len(counts[["agency", "period"]].drop_duplicates()) == 31 * len(YEARS)


def test_the_same_seed_gives_the_same_counts_and_another_seed_others(counts: pd.DataFrame) -> None:
    agencies = list(register.bundled()["agency"])
    assert counts.equals(workforce_counts(agencies))
    assert not counts.equals(workforce_counts(agencies, seed=1))


@pytest.mark.parametrize(
    ("group", "all_employees", "managers"),
    [
        ("White", 67.3, 77.6),
        ("Black or African American", 17.3, 11.2),
        ("Hispanic or Latino", 10.8, 6.9),
        ("Asian", 3.9, 3.6),
    ],
)
def test_the_first_year_meets_the_published_shares_of_2019(
    counts: pd.DataFrame, group: str, all_employees: float, managers: float
) -> None:
    # CT by the Numbers, 23 February 2019 (Office of Legislative Research); four months earlier than 30 June 2019.
    first = counts[counts["period"] == "FY2019"]
    assert share(first, "race_ethnicity", group) == pytest.approx(all_employees, abs=0.5)
    top = first[first["job_category"] == "Officials and Administrators"]
    assert share(top, "race_ethnicity", group) == pytest.approx(managers, abs=0.6)


def test_totals_and_women_meet_what_was_published(counts: pd.DataFrame) -> None:
    # Hartford Courant, 24 July 2019: 32,693 employees; about 79 percent women at Aging and Disability Services.
    first = counts[counts["period"] == "FY2019"]
    assert first["employees"].sum() == pytest.approx(32_693, rel=0.005)
    assert share(first[first["agency"] == "ADS"], "sex", "Female") == pytest.approx(79, abs=2)


def test_no_agency_swings_between_years(counts: pd.DataFrame) -> None:
    totals = counts.pivot_table(index="agency", columns="period", values="employees", aggfunc="sum")
    assert (totals.pct_change(axis="columns").iloc[:, 1:].abs() < 0.3).all(axis=None)
