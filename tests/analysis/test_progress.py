import io
import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.kind import Result
from analysis.progress import KIND
from tests.analysis import own

HEADINGS = (
    "series,base_year,base_value,current_year,current_value,target_year,target,direction,se_base,se_current,limit"
)


def answer(content: str, folder: Path) -> Result:
    return own.answered(KIND, folder, content)


def mistakes(rows: str, folder: Path) -> set[tuple[int | None, str | None]]:
    return own.places(KIND, folder, f"{HEADINGS}\n{rows}\n")


@pytest.mark.shared
def test_every_published_series_of_statistics_canada_is_reproduced(shared: Path, tmp_path: Path) -> None:
    cases = pd.read_csv(shared / "cases/opensdg_statcan_progress_series.csv")
    wanted = [name for name in HEADINGS.split(",") if name in cases]
    table = answer(cases[wanted].to_csv(index=False), tmp_path).table
    assert list(table["series"]) == list(cases["series"])
    assert list(table["sdg_status"]) == list(cases["status"])
    for ours, published in (("sdg_score", "score"), ("sdg_value", "progress_value")):
        assert table[ours].to_numpy() == pytest.approx(cases[published].to_numpy(), abs=1e-9, nan_ok=True)
    several = (cases["current_year"] > cases["base_year"]).to_numpy()
    done = 100 * (cases["current_value"] - cases["base_value"]) / (cases["target"] - cases["base_value"])
    assert table["pct_targeted_change"].to_numpy() == pytest.approx(done.where(several).to_numpy(), nan_ok=True)
    change = 100 * (cases["current_value"] / cases["base_value"] - 1)
    assert table["pct_change"].to_numpy() == pytest.approx(change.where(several).to_numpy(), nan_ok=True)
    assert set(table.loc[~several, "hp_status"]) == {"not_available"}
    achieved = (cases["status"] == "target_achieved").to_numpy() & several
    assert (table.loc[achieved, "hp_status"] == "target_met_or_exceeded").all()


@pytest.mark.shared
def test_every_case_of_the_healthy_people_rule_is_reproduced(shared: Path, tmp_path: Path) -> None:
    cases = json.loads((shared / "cases/healthy_people_status_cases.json").read_text())["cases"]
    rows = pd.DataFrame(
        {
            "series": case["id"],
            "base_year": 2015,
            "base_value": case["baseline"],
            "current_year": 2020,
            "current_value": case["recent"],
            "target": case["target"],
            "direction": 1 if case["desired"] == "increase" else -1,
            "se_base": case["se_baseline"],
            "se_current": case["se_recent"],
        }
        for case in cases
    )
    table = answer(rows.to_csv(index=False), tmp_path).table
    expected = [case["expected"] for case in cases]
    assert list(table["hp_status"]) == [case["status"] for case in expected]
    assert list(table["pct_targeted_change"]) == pytest.approx([case["pct_targeted_change"] for case in expected])
    assert list(table["pct_change"]) == pytest.approx([case["pct_change_from_baseline"] for case in expected])


def test_the_example_works_and_has_the_promised_columns(tmp_path: Path) -> None:
    found = answer(KIND.example, tmp_path)
    assert list(found.table.columns) == list(KIND.output)
    assert list(found.table["hp_status"]) == [
        "improving",
        "little_or_no_detectable_change",
        "little_or_no_detectable_change",
    ]
    assert len(found.table) == len(pd.read_csv(io.StringIO(KIND.example)))


def test_optional_columns_may_be_left_out(tmp_path: Path) -> None:
    found = answer(
        "series,base_year,base_value,current_year,current_value,direction\na,2015,50,2023,60,1\nb,2015,50,2023,60,-1\n",
        tmp_path,
    )
    assert list(found.table["hp_status"]) == ["improving", "getting_worse"]
    assert list(found.table["sdg_status"]) == ["substantial_progress", "deterioration"]
    assert found.table["pct_targeted_change"].isna().all()
    assert not found.notes


def test_absent_values_and_one_year_are_not_available(tmp_path: Path) -> None:
    rows = "a,2015,,2023,5,2030,9,1,,,\nb,2015,5,2023,,2030,9,1,,,\nc,2020,5,2020,5,,,1,,,"
    table = answer(f"{HEADINGS}\n{rows}\n", tmp_path).table
    assert set(table["hp_status"]) == set(table["sdg_status"]) == {"not_available"}
    assert table[["pct_targeted_change", "pct_change", "sdg_value", "sdg_score"]].isna().all(axis=None)


def test_what_a_method_cannot_use_is_said_with_its_rows(tmp_path: Path) -> None:
    rows = "\n".join(
        [
            "one error,2015,50,2023,53,2030,65,1,2,,",
            "no year,2015,50,2023,53,,65,1,,,",
            "zero,2015,0,2023,53,,,1,,,",
            "signs,2015,-3,2023,5,,,1,,,",
            "at target,2015,65,2023,60,2030,65,1,,,",
            "limit,2015,50,2023,53,2030,65,1,,,100",
        ]
    )
    found = answer(f"{HEADINGS}\n{rows}\n", tmp_path)
    assert [note.split(":")[0] for note in found.notes] == ["row 2", "row 3", "row 4", "row 6", "row 5", "row 7"]
    assert list(found.table["sdg_status"])[1:5] == ["not_available"] * 4
    assert list(found.table["hp_status"]) == [
        "improving", "improving", "improving", "improving", "little_or_no_detectable_change", "improving",
    ]  # fmt: skip


def test_mistakes_name_their_row_and_column(tmp_path: Path) -> None:
    assert mistakes("a,2023,5,2015,6,,,1,,,", tmp_path) == {(2, "current_year")}
    assert mistakes("a,2015,5,2023,6,,,0,,,\nb,2015,5,2023,6,2015,9,1,,,", tmp_path) == {
        (2, "direction"),
        (3, "target_year"),
    }
    assert mistakes("a,2015,5,2023,6,,,up,,,\n,2015,x,2023.5,6,,,1,-1,,", tmp_path) == {
        (2, "direction"), (3, "series"), (3, "base_value"), (3, "current_year"), (3, "se_base"),
    }  # fmt: skip


def test_rows_keep_their_order(tmp_path: Path) -> None:
    rows = "z,2015,5,2023,6,,,1,,,\na,2015,5,2023,6,,,1,,,\nz,2016,5,2023,6,,,1,,,"
    assert list(answer(f"{HEADINGS}\n{rows}\n", tmp_path).table["series"]) == ["z", "a", "z"]
