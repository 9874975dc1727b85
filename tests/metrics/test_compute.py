from pathlib import Path

import pandas as pd
import pytest

from metrics import release, schema
from metrics.compute import FigureError, Tables, compute, worked
from metrics.definition import DEFINITIONS, DefinitionError
from tests.metrics import small

pytestmark = pytest.mark.long


def one(rows: pd.DataFrame, benchmark: str | None = None, **equal: str) -> pd.Series:
    if "dimension" in rows and "dimension" not in equal:
        rows = rows[~rows["dimension"].isin(["race5", "sex2"])]
    for column, value in equal.items():
        rows = rows[rows[column] == value]
    if "benchmark" in rows:
        rows = rows[rows["benchmark"].isna() if benchmark is None else rows["benchmark"] == benchmark]
    assert len(rows) == 1
    return rows.iloc[0]


def test_every_table_of_a_release_but_its_manifest_is_computed(internal: Tables) -> None:
    assert set(internal) == set(schema.TABLES) - {"manifest", "revisions"}


def test_a_share_is_of_those_with_a_reported_group(internal: Tables) -> None:
    row = one(internal["figures"], measure="employees", agency="DOT", period="FY2025", group="White")
    assert (row["numerator"], row["denominator"]) == (736, 929)
    assert row["value"] == pytest.approx(100 * 736 / 929)
    assert row["lower"] < row["value"] < row["upper"]
    assert (row["geography"], row["source"], row["status"]) == ("Connecticut", "workforce_counts", "shown")


def test_not_reported_is_over_everyone_and_has_no_benchmark(internal: Tables) -> None:
    rows = internal["figures"]
    rows = rows[(rows["group"] == "Not reported") & (rows["measure"] == "employees")]
    assert rows["benchmark"].isna().all()
    row = one(rows, agency="DOT", period="FY2025", dimension="race_ethnicity")
    assert (row["numerator"], row["denominator"]) == (12, 941)


def test_the_head_count_has_a_numerator_and_no_share(internal: Tables) -> None:
    row = one(internal["figures"], measure="employees", agency="ALL", period="FY2025", group="ALL")
    assert (row["numerator"], row["status"]) == (941 + 764, "shown")
    assert pd.isna(row["value"])


def test_statewide_is_the_sum_over_agencies_that_delivered_of_those_due(internal: Tables) -> None:
    row = one(internal["figures"], measure="employees", agency="ALL", period="FY2025", group="Asian")
    assert (row["numerator"], row["denominator"]) == (37, 929 + 758)
    assert (row["agencies_delivered"], row["agencies_due"]) == (2, 3)


