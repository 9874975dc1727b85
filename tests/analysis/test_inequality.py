"""`equity analyze inequality`: what it answers, what is blank and why, what it refuses."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.file import text
from analysis.inequality import KIND
from analysis.kind import Result
from etl.contract import ContractError
from tests.analysis import own

MEASURES = [
    "d", "r", "bgv", "bgsd", "cov", "idisu", "idisw", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "mdrw", "ti", "mld",
    "par", "paf", "aci", "rci", "sii", "rii",
]  # fmt: skip
HEADINGS = "setting,indicator,subgroup,estimate,se,population,order,reference,favourable,scale"
RENAMED = {
    "subgroup_order": "order",
    "favourable_indicator": "favourable",
    "indicator_scale": "scale",
    "reference_subgroup": "reference",
}


def answer(content: str, folder: Path) -> Result:
    return own.answered(KIND, folder, content)


def mistakes(rows: str, folder: Path) -> set[tuple[int | None, str | None]]:
    return own.places(KIND, folder, f"{HEADINGS}\n{rows}\n")


def cell(result: Result, indicator: str, measure: str, column: str = "estimate") -> float:
    table = result.table
    rows = table[(table["indicator"] == indicator) & (table["measure"] == measure)]
    assert len(rows) == 1
    return float(rows[column].iloc[0])


def test_every_setting_has_every_measure_in_sequence(tmp_path: Path) -> None:
    result = answer(KIND.example, tmp_path)
    assert tuple(result.table.columns) == KIND.output
    assert list(result.table["measure"]) == MEASURES * 2
    assert list(result.table["indicator"].unique()) == ["Graduated in four years (%)", "Suspended (%)"]
    assert cell(result, "Suspended (%)", "d") == pytest.approx(9.9)
    assert any("absolute and a relative" in note for note in result.notes)
    shown = result.table
    blank = shown["estimate"].isna()
    assert (shown["note"][blank] != "").all()
    assert set(shown["measure"][blank]) == {"mdru", "mdrw", "aci", "rci", "sii", "rii"}
    there = shown[~blank & shown["lower"].notna()]
    assert (there["lower"] <= there["estimate"]).all()
    assert (there["estimate"] <= there["upper"]).all()
    assert text(answer(KIND.example, tmp_path).table) == text(result.table)


def test_the_least_a_file_can_say_is_enough(tmp_path: Path) -> None:
    result = answer("indicator,subgroup,estimate\nx,a,10\nx,b,20\nx,c,NA\nx,e,60\n", tmp_path)
    assert cell(result, "x", "d") == 50
    assert cell(result, "x", "r") == 6
    notes = dict(zip(result.table["measure"], result.table["note"], strict=True))
    assert notes["d"] == "no interval: a standard error is missing"
    assert notes["mdbu"] == "needs an estimate of at least 85 % of the groups"
    assert notes["sii"] == "needs groups in order"
    assert (result.table["setting"] == "").all()


def test_more_is_better_unless_it_says_otherwise(tmp_path: Path) -> None:
    rows = "x,a,10,100\nx,b,20,100\nx,c,60,200\n"
    default = answer(f"indicator,subgroup,estimate,population\n{rows}", tmp_path)
    adverse = answer("indicator,subgroup,estimate,population,favourable\n" + rows.replace("00\n", "00,0\n"), tmp_path)
    assert cell(default, "x", "par") == pytest.approx(60 - 37.5)
    assert cell(adverse, "x", "par") == pytest.approx(10 - 37.5)
    assert cell(adverse, "x", "mdbu") == pytest.approx(20)


def test_settings_need_not_stand_together_nor_have_as_many_groups(tmp_path: Path) -> None:
    rows = "B,x,a,1,,,,,,\nA,x,a,2,,,,,,\nB,x,b,3,,,,,,\nA,y,a,5,,,,,,\nA,x,b,9,,,,,,\nB,x,c,4,,,,,,\nA,y,b,1,,,,,,\n"
    table = answer(f"{HEADINGS}\n{rows}", tmp_path).table
    first = table[table["measure"] == "d"]
    assert list(zip(first["setting"], first["indicator"], first["estimate"], strict=True)) == [
        ("B", "x", 3.0),
        ("A", "x", 7.0),
        ("A", "y", 4.0),
    ]


def test_rows_of_a_setting_agree(tmp_path: Path) -> None:
    assert mistakes("s,x,a,10,,,,1,1,100\ns,x,b,20,,,,1,0,\ns,x,c,30,,,,,1,100", tmp_path) == {
        (3, "reference"),
        (3, "favourable"),
        (3, "scale"),
    }
    assert mistakes("s,x,a,10,,,1,,,\ns,x,b,20,,,,,,\ns,x,c,30,,,1,,,", tmp_path) == {(3, "order"), (4, "order")}
    assert mistakes("s,x,a,10,,,,,,0\ns,x,b,101,,,,,,0", tmp_path) == {(2, "scale"), (3, "scale")}
    assert mistakes("s,x,a,-1,,,,,,100\ns,x,b,101,,,,,,100", tmp_path) == {(2, "estimate"), (3, "estimate")}


def test_cells_that_are_no_numbers_are_named_by_row_and_column(tmp_path: Path) -> None:
    assert mistakes("s,x,a,ten,-1,-2,1.5,2,yes,100\ns,x,b,1e1,1,1,1,1,1,1e2", tmp_path) == {
        (2, "estimate"),
        (2, "se"),
        (2, "population"),
        (2, "order"),
        (2, "reference"),
        (2, "favourable"),
    }


def test_a_group_stands_once_in_a_setting(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="row 3: repeats setting, indicator, subgroup"):
        answer(f"{HEADINGS}\ns,x,a,1,,,,,,\ns,x,a,2,,,,,,\n", tmp_path)
    with pytest.raises(ContractError, match="column estimate: the column is missing"):
        answer("indicator,subgroup\nx,a\n", tmp_path)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["OrderedSample", "OrderedSampleMultipleind", "NonorderedSample", "NonorderedSampleMultipleind"]
)
def test_samples_of_healthequal_give_their_published_estimates(shared: Path, tmp_path: Path, name: str) -> None:
    file = f"healthequal_{name}.csv"
    rows = pd.read_csv(shared / "cases" / file).rename(columns=RENAMED)
    result = answer(rows.assign(setting="").to_csv(index=False), tmp_path)
    assert len(result.table) == len(MEASURES) * rows["indicator"].nunique()
    names = {"covar": "cov", "parisk": "par"}
    cases = json.loads((shared / "cases/healthequal_cases.json").read_text(encoding="utf-8"))
    compared = 0
    for case in cases:
        inputs = case["inputs"]
        # Differences ending in .1 leave out the reference group that the file has.
        if inputs.get("dataset_csv") == file and not case["id"].endswith("d.1"):
            expected = case["computed_by_running_reference"]["estimate"]
            found = cell(result, inputs["indicator"], names.get(case["fn"], case["fn"]))
            assert found == pytest.approx(expected, rel=1e-9), case["id"]
            compared += 1
    assert compared > 0
