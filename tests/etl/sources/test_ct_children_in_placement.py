import pytest

from etl.contract import ContractError
from etl.harmonize import UnknownLabel

NAME = "ct_children_in_placement"
FILE = "child_welfare/ct_dcf_children_in_placement_raw_by_race.csv"


def test_placement_rows_add_up_to_office_and_state(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows, period="2010-07-01") == {
        "ALL": 64, "Black or African American": 5, "White": 22, "Hispanic or Latino": 30, "Other": 7,
    }  # fmt: skip
    hartford = rows[(rows["geography"] == "Hartford Office") & (rows["period"] == "2010-07-01")]
    assert dict(zip(hartford["group"], hartford["value"], strict=True)) == {
        "ALL": 52, "White": 22, "Hispanic or Latino": 30,
    }  # fmt: skip
    assert set(rows["agency"]) == {"ALL"}
    assert set(rows["geography_kind"]) == {"state", "office"}


def test_earlier_and_later_labels_are_the_same_groups_and_the_earlier_are_noted(load):
    rows = load(NAME)["outcome"]
    white = rows[(rows["group"] == "White") & (rows["geography"] == "Connecticut")].set_index("period")
    assert white.loc["2018-07-01", "value"] == 11
    assert white.loc["2018-07-01", "note"] == ""
    assert "earlier label" in white.loc["2010-07-01", "note"]


def test_the_day_of_the_extract_is_kept_as_vintage(load):
    rows = load(NAME)["outcome"]
    assert dict(zip(rows["period"], rows["vintage"], strict=True)) == {
        "2010-07-01": "2012-03-02",
        "2018-07-01": "2018-09-09",
    }


def test_children_without_an_office_are_one_place_whatever_it_is_called(load):
    rows = load(NAME)["outcome"]
    nowhere = rows[(rows["geography"] == "No office assigned") & (rows["group"] == "Black or African American")]
    assert nowhere["value"].to_list() == [5]


def test_two_extracts_of_one_month_are_refused(change):
    with pytest.raises(ContractError, match="two extracts hold this month"):
        change(NAME, 2, "Data_as_of", "01/01/2013")


def test_a_total_that_is_not_its_parts_is_refused(change):
    with pytest.raises(ContractError, match="row 4, column TOTAL_CIP: is not the sum"):
        change(NAME, 4, "TOTAL_CIP", "21")


def test_an_unknown_label_stops_the_delivery(change):
    with pytest.raises(UnknownLabel):
        change(NAME, 4, "Demographic", "MULTIRACIAL")


@pytest.mark.shared
def test_the_publication_gives_the_published_counts(published, state):
    rows = published(NAME, FILE)["outcome"]
    counts = state(rows, period="2018-07-01")
    assert counts == {
        "White": 1503, "Hispanic or Latino": 1434, "Black or African American": 996, "Other": 411, "ALL": 4344,
    }  # fmt: skip
    assert rows["period"].nunique() == 15
    offices = rows[(rows["geography_kind"] == "office") & (rows["group"] == "ALL")].groupby("period")["value"].sum()
    whole = rows[(rows["geography"] == "Connecticut") & (rows["group"] == "ALL")].set_index("period")["value"]
    assert offices.equals(whole)
