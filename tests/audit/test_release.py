"""A release is attacked through everything it says: cells, figures, rates, sentences, and what came before."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from audit import examine, outside
from audit.error import AuditError
from audit.level import Settings
from audit.release import Release
from audit.report import BREACHED, SAFE, Report
from tests.audit.published import NAMES, blank, cells, export, figures, hide, inner, write

pytestmark = pytest.mark.long

SETTINGS = Settings(seconds=20)
PAIR = inner("DOT", "DAS")


def run(path: Path, folder: Path, **more: object) -> Report:
    whole = cells()
    truth = write(folder / "internal.duckdb", cells=whole, figures=figures(whole))
    return examine.one_release(path, SETTINGS, truth=truth, **more)  # type: ignore[arg-type]


def found(report: Report, level: str) -> dict[str, str]:
    only = [each for each in report.answers if each.level == level]
    alone = Report(report.name, report.system, only, None, (), (), 0.0)
    # Every cell is of one domain, period and nature, which its name says too.
    return {each["cell"].split(", domain")[0]: each["found"] for each in alone.worst(99)}


def exact(report: Report, level: str) -> set[str]:
    return {cell for cell, each in found(report, level).items() if each == "exact"}


def test_a_protected_release_is_safe_at_every_level(tmp_path: Path) -> None:
    hidden = hide(cells(), inner("DOT", "DAS", "DOC"))
    report = run(write(tmp_path / "public.duckdb", cells=hidden, figures=figures(cells())), tmp_path)
    assert report.code == SAFE, report.text(20)
    assert [each.withheld for each in report.answers] == [12] * 5
    assert report.staff is not None
    assert report.staff[["exact", "undecided"]].to_numpy().sum() == 0


def test_an_export_says_what_the_file_says(tmp_path: Path) -> None:
    leaky = hide(cells(), PAIR[1:])
    one = run(write(tmp_path / "public.duckdb", cells=leaky), tmp_path)
    other = run(export(tmp_path / "export", cells=leaky), tmp_path)
    assert one.code == other.code == BREACHED
    assert [each.exact for each in one.answers] == [each.exact for each in other.answers]


@pytest.mark.parametrize("shown", range(8))
def test_showing_one_needed_secondary_tells_the_rest(tmp_path: Path, shown: int) -> None:
    hidden = hide(cells(), [*PAIR[:shown], *PAIR[shown + 1 :]])
    report = run(write(tmp_path / "public.duckdb", cells=hidden), tmp_path)
    assert report.answers[0].exact == 7
    assert report.code == BREACHED


def test_an_agencys_staff_know_the_other_agency_of_a_pair(tmp_path: Path) -> None:
    report = run(write(tmp_path / "public.duckdb", cells=hide(cells(), PAIR)), tmp_path)
    assert all(each.exact == 0 for each in report.answers)
    assert report.staff is not None
    assert dict(zip(report.staff["agency"], report.staff["exact"], strict=True)) == {"DAS": 4, "DOT": 4}
    assert report.code == BREACHED


def by_race(keep: str, digits: int | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells and figures with two agencies' race withheld, but for columns `keep` of the figure of DOT's Asian staff."""
    gone = [(agency, race, sex) for agency, race, _ in PAIR for sex in ("Female", "Male", "TOTAL")]
    rows = figures(cells())
    less = blank(rows, *(f"employees.{agency}.{race}" for agency, race, _ in PAIR))
    at = less["figure_id"] == "employees.DOT.Asian"
    for name in keep.split():
        values = rows.loc[at, name]
        less.loc[at, name] = values.round(digits) if digits is not None and name == "value" else values
        less.loc[at, "status"] = "shown"
    return hide(cells(), gone), less


@pytest.mark.parametrize(
    ("keep", "digits", "told"),
    [("", None, 0), ("value denominator", 1, 4), ("value denominator", 0, 0), ("value", 1, 4), ("numerator", None, 4)],
)
def test_a_rate_tells_its_numerator(tmp_path: Path, keep: str, digits: int | None, told: int) -> None:
    hidden, rates = by_race(keep, digits)
    report = run(write(tmp_path / "public.duckdb", cells=hidden, figures=rates), tmp_path)
    names = {cell for cell in exact(report, "K0") if "sex" not in cell}
    assert len(names) == told, report.text(20)


