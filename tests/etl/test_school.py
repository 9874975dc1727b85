"""School years and the places of education publications."""

import pandas as pd
import pytest

from etl.school import SchoolYear, places, school_year


@pytest.mark.parametrize("text", ["2018-19", "2018-2019", "1999-00", "1999-2000"])
def test_both_spellings_of_a_school_year_are_good(text):
    assert not SchoolYear().broken(pd.Series([text])).any()


@pytest.mark.parametrize("text", ["2018", "2018-18", "2018-20", "18-19", "2018/19", "2018-019"])
def test_what_is_no_school_year_is_broken(text):
    assert SchoolYear().broken(pd.Series([text])).all()


def test_a_school_year_becomes_a_period():
    assert school_year(pd.Series(["1999-2000", "2018-19"])).to_list() == ["SY1999-00", "SY2018-19"]


def test_the_publishers_statewide_row_is_connecticut():
    found = places(pd.Series(["Total", "Example"]), "Total")
    assert found["geography"].to_list() == ["Connecticut", "Example"]
    assert found["geography_kind"].to_list() == ["state", "district"]
