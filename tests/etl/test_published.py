"""What a publication leaves unsaid, said once."""

import pandas as pd
import pytest

from etl.contract import ContractError
from etl.harmonize import Labels
from etl.published import benchmarks, notes, number, outcomes, refuse

ROW = {"indicator": "x", "period": "2020", "unit": "percent"}


def test_what_is_not_said_is_everyone_the_whole_state_and_official():
    row = outcomes(pd.DataFrame([ROW | {"value": 5}])).iloc[0]
    assert row[["agency", "geography", "geography_kind", "dimension", "group", "nature", "status"]].to_list() == [
        "ALL", "Connecticut", "state", "ALL", "ALL", "official", "shown",
    ]  # fmt: skip
    assert pd.isna(row["numerator"])


def test_a_row_without_a_value_is_missing_unless_it_says_why():
    rows = outcomes(pd.DataFrame([ROW]), pd.DataFrame([ROW | {"status": "suppressed_by_publisher"}]))
    assert rows["status"].to_list() == ["missing", "suppressed_by_publisher"]


def test_a_status_that_contradicts_its_value_is_a_bug_and_stops():
    with pytest.raises(ValueError, match="shown without a value"):
        outcomes(pd.DataFrame([ROW | {"status": "shown"}]))
    with pytest.raises(ValueError, match="not shown"):
        outcomes(pd.DataFrame([ROW | {"value": 1, "status": "missing"}]))


def test_a_benchmark_without_share_and_count_is_left_out():
    rows = benchmarks(pd.DataFrame({"benchmark": "b", "vintage": "2020", "group": ["a", "b"], "share": [10, None]}))
    assert rows["group"].to_list() == ["a"]
    assert rows["job_category"].to_list() == ["ALL"]


def test_blanks_and_codes_are_no_numbers():
    assert number(pd.Series(["3.5", "", "-9999", "0"]), codes=("-9999",)).fillna(-1).to_list() == [3.5, -1, -1, 0]


def test_notes_are_joined_without_blanks():
    assert notes(pd.Series(["a", "", ""]), pd.Series(["b", "c", ""])).to_list() == ["a; b", "c", ""]


def test_every_broken_row_is_named_with_its_file():
    broken = pd.Series([True, False, True], index=[2, 3, 4])
    with pytest.raises(ContractError) as caught:
        refuse(Labels("s", {}, {}, "f.csv"), ("a", broken, "is wrong"), ("b", ~broken, "too"))
    assert [str(problem) for problem in caught.value.problems] == [
        "f.csv, row 2, column a: is wrong", "f.csv, row 4, column a: is wrong", "f.csv, row 3, column b: too",
    ]  # fmt: skip
