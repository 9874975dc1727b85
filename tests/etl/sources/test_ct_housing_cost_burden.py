import pytest

from etl.contract import ContractError

NAME = "ct_housing_cost_burden"
FILE = "housing_income/ct_housing_cost_burden_by_race_county_2018.csv"


def test_burdened_and_severely_burdened_count_together(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows) == {"White": 30}
    assert state(rows, "numerator") == {"White": 300}
    kinds = dict(zip(rows["geography"], rows["geography_kind"], strict=True))
    assert kinds == {"Connecticut": "state", "Hartford County": "county", "Windham County": "county"}


def test_standard_errors_become_a_margin_at_ninety_percent(load, state):
    # 1.645·√(26² − 0.7²·10²)/1000, in points.
    assert state(load(NAME)["outcome"], "margin_of_error") == {"White": pytest.approx(0.1645 * (676 - 49) ** 0.5)}


def test_nobody_burdened_is_zero_and_shown(load):
    rows = load(NAME)["outcome"].set_index("geography")
    assert rows.loc["Windham County", "value"] == 0
    assert rows.loc["Windham County", "status"] == "shown"


def test_parts_that_do_not_add_up_are_refused(change):
    with pytest.raises(ContractError, match="row 3, column value: is not the sum of its parts"):
        change(NAME, 3, "value", "705")


@pytest.mark.shared
def test_the_publication_gives_the_published_burden(published, state):
    burden = state(published(NAME, FILE)["outcome"])
    wanted = {"White": 31.3, "Black or African American": 50.8, "Hispanic or Latino": 51.4}
    assert {group: burden[group] for group in wanted} == pytest.approx(wanted, abs=0.1)
