import pytest

from etl.contract import ContractError

NAME = "ct_housing_tenure"
FILE = "housing_income/ct_housing_tenure_by_race_town_2019.csv.gz"


def test_the_rate_is_owners_of_occupied_homes(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows) == {"ALL": 62.5}
    assert state(rows, "numerator") == {"ALL": 250}
    assert set(rows["period"]) == {"2015/2019"}


def test_a_group_without_households_is_not_applicable_and_the_code_is_no_value(load):
    rows = load(NAME)["outcome"]
    nobody = rows[rows["group"] == "Asian"].iloc[0]
    assert nobody["status"] == "not_applicable"
    assert "no household" in nobody["note"]
    assert rows["value"].dropna().to_list() == [62.5]


def test_margins_are_said_not_to_be_published(load):
    rows = load(NAME)["outcome"]
    assert rows["margin_of_error"].isna().all()
    assert rows.loc[rows["status"] == "shown", "note"].str.contains("margin not published").all()


def test_white_alone_is_left_out(load):
    assert "White" not in set(load(NAME)["outcome"]["group"])


def test_owners_and_renters_that_do_not_add_up_are_refused(change):
    with pytest.raises(ContractError, match="owners and renters do not add up"):
        change(NAME, 3, "value", "251")


def test_a_percentage_that_disagrees_with_its_counts_is_refused(change):
    with pytest.raises(ContractError, match="row 8, column value: is not the owners in percent"):
        change(NAME, 8, "value", "50")


@pytest.mark.shared
def test_the_publication_gives_the_published_rates(published, state):
    rows = published(NAME, FILE)["outcome"]
    rates = {group: round(value, 1) for group, value in state(rows).items()}
    wanted = {"ALL": 66.1, "White": 75.9, "Asian": 57.6, "Black or African American": 39.4, "Hispanic or Latino": 34.3}
    assert {group: rates[group] for group in wanted} == wanted
    assert (rows["status"] == "not_applicable").sum() == 385
