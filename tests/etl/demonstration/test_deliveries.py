"""Every standard delivery is demonstrated, keeps its contract, is the same each time and warns where it is meant to."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import demonstration, register, warehouse
from etl.delivered import DELIVERIES
from etl.demonstration.examples import CODES
from etl.demonstration.heads import workforce_counts
from etl.demonstration.span import PERIODS
from etl.desk import State
from etl.home import Home
from etl.load import check, load

pytestmark = pytest.mark.long
Files = Mapping[str, pd.DataFrame]
ELSEWHERE = {"outcomes", "benchmarks", "personnel_action_counts"}
"""Conditions of the population are not invented; actions are delivered one by one."""
REAL = set(register.bundled()["agency"])


def test_every_delivery_is_there_and_every_row_says_demonstration(files: Files) -> None:
    assert set(files) == set(DELIVERIES) - ELSEWHERE
    for name, rows in files.items():
        assert set(rows["nature"]) == {"demonstration"}, name
        assert set(rows) <= {column.name for column in DELIVERIES[name].columns}, name


def test_everything_loads_and_the_flaws_are_warned_of(folder: Path, home: Home) -> None:
    report = load([folder], home)
    assert {each.state for each in report.deliveries} == {State.LOADED}
    assert {(each["code"], each["agency"], each["period"]) for each in report.warnings} == {
        ("all_equal", "EXE", "FY2019"), ("swing", "EXE", "FY2023"), ("stock_flow", "EXE", "FY2023"),
        ("unreported", "EXE", "FY2025"),
    }  # fmt: skip
    with warehouse.reading(home.warehouse) as connection:
        for table in (warehouse.TABLES[name] for name in ("workforce", "training", "services", "plans", "boards")):
            (rows,) = connection.execute(sa.select(sa.func.count()).select_from(table)).fetchone() or (0,)
            assert rows > 0, table.name
        agencies = warehouse.read(connection, sa.select(warehouse.agency.c.agency, warehouse.agency.c.nature))
    assert set(agencies.loc[agencies["nature"] == "demonstration", "agency"]) == set(CODES)


def test_the_files_of_a_few_agencies_and_years_pass_the_check_too(tmp_path: Path) -> None:
    written = demonstration.write(tmp_path / "few", ["DOT", "CHRO"], 2)
    report = check([tmp_path / "few"], Home(tmp_path / "nowhere"))
    assert [str(problem) for each in report.deliveries for problem in each.problems] == []
    assert {each.state for each in report.deliveries} == {State.LOADED}
    held = {path.stem.removesuffix("_demonstration"): path for path in written}
    assert set(pd.read_parquet(held["workforce"])["period"]) == {"FY2024", "FY2025"}
    assert set(pd.read_csv(held["budget"])["period"]) == {"FY2024", "FY2025"}
    for name, column in (("training", "due_date"), ("personnel_actions", "date"), ("applicants", "date")):
        days = pd.read_parquet(held[name])[column].astype(str)
        assert (days.min() >= "2023-07-01", days.min() < "2023-09-01") == (True, True), name
    assert pd.read_csv(held["boards"])["term_start"].min() < "2023-07-01"


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        demonstration.write(tmp_path / name, ["DOT", "CHRO"])
    ours, theirs = (sorted((tmp_path / name).iterdir()) for name in ("one", "other"))
    assert [each.name for each in ours] == [each.name for each in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.read_bytes() == other.read_bytes(), mine.name


def test_head_counts_of_real_agencies_are_those_that_protection_was_measured_on(files: Files) -> None:
    counts = files["workforce_counts"].astype({"employees": "int64"})
    mine = counts[~counts["agency"].isin(CODES)].reset_index(drop=True)
    assert len(mine) == 13_574
    assert list(mine.groupby("period")["employees"].sum()) == [
        32_716, 31_705, 30_617, 29_258, 28_911, 29_321, 29_848,
    ]  # fmt: skip
    keys = ["agency", "period", "job_category", "race_ethnicity", "sex"]
    assert mine.set_index(keys)["employees"].to_dict() == (
        workforce_counts(list(register.bundled()["agency"])).set_index(keys)["employees"].to_dict()
    )


def test_every_agency_delivers_every_year(files: Files) -> None:
    everyone = REAL | set(CODES)
    for name, day in {
        "workforce": "", "personnel_actions": "date", "applicant_counts": "", "contracts": "date", "budget": "",
        "engagement": "date", "assessments": "proposed",
    }.items():  # fmt: skip
        rows = files[name]
        periods = _fiscal(rows[day]) if day else rows["period"]
        assert (pd.crosstab(rows["agency"], periods).reindex(columns=list(PERIODS)) > 0).all(axis=None), name
        assert set(rows["agency"]) == everyone, name
    for name in ("plans", "goals", "practices", "training"):
        assert set(files[name]["agency"]) == everyone, name


def _fiscal(days: pd.Series) -> pd.Series:
    when = pd.to_datetime(days)
    return "FY" + (when.dt.year + (when.dt.month >= 7)).astype(str)
