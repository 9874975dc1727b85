"""`equity analyze funnel` from a file to its answer."""

from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from analysis.file import analyze
from analysis.funnel import KIND
from analysis.kind import Options
from tests.analysis import own

PUBLISHED = {
    "High (0.001)": "high_0.001",
    "High (0.025)": "high_0.025",
    "Not significant": "within",
    "Low (0.025)": "low_0.025",
    "Low (0.001)": "low_0.001",
}


answered, refused = partial(own.answered, KIND), partial(own.refused, KIND)


def test_the_example_works_and_names_both_sides(tmp_path: Path) -> None:
    result = answered(tmp_path, KIND.example)
    assert tuple(result.table.columns) == KIND.output
    assert list(result.table["area"]) == ["North", "South", "East", "West"]
    assert list(result.table["label"]) == ["within", "low_0.001", "high_0.001", "within"]
    assert result.notes == ("proportions are held against the pooled value 0.711458 (683 of 960)",)


def test_ratios_of_observed_to_expected_are_held_against_1(tmp_path: Path) -> None:
    result = answered(tmp_path, "area,numerator,expected\nA,8,6.239860227\nB,151,106.4429719\nC,159,232.9329036\n")
    assert list(result.table["label"]) == ["within", "high_0.001", "low_0.001"]
    assert list(result.table["value"]) == pytest.approx([1.282080, 1.418600, 0.682600], rel=1e-6)
    assert (result.table["lower_998"] < result.table["lower_95"]).all()
    assert (result.table["upper_998"] > result.table["upper_95"]).all()
    assert "held against 1; over all areas 318 were observed" in result.notes[0]


def test_fractions_of_people_and_exponents_are_numbers(tmp_path: Path) -> None:
    result = answered(tmp_path, "area,numerator,denominator\nA,35078.488,4.198e4\nB,24803.6256,31824\n")
    assert list(result.table["label"]) == ["high_0.001", "low_0.001"]


def test_both_bases_or_neither_are_refused(tmp_path: Path) -> None:
    both = refused(tmp_path, "area,numerator,denominator,expected\nA,1,2,\nB,1,,2\n")
    assert both == [
        "own.csv: of denominator and expected both are filled; fill denominator in every row for proportions, or "
        "expected in every row for ratios of observed to expected"
    ]
    assert "neither is filled" in refused(tmp_path, "area,numerator\nA,1\n")[0]


def test_every_wrong_base_is_named_by_row_and_column(tmp_path: Path) -> None:
    found = refused(tmp_path, "area,numerator,denominator\nA,1,0\nB,1,\nC,5,4\nD,3,4\n")
    assert found == [
        "own.csv, row 2, column denominator: is 0; expected more than 0, or leave the area out",
        "own.csv, row 3, column denominator: is blank; every row needs it",
        "own.csv, row 4, column numerator: is above the denominator; expected at most that (or give expected "
        "events instead of a denominator)",
    ]
    assert "row 2, column expected: is 0" in refused(tmp_path, "area,numerator,expected\nA,1,0\nB,9,4\n")[0]


def test_negative_numbers_and_repeated_areas_are_refused(tmp_path: Path) -> None:
    assert "row 2, column numerator" in refused(tmp_path, "area,numerator,denominator\nA,-1,5\nB,1,5\n")[0]
    assert "row 3: repeats area" in refused(tmp_path, "area,numerator,denominator\nA,1,5\nA,1,5\n")[0]


def test_an_area_alone_and_areas_without_any_event_are_within(tmp_path: Path) -> None:
    assert list(answered(tmp_path, "area,numerator,denominator\nA,3,5\n").table["label"]) == ["within"]
    none = answered(tmp_path, "area,numerator,denominator\nA,0,5\nB,0,5000\n").table
    assert list(none["label"]) == ["within", "within"]
    assert not none[["value", "lower_95", "upper_998"]].to_numpy().any()


@pytest.mark.shared
def test_the_published_labels_come_out_of_the_published_files(shared: Path, tmp_path: Path) -> None:
    rows = pd.read_csv(shared / "cases/phe_funnel_prop_inputs.csv")
    path = tmp_path / "proportions.csv"
    rows.rename(columns={"Area": "area"}).to_csv(path, index=False)
    result = analyze(KIND, path, Options())
    assert list(result.table["label"]) == list(rows["significance"].map(PUBLISHED))
    assert result.notes[0].startswith("not used: column significance")

    rows = pd.read_csv(shared / "cases/phe_funnel_ratio_inputs.csv")
    path = tmp_path / "ratios.csv"
    rows.rename(columns={"obs": "numerator"}).rename_axis("area").reset_index().to_csv(path, index=False)
    assert list(analyze(KIND, path, Options()).table["label"]) == list(rows["significance"].map(PUBLISHED))
