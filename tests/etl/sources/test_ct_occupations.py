import csv

import pytest

from etl.contract import ContractError
from etl.harmonize import CROSSWALKS, Labels, UnknownLabel
from etl.registry import sources
from etl.vocabulary.occupation import JOB_OF

NAME = "ct_occupations"
FILE = "labor_market/ct_occupation_by_sex_race_acs1_2010_2018.csv.gz"
OFFICIALS, SERVICE = "Officials and Administrators", "Service-Maintenance"


def test_the_base_of_a_job_category_counts_everyone_once(load, state):
    benchmark = load(NAME)["benchmark"]
    assert set(benchmark["benchmark"]) == {"availability"}
    # 1,000 managers in tables A and F; table H holds 600 of them again.
    officials = benchmark[benchmark["job_category"] == OFFICIALS]
    assert state(officials, "share", dimension="race_ethnicity") == {"White": 60, "Other": 30}
    assert state(officials, "share", dimension="sex") == {"Female": 40, "Male": 60}
    assert state(officials, "count", dimension="race_ethnicity x sex")["White x Male"] == 350


def test_two_lines_of_one_job_category_are_added_with_their_margins(load, state):
    benchmark = load(NAME)["benchmark"]
    movers = benchmark[(benchmark["job_category"] == SERVICE) & (benchmark["dimension"] == "sex")]
    assert state(movers, "count") == {"Female": 40, "Male": 60}
    assert state(movers, "share") == {"Female": 40, "Male": 60}
    # √(3² + 4²) of 40 people, √(3² + 4² + 4² + 5²) of 100.
    expected = 100 * (25 - 0.4**2 * 66) ** 0.5 / 100
    assert state(movers, "margin_of_error")["Female"] == pytest.approx(expected)


def test_lines_that_hold_others_are_not_counted_again_and_blanks_are_no_zeros(load):
    benchmark = load(NAME)["benchmark"]
    assert set(benchmark["job_category"]) == {OFFICIALS, SERVICE}
    assert "American Indian or Alaska Native" not in set(benchmark["group"])


def test_a_new_occupation_stops_the_file(raw):
    cells = raw(NAME)
    cells.loc[4:5, "occupation_path"] = "Space occupations"
    labels = Labels(NAME, {}, {}, "occupations.csv")
    with pytest.raises(UnknownLabel, match=r"crosswalks/job_category\.csv"):
        sources()[NAME].transform(cells, labels)


def test_one_sex_alone_is_refused(raw):
    with pytest.raises(ContractError, match="both sexes are expected"):
        sources()[NAME].transform(raw(NAME).drop(index=4), Labels(NAME, {}, {}, "occupations.csv"))


def test_the_survey_lines_are_in_the_job_category_of_their_major_group():
    with (CROSSWALKS / "job_category.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["source"] == NAME]
    assert len(rows) == 25
    apart = [row for row in rows if JOB_OF[row["note"][4:11]] != row["standard"]]
    assert [row["label"] for row in apart] == ["Health technologists and technicians"]
    assert {row["note"][4:11] for row in rows} == set(JOB_OF)


@pytest.mark.shared
def test_the_publication_gives_shares_for_every_job_category(published, state):
    benchmark = published(NAME, FILE)["benchmark"]
    new = benchmark[benchmark["vintage"] == "2018"]
    assert set(new["job_category"]) == set(JOB_OF.values()) | {"Technicians"}
    # The sums of tables A to G of 2018, line by line.
    officials = new[new["job_category"] == OFFICIALS]
    assert state(officials, "count", dimension="sex") == {"Female": 83997, "Male": 122402}
    assert state(officials, "share", dimension="race_ethnicity")["White"] == pytest.approx(79.6, abs=0.05)
    assert new["margin_of_error"].notna().all()
    whole = new[new["dimension"] == "sex"]["count"].sum()
    assert 1_750_000 < whole < 1_850_000
