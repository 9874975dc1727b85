import pytest

from etl.contract import ContractError

NAME = "ct_population_age"
FILE = "population/ct_population_race_sex_age_acs1_2010_2018.csv"


def test_shares_are_of_the_whole_population_by_race_sex_and_both(load, state):
    benchmark = load(NAME)["benchmark"]
    assert state(benchmark, "share", dimension="race_ethnicity") == {"White": 70}
    assert state(benchmark, "share", dimension="sex") == {"Male": 48, "Female": 52}
    assert state(benchmark, "share", dimension="race_ethnicity x sex") == {"White x Male": 34, "White x Female": 36}
    assert state(benchmark, "count", dimension="ALL") == {"ALL": 1000}


def test_the_margin_is_of_the_share_and_the_controlled_total_has_none(load, state):
    benchmark = load(NAME)["benchmark"]
    assert state(benchmark, "margin_of_error", dimension="race_ethnicity") == {"White": 3}
    assert benchmark.loc[benchmark["dimension"] == "ALL", "margin_of_error"].isna().all()


def test_a_group_that_is_not_published_has_no_row(load):
    assert "Native Hawaiian or Other Pacific Islander" not in set(load(NAME)["benchmark"]["group"])


def test_ages_are_not_added_to_the_total(load, state):
    assert state(load(NAME)["benchmark"], "count", dimension="sex")["Female"] == 520


def test_sexes_that_do_not_add_up_are_refused(change):
    with pytest.raises(ContractError, match="is not the sum of female and male"):
        change(NAME, 3, "estimate", "481.0")


@pytest.mark.shared
def test_the_publication_gives_the_published_population(published, state):
    benchmark = published(NAME, FILE)["benchmark"]
    counts = state(benchmark, "count", vintage="2018", dimension="race_ethnicity x sex")
    assert counts["White x Female"] == 1212942
    assert counts["Black or African American x Male"] == 185789
    assert counts["Hispanic or Latino x Female"] == 297605
    assert state(benchmark, "count", vintage="2018", dimension="sex") == {"Female": 1832132, "Male": 1740533}
    assert "2016" not in set(benchmark["vintage"])
