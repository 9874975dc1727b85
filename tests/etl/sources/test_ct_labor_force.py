import pytest

from etl.contract import ContractError

NAME = "ct_labor_force"
FILE = "labor_market/ct_civilian_labor_force_race_sex_2010_2018.csv"


def test_the_base_counts_everyone_once(load, state):
    benchmark = load(NAME)["benchmark"]
    shares = state(benchmark, "share", vintage="2017", dimension="race_ethnicity")
    # 1,000 people in tables A and F; table H holds 600 of them again.
    assert shares == {"White": 60, "Other": 20}
    assert state(benchmark, "share", vintage="2017", dimension="sex") == {"Female": 50, "Male": 50}
    assert state(benchmark, "count", vintage="2017", dimension="race_ethnicity x sex")["White x Male"] == 250


def test_white_alone_is_in_the_base_but_is_no_group(load):
    benchmark = load(NAME)["benchmark"]
    in_2015 = benchmark[(benchmark["vintage"] == "2015") & (benchmark["dimension"] == "race_ethnicity")]
    assert in_2015["group"].to_list() == ["American Indian or Alaska Native"]
    assert in_2015["share"].to_list() == [10]


def test_groups_that_include_hispanic_members_say_so(load):
    benchmark = load(NAME)["benchmark"].drop_duplicates(["dimension", "group"])
    notes = benchmark[benchmark["dimension"] == "race_ethnicity"].set_index("group")["note"]
    assert notes["White"] == ""
    assert notes["American Indian or Alaska Native"] == "includes Hispanic members"
    assert "most of this group" in notes["Other"]


def test_no_margin_is_made_up(load):
    tables = load(NAME)
    assert tables["benchmark"]["margin_of_error"].isna().all()
    rates = tables["outcome"]
    assert rates[["margin_of_error", "numerator", "denominator"]].isna().all(axis=None)
    assert rates.loc[rates["status"] == "shown", "note"].str.contains("margin not published").all()


def test_unemployment_is_of_the_labor_force(load, state):
    rates = load(NAME)["outcome"]
    assert state(rates, period="2017", dimension="race_ethnicity")["White"] == pytest.approx(100 * 17 / 600)
    assert state(rates, period="2017", dimension="ALL") == {"ALL": pytest.approx(100 * 45 / 1000)}


def test_a_skipped_year_is_missing_and_a_group_without_a_table_is_suppressed(load):
    rates = load(NAME)["outcome"]
    skipped = rates[rates["period"] == "2016"]
    assert set(skipped["status"]) == {"missing"}
    assert set(skipped["note"]) == {"2016 is not in this edition"}
    assert set(skipped["group"]) >= {"ALL", "White", "Female", "White x Female"}
    suppressed = rates[rates["status"] == "suppressed_by_publisher"]
    assert ("2017", "American Indian or Alaska Native") in set(
        zip(suppressed["period"], suppressed["group"], strict=True)
    )


def test_parts_that_do_not_add_up_are_refused(change):
    with pytest.raises(ContractError, match="is not employed plus unemployed"):
        change(NAME, 2, "unemployed", "21.0")


def test_one_sex_alone_is_refused(raw):
    from etl.harmonize import Labels
    from etl.registry import sources

    with pytest.raises(ContractError, match="both sexes are expected"):
        sources()[NAME].transform(raw(NAME).drop(index=2), Labels(NAME, {}, {}, "force.csv"))


@pytest.mark.shared
def test_the_publication_gives_the_published_counts_and_shares(published, state):
    tables = published(NAME, FILE)
    both = {"dimension": "race_ethnicity x sex", "vintage": "2018"}
    counts = state(tables["benchmark"], "count", **both)
    assert counts["White x Female"] == 627980
    assert counts["White x Male"] == 679359
    assert counts["Hispanic or Latino x Male"] == 158892
    shares = state(tables["benchmark"], "share", **both)
    # Shares of the labor force of 1,928,922, which holds the groups too small for this file.
    published_shares = {
        "White x Female": 32.56, "White x Male": 35.22, "Black or African American x Female": 5.85,
        "Black or African American x Male": 4.93, "Hispanic or Latino x Female": 7.34,
        "Hispanic or Latino x Male": 8.24, "Asian x Female": 2.11, "Asian x Male": 2.59,
    }  # fmt: skip
    assert {group: shares[group] for group in published_shares} == pytest.approx(published_shares, abs=0.1)
    rates = state(tables["outcome"], period="2018", dimension="race_ethnicity x sex")
    assert round(rates["Black or African American x Male"], 1) == 11.0
    assert round(rates["White x Female"], 1) == 4.1
