import pytest

from etl.contract import ContractError

NAME = "ct_poverty"
FILE = "housing_income/ct_poverty_by_race_sex_acs1_2010_2018.csv"


def test_the_rate_is_of_people_whose_status_is_known_both_sexes(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows, period="2017", dimension="ALL") == {"ALL": 10}
    assert state(rows, "denominator", period="2017", dimension="ALL") == {"ALL": 1000}


def test_the_margin_follows_the_survey_formula(load, state):
    margin = state(load(NAME)["outcome"], "margin_of_error", period="2017", dimension="ALL")["ALL"]
    # √(20² − 0.1²·10²)/1000, in points.
    assert margin == pytest.approx(100 * 399**0.5 / 1000)


def test_a_group_too_small_to_be_published_is_suppressed(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows, "status", period="2017", dimension="race_ethnicity") == {
        "American Indian or Alaska Native": "suppressed_by_publisher"
    }


def test_the_skipped_year_breaks_every_trend(load):
    rows = load(NAME)["outcome"]
    assert rows.loc[rows["period"] == "2016", "status"].to_list() == ["missing", "missing"]


def test_parts_that_do_not_add_up_are_refused(change):
    with pytest.raises(ContractError, match="row 2, column estimate: is not the people below plus"):
        change(NAME, 4, "estimate", "901.0")


@pytest.mark.shared
def test_the_publication_gives_the_published_rates(published, state):
    rates = state(published(NAME, FILE)["outcome"], period="2018", dimension="race_ethnicity")
    wanted = {"White": 6.1, "Black or African American": 18.6, "Hispanic or Latino": 23.4, "Asian": 8.0}
    assert {group: round(rates[group], 1) for group in wanted} == wanted
