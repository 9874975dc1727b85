import pytest

from etl.contract import ContractError

NAME = "ct_infant_mortality"
FILE = "health/ct_fetal_infant_mortality_by_race_town_5yr.csv"


def test_only_infants_are_counted_whatever_the_title_says(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows, indicator="infant_deaths", period="2010/2014") == {
        "ALL": 900, "White": 600, "Black or African American": 250, "Hispanic or Latino": 280,
    }  # fmt: skip
    assert "Unknown Ct Town" not in set(rows["geography"])


def test_a_rate_is_there_for_everyone_only(load):
    rows = load(NAME)["outcome"]
    rates = rows[rows["indicator"] == "infant_mortality_rate"]
    assert rates["group"].to_list() == ["ALL"]
    assert rates["unit"].to_list() == ["per_1000"]
    assert rates["numerator"].isna().all()


def test_rolling_windows_are_periods(load):
    assert set(load(NAME)["outcome"]["period"]) == {"2009/2013", "2010/2014"}


def test_a_withheld_count_is_suppressed_and_zero_is_zero(load):
    rows = load(NAME)["outcome"]
    town = rows[rows["geography"] == "Example Town"].set_index("group")
    assert town.loc["White", "status"] == "suppressed_by_publisher"
    assert town.loc["Other", "value"] == 0


def test_race_groups_say_that_they_include_hispanic_mothers(load, state):
    notes = state(load(NAME)["outcome"], "note", indicator="infant_deaths", period="2010/2014")
    assert notes["White"] == "includes Hispanic members"
    assert notes["Hispanic or Latino"] == notes["ALL"] == ""


def test_another_code_is_refused(change):
    with pytest.raises(ContractError, match="row 9, column Value"):
        change(NAME, 9, "Value", "-6666")


@pytest.mark.shared
def test_the_publication_gives_the_published_deaths(published, state):
    rows = published(NAME, FILE)["outcome"]
    deaths = state(rows, indicator="infant_deaths", period="2010/2014")
    assert deaths == {
        "ALL": 933, "White": 588, "Black or African American": 262, "Hispanic or Latino": 282, "Other": 28,
    }  # fmt: skip
    assert state(rows, indicator="infant_mortality_rate", period="2010/2014") == {"ALL": 5.1}
