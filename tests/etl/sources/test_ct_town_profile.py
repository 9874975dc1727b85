import csv

import pytest

from etl.contract import ContractError
from etl.reference import FOLDER

NAME = "ct_town_profile"
FILE = "population/ct_town_acs5_profile_2017_2023.csv.gz"


def test_hispanic_and_latino_are_the_same_group_before_and_after_the_change(load):
    benchmark = load(NAME)["benchmark"]
    latino = benchmark[benchmark["group"] == "Hispanic or Latino"].set_index("vintage")
    assert latino["share"].to_dict() == {"2015/2019": 30, "2019/2023": 40}


def test_county_rows_are_planning_regions_from_2022_and_counties_before(load):
    benchmark = load(NAME)["benchmark"]
    places = set(zip(benchmark["vintage"], benchmark["geography"], strict=True))
    assert ("2019/2023", "Capitol Planning Region") in places
    assert ("2015/2019", "Hartford County") in places


def test_other_race_is_counted_but_is_no_benchmark(load, state):
    tables = load(NAME)
    assert "Other" not in set(tables["benchmark"]["group"])
    assert state(tables["outcome"], dimension="race_ethnicity")["Other"] == 700
    other = tables["outcome"][tables["outcome"]["group"] == "Other"]
    assert other["note"].str.contains("Asian").all()


def test_the_compilers_regions_and_the_nation_are_left_out(load):
    places = set(load(NAME)["benchmark"]["geography"])
    assert places == {"Connecticut", "Capitol Planning Region", "Hartford County"}


def test_the_margin_of_a_share_follows_the_survey_formula(load):
    benchmark = load(NAME)["benchmark"].set_index(["geography", "group"])
    # √(20² − 0.4²·30²)/500 and √(20² − 0.6²·30²)/500, in points.
    assert benchmark.loc[("Capitol Planning Region", "Hispanic or Latino"), "margin_of_error"] == pytest.approx(3.2)
    white = benchmark.loc[("Capitol Planning Region", "White"), "margin_of_error"]
    assert white == pytest.approx(100 * (400 - 0.36 * 900) ** 0.5 / 500)


def test_groups_that_do_not_add_up_to_their_place_are_refused(change):
    with pytest.raises(ContractError, match="do not add up to its total"):
        change(NAME, 7, "estimate", "310")


@pytest.mark.shared
def test_the_publication_gives_the_published_population(published, state):
    tables = published(NAME, FILE)
    assert state(tables["outcome"], period="2019/2023") == {
        "ALL": 3598348, "White": 2265780, "Black or African American": 355413, "Hispanic or Latino": 640668,
        "Other": 336487, "Male": 1765117, "Female": 1833231,
    }  # fmt: skip


@pytest.mark.shared
def test_every_place_of_the_publication_is_a_known_place(published):
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as file:
        places = list(csv.DictReader(file))
    towns = {place["town"] for place in places}
    benchmark = published(NAME, FILE)["benchmark"]
    latest = set(benchmark.loc[benchmark["vintage"] == "2019/2023", "geography"])
    assert latest == towns | {place["planning_region"] for place in places} | {"Connecticut"}
    earlier = set(benchmark.loc[benchmark["vintage"] == "2015/2019", "geography"])
    assert earlier == towns | {place["legacy_county"] for place in places} | {"Connecticut"}


@pytest.mark.shared
def test_computed_shares_and_margins_agree_with_the_compilers_rounded_ones(shared, published):
    from etl.table import read_table

    raw = read_table(shared / "data" / FILE)
    given = raw[(raw["level"] == "town") & (raw["group"] == "black") & (raw["acs_end_year"] == "2023")].set_index(
        "name"
    )
    rows = published(NAME, FILE)["benchmark"]
    rows = rows[(rows["vintage"] == "2019/2023") & (rows["group"] == "Black or African American")].set_index(
        "geography"
    )
    assert len(given) == 169
    margins = given["sharemoe"].astype(float) * 100 - rows["margin_of_error"].reindex(given.index)
    assert margins.abs().max() <= 0.0501
