"""Years and domains are attacked apart where no line joins them, with the same answers for any number of processes."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from audit import examine, split
from audit.error import AuditError
from audit.level import Settings
from audit.report import Report
from tests.audit.published import NAMES, cells, figures, hide, inner, write

pytestmark = pytest.mark.long

SETTINGS = Settings(seconds=20)
YEARS = ("FY2023", "FY2024", "FY2025")


def release(folder: Path, *extra: pd.DataFrame) -> tuple[Path, Path]:
    """Three years: one protected, one with a needed cell shown, one with a pair that staff see through."""
    hidden = [inner("DOT", "DAS", "DOC"), inner("DOT", "DAS")[1:], inner("DOT", "DAS")]
    public = [hide(cells(year), gone) for year, gone in zip(YEARS, hidden, strict=True)]
    whole = [cells(year) for year in YEARS]
    made = [figures(cells(YEARS[0])), *extra]
    return (
        write(folder / "public.duckdb", cells=pd.concat(public, ignore_index=True), figures=pd.concat(made)),
        write(folder / "internal.duckdb", cells=pd.concat(whole, ignore_index=True)),
    )


def told(report: Report) -> tuple[object, ...]:
    levels = [(each.level, each.withheld, each.exact, each.narrow, each.relaxed) for each in report.answers]
    worst = [(each["cell"], each["level"], each["low"], each["high"], each["found"]) for each in report.worst(99)]
    assert report.staff is not None
    return levels, worst, report.staff.to_dict("records"), report.code, report.cells


def test_one_process_and_two_give_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public, truth = release(tmp_path)
    said: list[str] = []
    one = examine.one_release(public, SETTINGS, truth=truth, processes=1, said=said.append)
    assert len(said) == 3
    assert said[0].startswith("1 of 3: workforce FY2023 official: 36 cells, 12 withheld, 0 exact, 0 narrow")
    assert "FY2024" in said[1]
    assert "7 exact" in said[1]
    monkeypatch.setattr(split, "_WORTH", 0)
    two = examine.one_release(public, SETTINGS, truth=truth, processes=2, said=said.append)
    assert told(one) == told(two)
    assert one.answers[0].exact == 7
    assert one.staff is not None
    assert dict(zip(one.staff["agency"], one.staff["exact"], strict=True)) == {"DAS": 7, "DOC": 0, "DOT": 8}
    assert sorted(line.partition(": ")[2].split(":")[0] for line in said[:3]) == sorted(
        line.partition(": ")[2].split(":")[0] for line in said[3:]
    )


def test_a_fault_in_one_process_stops_the_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split, "_WORTH", 0)
    broken = cells("FY2024")
    broken.loc[broken.index[-1], "value"] += 1
    public = write(tmp_path / "public.duckdb", cells=pd.concat([cells(), broken], ignore_index=True))
    with pytest.raises(AuditError, match="correct the table"):
        examine.one_release(public, SETTINGS, processes=2)


def test_lines_between_years_keep_them_together(tmp_path: Path) -> None:
    flows = [cells(name_year, domain=domain) for domain in ("hires", "leavers") for name_year in ("FY2025",)]
    stocks = [cells("FY2023"), cells("FY2024"), cells("FY2025")]
    public = write(tmp_path / "public.duckdb", cells=pd.concat([*stocks, *flows], ignore_index=True))
    said: list[str] = []
    examine.one_release(public, SETTINGS, processes=1, said=said.append)
    assert [line.split(":")[1].strip() for line in said] == [
        "workforce official".replace("workforce", "workforce FY2023"),
        "workforce+hires+leavers FY2024+FY2025 official",
    ]


def test_each_domain_has_its_own_threshold(tmp_path: Path) -> None:
    # 8 and 8 in a square of which 4 can move: wide enough under a threshold of 6, too narrow under 11.
    numbers = {("A", "x"): 8, ("A", "y"): 4, ("B", "x"): 4, ("B", "y"): 8}
    rows = [(agency, race, value) for (agency, race), value in numbers.items()]
    rows += [(agency, "TOTAL", 12) for agency in "AB"] + [("TOTAL", race, 12) for race in "xy"]
    frame = pd.DataFrame([*rows, ("TOTAL", "TOTAL", 24)], columns=["agency", "race_ethnicity", "value"])
    frame = frame.assign(table_id="t", period="FY2025", nature="official", status="shown", value=frame["value"] * 1.0)
    both = pd.concat([frame.assign(domain=name) for name in ("workforce", "clients")], ignore_index=True)
    gone = (both["agency"] != "TOTAL") & (both["race_ethnicity"] != "TOTAL")
    public = both.assign(value=both["value"].where(~gone), status=both["status"].where(~gone, "withheld"))
    truth = write(tmp_path / "whole.duckdb", cells=both)
    plain = write(tmp_path / "plain.duckdb", cells=public)
    own = Settings(seconds=20, zeros="hidden", thresholds={"clients": 15})
    assert examine.one_release(plain, Settings(seconds=20, zeros="hidden"), truth=truth).answers[0].narrow == 0
    assert examine.one_release(plain, own, truth=truth).answers[0].narrow == 4
    stated = pd.DataFrame(
        {"part": "threshold", "domain": ["workforce", "clients"], "name": "threshold", "value": ["3", "15"]}
    )
    policy = write(tmp_path / "policy.duckdb", cells=public, policy=stated)
    report = examine.one_release(policy, Settings(seconds=20, zeros="hidden"), truth=truth)
    assert report.answers[0].narrow == 4
    assert all("clients" in each["cell"] for each in report.worst(9))
    bad = write(tmp_path / "bad.duckdb", cells=public, policy=stated.assign(value="six"))
    with pytest.raises(AuditError, match="threshold of workforce is 'six'"):
        examine.one_release(bad, SETTINGS)


def test_names_of_cells_say_which_year(tmp_path: Path) -> None:
    public, truth = release(tmp_path)
    report = examine.one_release(public, SETTINGS, truth=truth, processes=1)
    exact = [each["cell"] for each in report.worst(99) if each["found"] == "exact"]
    assert len(exact) == 7
    assert all("period FY2024" in each for each in exact)
    assert set(NAMES) < set(report.system.coordinates)
    assert np.isin(report.answers[0].cells["cell"], np.arange(len(report.system.cells))).all()


def test_counts_beside_the_workforce_are_tied_to_it_by_the_lines_of_the_policy(tmp_path: Path) -> None:
    policy = pd.DataFrame(
        [
            ("table", "workforce", "agency_race_sex", "agency x race5 x sex2 x employees"),
            ("table", "workforce", "agency_job", "agency x job_category x employees"),
            ("table", "workforce", "before", "agency x race5 x employees_before"),
            ("table", "workforce", "came", "agency x race5 x hires"),
            ("table", "workforce", "left", "agency x race5 x leavers"),
            ("table", "workforce", "applied", "agency x race5 x applicants"),
            ("line", "workforce", "agency x race5", "1 employees + -1 employees_before + -1 hires + 1 leavers = 0"),
            ("line", "workforce", "agency x race5", "1 applicants + -1 hires >= 0"),
        ],
        columns=["part", "domain", "name", "value"],
    )
    whole = cells()
    both = whole[whole["sex"] == "TOTAL"]
    size = (both[["agency", "race_ethnicity"]] == "TOTAL").to_numpy() * np.array([2, 1]) + 1
    ones = size.prod(axis=1).astype(float)
    beside = [
        both.assign(table_id=name, value=value)
        for name, value in (("came", ones), ("left", ones), ("before", both["value"]), ("applied", ones))
    ]
    gone = [(agency, race, sex) for agency, race, sex in inner("DOT", "DAS")]
    gone += [(agency, race, "TOTAL") for agency, race, sex in gone if sex == "Male"]
    people = pd.concat([whole, *beside], ignore_index=True)
    truth = write(tmp_path / "internal.duckdb", cells=people)
    public = write(
        tmp_path / "public.duckdb", cells=pd.concat([hide(whole, gone), *beside], ignore_index=True), policy=policy
    )
    said: list[str] = []
    report = examine.one_release(public, SETTINGS, truth=truth, said=said.append)
    assert len(said) == 1, said
    assert report.answers[1].exact == 0
    assert report.answers[3].exact == 4
    # Hires that are withheld are no more than those who applied.
    hidden = hide(beside[0], gone)
    more = [hide(whole, gone), hidden, *beside[2:]]
    public = write(tmp_path / "more.duckdb", cells=pd.concat(more, ignore_index=True), policy=policy)
    report = examine.one_release(public, SETTINGS, truth=truth)
    names = ["domain", "agency", "race_ethnicity"]
    (cell,) = report.system.cells.index[(report.system.cells[names] == ["hires", "DOT", "Asian"]).all(axis=1)]
    high = [each.cells.set_index("cell")["high"].get(cell) for each in report.answers]
    assert (high[0], high[3]) == (2, 1)
    wrong = policy.assign(value=policy["value"].str.replace("1 applicants", "applicants"))
    bad = write(tmp_path / "bad.duckdb", cells=whole, policy=wrong)
    with pytest.raises(AuditError, match="the line 'applicants"):
        examine.one_release(bad, SETTINGS)