@pytest.mark.parametrize(("digits", "told"), [(0, 0), (1, 0), (2, 2)])
def test_one_decimal_more_tells_what_a_rounded_rate_does_not(tmp_path: Path, digits: int, told: int) -> None:
    base = 12_000.0
    rates = pd.DataFrame(
        {
            "figure_id": ["x", "y"], "measure": "employees", "agency": "ALL", "geography": "Connecticut",
            "period": "FY2025", "dimension": "race_ethnicity", "group": ["Asian", "White"], "numerator": np.nan,
            "denominator": base, "value": np.round([100 * 37 / base, 100 * (base - 37) / base], digits),
            "status": "shown", "benchmark": None, "nature": "official",
        }
    )  # fmt: skip
    rows = pd.DataFrame(
        {
            "domain": "workforce", "table_id": "race", "period": "FY2025", "nature": "official", "agency": "TOTAL",
            "race_ethnicity": ["Asian", "White", "TOTAL"], "value": [np.nan, np.nan, base],
            "status": ["withheld", "withheld", "shown"],
        }
    )  # fmt: skip
    report = examine.one_release(write(tmp_path / "public.duckdb", cells=rows, figures=rates), SETTINGS)
    assert report.answers[0].exact == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Asian: from 9.1% in fiscal year 2019 to 11.5% in fiscal year 2025.", True),
        ("Asian: 12 people in fiscal year 2025.", True),
        ("Asian: there is not enough data to judge the level.", False),
        ("The gap went from +6.9 points to +3.8 points.", False),
    ],
)
def test_a_sentence_tells_what_it_says_in_numbers(tmp_path: Path, sentence: str, told: bool) -> None:
    hidden, rates = by_race("")
    said = pd.DataFrame(
        {
            "measure": ["employees"], "agency": ["DOT"], "group": ["Asian"], "dimension": ["race_ethnicity"],
            "of": ["level"], "base_period": ["FY2019"], "period": ["FY2025"], "nature": ["official"],
            "sentence_en": [sentence],
        }
    )  # fmt: skip
    report = run(write(tmp_path / "public.duckdb", cells=hidden, figures=rates, progress=said), tmp_path)
    assert ("agency DOT, race_ethnicity Asian" in exact(report, "K0")) is told


def test_a_withheld_figure_is_a_target_of_its_own(tmp_path: Path) -> None:
    public = write(tmp_path / "public.duckdb", figures=blank(figures(cells()), "employees.DOT.Asian"))
    assert found(run(public, tmp_path), "K0") == {"agency DOT, race_ethnicity Asian": "exact"}


def test_a_withheld_row_that_holds_a_number_is_told(tmp_path: Path) -> None:
    rows = hide(cells(), PAIR)
    rows.loc[rows["status"] == "withheld", "value"] = cells()["value"]
    report = run(write(tmp_path / "public.duckdb", cells=rows), tmp_path)
    assert len(report.leaks) == 8
    assert report.code == BREACHED


def test_a_summary_over_a_withheld_group_is_told(tmp_path: Path) -> None:
    shown = blank(figures(cells()), "employees.DOT.Asian")
    summary = pd.DataFrame(
        {
            "measure": "employees", "agency": ["DOT", "DOC"], "geography": "Connecticut", "period": "FY2025",
            "dimension": "race_ethnicity", "benchmark": None, "summary": "d", "groups": 2, "estimate": 76.9,
            "nature": "official",
        }
    )  # fmt: skip
    report = run(write(tmp_path / "public.duckdb", figures=shown, summaries=summary), tmp_path)
    (leak,) = report.leaks
    assert "summaries" in leak
    assert "DOT" in leak


def test_an_earlier_release_with_another_pattern_tells_its_cells(tmp_path: Path) -> None:
    before = write(tmp_path / "before.duckdb", cells=hide(cells(), inner("DOT", "DOC")))
    report = run(write(tmp_path / "public.duckdb", cells=hide(cells(), PAIR)), tmp_path, earlier=[before])
    assert report.answers[0].exact == 0
    assert report.answers[3].exact == 8


