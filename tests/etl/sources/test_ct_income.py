import pytest

NAME = "ct_income"
FILE = "housing_income/ct_income_earnings_by_race_acs1_2010_2018.csv"


def test_only_median_household_income_is_read(load, state):
    rows = load(NAME)["outcome"]
    assert set(rows["indicator"]) == {"median_household_income"}
    assert state(rows, period="2015") == {"ALL": 70000, "Asian": 90000}


def test_the_ends_of_the_scale_are_not_incomes(load):
    rows = load(NAME)["outcome"].set_index(["period", "group"])
    bottom = rows.loc[("2017", "Native Hawaiian or Other Pacific Islander")]
    assert bottom["status"] == "suppressed_by_publisher"
    assert "under 2,500 dollars" in bottom["note"]
    assert "250,000 dollars or more" in rows.loc[("2017", "American Indian or Alaska Native"), "note"]
    assert rows["value"].min() > 2500


def test_a_blank_is_suppressed_with_its_reason(load):
    rows = load(NAME)["outcome"].set_index(["period", "group"])
    blank = rows.loc[("2017", "Two or More Races")]
    assert blank["status"] == "suppressed_by_publisher"
    assert "too few people" in blank["note"]


def test_margins_are_the_published_ones_and_dollars_are_of_their_year(load):
    rows = load(NAME)["outcome"].set_index(["period", "group"])
    assert rows.loc[("2015", "Asian"), "margin_of_error"] == 5000
    assert rows.loc[("2015", "Asian"), "note"] == "includes Hispanic members; in dollars of 2015"


def test_the_skipped_year_breaks_every_trend(load):
    rows = load(NAME)["outcome"]
    skipped = rows[rows["period"] == "2016"]
    assert set(skipped["group"]) == set(rows["group"])
    assert set(skipped["status"]) == {"missing"}


def test_white_alone_is_left_out(load):
    assert "White" not in set(load(NAME)["outcome"]["group"])


@pytest.mark.shared
def test_the_publication_gives_the_published_incomes(published, state):
    incomes = state(published(NAME, FILE)["outcome"], period="2018")
    wanted = {"White": 87666, "Asian": 95018, "Black or African American": 50113, "Hispanic or Latino": 42456}
    assert {group: incomes[group] for group in wanted} == wanted
