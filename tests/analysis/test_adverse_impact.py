"""`equity analyze adverse-impact`: what is answered for each row, pooled, noted and refused."""

import json
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from analysis.adverse_impact import KIND
from tests.analysis import own

BERKELEY = """stratum,group,considered,selected
A,Men,825,512\nA,Women,108,89\nB,Men,560,353\nB,Women,25,17\nC,Men,325,120\nC,Women,593,202
D,Men,417,138\nD,Women,375,131\nE,Men,191,53\nE,Women,393,94\nF,Men,373,22\nF,Women,341,24
"""


answered, refused = partial(own.answered, KIND), partial(own.refused, KIND)


def test_the_example_works_and_has_the_columns_of_the_design(tmp_path: Path) -> None:
    result = answered(tmp_path, KIND.example)
    assert list(result.table) == [
        "stratum", "group", "considered", "selected", "rate", "comparator", "impact_ratio", "four_fifths", "z", "p_z",
        "p_fisher", "significant", "shortfall", "selections_to_four_fifths", "conclusion",
    ]  # fmt: skip
    assert list(result.table["conclusion"]) == ["comparator", "not indicated", "not indicated", "not compared"]
    assert list(result.table["comparator"]) == ["White"] * 4
    assert result.notes == ()


@pytest.mark.shared
def test_every_shared_case_is_answered_as_published(tmp_path: Path, shared: Path) -> None:
    cases = json.loads((shared / "cases/adverse_impact_cases.json").read_text())
    lines = [
        f"{case['id']},{name},{case[name]['n']},{case[name]['selected']}"
        for case in cases
        for name in ("focal", "comparator")
    ]
    table = answered(tmp_path, "stratum,group,considered,selected\n" + "\n".join(lines)).table
    rows = table[table["group"] == "focal"].set_index("stratum")
    for case in cases:
        run, row = case["reference_run_R"], rows.loc[case["id"]]
        for column, theirs in (("rate", "rate_focal"), ("z", "z_pooled"), ("p_z", "p_two_sided"),
                               ("p_fisher", "fisher_p_two_sided"), ("shortfall", "shortfall_vs_pooled_rate"),
                               ("selections_to_four_fifths", "selections_to_four_fifths")):  # fmt: skip
            assert row[column] == pytest.approx(run[theirs], rel=1e-9, abs=1e-10), (case["id"], column)
        assert bool(row["four_fifths"]) is run["four_fifths_flag"], case["id"]
        if run["impact_ratio"] is None:
            assert (pd.isna(row["impact_ratio"]), row["conclusion"]) == (True, "no selections")
        else:
            assert row["impact_ratio"] == pytest.approx(run["impact_ratio"], rel=1e-9)
    conclusions = dict(zip(rows.index, rows["conclusion"], strict=True))
    assert conclusions["ai-aedt-1"] == "practical only"
    assert conclusions["ai-aedt-3"] == "not indicated"
    # Five people: not z but Fisher's .0476 makes it significant.
    assert conclusions["ai-aedt-5"] == "adverse impact indicated"


def test_each_stratum_has_its_own_comparator_and_the_pooled_rows_come_last(tmp_path: Path) -> None:
    table = answered(tmp_path, BERKELEY).table
    assert list(table["stratum"]) == [each for name in "ABCDEF" for each in (name, name)] + ["POOLED"] * 2
    best = table[table["conclusion"] == "comparator"].set_index("stratum")["group"]
    assert dict(best) == {
        "A": "Women", "B": "Women", "C": "Men", "D": "Women", "E": "Men", "F": "Women", "POOLED": "Men",
    }  # fmt: skip
    assert table.loc[0, "conclusion"] == "adverse impact indicated"
    comparator = table.loc[1]
    assert (comparator["impact_ratio"], comparator["four_fifths"], comparator["significant"]) == (1, 0, 0)
    assert (comparator["shortfall"], comparator["selections_to_four_fifths"]) == (0, 0)
    assert comparator[["z", "p_z", "p_fisher"]].isna().all()


def test_pooling_that_reverses_the_direction_is_warned_of_and_indicates_nothing(tmp_path: Path) -> None:
    result = answered(tmp_path, BERKELEY)
    women = result.table.iloc[-1]
    assert (women["considered"], women["selected"]) == (1835, 557)
    assert women["impact_ratio"] == pytest.approx(0.68182984356, abs=1e-10)
    # R 4.2.2, mantelhaen.test without correction: χ² 1.5246066604, here to the women's favour.
    assert (women["z"] ** 2, women["p_z"]) == pytest.approx((1.5246066604, 0.21692369706), abs=1e-9)
    assert women["z"] > 0
    assert (women["four_fifths"], women["significant"], women["conclusion"]) == (1, 0, "practical only")
    assert result.notes == (
        "Women: pooling the 6 strata reverses the direction against Men (z within strata +1.23); look at the strata, "
        "not at the pooled rate",
    )


def test_strata_keep_the_order_of_their_first_row_and_groups_theirs(tmp_path: Path) -> None:
    table = answered(tmp_path, "stratum,group,considered,selected\nb,Y,40,20\na,X,50,10\nb,X,40,20\na,Y,50,10\n").table
    assert list(zip(table["stratum"], table["group"], strict=True)) == [
        ("b", "Y"), ("b", "X"), ("a", "X"), ("a", "Y"), ("POOLED", "Y"), ("POOLED", "X"),
    ]  # fmt: skip
    # Equal rates and sizes: the first row of each stratum leads, and in the pooled rows the first of the file.
    assert list(table["comparator"]) == ["Y", "Y", "X", "X", "Y", "Y"]


