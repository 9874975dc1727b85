"""A demonstration register adds fictitious agencies and takes nothing away."""

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import warehouse
from etl.desk import State
from etl.home import Home
from etl.load import check, load
from etl.register import Register, bundled

CELL = "agency,period,job_category,race_ethnicity,sex,employees,nature\n"
EXAMPLES = "agency,name,nature\nEXA,Example Agency A,demonstration\n"
OWN = "agency,name\nPARKS,Parks Department\n"


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def rows(home: Home, table: sa.Table) -> pd.DataFrame:
    with warehouse.reading(home.warehouse) as connection:
        return warehouse.read(connection, sa.select(table))


@pytest.mark.long
def test_fictitious_agencies_stand_beside_the_bundled_ones_and_reference_figures_stay(
    home: Home, tmp_path: Path
) -> None:
    counts = CELL + "Example Agency A,FY2025,1,WH,F,30,demonstration\nDOT,FY2025,1,WH,F,30,demonstration\n"
    inbox = tmp_path / "inbox"
    put(inbox, "agencies_examples.csv", EXAMPLES)
    put(inbox, "workforce_counts.csv", counts)
    assert not load([inbox], home).refused
    agencies = rows(home, warehouse.agency)
    assert len(agencies) == len(bundled()) + 1
    assert dict(agencies.groupby("nature").size()) == {"official": len(bundled()), "demonstration": 1}
    assert (rows(home, warehouse.outcome)["snapshot"] == "bundled").any()
    assert set(rows(home, warehouse.workforce_count)["agency"]) == {"EXA", "DOT"}


@pytest.mark.long
def test_an_official_register_replaces_the_bundled_one_and_keeps_the_fictitious_agencies(
    home: Home, tmp_path: Path
) -> None:
    load([put(tmp_path, "agencies_examples.csv", EXAMPLES)], home)
    load([put(tmp_path, "agencies.csv", OWN)], home)
    assert set(rows(home, warehouse.agency)["agency"]) == {"PARKS", "EXA"}
    assert rows(home, warehouse.outcome).empty
    assert load([put(tmp_path, "agencies_examples.csv", EXAMPLES)], home).deliveries[0].state is State.UNCHANGED


@pytest.mark.long
def test_both_registers_may_come_in_one_load(home: Home, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, "agencies.csv", OWN)
    put(inbox, "agencies_examples.csv", EXAMPLES)
    assert not load([inbox], home).refused
    assert set(rows(home, warehouse.agency)["agency"]) == {"PARKS", "EXA"}


@pytest.mark.long
def test_a_newer_demonstration_register_replaces_the_older(home: Home, tmp_path: Path) -> None:
    load([put(tmp_path, "agencies_examples.csv", EXAMPLES)], home)
    load([put(tmp_path, "agencies_others.csv", EXAMPLES.replace("EXA", "EXB"))], home)
    agencies = rows(home, warehouse.agency)
    assert list(agencies.loc[agencies["nature"] == "demonstration", "agency"]) == ["EXB"]


@pytest.mark.long
def test_a_fictitious_agency_with_an_official_agencys_name_is_refused(home: Home, tmp_path: Path) -> None:
    path = put(tmp_path, "agencies_x.csv", EXAMPLES + "EXT,Department of Transportation,demonstration\n")
    for report in (load([path], home), check([path], home)):
        assert [(each.row, each.column) for each in report.deliveries[0].problems] == [(3, "agency")]
        assert "an official agency has this code or a name of it" in str(report.deliveries[0].problems[0])


@pytest.mark.long
def test_a_check_knows_the_fictitious_agencies_that_were_loaded(home: Home, tmp_path: Path) -> None:
    load([put(tmp_path, "agencies_examples.csv", EXAMPLES)], home)
    counts = put(tmp_path, "workforce_counts.csv", CELL + "EXA,FY2025,1,WH,F,30,demonstration\n")
    assert not check([counts], home).refused
    assert check([counts], Home(tmp_path / "other")).refused


def test_where_an_official_register_takes_a_fictitious_agencys_code_it_has_it() -> None:
    invented = pd.DataFrame([{"agency": "EXA", "name": "Example Agency A", "nature": "demonstration"}])
    official = pd.DataFrame([{"agency": "EXA", "name": "Export Agency", "nature": "official"}])
    register = Register().adopt(invented).adopt(official)
    assert list(register.agencies["name"]) == ["Export Agency"]
    assert not register.bundled


def test_a_bundled_agency_without_a_last_day_has_none_rather_than_an_empty_one() -> None:
    rows = bundled()
    assert len(rows) > 20
    assert not (rows == "").any(axis=None)
    assert rows["valid_to"].isna().all()
