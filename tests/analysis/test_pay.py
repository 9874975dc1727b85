"""`equity analyze pay`: what it answers, what it leaves out and says so, what it refuses."""

from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.file import text
from analysis.kind import Options, Result
from analysis.pay import KIND
from tests.analysis import own

PARTS = ["gap", "explained", "unexplained", "endowments", "coefficients", "interaction"]
ADJUSTED = ["adjusted_gap_pct", "adjusted_lower", "adjusted_upper"]


def staff(**people: int) -> pd.DataFrame:
    """Made-up employees, so many of each group in this order, with grade and years."""
    rng = np.random.default_rng(7)
    group = np.repeat(list(people), list(people.values()))
    years, grade = rng.integers(0, 30, len(group)), rng.integers(0, 3, len(group))
    pay = (30_000 + 400 * years + 5000 * grade + rng.normal(0, 2000, len(group))).round(2)
    return pd.DataFrame(
        {"pay": pay.astype(str), "group": group, "grade": np.array(["A", "B", "C"])[grade], "years": years.astype(str)}
    )


def asked(rows: pd.DataFrame | str, reference: str, covariates: tuple[str, ...]) -> tuple[str, Options]:
    return rows if isinstance(rows, str) else rows.to_csv(index=False), Options(reference, covariates)


def answered(folder: Path, rows: pd.DataFrame | str, reference: str = "Men", *covariates: str) -> Result:
    return own.answered(KIND, folder, *asked(rows, reference, covariates))


def refused(folder: Path, rows: pd.DataFrame | str, reference: str = "Men", *covariates: str) -> list[str]:
    return own.refused(KIND, folder, *asked(rows, reference, covariates))


def test_the_example_of_the_help_works(tmp_path: Path) -> None:
    result = answered(tmp_path, KIND.example, "Men", "grade")
    assert list(result.table.columns) == list(KIND.output)
    row = pd.read_csv(StringIO(text(result.table))).iloc[0]
    assert (row["group"], row["reference"], row["people"], row["reference_people"]) == ("Women", "Men", 12, 12)
    assert row[[*ADJUSTED, *PARTS]].notna().all()
    assert pd.isna(row["note"])


def test_gaps_are_percent_of_the_references_pay_in_order_of_appearance(tmp_path: Path) -> None:
    rows = staff(X=10, Men=12, Women=11)
    table = answered(tmp_path, rows).table
    assert list(table["group"]) == ["X", "Women"]
    paid = rows["pay"].astype(float).groupby(rows["group"])
    for kind, typical in (("mean", paid.mean()), ("median", paid.median())):
        expected = 100 * (typical["Men"] - typical[["X", "Women"]]) / typical["Men"]
        assert table[f"{kind}_gap_pct"].to_numpy() == pytest.approx(expected.to_numpy())


@pytest.mark.shared
@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("1.0", [158.7504, 130.8095, 27.94091, 321.7482, 75.45371, -238.4515]),
        ("0.0", [-158.7504, -130.8095, -27.94091, -83.29674, 162.9978, -238.4515]),
    ],
)
def test_the_published_decomposition(shared: Path, tmp_path: Path, reference: str, expected: list[float]) -> None:
    # Stata's oaxaca, in statsmodels' test_oaxaca.py; cases/oaxaca_expected.json. Tolerance .001.
    rows = pd.read_csv(shared / "cases/oaxaca_ccard.csv", dtype=str).rename(
        columns={"AVGEXP": "pay", "OWNRENT": "group"}
    )
    table = answered(tmp_path, rows, reference, "AGE", "INCOME", "INCOMESQ").table
    assert table[PARTS].iloc[0].to_numpy(float) == pytest.approx(expected, abs=0.001)


def test_people_without_a_known_group_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = staff(Men=12, Women=12)
    more = pd.DataFrame({"pay": "9", "group": ["", "unknown", "Not Reported"], "grade": "A", "years": "1"})
    result = answered(tmp_path, pd.concat([rows, more]), "Men", "grade")
    assert result.notes[0] == "not used: column years; pay reads pay, group, grade"
    assert "3 rows without a known group are left out" in result.notes
    pd.testing.assert_frame_equal(result.table, answered(tmp_path, rows, "Men", "grade").table)


def test_rows_without_a_covariate_count_in_the_raw_gaps_only(tmp_path: Path) -> None:
    rows = staff(Men=14, Women=14)
    lacking = rows.assign(grade=rows["grade"].where(rows.index != 3, " "))
    result = answered(tmp_path, lacking, "Men", "grade")
    assert "1 rows lack a covariate: they count in the mean and median gap only" in result.notes
    whole, part = (answered(tmp_path, each, "Men", "grade").table.iloc[0] for each in (rows, rows.drop(index=3)))
    found = result.table.iloc[0]
    assert found["reference_people"] == 14
    assert found["mean_gap_pct"] == whole["mean_gap_pct"]
    assert found[[*ADJUSTED, *PARTS]].to_numpy(float) == pytest.approx(part[[*ADJUSTED, *PARTS]].to_numpy(float))


