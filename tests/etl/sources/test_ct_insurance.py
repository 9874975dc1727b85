import pytest

from etl.contract import ContractError

NAME = "ct_insurance"
FILE = "health/ct_health_insurance_by_race_age_acs1_2010_2018.csv"


def test_the_uninsured_of_every_age_are_added(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows, "numerator")["Hispanic or Latino"] == 60
    assert state(rows)["Hispanic or Latino"] == 6


@pytest.mark.long
def test_the_margin_of_the_sum_counts_only_the_largest_of_zero_estimates(load, state):
    margin = state(load(NAME)["outcome"], "margin_of_error")["Hispanic or Latino"]
    # √(16² + 12²) = 20 for the sum; then √(20² − 0.06²·10²)/1000.
    assert margin == pytest.approx(100 * (400 - 0.36) ** 0.5 / 1000)


def test_a_group_too_small_to_be_published_is_suppressed(load, state):
    statuses = state(load(NAME)["outcome"], "status")
    assert statuses["Native Hawaiian or Other Pacific Islander"] == "suppressed_by_publisher"


def test_parts_that_do_not_add_up_are_refused(change):
    with pytest.raises(ContractError, match="is not the insured plus the uninsured"):
        change(NAME, 4, "estimate", "301.0")


@pytest.mark.shared
def test_tables_of_both_shapes_give_rates_and_2016_is_missing(published, state):
    rows = published(NAME, FILE)["outcome"]
    everyone = state(rows, period="2018", dimension="ALL")["ALL"]
    # Six cells of table C27001, 2018: 8,489 + 96,493 + 1,630 + 11,883 + 66,253 + 2,175 of 3,523,842.
    assert everyone == pytest.approx(100 * 186923 / 3523842)
    rates = state(rows, period="2018", dimension="race_ethnicity")
    assert rates["Hispanic or Latino"] > rates["White"] > 0
    assert set(rows.loc[rows["period"] == "2016", "status"]) == {"missing"}
