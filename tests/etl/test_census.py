"""The survey's race groups, and its arithmetic of margins of error."""

import pandas as pd
import pytest

from etl.census import absent_years, comparable, groups, share_margin, sum_margin
from etl.harmonize import CROSSWALKS, Labels, UnknownLabel, load_crosswalks


def series(*numbers: float) -> pd.Series:
    return pd.Series(numbers, dtype="float64")


@pytest.fixture(scope="module")
def labels() -> Labels:
    return Labels("any", load_crosswalks([CROSSWALKS]), {}, "file.csv")


def test_a_share_has_the_margin_that_the_bureau_works_out():
    margin = share_margin(series(203119), series(5070), series(630498), series(831))
    assert round(margin[0], 2) == 0.80


def test_a_negative_difference_of_squares_is_added_instead():
    margin = share_margin(series(90), series(1), series(100), series(10))
    assert margin[0] == pytest.approx((1 + 81) ** 0.5)


def test_a_share_of_nobody_has_no_margin():
    assert share_margin(series(0), series(5), series(0), series(5)).isna().all()


def test_a_sum_has_the_root_of_the_squares():
    assert sum_margin(series(10, 20), series(3, 4)) == 5


def test_of_estimates_of_zero_only_the_largest_margin_counts():
    assert sum_margin(series(10, 0, 0), series(3, 4, 4)) == 5


def test_an_unpublished_margin_leaves_the_sum_without_one():
    assert pd.isna(sum_margin(series(10, 20), series(3, float("nan"))))
    assert pd.isna(sum_margin(series(10, 0), series(3, float("nan"))))


def test_only_two_groups_match_the_workforce_exactly(labels):
    races = pd.Series(
        ["White alone, not Hispanic or Latino", "Hispanic or Latino", "Asian alone", "Some other race alone", "All"]
    )
    found = groups(races, labels)
    assert found["group"].to_list() == ["White", "Hispanic or Latino", "Asian", "Other", "ALL"]
    assert found["note"].to_list() == [
        "", "", "includes Hispanic members", "includes Hispanic members, usually most of this group", "",
    ]  # fmt: skip
    assert found["dimension"].to_list() == ["race_ethnicity"] * 4 + ["ALL"]


def test_white_alone_is_never_a_group(labels):
    rows = pd.DataFrame({"race_ethnicity": ["White alone", "White Alone", "Asian alone"]})
    assert comparable(rows)["race_ethnicity"].to_list() == ["Asian alone"]
    with pytest.raises(UnknownLabel):
        groups(rows["race_ethnicity"], labels)


def test_every_skipped_year_gets_a_row_for_every_group():
    rows = pd.DataFrame(
        {
            "indicator": "x",
            "dimension": "race_ethnicity",
            "group": ["White", "Asian", "White"],
            "unit": "percent",
            "period": ["2014", "2014", "2017"],
        }
    )
    skipped = absent_years(rows)
    assert sorted(zip(skipped["period"], skipped["group"], strict=True)) == [
        ("2015", "Asian"), ("2015", "White"), ("2016", "Asian"), ("2016", "White"),
    ]  # fmt: skip


def test_no_skipped_year_gives_no_row():
    rows = pd.DataFrame(
        {"indicator": "x", "dimension": "sex", "group": ["Male"], "unit": "percent", "period": ["2014"]}
    )
    assert absent_years(rows).empty
