"""What holds for every publication: found by existing, its rows fit the warehouse, a changed file is caught."""

import pandas as pd
import pytest

from etl import warehouse
from etl.contract import ContractError
from etl.registry import publication_of, sources
from etl.vocabulary import period
from etl.vocabulary.label import EVERYONE, RACE_ETHNICITY, SEX, STATUSES

IDS = sorted(name for name, source in sources().items() if source.stem is None)
CODES = (-9999, -6666, 2499, 250001)


def known_groups(group):
    parts = group.split(" x ")
    return group == EVERYONE or set(parts) <= {*RACE_ETHNICITY.values(), *SEX.values()}


def test_every_publication_of_the_design_has_a_module():
    assert {
        "ct_children_in_placement", "ct_suspensions", "ct_chronic_absenteeism", "ct_graduation", "ct_educators",
        "ct_enrollment", "ct_traffic_stops", "ct_labor_force", "ct_population_age", "ct_town_profile",
        "ct_housing_tenure", "ct_income", "ct_poverty", "ct_insurance", "ct_occupations",
    } <= set(IDS)  # fmt: skip


@pytest.mark.parametrize("name", IDS)
def test_a_publication_is_recognised_by_its_headings_and_words(name, raw):
    cells = raw(name)
    found = publication_of(list(cells.columns), sources(), cells.iloc[0].to_dict())
    assert found is not None
    assert found.id == name


@pytest.mark.long
@pytest.mark.parametrize("name", IDS)
def test_rows_fit_the_warehouse(name, load, tmp_path):
    with warehouse.rebuild(tmp_path / "warehouse.duckdb") as connection:
        for table, rows in load(name).items():
            warehouse.fill(connection, warehouse.TABLES[table], rows.assign(source=name, snapshot="test"))


@pytest.mark.parametrize("name", IDS)
def test_rows_hold_standard_words_and_no_code_as_a_value(name, load):
    tables = load(name)
    for rows in tables.values():
        assert len(rows)
        assert rows["group"].map(known_groups).all()
        assert (rows["nature"] == "official").all()
        numbers = rows[[column for column in ("numerator", "denominator", "value", "share", "count") if column in rows]]
        assert not numbers.isin(CODES).any(axis=None)
        assert not (numbers < 0).any(axis=None)
    if "outcome" in tables:
        outcome = tables["outcome"]
        assert set(outcome["status"]) <= set(STATUSES)
        assert ((outcome["status"] == "shown") == outcome["value"].notna()).all()
        assert [period.parse(text).text for text in outcome["period"]] == outcome["period"].to_list()
        keys = ["indicator", "period", "geography", "geography_kind", "dimension", "group"]
        assert not outcome.duplicated(keys).any()
    if "benchmark" in tables:
        benchmark = tables["benchmark"]
        assert benchmark["share"].between(0, 100).all()
        keys = ["benchmark", "geography", "vintage", "job_category", "dimension", "group"]
        assert not benchmark.duplicated(keys).any()


@pytest.mark.parametrize("name", IDS)
def test_a_changed_heading_makes_it_another_file(name, raw):
    cells = raw(name)
    renamed = cells.rename(columns={cells.columns[-1]: "Renamed"})
    assert publication_of(list(renamed.columns), sources()) is None
    with pytest.raises(ContractError, match="the column is missing"):
        sources()[name].check(renamed, "renamed.csv")


@pytest.mark.parametrize("name", IDS)
def test_a_row_twice_is_refused(name, raw):
    cells = raw(name)
    twice = pd.concat([cells, cells.iloc[[3]].set_axis([99])])
    with pytest.raises(ContractError, match="row 99: repeats"):
        sources()[name].check(twice, "twice.csv")


@pytest.mark.parametrize("name", IDS)
def test_every_source_says_who_publishes_it_and_what_a_reader_must_know(name):
    source = sources()[name]
    assert source.publisher
    assert source.title
    assert source.caveats
    assert source.key
    assert all(column.meaning for column in source.columns)
