import pytest

from etl.contract import ContractError

NAME = "ct_graduation"
FILE = "education/ct_four_year_graduation_by_race_gender_district.csv"


def test_the_statewide_rows_are_rates_with_their_bases(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows, dimension="race_ethnicity")["Hispanic or Latino"] == 75
    assert state(rows, "numerator", dimension="sex") == {"Female": 180, "Male": 250}
    assert state(rows, "denominator", dimension="sex") == {"Female": 200, "Male": 300}


def test_race_and_gender_become_standard_dimensions(load):
    rows = load(NAME)["outcome"]
    assert set(rows["dimension"]) == {"race_ethnicity", "sex", "ALL"}
    assert {"American Indian or Alaska Native", "Native Hawaiian or Other Pacific Islander"} <= set(rows["group"])


def test_a_blank_rate_is_suppressed_even_if_its_counts_are_printed(load):
    rows = load(NAME)["outcome"]
    absent = rows[rows["status"] == "suppressed_by_publisher"]
    assert len(absent) == 5
    assert absent[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_everyone_is_the_sum_of_both_sexes_only_where_both_are_shown(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows, dimension="ALL") == {"ALL": 86.0}
    assert set(rows.loc[rows["dimension"] == "ALL", "geography"]) == {"Connecticut"}


def test_a_rate_that_disagrees_with_its_counts_is_refused(change):
    with pytest.raises(ContractError, match="row 4, column grad_rate: is not graduates in percent"):
        change(NAME, 4, "grad_rate", "76.0")


def test_more_graduates_than_pupils_are_refused(change):
    with pytest.raises(ContractError, match="is more than the cohort"):
        change(NAME, 11, "graduates", "31")


@pytest.mark.shared
def test_the_publication_gives_the_published_rates(published, state):
    rows = published(NAME, FILE)["outcome"]
    rates = state(rows, period="SY2014-15", dimension="race_ethnicity")
    wanted = {"Asian": 94.8, "White": 92.7, "Black or African American": 78.1, "Hispanic or Latino": 74.8}
    assert {group: round(rates[group], 1) for group in wanted} == wanted
    assert round(state(rows, period="SY2014-15", dimension="ALL")["ALL"], 1) == 87.2
    assert (rows["status"] == "suppressed_by_publisher").sum() == 2872
