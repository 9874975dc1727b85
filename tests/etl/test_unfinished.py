"""A year that is not over is in no figure, and is said to be so far; once it is delivered whole, it is."""

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl import snapshot, unfinished, warehouse
from etl.home import Home
from etl.load import load
from tests.etl import good


def table(home: Home, name: str) -> pd.DataFrame:
    with warehouse.reading(home.warehouse) as connection:
        return warehouse.read(connection, sa.select(warehouse.TABLES[name]))


def applied(number: int, day: str, stage: str = "applied", agency: str = "PARKS") -> dict[str, str]:
    return {
        "agency": agency, "requisition": f"R{number}", "applicant_id": f"a{number}", "date": day, "job_category": "2",
        "stage": stage, "race_ethnicity": "HI", "sex": "F",
    }  # fmt: skip


def came(number: int, day: str) -> dict[str, str]:
    return {
        "agency": "PARKS", "person_id": f"p{number}", "date": day, "action": "hire", "to_job_category": "2",
        "race_ethnicity": "HI", "sex": "F",
    }  # fmt: skip


def received(home: Home, folder: Path, day: str, monkeypatch: pytest.MonkeyPatch, **rows: list[dict[str, str]]) -> None:
    monkeypatch.setattr(snapshot, "today", lambda: day)
    files = [good.write(folder, name, each) for name, each in rows.items()]
    report = load(files, home)
    assert not report.refused, [each.problems for each in report.deliveries]


@pytest.mark.long
def test_a_year_is_left_out_until_it_is_delivered_after_its_end(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    so_far = [applied(1, "2024-09-01"), applied(2, "2025-07-15"), applied(1, "2025-08-01", "hired")]
    register = {"agencies": good.ROWS["agencies"]}
    received(home, tmp_path / "a", "2025-10-02", monkeypatch, **register, applicants=so_far,
             personnel_actions=[came(1, "2025-03-01"), came(2, "2025-08-01")])  # fmt: skip
    counts = table(home, "applicant_counts")
    # Who applied in a year that is over and was hired since is counted in that year.
    assert counts.groupby(["period", "stage"])["applicants"].sum().to_dict() == {
        ("FY2025", "applied"): 1, ("FY2025", "hired"): 1,
    }  # fmt: skip
    assert set(table(home, "personnel_action_counts")["period"]) == {"FY2025"}
    assert set(table(home, "personnel_actions")["period"]) == {"FY2025"}
    told = table(home, "warning")
    told = told[told["code"] == unfinished.CODE].sort_values("source")
    assert told[["source", "agency", "period"]].values.tolist() == [
        ["applicants", "PARKS", "FY2026"], ["personnel_actions", "PARKS", "FY2026"],
    ]  # fmt: skip
    assert "FY2026 so far" in told["message"].iloc[0]
    assert "2026-06-30" in told["message_es"].iloc[0]
    received(home, tmp_path / "b", "2026-07-01", monkeypatch, applicants=[*so_far, applied(3, "2026-06-30")])
    counts = table(home, "applicant_counts")
    assert counts[counts["period"] == "FY2026"]["applicants"].sum() == 2
    told = table(home, "warning")
    assert set(told.loc[told["code"] == unfinished.CODE, "source"]) == {"personnel_actions"}


@pytest.mark.long
@pytest.mark.parametrize(("day", "kept"), [("2025-06-29", 0), ("2025-06-30", 0), ("2025-07-01", 1)])
def test_a_period_is_over_on_the_day_after_its_last(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str, kept: int
) -> None:
    rows = {"agencies": good.ROWS["agencies"], "applicants": [applied(1, "2025-05-05")]}
    received(home, tmp_path / "a", day, monkeypatch, **rows)
    assert len(table(home, "applicant_counts")) == kept


def test_every_table_named_is_of_periods_and_snapshots() -> None:
    for name in unfinished.FLOWS:
        assert {"period", "snapshot"} <= set(warehouse.TABLES[name].c.keys())
