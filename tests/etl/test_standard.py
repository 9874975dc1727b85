"""Every standard delivery: its good rows are loaded from any form into its own table, and units replace each other."""

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import build, warehouse
from etl.delivered import DELIVERIES, PEOPLE
from etl.desk import Desk, State
from etl.home import Home
from etl.load import Report, check, load, stale
from etl.registry import sources
from etl.table import read_table
from tests.etl import good

STANDARD = """
agencies: agency, name, *acronym*, *former_names*, *valid_from*, *valid_to*, *size_group*
workforce: agency, period, person_id, position_class, job_category, full_time, classified, *at_will*, hire_date, \
annual_pay, race_ethnicity, sex, *birth_year*, *disability*, *veteran*, *town*, *justice_impacted*, *language*
workforce_counts: agency, period, job_category, race_ethnicity, sex, *age_band*, *full_time*, *disability*, employees
personnel_actions: agency, person_id, date, action, *rating*, *to_job_category*, *at_will*, race_ethnicity, sex, \
*disability*, *justice_impacted*
personnel_action_counts: agency, period, job_category, race_ethnicity, sex, action, events
applicants: agency, requisition, applicant_id, date, job_category, stage, *rejected_for_record*, race_ethnicity, sex, \
*disability*, *justice_impacted*
applicant_counts: agency, period, job_category, race_ethnicity, sex, stage, applicants
training: agency, person_id, course, mandatory, due_date, *completed_date*, *excused*, hours, *language*, \
job_category, race_ethnicity, sex
training_offerings: course, date, language, town, seats, *development*
boards: board, appointing_authority, member_id, term_start, *term_end*, race_ethnicity, sex
services: agency, program, period, dimension, group, *town*, eligible, applied, approved, denied, served, \
*median_days*, *completed*
outcomes: agency, indicator, period, geography, dimension, group, *numerator*, *denominator*, *value*, \
*margin_of_error*, unit, *status*
contracts: agency, payment_id, kind, date, vendor_id, naics, amount, eligible, certifications
contract_goals: certification, percent, *naics*, valid_from, *valid_to*, authority
contract_availability: naics, certification, ready_firms, all_firms, period
budget: agency, program, period, appropriated, expended, equity_note, *town*
plans: agency, kind, version, *due*, drafting, *consulted*, *office_review*, *agency_revision*, *approved*, \
*mayor_reviewed*, *council_approved*, *published*, *effective*, *document*, *language*, *accessible*, representation, \
service_delivery, program_impact, demographic_trends
goals: agency, goal_id, title, measure, *group*, baseline, baseline_date, target, target_date, owner, *directed*
goal_updates: goal_id, date, value, *narrative*
assessments: agency, assessment_id, subject, kind, proposed, started, *decided*, *disparity_found*, *mitigation*
practices: agency, practice, *adopted*
practice_list: practice, title, domain
engagement: agency, session_id, date, town, dimension, group, participants, *feedback*, *answered*, *acted_on*
communications: agency, document, vital, language, date, *reading_grade*, *accessible*
languages_needed: agency, language, residents_served, valid_from
interpreter_requests: agency, date, language, met, *minutes_waited*
strategy: objective, owner, due, *done*
municipal_actions: town, action, step, date, *applied_to*
protected_classes: jurisdiction, class, valid_from, *valid_to*, ordinance
benchmarks: benchmark, geography, vintage, *job_category*, dimension, group, *share*, *count*, *margin_of_error*, source
"""
FREE = ("race_standard", "nature")


def told(report: Report) -> list[str]:
    return [str(problem) for delivery in report.deliveries for problem in delivery.problems]


def rows_of(home: Home, name: str) -> pd.DataFrame:
    table = warehouse.TABLES[name]
    with warehouse.reading(home.warehouse) as connection:
        return warehouse.read(connection, sa.select(*table.columns))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    good.write(tmp_path / "inbox", "agencies", good.ROWS["agencies"])
    return tmp_path / "inbox"


