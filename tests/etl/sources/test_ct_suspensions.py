import pytest

from etl.contract import ContractError

NAME = "ct_suspensions"
FILE = "education/ct_suspension_rate_by_race_district_2010_2021.csv"


def test_the_statewide_row_is_the_state_and_the_others_are_districts(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows, period="SY2018-19") == {
        "Asian": 2.5,
        "Black or African American": 11.5,
        "Hispanic or Latino": 8.5,
        "White": 3.5,
    }
    kinds = dict(zip(rows["geography"], rows["geography_kind"], strict=True))
    assert kinds == {
        "Connecticut": "state",
        "Example School District": "district",
        "Example Charter District": "district",
    }


def test_codes_are_statuses_and_never_values(load):
    rows = load(NAME)["outcome"]
    absent = rows[rows["value"].isna()]
    assert absent["status"].to_list() == ["suppressed_by_publisher", "missing"]
    assert rows["value"].min() >= 0


def test_zero_is_a_number(load):
    rows = load(NAME)["outcome"]
    assert rows.loc[rows["value"] == 0, "status"].to_list() == ["shown"]


def test_pandemic_years_say_so(load):
    rows = load(NAME)["outcome"]
    noted = rows[rows["note"] != ""]
    assert noted["period"].to_list() == ["SY2019-20", "SY2020-21"]
    assert noted["note"].str.contains("pandemic").all()


def test_a_percentage_comes_without_a_base(load):
    rows = load(NAME)["outcome"]
    assert rows[["numerator", "denominator", "margin_of_error"]].isna().all(axis=None)
    assert set(rows["unit"]) == {"percent"}
    assert set(rows["agency"]) == {"ALL"}


@pytest.mark.parametrize("cell", ["-1", "101", "*", "-9998", "n/a"])
def test_another_code_or_a_value_that_is_no_percentage_is_refused(cell, change):
    with pytest.raises(ContractError, match="row 2, column Value"):
        change(NAME, 2, "Value", cell)


@pytest.mark.parametrize("cell", ["2018-2020", "2018", "2019-18", "SY2018-19"])
def test_a_school_year_that_is_none_is_refused(cell, change):
    with pytest.raises(ContractError, match="row 2, column Year"):
        change(NAME, 2, "Year", cell)


@pytest.mark.shared
def test_the_publication_gives_the_published_percentages(published, state):
    rows = published(NAME, FILE)["outcome"]
    percent = state(rows, period="SY2018-19")
    wanted = {"Black or African American": 14.0, "Hispanic or Latino": 9.2, "White": 4.1, "Asian": 1.9}
    assert {group: percent[group] for group in wanted} == wanted
    assert rows["period"].nunique() == 12
    assert (rows["status"] == "suppressed_by_publisher").sum() == 9266
    assert (rows["status"] == "missing").sum() == 3404
    assert rows["value"].min() >= 0
