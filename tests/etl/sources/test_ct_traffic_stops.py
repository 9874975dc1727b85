import pytest

from etl.contract import ContractError

NAME = "ct_traffic_stops"
FILE = "justice/ct_traffic_stops_town_race_summary_2014_15.csv"
MISCODED = "Middle Eastern or North African"


def test_stops_are_counts_by_department_and_state_and_never_rates(load, state):
    tables = load(NAME)
    rows = tables["outcome"]
    assert set(tables) == {"outcome"}
    assert set(rows["unit"]) == {"persons"}
    assert rows["denominator"].isna().all()
    counts = state(rows)
    assert counts["Black or African American"] == 80
    assert counts["ALL"] == 1000
    assert set(rows["geography_kind"]) == {"state", "department"}


def test_the_miscoded_column_is_not_shown_as_a_value(load):
    rows = load(NAME)["outcome"]
    miscoded = rows[rows["group"] == MISCODED]
    assert len(miscoded) == 11
    assert set(miscoded["status"]) == {"missing"}
    assert miscoded["note"].str.contains("miscoded").all()


def test_a_count_that_is_not_available_is_missing_and_leaves_its_department_without_a_total(load):
    rows = load(NAME)["outcome"]
    place = rows[rows["geography"] == "Example C"].set_index("group")
    assert place.loc["Asian", "status"] == "missing"
    assert place.loc["ALL", "status"] == "missing"
    assert "no total" in place.loc["ALL", "note"]


def test_a_statewide_sum_says_how_many_departments_it_lacks(load, state):
    notes = state(load(NAME)["outcome"], "note")
    assert "left out, as their count is not available: 1;" in notes["Asian"]
    assert "left out" not in notes["White"]


def test_the_period_is_noted_as_inferred(load):
    rows = load(NAME)["outcome"]
    assert set(rows["period"]) == {"2014/2015"}
    assert rows["note"].str.contains("does not state the period").all()


def test_a_changed_count_is_caught_by_the_total_and_the_percentage(change):
    with pytest.raises(ContractError) as caught:
        change(NAME, 2, "White", "150")
    assert {problem.column for problem in caught.value.problems} == {"total", "white_p"}


@pytest.mark.shared
def test_the_publication_adds_up_to_its_own_total(published, state):
    counts = state(published(NAME, FILE)["outcome"])
    assert counts["ALL"] == 586849
    assert counts["White"] == 404715
    assert counts["Black or African American"] == 85345
    assert counts["Hispanic or Latino"] == 70140