def test_the_deliveries_have_exactly_the_columns_that_were_agreed() -> None:
    agreed = dict(line.split(": ", 1) for line in STANDARD.strip().splitlines())
    assert set(agreed) == set(DELIVERIES) == set(good.ROWS)
    for name, columns in agreed.items():
        own = [each for each in DELIVERIES[name].columns if each.name not in FREE]
        assert ", ".join(f"*{each.name}*" if each.optional else each.name for each in own) == columns


def test_every_delivery_with_race_may_say_which_standard_it_follows() -> None:
    for source in DELIVERIES.values():
        names = {column.name for column in source.columns}
        assert "race_ethnicity" not in names or "race_standard" in names, source.id


@pytest.mark.long
def test_every_delivery_is_loaded_into_its_table(home: Home, inbox: Path) -> None:
    for name, rows in good.ROWS.items():
        good.write(inbox, name, rows)
    report = load([inbox], home)
    assert told(report) == []
    assert {each.state for each in report.deliveries} == {State.LOADED}
    for name, rows in good.ROWS.items():
        table = DELIVERIES[name].table
        assert table is not None
        # Records take the place of the counts of the same agency and period: tests/etl/test_counted.py.
        assert len(rows_of(home, table)) == len(rows) or name.endswith("_counts"), name
    names = rows_of(home, "source")["source"].tolist()
    assert set(DELIVERIES) - {"agencies", "benchmarks", "outcomes"} <= set(names)
    assert {each.state for each in load([inbox], home).deliveries} == {State.UNCHANGED}


@pytest.mark.long
def test_cells_become_labels_numbers_days_and_blanks(home: Home, inbox: Path) -> None:
    for name in ("workforce", "training", "services", "contracts"):
        good.write(inbox, name, good.ROWS[name])
    load([inbox], home)
    one, two = rows_of(home, "workforce").sort_values("annual_pay", ascending=False).to_dict("records")
    assert (one["race_ethnicity"], one["sex"], one["job_category"]) == ("Hispanic or Latino", "Female", "Professionals")
    assert (one["annual_pay"], one["birth_year"], one["race_standard"]) == (81250.5, 1980, "omb_1997")
    assert (two["person_id"], two["classified"], two["veteran"], two["town"]) == ("0018", "yes", None, None)
    assert pd.isna(two["birth_year"])
    assert sorted(rows_of(home, "training")["period"]) == ["FY2024", "FY2025"]
    assert set(rows_of(home, "services")["group"]) == {"Female", "ALL"}
    assert sorted(rows_of(home, "contracts")["amount"]) == [-120.25, 5000]


def changed(name: str, **cells: str) -> list[dict[str, str]]:
    return [{**good.ROWS[name][0], **cells}]


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "first", "then", "left"),
    [
        # An agency and a fiscal year, which the day of an event tells.
        ("personnel_actions", {"date": "2024-07-01"}, {"date": "2024-06-30"}, 2),
        ("personnel_actions", {"date": "2024-07-01"}, {"date": "2025-06-30", "person_id": "e9"}, 1),
        ("services", {"period": "2023"}, {"period": "2023", "program": "Trails"}, 1),
        ("services", {"agency": "FIRE"}, {"agency": "PARKS"}, 2),
        # An agency's list.
        ("goals", {"goal_id": "G1"}, {"goal_id": "G2"}, 1),
        ("plans", {"agency": "FIRE"}, {"agency": "PARKS"}, 2),
        # One goal, one board, one town.
        ("goal_updates", {"goal_id": "G1"}, {"goal_id": "G2"}, 2),
        ("boards", {"member_id": "m1"}, {"member_id": "m2"}, 1),
        ("municipal_actions", {"town": "Harbor"}, {"town": "Mill"}, 2),
        # The whole delivery.
        ("strategy", {"objective": "one"}, {"objective": "two"}, 1),
        ("contract_goals", {"certification": "SBE"}, {"certification": "MBE"}, 1),
    ],
)
def test_a_later_load_replaces_the_unit_and_only_the_unit(
    home: Home, inbox: Path, name: str, first: dict[str, str], then: dict[str, str], left: int
) -> None:
    one, two = (good.write(inbox, f"{name}_{i}", changed(name, **cells)) for i, cells in enumerate((first, then)))
    assert told(load([inbox / "agencies.csv", one], home)) == []
    assert told(load([two], home)) == []
    assert len(rows_of(home, name)) == left


