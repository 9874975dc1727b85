"""Every table of a release that says a number of something withheld is told of, and none that does not."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from audit import examine, leak, release
from audit.level import Settings
from audit.report import BREACHED, SAFE, Report
from tests.audit.published import blank, cells, figures, hide, inner, write

pytestmark = pytest.mark.long

SETTINGS = Settings(seconds=20)
GONE = [f"employees.{agency}.{race}" for agency in ("DOT", "DAS", "DOC") for race in ("Asian", "White")]
ASIAN = GONE[0]
ABOUT = {
    "measure": "employees", "agency": "DOT", "geography": "Connecticut", "dimension": "race_ethnicity",
    "group": "Asian", "nature": "official", "period": "FY2025",
}  # fmt: skip


SHARE = 100 * 12 / 104
TRUE = {"numerator": 12.0, "value": SHARE, "gap": SHARE - 5, "points": SHARE - 5, "ratio": SHARE / 5, "share": SHARE}
"""Numbers of DOT's Asian staff beside a reference of 5 percent; any other is no number of a count."""


def written(folder: Path, figure_rows: pd.DataFrame | None = None, **more: pd.DataFrame) -> tuple[Path, Path]:
    """Return a public and an internal file: all three agencies' races are withheld in cells and figures; `more` are
    tables beside them."""
    whole = cells()
    races = [(agency, race, sex) for agency, race, sex in inner("DOT", "DAS", "DOC")]
    races += [(agency, race, "TOTAL") for agency, race, sex in races if sex == "Male"]
    hidden = hide(whole, races)
    rows = blank(figures(whole), *GONE) if figure_rows is None else figure_rows
    truth = write(folder / "internal.duckdb", cells=whole, figures=figures(whole))
    public = write(folder / "public.duckdb", cells=hidden, figures=rows, **more)
    return public, truth


def run(folder: Path, figure_rows: pd.DataFrame | None = None, **more: pd.DataFrame) -> Report:
    """Attack such a release."""
    public, truth = written(folder, figure_rows, **more)
    return examine.one_release(public, SETTINGS, truth=truth)


def told_by(folder: Path, **more: pd.DataFrame) -> list[str]:
    """Return what such a release tells outright, no more being asked of it."""
    return leak.leaks(release.read(written(folder, **more)[0]))


def test_the_release_is_safe_before_it_is_changed(tmp_path: Path) -> None:
    report = run(tmp_path)
    assert report.code == SAFE, report.text(20)
    assert report.leaks == []


@pytest.mark.parametrize("column", ["numerator", "value", "lower", "upper", "gap", "se", "gap_lower", "p"])
def test_a_number_in_a_withheld_figure_is_told_outright(tmp_path: Path, column: str) -> None:
    rows = blank(figures(cells()), *GONE)
    rows[column] = rows.get(column, pd.Series(np.nan, index=rows.index))
    rows["benchmark_value"] = 5.0
    rows.loc[rows["figure_id"] == ASIAN, column] = TRUE.get(column, 11.5)
    report = run(tmp_path, rows)
    assert [each.split(":")[0] for each in report.leaks] == ["figures"]
    assert report.code == BREACHED


def test_a_reference_beside_a_withheld_figure_is_none(tmp_path: Path) -> None:
    rows = blank(figures(cells()), *GONE).assign(benchmark_value=5.8)
    assert run(tmp_path, rows).leaks == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("findings", "gap"), ("findings", "p"), ("findings", "persons"), ("findings", "p_adjusted"),
        ("representation", "share"), ("representation", "ratio"), ("representation", "lower"),
        ("representation", "upper"), ("representation", "points"),
        ("revisions", "after"), ("revisions", "numerator_after"), ("revisions", "numerator_before"),
        ("revisions", "denominator_after"), ("revisions", "before"),
    ],
)  # fmt: skip
def test_a_row_about_a_withheld_figure_may_hold_no_number(tmp_path: Path, table: str, column: str) -> None:
    empty = pd.DataFrame([{**ABOUT, "figure_id": ASIAN, "benchmark": "x", "benchmark_value": 5.0, column: np.nan}])
    assert told_by(tmp_path, **{table: empty}) == []
    said = told_by(tmp_path, **{table: empty.assign(**{column: TRUE.get(column, 11.5)})})
    about = f"{table}: says a number of a withheld figure: employees, DOT, FY2025, race_ethnicity, Asian"
    assert said == [about]
    shown = empty.assign(**{column: 11.5, "agency": "ALL", "measure": "another", "figure_id": "employees.ALL.Asian"})
    assert told_by(tmp_path, **{table: shown}) == []


def test_a_finding_about_a_withheld_figure_stops_a_release(tmp_path: Path) -> None:
    row = {**ABOUT, "figure_id": ASIAN, "benchmark": "x", "benchmark_value": 5.0, "gap": TRUE["gap"]}
    report = run(tmp_path, findings=pd.DataFrame([row]))
    assert [each.split(":")[0] for each in report.leaks] == ["findings"]
    assert report.code == BREACHED