def test_a_covariate_of_numbers_has_a_slope_and_one_of_codes_has_categories(tmp_path: Path) -> None:
    rows = staff(Men=15, Women=15)
    rows["code"] = rows["grade"].map({"A": "01", "B": "02", "C": "10"})
    result = answered(tmp_path, rows, "Men", "years", "code")
    assert "code is read as 3 categories" in result.notes
    assert any(note.startswith("years is read as numbers, with one slope") for note in result.notes)
    by_letters = answered(tmp_path, rows, "Men", "years", "grade").table.iloc[0]
    assert result.table.iloc[0][PARTS].to_numpy(float) == pytest.approx(by_letters[PARTS].to_numpy(float))
    one_word = rows.assign(years=rows["years"].where(rows.index != 0, "many"))
    assert any("years is read as 2" in note for note in answered(tmp_path, one_word, "Men", "years").notes)


def test_a_group_of_fewer_than_ten_has_no_figures_but_a_note(tmp_path: Path) -> None:
    table = answered(tmp_path, staff(Men=30, Women=9, X=10), "Men", "years").table.set_index("group")
    assert table.loc["Women", ["mean_gap_pct", "median_gap_pct", *ADJUSTED, *PARTS]].isna().all()
    assert table.loc["Women", "people"] == 9
    assert table.loc["Women", "note"] == "fewer than 10 people in the group or the reference: no figure"
    assert table.loc["X", [*ADJUSTED, *PARTS]].notna().all()
    assert table.loc["X", "note"] == ""


def test_fewer_than_ten_with_every_covariate_have_raw_gaps_only(tmp_path: Path) -> None:
    rows = staff(Men=12, Women=10)
    rows.loc[20, "grade"] = ""
    found = answered(tmp_path, rows, "Men", "grade").table.iloc[0]
    assert found[["mean_gap_pct", "median_gap_pct"]].notna().all()
    assert found[[*ADJUSTED, *PARTS]].isna().all()
    assert found["note"] == "fewer than 10 people with every covariate: no adjusted gap and no decomposition"
    nobody = answered(tmp_path, rows.assign(grade="", years=""), "Men", "grade", "years").table.iloc[0]
    assert nobody["note"] == found["note"]


def test_what_covariates_cannot_tell_is_blank_and_said(tmp_path: Path) -> None:
    rows = staff(Men=15, Women=15)
    rare = rows.assign(grade=rows["grade"].where(rows.index > 2, "D"))
    found = answered(tmp_path, rare, "Men", "grade").table.iloc[0]
    assert found[[*ADJUSTED, "explained", "unexplained"]].notna().all()
    assert found[["endowments", "coefficients", "interaction"]].isna().all()
    assert found["note"].endswith("twofold only")
    marked = answered(tmp_path, rows.assign(grade=rows["group"]), "Men", "grade").table.iloc[0]
    assert marked[[*ADJUSTED, *PARTS[1:]]].isna().all()
    assert marked[["mean_gap_pct", "gap"]].notna().all()
    assert marked["note"] == (
        "the covariates tell this group apart entirely, or leave nothing to estimate: no adjusted gap; "
        "the covariates tell this group and the reference apart entirely: no decomposition"
    )


def test_without_covariates_the_gap_compares_geometric_means(tmp_path: Path) -> None:
    rows = staff(Men=12, Women=12)
    result = answered(tmp_path, rows)
    logs = np.log(rows["pay"].astype(float)).groupby(rows["group"]).mean()
    assert result.table["adjusted_gap_pct"].iloc[0] == pytest.approx(100 * (1 - np.exp(logs["Women"] - logs["Men"])))
    assert result.table[PARTS[1]].iloc[0] == 0
    assert "no covariates: the adjusted gap adjusts for nothing and compares geometric means" in result.notes


def test_the_reference_alone_has_nobody_to_be_compared_with(tmp_path: Path) -> None:
    result = answered(tmp_path, staff(Men=12), "Men", "years")
    assert result.table.empty
    assert "Men is the only group: there is nothing to compare" in result.notes
    assert text(result.table) == ",".join(KIND.output) + "\n"


def test_a_reference_that_is_not_there_is_refused_with_the_groups_that_are(tmp_path: Path) -> None:
    assert refused(tmp_path, staff(Men=12, Women=12), "men") == [
        "own.csv, column group: no row has the reference group; give one of the groups found as --reference: Men, Women"
    ]
    assert refused(tmp_path, "pay,group\n5,\n")[0].endswith("--reference: none")


def test_every_impossible_pay_is_refused_by_row(tmp_path: Path) -> None:
    problems = refused(tmp_path, 'pay,group\n0,Men\n-5,Women\n1e3,Men\n,Men\n"1,000",Women\n')
    assert [problem.split(":")[0] for problem in problems] == [
        "own.csv, row 5, column pay", "own.csv, row 2, column pay",
        "own.csv, row 3, column pay", "own.csv, row 6, column pay",
    ]  # fmt: skip


def test_a_covariate_that_is_not_there_or_is_the_group_itself_is_refused(tmp_path: Path) -> None:
    assert "column age" in refused(tmp_path, staff(Men=12, Women=12), "Men", "age")[0]
    assert "column group" in refused(tmp_path, staff(Men=12, Women=12), "Men", "group")[0]