@pytest.mark.long
def test_two_files_of_one_load_with_the_same_whole_delivery_refuse_each_other(home: Home, inbox: Path) -> None:
    good.write(inbox, "strategy_a", changed("strategy"))
    good.write(inbox, "strategy_b", changed("strategy", objective="another"))
    assert any("delivers strategy, and so does strategy_b.csv" in each for each in told(load([inbox], home)))


@pytest.mark.long
def test_official_rows_stand_before_demonstration_rows_of_a_whole_delivery(home: Home, inbox: Path) -> None:
    load([good.write(inbox, "strategy", changed("strategy", nature="official"))], home)
    load([good.write(inbox, "strategy_d", changed("strategy", objective="invented", nature="demonstration"))], home)
    assert rows_of(home, "strategy")["objective"].tolist() == ["Train all managers"]


@pytest.mark.long
def test_several_races_stand_in_a_cell_under_the_standard_of_2024_only(home: Home, inbox: Path) -> None:
    new = changed("boards", race_ethnicity="wh; Asian", race_standard="omb_2024")
    assert told(load([inbox, good.write(inbox, "boards", new)], home)) == []
    assert rows_of(home, "boards")["race_ethnicity"].tolist() == ["Asian;White"]
    for cells in ({"race_ethnicity": "WH;AS"}, {"race_ethnicity": "ME"}):
        report = check([good.write(inbox, "boards", changed("boards", **cells))], home)
        assert "boards.csv, row 2, column race_ethnicity" in told(report)[0], cells
        assert "race_ethnicity" not in told(check([good.write(inbox, "boards", new)], home))


@pytest.mark.long
def test_several_races_stop_a_head_count_for_which_the_release_has_no_group(home: Home, inbox: Path) -> None:
    new = changed("workforce_counts", race_ethnicity="WH;AS", race_standard="omb_2024")
    assert "'WH;AS' is not a known label" in told(load([inbox, good.write(inbox, "workforce_counts", new)], home))[0]


@pytest.mark.long
def test_a_warehouse_built_before_a_table_was_declared_is_built_anew(home: Home, inbox: Path) -> None:
    load([inbox], home)
    assert not stale(home)
    engine = warehouse._engine(home.warehouse, warehouse.DEFAULT, read_only=False)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE boards")
    engine.dispose()
    assert stale(home)
    load([], home)
    assert rows_of(home, "boards").empty


def test_units_are_columns_of_their_tables() -> None:
    for table, unit in build.UNITS.items():
        assert set(unit) <= {column.name for column in warehouse.TABLES[table].columns}, table


def test_tables_with_ids_of_people_say_so() -> None:
    people = {name for name, table in warehouse.TABLES.items() if table.info.get(PEOPLE)}
    ids = {name for name, t in warehouse.TABLES.items() if {"person_id", "applicant_id", "member_id"} & set(t.c.keys())}
    assert people == ids == {"workforce", "personnel_actions", "applicants", "training", "boards"}


_TEXT = st.text("abcxyzABC 019é'-", min_size=1, max_size=12).map(lambda each: f"t{each.strip()}")


@settings(max_examples=4, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", sorted(set(good.ROWS) - {"agencies"}))
@pytest.mark.long
def test_the_same_rows_in_any_form_give_the_same_result(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("forms")
    desk = Desk(Home(folder / "home"), sources())
    desk.adopt(pd.DataFrame(good.ROWS["agencies"]).assign(acronym="", nature="official"))
    source = DELIVERIES[name]
    free = {c.name for c in source.columns if type(c.promise).__name__ == "Text" and not c.kind} - set(source.unit)
    free -= {"dimension", "benchmark", "source"}
    rows = [
        {column: data.draw(_TEXT) if column in free and text else text for column, text in row.items()}
        for row in good.ROWS[name]
    ]
    results = []
    for form in good.FORMS:
        path = good.write(folder, name, rows, form)
        (table,) = desk.read(source, read_table(path), path.name).values()
        results.append(table.reset_index(drop=True))
    for result in results[1:]:
        pd.testing.assert_frame_equal(result, results[0])
