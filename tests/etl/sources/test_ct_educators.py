import pytest

from etl.contract import ContractError

NAME = "ct_educators"
FILE = "workforce/ct_public_school_educators_by_race_district_2002_2014.csv"


def test_the_statewide_share_is_a_percentage_without_a_base(load, state):
    rows = load(NAME)["outcome"]
    assert state(rows)["White"] == 90.4
    assert rows.loc[rows["geography_kind"] == "state", ["numerator", "denominator"]].isna().all(axis=None)


def test_a_district_has_counts_and_its_share_is_of_all_its_educators(load):
    rows = load(NAME)["outcome"]
    small = rows[rows["geography"] == "Small School District"].set_index("group")
    assert small["numerator"].to_dict() == {"White": 2, "American Indian or Alaska Native": 1}
    assert set(small["denominator"]) == {3}
    assert small.loc["White", "value"] == pytest.approx(200 / 3)


def test_a_group_left_out_of_a_district_is_noticed(raw):
    from etl.harmonize import Labels
    from etl.registry import sources

    cells = raw(NAME).drop(index=2)
    labels = Labels(NAME, {}, {}, "educators.csv")
    with pytest.raises(ContractError, match="a group may be missing"):
        sources()[NAME].transform(cells, labels)


def test_a_district_without_a_count_is_refused(change):
    with pytest.raises(ContractError, match="row 3, column educators: is blank; only the statewide row"):
        change(NAME, 3, "educators", "")


@pytest.mark.shared
def test_the_publication_gives_the_published_shares(published, state):
    rows = published(NAME, FILE)["outcome"]
    shares = state(rows, period="SY2013-14")
    wanted = {"White": 91.7, "Hispanic or Latino": 3.6, "Black or African American": 3.5, "Asian": 1.0}
    assert {group: shares[group] for group in wanted} == wanted
    assert rows["period"].nunique() == 12
