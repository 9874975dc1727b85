import pytest

from etl.contract import ContractError

NAME = "ct_enrollment"
FILE = "education/ct_enrollment_by_race_district.csv"


def test_a_blank_is_suppressed_and_a_zero_is_zero(load):
    rows = load(NAME)["outcome"]
    district = rows[rows["geography"] == "Example School District"].set_index("group")
    assert district.loc["Hispanic or Latino", "status"] == "suppressed_by_publisher"
    assert district["value"].isna().to_dict()["Hispanic or Latino"]
    assert district.loc["Native Hawaiian or Other Pacific Islander", "value"] == 0


def test_the_state_is_the_publishers_row_and_not_a_sum_of_districts(load, state):
    assert state(load(NAME)["outcome"], period="SY2016-17") == {"ALL": 200, "White": 140, "Hispanic or Latino": 60}


def test_labels_of_both_periods_are_the_same_groups_and_early_asian_is_noted(load):
    rows = load(NAME)["outcome"]
    white = rows[(rows["group"] == "White") & (rows["geography"] == "Connecticut")]
    assert set(white["period"]) == {"SY2009-10", "SY2016-17"}
    assert rows.loc[rows["group"] == "Asian", "note"].str.contains("Pacific Islanders").all()


def test_the_benchmark_is_of_pupils_with_a_reported_group(load, state):
    benchmark = load(NAME)["benchmark"]
    assert state(benchmark, "share", vintage="SY2016-17") == {"White": 70, "Hispanic or Latino": 30}
    early = state(benchmark, "share", vintage="SY2009-10")
    assert early == {"Asian": pytest.approx(100 * 40 / 190), "White": pytest.approx(100 * 150 / 190)}
    assert set(benchmark["benchmark"]) == {"enrollment"}


def test_statewide_groups_that_do_not_add_up_are_refused(change):
    with pytest.raises(ContractError, match="row 8, column students: is not the sum of the statewide groups"):
        change(NAME, 7, "students", "141")


def test_a_blank_statewide_row_is_refused(change):
    with pytest.raises(ContractError, match="row 7, column students: is blank in a statewide row"):
        change(NAME, 7, "students", "")


@pytest.mark.shared
def test_the_publication_gives_shares_that_sum_to_the_whole(published, state):
    tables = published(NAME, FILE)
    assert state(tables["outcome"], period="SY2016-17")["ALL"] == 538893
    assert (tables["outcome"]["status"] == "suppressed_by_publisher").sum() == 3186
    sums = tables["benchmark"].groupby("vintage")["share"].sum()
    assert len(sums) == 10
    assert sums.to_list() == pytest.approx([100] * 10)
    assert round(state(tables["benchmark"], "share", vintage="SY2013-14")["White"], 1) == 58.4