def test_an_earlier_release_without_an_agency_tells_it_by_difference(tmp_path: Path) -> None:
    # The state before DOC came, and the state by race and sex today: the difference is DOC.
    whole = cells()
    two = whole[whole["agency"].isin(["DOT", "DAS"])]
    state = two.groupby(["race_ethnicity", "sex"], as_index=False)["value"].sum()
    fixed = {name: two[name].iloc[0] for name in two if name not in state and name != "agency"}
    old = pd.concat([two, state.assign(**fixed, agency="TOTAL")], ignore_index=True)
    gone = [("DOT",), ("DAS",), ("DOC",)]
    before = write(tmp_path / "before.duckdb", cells=hide(old, gone, ["agency"]))
    report = run(write(tmp_path / "public.duckdb", cells=hide(whole, gone, ["agency"])), tmp_path, earlier=[before])
    assert found(report, "K1") == {}
    assert "agency DOC, race_ethnicity Asian, sex Male" in exact(report, "K3")
    assert not any("DOT" in cell for cell in exact(report, "K3"))


def test_a_revised_earlier_release_is_not_taken_for_todays(tmp_path: Path) -> None:
    before = write(tmp_path / "before.duckdb", cells=cells(more=2))
    report = run(write(tmp_path / "public.duckdb", cells=hide(cells(), PAIR)), tmp_path, earlier=[before])
    assert report.answers[3].exact == 0


def test_stocks_and_flows_tell_a_stock(tmp_path: Path) -> None:
    # One came and one left in every inner cell.
    sizes = (cells()[NAMES] == "TOTAL").to_numpy() * np.array([2, 1, 1]) + 1
    flows = [cells(domain=name).assign(value=sizes.prod(axis=1).astype(float)) for name in ("hires", "leavers")]
    public = pd.concat([cells("FY2024"), hide(cells(), PAIR), *flows], ignore_index=True)
    whole = pd.concat([cells("FY2024"), cells(), *flows], ignore_index=True)
    truth = write(tmp_path / "whole.duckdb", cells=whole)
    report = examine.one_release(write(tmp_path / "public.duckdb", cells=public), SETTINGS, truth=truth)
    assert report.answers[1].exact == 0
    assert report.answers[3].exact == 8


def test_payroll_is_no_target_and_helps(tmp_path: Path) -> None:
    gone = [*PAIR, ("DOT", "TOTAL", "TOTAL"), ("DAS", "TOTAL", "TOTAL")]
    public = write(tmp_path / "public.duckdb", cells=hide(cells(), gone))
    given = tmp_path / "payroll.csv"
    assert [each.withheld for each in run(public, tmp_path).answers[:2]] == [10, 8]
    given.write_text("agency,value\nDOT,104\nDAS,85\n")
    assert [each.withheld for each in run(public, tmp_path, payroll=given).answers[:2]] == [10, 8]
    given.write_text("agency,team,value\nDOT,a,104\n")
    with pytest.raises(AuditError, match="row 1: 'team'"):
        run(public, tmp_path, payroll=given)
    given.write_text("agency,value\nDOT,\n")
    with pytest.raises(AuditError, match="row 2, column 'value'"):
        run(public, tmp_path, payroll=given)


def test_a_truth_that_lacks_a_cell_is_refused(tmp_path: Path) -> None:
    public = write(tmp_path / "public.duckdb", cells=hide(cells(), PAIR))
    short = write(tmp_path / "short.duckdb", cells=cells()[lambda rows: rows["agency"] != "DOT"])
    with pytest.raises(AuditError, match="no count for the withheld"):
        examine.one_release(public, SETTINGS, truth=short)


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    with pytest.raises(AuditError, match="neither cells nor figures"):
        examine.one_release(nothing, SETTINGS)
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no database at all")
    with pytest.raises(AuditError, match="cannot be opened"):
        examine.one_release(broken, SETTINGS)
    negative = write(tmp_path / "negative.duckdb", cells=cells().assign(value=-1.0))
    with pytest.raises(AuditError, match="row 2, column 'value'"):
        examine.one_release(negative, SETTINGS)


def test_an_earlier_release_of_published_statistics_only_tells_nothing() -> None:
    before = Release("before", {"figures": pd.DataFrame(columns=["measure", "agency", "status", "benchmark"])})
    assert outside.earlier({}, before) == []