def test_an_agency_that_is_no_longer_valid_is_not_due(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables["agency"] = small.agencies("DOT", "DOC", "DMV").assign(
        valid_from="2000-01-01", valid_to=["", None, "2024-12-31"]
    )
    tables["agency"]["valid_to"] = [None, None, "2024-12-31"]
    figures = small.compute(tmp_path, tables)["figures"]
    assert one(figures, measure="employees", agency="ALL", period="FY2024", group="ALL")["agencies_due"] == 3
    assert one(figures, measure="employees", agency="ALL", period="FY2025", group="ALL")["agencies_due"] == 2


def test_a_group_that_occurs_elsewhere_is_zero_and_not_absent(internal: Tables) -> None:
    row = one(internal["figures"], measure="leadership", agency="DOT", period="FY2025", group="Hispanic or Latino")
    assert (row["numerator"], row["value"], row["lower"], row["status"]) == (0, 0, 0, "shown")
    assert row["upper"] > 0


def test_leadership_counts_officials_and_administrators(internal: Tables) -> None:
    row = one(internal["figures"], measure="leadership", agency="ALL", period="FY2025", group="White")
    assert (row["numerator"], row["denominator"]) == (86, 120)


def test_the_vintage_is_the_latest_before_the_end_of_the_period_group_by_group(internal: Tables) -> None:
    rows = internal["representation"]
    rows = rows[(rows["measure"] == "employees") & (rows["agency"] == "ALL")]
    assert one(rows, "labor_force", period="FY2025", group="White")["reference_vintage"] == "2024"
    assert one(rows, "labor_force", period="FY2024", group="White")["reference_vintage"] == "2018"
    assert one(rows, "labor_force", period="FY2025", group="Asian")["reference_vintage"] == "2018"


def test_before_the_first_vintage_the_earliest_serves(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables["benchmark"] = small.shares("labor_force", "2030", {"White": 60.0})
    rows = small.compute(tmp_path, tables)["representation"]
    assert (
        one(rows, "labor_force", measure="employees", agency="ALL", period="FY2025", group="White")["reference_vintage"]
        == "2030"
    )


def test_representation_says_the_same_four_ways(internal: Tables) -> None:
    row = one(
        internal["representation"],
        "labor_force",
        measure="employees",
        agency="ALL",
        period="FY2025",
        group="Hispanic or Latino",
    )
    assert row["share"] == pytest.approx(100 * 212 / 1687)
    assert row["points"] == pytest.approx(row["share"] - 17.0)
    assert row["ratio"] == pytest.approx(row["share"] / 17.0)
    assert row["persons"] == pytest.approx(212 - 0.17 * 1687)
    assert row["reading"] == "below"


def test_page_and_table_agree_on_the_reading(internal: Tables) -> None:
    both = internal["figures"].merge(internal["representation"], on=["figure_id", "benchmark"], suffixes=("", "_said"))
    assert len(both) == len(internal["representation"]) > 0
    assert (both["comparison"] == both["reading"]).all()
    assert (both["gap"] == both["points"]).all()
    outside = (both["upper_said"] < 1) | (both["lower_said"] > 1)
    assert (
        (outside == both["comparison"].isin(["below", "above"])).where(both["comparison"] != "not_compared", True).all()
    )


def test_agencies_are_held_against_the_state(internal: Tables) -> None:
    state = one(internal["figures"], measure="employees", agency="ALL", period="FY2025", group="Asian")
    row = one(internal["figures"], "statewide", measure="employees", agency="DOC", period="FY2025", group="Asian")
    assert row["benchmark_value"] == state["value"]
    assert row["benchmark_kind"] == "statewide"


def test_less_than_one_person_is_not_compared(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables["workforce_count"] = pd.concat([
        tables["workforce_count"], small.people("DMV", "FY2025", {"White": 10, "Asian": 5})
    ])  # fmt: skip
    figures = small.compute(tmp_path, tables)["figures"]
    assert one(figures, "labor_force", measure="employees", agency="DMV", group="Asian")["comparison"] == "not_compared"


def test_counts_of_a_benchmark_become_shares(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    counted = small.shares("labor_force", "2024", {"White": 60.0, "Asian": 20.0, "Hispanic or Latino": 120.0})
    tables["benchmark"] = counted.rename(columns={"share": "count"})
    figures = small.compute(tmp_path, tables)["figures"]
    row = one(figures, "labor_force", measure="employees", agency="ALL", period="FY2025", group="White")
    assert row["benchmark_value"] == pytest.approx(30)


def test_a_job_categorys_own_benchmark_is_used_where_there_is_one(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    own = small.shares("labor_force", "2024", {"White": 80.0}, job_category=small.LEADERS)
    tables["benchmark"] = pd.concat([tables["benchmark"], own])
    figures = small.compute(tmp_path, tables)["figures"]
    leaders = one(figures, "labor_force", measure="leadership", agency="ALL", period="FY2025", group="White")
    employees = one(figures, "labor_force", measure="employees", agency="ALL", period="FY2025", group="White")
    assert (leaders["benchmark_value"], employees["benchmark_value"]) == (80, 66)


def test_official_and_demonstration_are_never_summed(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables["workforce_count"] = pd.concat([
        tables["workforce_count"], small.people("DMV", "FY2025", {"White": 500, "Asian": 30}, "demonstration")
    ])  # fmt: skip
    figures = small.compute(tmp_path, tables)["figures"]
    both = figures[(figures["measure"] == "employees") & (figures["agency"] == "ALL") & (figures["period"] == "FY2025")]
    official = one(both, nature="official", group="ALL")
    invented = one(both, nature="demonstration", group="ALL")
    assert (official["numerator"], invented["numerator"]) == (1705, 530)
    assert invented["figure_id"] == official["figure_id"] + ".demonstration"


def test_two_standards_of_race_are_not_added(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    new = small.people("DMV", "FY2025", {"White": 50, "Middle Eastern or North African": 30}, standard="omb_2024")
    tables["workforce_count"] = pd.concat([tables["workforce_count"], new])
    figures = small.compute(tmp_path, tables)["figures"]
    state = one(figures, measure="employees", agency="ALL", period="FY2025", group="White")
    assert state["status"] == "not_applicable"
    assert pd.isna(state["numerator"])
    assert one(figures, measure="employees", agency="ALL", period="FY2025", group="Female")["status"] == "shown"
    agency = one(figures, "labor_force", measure="employees", agency="DMV", period="FY2025", group="White")
    assert agency["comparison"] == "not_compared"
    assert pd.isna(agency["benchmark_value"])


def test_figure_ids_are_readable_and_never_shared(internal: Tables) -> None:
    figures = internal["figures"]
    assert not figures.duplicated(["figure_id", "benchmark"]).any()
    keys = ["measure", "agency", "geography", "period", "dimension", "group", "nature"]
    assert (figures.groupby("figure_id")[keys].nunique() == 1).all().all()
    row = one(figures, measure="employees", agency="DOC", period="FY2025", group="Female")
    assert row["figure_id"] == "employees.doc.connecticut.fy2025.sex.female"


def test_names_that_read_the_same_get_ids_that_differ(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    places = [{"group": "White", "value": 5.0, "geography": name, "geography_kind": "town"} for name in ("A-B", "A B")]
    tables["outcome"] = small.outcomes("suspension_rate", places)
    figures = small.compute(tmp_path, tables)["figures"]
    assert figures[figures["measure"] == "suspension_rate"]["figure_id"].nunique() == 2


def test_what_the_publisher_does_not_show_keeps_its_status_and_no_number(internal: Tables) -> None:
    row = one(internal["figures"], measure="suspension_rate", period="SY2018-19", group="Two or More Races")
    assert row["status"] == "suppressed_by_publisher"
    assert row[["value", "numerator", "lower", "upper"]].isna().all()


def test_percentages_without_a_base_have_a_gap_and_no_comparison(internal: Tables) -> None:
    row = one(
        internal["figures"],
        "best_group",
        measure="suspension_rate",
        period="SY2018-19",
        group="Black or African American",
    )
    assert row["gap"] == pytest.approx(12.1)
    assert row["comparison"] == "not_compared"
    assert pd.isna(row["lower"])


def test_the_best_group_is_not_held_against_itself(internal: Tables) -> None:
    rows = internal["figures"]
    rows = rows[(rows["benchmark"] == "best_group") & (rows["period"] == "SY2018-19")]
    assert set(rows["group"]) == {"White", "Black or African American", "Two or More Races"}


def test_rates_with_their_base_are_compared_both_ways(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    cells = [("Asian", 95, 100), ("White", 930, 1000), ("Black or African American", 780, 1000), ("Other", 10, 12)]
    rows = [{"group": g, "numerator": x, "denominator": n, "value": 100 * x / n} for g, x, n in cells]
    everyone = {"group": "ALL", "dimension": "ALL", "numerator": 1815, "denominator": 2112, "value": 100 * 1815 / 2112}
    tables["outcome"] = small.outcomes("graduation_rate", [*rows, everyone])
    figures = small.compute(tmp_path, tables)["figures"]
    best = figures[figures["benchmark"] == "best_group"].set_index("group")["comparison"]
    assert best.to_dict() == {"White": "similar", "Black or African American": "worse", "Other": "similar"}
    everyone_ = figures[figures["benchmark"] == "everyone"].set_index("group")["comparison"]
    assert everyone_.to_dict() == {
        "Asian": "better",
        "White": "better",
        "Black or African American": "worse",
        "Other": "similar",
    }


def test_a_published_margin_becomes_a_95_percent_interval(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    rows = [
        {"group": "White", "value": 6.0, "margin_of_error": 1.645},
        {"group": "Asian", "value": 20.0, "margin_of_error": 1.645},
    ]
    tables["outcome"] = small.outcomes("poverty_rate", rows, agency="ALL", period="2018")
    figures = small.compute(tmp_path, tables)["figures"]
    row = one(figures, measure="poverty_rate", group="White")
    assert (row["se"], row["lower"], row["upper"]) == pytest.approx((1.0, 4.040036, 7.959964))
    assert one(figures, "best_group", measure="poverty_rate", group="Asian")["comparison"] == "worse"


def test_a_count_has_a_numerator_and_no_base(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    rows = [{"group": "White", "value": 1503.0, "denominator": 9.0}]
    tables["outcome"] = small.outcomes("children_in_placement", rows, agency="DCF", period="2018-07-01", unit="persons")
    row = one(small.compute(tmp_path, tables)["figures"], measure="children_in_placement")
    assert (row["numerator"], row["value"]) == (1503, 1503)
    assert pd.isna(row["denominator"])


def test_shares_of_an_outcome_are_held_against_a_reference_population(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    tables["outcome"] = small.outcomes(
        "educator_share", [{"group": "White", "value": 91.7}, {"group": "Asian", "value": 1.0}]
    )
    tables["benchmark"] = small.shares("enrollment", "SY2016-17", {"White": 58.0, "Asian": 5.0})
    made = small.compute(tmp_path, tables)
    row = one(made["representation"], "enrollment", measure="educators", group="White")
    assert row["ratio"] == pytest.approx(91.7 / 58)
    assert row["reading"] == "not_compared"
    assert pd.isna(row["persons"])


def test_a_definition_in_another_unit_than_its_rows_says_so(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables["outcome"] = small.outcomes("poverty_rate", [{"group": "White", "value": 6.0}], unit="persons")
    with pytest.raises(DefinitionError, match=r"poverty_rate.toml: reading: unit is 'percent'.*persons"):
        small.compute(tmp_path, tables)


def test_a_count_above_its_base_names_the_measure(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables["outcome"] = small.outcomes(
        "graduation_rate", [{"group": "White", "numerator": 12, "denominator": 10, "value": 100}]
    )
    with pytest.raises(FigureError, match="measure graduation_rate: 1 of 1 proportions"):
        small.compute(tmp_path, tables)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ('count = "employees"', 'count = "payroll"'),
            r"employees.toml: formula: count is 'payroll'; choose .*employees",
        ),
        (('"race5", "sex"', '"race5", "town"'), r"'town' is no dimension of the count 'employees'"),
        (('"race5", "sex"', '"shoe_size"'), r"employees.toml: dimensions names 'shoe_size'; choose"),
        (('"labor_force"', '"neighbors"'), r"employees.toml: benchmarks names 'neighbors'; choose"),
    ],
)
def test_a_definition_that_does_not_fit_names_file_key_and_choices(
    warehouse: Path, tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    text = (DEFINITIONS / "employees.toml").read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "employees.toml").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        compute(warehouse, tmp_path)


def test_a_folder_without_definitions_is_refused(warehouse: Path, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="holds no definition"):
        compute(warehouse, tmp_path / "nothing")


def test_the_order_of_rows_never_matters(tables: dict[str, pd.DataFrame], internal: Tables, tmp_path: Path) -> None:
    turned = {name: rows.sample(frac=1, random_state=4) for name, rows in tables.items()}
    other = small.compute(tmp_path, turned)
    for name, rows in internal.items():
        keys = list(rows.columns)
        left, right = (release.shaped(name, each).sort_values(keys, ignore_index=True) for each in (rows, other[name]))
        pd.testing.assert_frame_equal(left, right)


def test_cells_hold_every_margin(internal: Tables) -> None:
    cells = internal["cells"]
    total = one(cells, table_id="agency_race_sex", period="FY2025", agency="TOTAL", race_ethnicity="TOTAL", sex="TOTAL")
    assert total["value"] == 1705
    inner = cells[
        (cells["table_id"] == "state_race_sex_job") & (cells["period"] == "FY2025") & (cells["sex"] != "TOTAL")
    ]
    inner = inner[(inner["race_ethnicity"] != "TOTAL") & (inner["job_category"] != "TOTAL")]
    assert inner["value"].sum() == 1705
    assert (inner["value"] == 0).any()


def test_hierarchies_fold_small_groups(internal: Tables) -> None:
    parents = internal["hierarchies"].set_index(["dimension", "member"])["parent"]
    assert parents["race_ethnicity", "Two or More Races"] == "All other groups"
    assert parents["sex", "X"] == parents["sex", "Male"] == "Male, X or not reported"
    assert parents["sex", "Female"] == "Female"


def test_another_governments_home_keeps_its_own_name(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables["benchmark"] = small.shares("labor_force", "2018", {"White": 40.0}, geography="California")
    del tables["outcome"]
    figures = small.compute(tmp_path, tables)["figures"]
    assert set(figures["geography"]) == {"California"}
    assert "labor_force" in set(figures["benchmark"].dropna())


def test_measures_carry_their_definition(internal: Tables) -> None:
    row = one(internal["measures"], measure="suspension_rate")
    assert row["exceptional"] == "SY2019-20;SY2020-21"
    assert row["formula"] == '{"indicator": "suspension_rate", "kind": "outcome"}'
    assert len(row["caveats"].split("\n")) == len(row["caveats_es"].split("\n")) == 3
    assert len(internal["measures"]) == 3


def test_public_figures_are_among_the_internal_ones(warehouse: Path, definitions: Path) -> None:
    work = worked(warehouse, definitions)
    shown = small.public(work)["figures"]
    assert set(shown["figure_id"]) < set(work.figures["figure_id"])
    outcomes = work.figures[work.figures["measure"] == "suspension_rate"]
    assert set(outcomes["figure_id"]) <= set(shown["figure_id"])