QUIET = {
    **ABOUT, "of": "level", "base_period": "FY2019", "sentence_en": "Asian: there is not enough data in 2025.",
    "sentence_es": "Asiática: no hay datos suficientes en 2025.", "base_value": np.nan, "value": np.nan,
    "change": np.nan,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, False),
        ({"value": 11.5}, True),
        ({"change": 2.4}, True),
        ({"sentence_en": "Asian: 11.5% in fiscal year 2025."}, True),
        ({"sentence_es": "Asiática: 11.5% en el año fiscal 2025."}, True),
        ({"sentence_es": "Asiática: 11.5 por ciento en 2025."}, True),
        ({"of": "gap", "sentence_en": "The gap went from +6.9 points to +3.8 points."}, True),
        ({"of": "gap", "sentence_es": "La brecha pasó de +6.9 puntos a +3.8 puntos."}, True),
        ({"agency": "ALL", "value": 14.6, "sentence_en": "Asian: 14.6% in fiscal year 2025."}, False),
        ({"period": "FY2026", "base_period": "FY2025", "base_value": 11.5}, True),
        ({"period": "FY2026", "base_period": "FY2025", "value": 11.5}, False),
    ],
)
def test_progress_says_nothing_of_a_withheld_figure(tmp_path: Path, change: dict[str, object], told: bool) -> None:
    report = run(tmp_path, progress=pd.DataFrame([{**QUIET, **change}]))
    assert [each.split(":")[0] for each in report.leaks] == ["progress"] * told
    assert report.code == (BREACHED if told else SAFE), report.text(20)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sentence_en", "12 people in fiscal year 2025."),
        ("sentence_es", "12 personas en el año fiscal 2025."),
        ("sentence_es", "12 de las 104 personas."),
    ],
)
def test_a_sentence_in_either_language_tells_a_count(tmp_path: Path, name: str, sentence: str) -> None:
    report = run(tmp_path, progress=pd.DataFrame([{**QUIET, name: sentence}]))
    exact = {each["cell"].split(", domain")[0] for each in report.worst(99) if each["found"] == "exact"}
    assert "agency DOT, race_ethnicity Asian" in exact


@pytest.mark.parametrize("limit", ["lower", "upper"])
def test_the_end_of_an_interval_of_a_shown_row_tells_a_withheld_count(tmp_path: Path, limit: str) -> None:
    share, n, z = 12 / 104, 104, 1.959963984540054
    middle, reach = share + z**2 / (2 * n), z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n * n))
    end = 100 * (middle + (reach if limit == "upper" else -reach)) / (1 + z**2 / n)
    rows = blank(figures(cells()), *GONE)
    at = rows["figure_id"] == ASIAN
    # The row is called shown, and its count is empty: only the limit stands there.
    rows.loc[at, "status"] = "shown"
    rows.loc[at, "denominator"] = 104.0
    rows[limit] = np.where(at, end, np.nan)
    report = run(tmp_path, rows)
    exact = {each["cell"].split(", domain")[0]: each["low"] for each in report.worst(99) if each["found"] == "exact"}
    assert exact["agency DOT, race_ethnicity Asian"] == 12


def test_one_more_table_tells_what_was_safe(tmp_path: Path) -> None:
    # Agencies by race, all withheld, are safe; a table of two of three agencies together gives the third.
    assert run(tmp_path).code == SAFE
    whole = cells()
    pair = whole[whole["agency"].isin(["DOT", "DAS"]) & (whole["race_ethnicity"] != "TOTAL")]
    pair = pair.groupby(["race_ethnicity", "sex"], as_index=False)["value"].sum()
    fixed = {name: whole[name].iloc[0] for name in whole if name not in pair and name != "agency"}
    extra = pair.assign(**fixed, agency="DOT and DAS").assign(table_id="offices")
    tree = pd.DataFrame({"dimension": "agency", "member": ["DOT", "DAS"], "parent": "DOT and DAS"})
    hidden = hide(whole, [(a, r, s) for a in ("DOT", "DAS", "DOC") for r in ("Asian", "White")
                          for s in ("Female", "Male", "TOTAL")])  # fmt: skip
    public = write(tmp_path / "more.duckdb", cells=pd.concat([hidden, extra], ignore_index=True), hierarchies=tree)
    truth = write(tmp_path / "all.duckdb", cells=whole)
    report = examine.one_release(public, SETTINGS, truth=truth)
    exact = {each["cell"].split(", domain")[0] for each in report.worst(99) if each["found"] == "exact"}
    assert "agency DOC, race_ethnicity Asian, sex Female" in exact
    assert not any("DOT" in cell for cell in exact)
