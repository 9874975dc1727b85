"""The scan: chance over all tests at once, and a reason for each group that cannot be scanned."""

from collections.abc import Mapping

import pandas as pd
import pytest

from metrics.compute import Tables
from metrics.definition import DEFINITIONS, Measure, load_measures
from metrics.table import findings

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def measures() -> Mapping[str, Measure]:
    return load_measures(DEFINITIONS)


def figures(*rows: dict[str, object]) -> pd.DataFrame:
    unsaid = {
        "figure_id": "f", "measure": "employees", "agency": "DOT", "geography": "Connecticut", "period": "FY2025",
        "dimension": "race_ethnicity", "benchmark": "population", "value": 5.0, "denominator": 400.0,
        "benchmark_value": 10.0, "gap": -5.0, "comparison": "below", "p": 0.001, "unit": "percent", "status": "shown",
        "nature": "official",
    }  # fmt: skip
    return pd.DataFrame([{**unsaid, "group": f"group {i}", **row} for i, row in enumerate(rows)])


def test_one_gap_in_a_hundred_tests_may_be_chance(measures: Mapping[str, Measure]) -> None:
    one = findings.table(figures({"p": 0.03}), measures)
    assert list(one["finding"]) == ["behind"]
    quiet = [{"p": 0.5, "comparison": "similar"}] * 99
    many = findings.table(figures({"p": 0.03}, *quiet), measures)
    assert many["finding"].value_counts().to_dict() == {"similar": 99, "may_be_chance": 1}
    assert many["tests"].unique().tolist() == [100]
    assert many["p_adjusted"].max() <= 1


def test_each_exclusion_has_its_reason_and_counts_as_no_test(measures: Mapping[str, Measure]) -> None:
    rows = findings.table(
        figures(
            {},
            {"value": None, "p": None, "comparison": None},
            {"benchmark_value": None, "p": None, "comparison": None},
            {"denominator": 12.0, "benchmark_value": 30.0},
            {"denominator": 50.0, "benchmark_value": 1.0},
            {"measure": "suspension_rate", "p": None, "comparison": "not_compared", "denominator": None},
        ),
        measures,
    )
    assert list(rows["reason"].fillna("")) == [
        "", "not_shown", "no_benchmark_value", "base_below_minimum", "parity_below_one_person", "no_interval",
    ]  # fmt: skip
    assert list(rows["finding"]) == ["behind"] + ["excluded"] * 5
    assert rows.loc[rows["reason"].isna(), "tests"].tolist() == [1]
    assert rows["p_adjusted"].notna().sum() == 1


def test_only_the_latest_period_is_scanned_and_natures_are_two_scans(measures: Mapping[str, Measure]) -> None:
    rows = findings.table(
        figures({"period": "FY2024"}, {}, {"nature": "demonstration", "period": "FY2023", "p": 0.04}), measures
    )
    assert sorted(rows["period"]) == ["FY2023", "FY2025"]
    assert rows["tests"].tolist() == [1, 1]


def test_the_action_quantity_is_people_short_of_the_benchmark(measures: Mapping[str, Measure]) -> None:
    assert findings.table(figures({}), measures)["persons"].tolist() == [pytest.approx(-20)]


def test_a_withheld_figure_is_not_listed(measures: Mapping[str, Measure]) -> None:
    assert findings.table(figures({"status": "withheld", "value": None}), measures).empty


def test_five_folded_groups_are_scanned_only_where_seven_are_not(measures: Mapping[str, Measure]) -> None:
    both = figures({}, {"dimension": "race5"}, {"dimension": "race5", "agency": "DOC"})
    rows = findings.table(both, measures)
    assert list(zip(rows["agency"], rows["dimension"], strict=True)) == [("DOT", "race_ethnicity"), ("DOC", "race5")]


def test_the_scan_of_a_release_lists_every_comparison_of_the_last_period(internal: Tables) -> None:
    rows, held = internal["findings"], internal["figures"]
    compared = held[held["benchmark"].notna() & ~held["dimension"].isin(["race5", "sex2"])]
    last = compared.groupby(["measure", "agency", "geography", "nature"])["period"].transform("max")
    assert len(rows) == (compared["period"] == last).sum()
    found = rows[rows["finding"].isin(["behind", "ahead"])]
    assert (found["p_adjusted"] < 0.05).all()
    assert (found["p"] <= found["p_adjusted"]).all()