@pytest.mark.parametrize("head", ["group,considered,selected\n{}", "stratum,group,considered,selected\n,{}", "one"])
def test_one_stratum_named_blank_or_absent_is_not_pooled(tmp_path: Path, head: str) -> None:
    head = "stratum,group,considered,selected\none,{}" if head == "one" else head
    lines = head.split("\n")
    rows = [lines[1].format(row) for row in ("A,40,10", "B,40,30")]
    table = answered(tmp_path, "\n".join([lines[0], *rows])).table
    assert list(table["stratum"]) == (["one"] * 2 if "one" in head else [""] * 2)
    assert list(table["conclusion"]) == ["adverse impact indicated", "comparator"]


def test_unknown_groups_in_any_spelling_and_small_ones_are_listed_but_not_compared(tmp_path: Path) -> None:
    result = answered(
        tmp_path,
        "group,considered,selected\nA,500,250\nB,490,240\nC,10,10\nunknown,40,40\nNOT REPORTED,5,1\n,7,7\nD,0,0\n",
    )
    table = result.table.set_index("group")
    assert list(table["comparator"]) == ["A"] * 7
    apart = table.loc[["C", "unknown", "NOT REPORTED", ""]]
    assert set(apart["conclusion"]) == {"not compared"}
    assert list(apart["impact_ratio"]) == [2, 2, 0.4, 2]
    tested = ["four_fifths", "z", "p_z", "p_fisher", "significant", "shortfall", "selections_to_four_fifths"]
    assert apart[tested].isna().all(axis=None)
    nobody = table.loc["D"]
    assert (pd.isna(nobody["rate"]), nobody["conclusion"]) == (True, "not compared")
    assert result.notes == ("not compared, under 2 % of the people considered: C",)


def test_small_groups_are_named_with_their_stratum_the_first_ten_of_them(tmp_path: Path) -> None:
    lines = [f"s{number},{group}" for number in range(6) for group in ("A,99,50", "B,1,1")]
    (note,) = answered(tmp_path, "stratum,group,considered,selected\n" + "\n".join(lines)).notes
    assert note.endswith("considered: B (s0), B (s1), B (s2), B (s3), B (s4), B (s5), B (POOLED)")
    lines = [f"s{number},{group}" for number in range(12) for group in ("A,99,50", "B,1,1")]
    (note,) = answered(tmp_path, "stratum,group,considered,selected\n" + "\n".join(lines)).notes
    assert note.endswith("B (s9) and 3 more")


def test_exactly_two_percent_is_compared_and_exactly_four_fifths_is_not_flagged(tmp_path: Path) -> None:
    table = answered(tmp_path, "group,considered,selected\nA,970,485\nB,20,8\nUnknown,10,1\n").table
    assert (table.loc[1, "impact_ratio"], table.loc[1, "four_fifths"]) == (0.8, 0)
    assert table.loc[1, "conclusion"] == "not indicated"


def test_a_stratum_without_selections_says_so_and_the_others_are_answered(tmp_path: Path) -> None:
    table = answered(
        tmp_path,
        "stratum,group,considered,selected\nx,A,10,0\nx,B,10,0\nx,Unknown,3,0\ny,A,40,20\ny,B,40,20\n",
    ).table
    none = table[table["stratum"] == "x"]
    assert set(none["conclusion"]) == {"no selections"}
    assert none["impact_ratio"].isna().all()
    assert set(none["comparator"]) == {""}
    assert list(none["z"].iloc[:2]) == [0, 0]
    assert list(none["rate"]) == [0, 0, 0]
    assert list(table["conclusion"].iloc[3:5]) == ["comparator", "not indicated"]


def test_groups_that_never_meet_are_noted(tmp_path: Path) -> None:
    result = answered(tmp_path, "stratum,group,considered,selected\nx,A,40,5\ny,B,50,30\n")
    assert result.notes == ("A: is never in one stratum with B, so the strata hold no test of it; only sums are shown",)
    assert pd.isna(result.table.iloc[2]["z"])


def test_every_mistake_is_named_by_row_and_column(tmp_path: Path) -> None:
    assert refused(tmp_path, "group,considered,selected\nA,10,11\nB,9,10\n") == [
        "own.csv, row 2, column selected: is more than considered; expected at most as many",
        "own.csv, row 3, column selected: is more than considered; expected at most as many",
    ]
    whole = "expected a whole number, 0 to 1000000000, without thousands separators"
    assert refused(tmp_path, "group,considered,selected\nA,-1,0\nB,9,1.5\nC,x,\n") == [
        f"own.csv, row 2, column considered: {whole}",
        f"own.csv, row 4, column considered: {whole}",
        f"own.csv, row 4, column selected: is blank; {whole}",
        f"own.csv, row 3, column selected: {whole}",
    ]
    assert refused(tmp_path, "group,considered,selected\nA,5,1\nA,6,2\n") == [
        "own.csv, row 3: repeats group of an earlier row; keep one row each"
    ]
    assert refused(tmp_path, "stratum,group,considered,selected\nx,A,5,1\n,A,6,2\nPooled,A,5,1\n") == [
        "own.csv, row 3, column stratum: is blank while other rows name one; name the stratum in every row",
        "own.csv, row 4, column stratum: POOLED is what the pooled rows are called; name the stratum otherwise",
    ]
    assert refused(tmp_path, "group,considered\nA,5\n") == [
        "own.csv, row 1, column selected: the column is missing; add it (it is people of these who were selected)"
    ]
    most = "900000000"
    assert "adds up to more" in refused(tmp_path, f"group,considered,selected\nA,{most},1\nB,{most},1\n")[0]
