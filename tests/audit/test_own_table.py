"""Tables worked by hand: what `--table` finds, and what it refuses."""

from pathlib import Path

import pytest

from audit import examine
from audit.error import AuditError
from audit.level import Settings
from audit.report import BREACHED, SAFE, Report

SETTINGS = Settings(threshold=6, seconds=20)


def run(folder: Path, text: str, settings: Settings = SETTINGS, **more: object) -> Report:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return examine.one_table(path, settings, **more)  # type: ignore[arg-type]


def told(report: Report, level: str = "K0") -> dict[str, tuple[int, int | None, str]]:
    names = [each.level for each in report.answers]
    only = [each for each in report.answers if each.level == level]
    assert names == ["K0", "K1", "K2", "K3", "K4"]
    alone = Report(report.name, report.system, only, None, (), (), 0.0)
    return {each["cell"]: (each["low"], each["high"], each["found"]) for each in alone.worst(99)}


TWO_WAY = """area,group,value
north,a,{na}
north,b,{nb}
north,c,30
north,TOTAL,{n}
south,a,{sa}
south,b,{sb}
south,c,40
south,TOTAL,{s}
TOTAL,a,{a}
TOTAL,b,{b}
TOTAL,c,70
TOTAL,TOTAL,{t}
"""


def two_way(**shown: object) -> str:
    whole = {"na": 3, "nb": 20, "n": 53, "sa": 17, "sb": 9, "s": 66, "a": 20, "b": 29, "t": 119} | shown
    return TWO_WAY.format(**whole)


def test_one_withheld_cell_in_a_line_is_exact_by_subtraction(tmp_path: Path) -> None:
    report = run(tmp_path, two_way(na=""))
    assert told(report) == {"area north, group a": (3, 3, "exact")}
    assert report.code == BREACHED


def test_a_cell_is_exact_through_two_lines_that_each_hold_two_unknowns(tmp_path: Path) -> None:
    # South's b follows from its column only after north's b has followed from its row.
    report = run(tmp_path, two_way(nb="", sb="", b=""))
    exact = {cell for cell, (_, _, found) in told(report).items() if found == "exact"}
    assert exact == {"area north, group b", "area south, group b", "group b"}


def test_a_square_of_large_enough_numbers_is_safe(tmp_path: Path) -> None:
    report = run(tmp_path, two_way(na="", nb="", sa="", sb=""))
    assert told(report) == {}
    assert report.code == SAFE
    assert "Nothing withheld can be worked out." in report.text(9)


def test_a_square_with_little_to_share_is_narrow(tmp_path: Path) -> None:
    # 3 people of group a in all, so that north has 0 to 3 of them: four values, a width of 3 under T - 2 = 4.
    report = run(tmp_path, two_way(na="", nb="", sa="", sb="", a=3, n=53, s=52, t=105, b=32))
    assert told(report)["area north, group a"] == (0, 3, "narrow")
    assert report.answers[0].exact == 0


def test_the_rules_make_a_cell_narrow_that_the_public_alone_does_not(tmp_path: Path) -> None:
    # 5 people of a: 0 to 5 in public; 1 to 4 for who knows that withheld cells hold somebody.
    text = two_way(na="", nb="", sa="", sb="", a=5, t=104, s=51, b=29)
    hidden, shown = run(tmp_path, text), run(tmp_path, text, Settings(zeros="shown", seconds=20))
    assert told(hidden) == {}
    assert told(hidden, "K4") == {}, "a table without a zero does not say that it shows them"
    assert told(shown, "K0") == {}
    assert told(shown, "K4")["area north, group a"] == (1, 4, "narrow")


def test_an_insider_knows_a_cell_that_the_public_does_not(tmp_path: Path) -> None:
    # Of 4 people of a one is the attacker: north has 1 to 4 of them, not 0 to 4.
    report = run(tmp_path, two_way(na="", nb="", sa="", sb="", a=4, t=103, s=50))
    assert told(report, "K1") == {}
    assert told(report, "K2")["area north, group a"] == (1, 4, "narrow")


def test_a_table_that_shows_a_zero_is_known_to_show_its_zeros(tmp_path: Path) -> None:
    text = two_way(na="", nb="", sa="", sb="", a=5, t=104, s=51, b=29)
    text = text.replace("north,c,30", "north,c,0").replace("TOTAL,c,70", "TOTAL,c,40")
    text = text.replace("north,TOTAL,53", "north,TOTAL,23").replace("TOTAL,TOTAL,104", "TOTAL,TOTAL,74")
    assert told(run(tmp_path, text), "K4")["area north, group a"] == (1, 4, "narrow")


def test_payroll_head_counts_are_known_from_k1_on(tmp_path: Path) -> None:
    text = two_way(na="", nb="", sa="", sb="", n="", s="")
    payroll = tmp_path / "payroll.csv"
    payroll.write_text("area,group,value\nnorth,a,3\n")
    report = run(tmp_path, text, payroll=payroll)
    assert told(report, "K0") == {}
    assert told(report, "K1")["area south, group a"] == (17, 17, "exact")
    assert "area north, group a" not in told(report, "K1"), "a public fact is no target"


def test_a_cell_that_an_earlier_table_showed_is_exact_from_k3_on(tmp_path: Path) -> None:
    before = tmp_path / "before.csv"
    before.write_text(two_way(nb="", sb="", sa=""))
    report = run(tmp_path, two_way(na="", nb="", sa="", sb=""), earlier=[before])
    assert told(report, "K1") == {}
    assert len(told(report, "K3")) == 4


def test_one_more_table_breaks_what_was_safe(tmp_path: Path) -> None:
    text = two_way(na="", nb="", sa="", sb="")
    lines = text.splitlines()
    safe = "\n".join([f"table,{lines[0]},age", *(f"one,{line},TOTAL" for line in lines[1:])])
    # The columns are table, area, group, value, age; the second table shows group b of the north by age.
    more = "two,north,b,8,young\ntwo,north,b,12,old\n"
    assert told(run(tmp_path, safe)) == {}
    assert told(run(tmp_path, f"{safe}\n{more}"))["area north, group a"] == (3, 3, "exact")


def test_tables_with_a_hierarchy_hang_together_through_it(tmp_path: Path) -> None:
    # Fine groups stand in one table and coarse ones in another; x and y make up b.
    tree = tmp_path / "tree.csv"
    tree.write_text("dimension,member,parent\ngroup,x,b\ngroup,y,b\ngroup,a,a\n")
    fine = "fine,x,9\nfine,y,\nfine,a,\nfine,TOTAL,40\n"
    coarse = "coarse,b,12\ncoarse,a,28\ncoarse,TOTAL,40\n"
    report = run(tmp_path, f"table,group,value\n{fine}{coarse}", hierarchies=tree)
    assert told(report) == {"group y": (3, 3, "exact"), "group a": (28, 28, "exact")}
    apart = run(tmp_path, f"table,group,value\n{fine}", hierarchies=tree)
    assert told(apart) == {}


def test_absent_rows_are_empty_groups_where_the_rest_adds_up(tmp_path: Path) -> None:
    north, south = "n,a,7\nn,TOTAL,7\n", "s,a,8\ns,b,\ns,c,9\ns,TOTAL,20\n"
    text = f"area,group,value\n{north}{south}TOTAL,a,15\nTOTAL,b,\nTOTAL,c,9\nTOTAL,TOTAL,27\n"
    assert told(run(tmp_path, text)) == {"group b": (3, 3, "exact"), "area s, group b": (3, 3, "exact")}


def test_absent_rows_are_withheld_where_people_are_missing(tmp_path: Path) -> None:
    text = "area,group,value\nn,a,7\nn,TOTAL,11\ns,a,8\ns,b,9\ns,TOTAL,17\nTOTAL,TOTAL,28\n"
    report = run(tmp_path, text)
    assert told(report)["area n, group b"] == (4, 4, "exact")


def test_tables_of_other_people_are_kept_apart_and_that_is_said(tmp_path: Path) -> None:
    text = "table,group,value\none,a,\none,b,20\none,TOTAL,50\ntwo,a,31\ntwo,b,22\ntwo,TOTAL,53\n"
    report = run(tmp_path, text)
    assert told(report) == {"group a": (30, 30, "exact")}
    assert any("other people" in note for note in report.notes)


def test_the_truth_says_which_cells_are_small(tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text(two_way())
    report = run(tmp_path, two_way(na="", nb="", sa="", sb=""), truth=truth)
    assert report.code == SAFE
    assert all(each.relaxed == 0 for each in report.answers)


def test_a_truth_of_other_data_stops_the_audit(tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text(two_way(na=4, n=54, a=21, t=120))
    with pytest.raises(AuditError, match="truth"):
        run(tmp_path, two_way(na=""), truth=truth)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("area,group\nn,a\n", "row 1: there is no column 'value'"),
        ("value\n3\n", "row 1: 'value' stands alone"),
        ("area,value\n", "no rows"),
        ("area,area,value\nn,n,3\n", "row 1: a column stands twice"),
        ("area,value\nn,3\n,4\n", "row 3, column 'area': blank"),
        ("area,value\nn,3\ns,<6\n", "row 3, column 'value': '<6'"),
        ("area,value\nn,3\ns,2.5\n", "row 3, column 'value': '2.5'"),
        ("area,value\nn,-3\n", "row 2, column 'value': '-3'"),
        ("area,value\nn,inf\n", "row 2, column 'value': 'inf'"),
        ("area,value\nn,3\nn,4\n", "rows 2 and 3 are the same cell"),
        (
            "area,value\nn,3\ns,4\nTOTAL,8\n",
            "row 4, column 'value': the total of all is 8, but its 2 parts add up to 7",
        ),
        ("area,value\nn,3\ns,4\nTOTAL,6\n", "is 6, but its 2 parts add up to 7"),
    ],
)
def test_a_bad_file_is_refused_with_row_and_column(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(AuditError) as problem:
        run(tmp_path, text)
    assert said in str(problem.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(b"area,value\n\xff\xfe\x00,3\n")
    with pytest.raises(AuditError, match="UTF-8"):
        examine.one_table(path, SETTINGS)


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ("dimension,member\ngroup,x\n", "no column 'parent'"),
        ("dimension,member,parent\ngroup,x,b\ngroup,x,c\n", "row 3: 'x' has the parents 'b' and 'c'"),
        ("dimension,member,parent\ngroup,x,b\ngroup,b,x\n", "above itself"),
    ],
)
def test_a_bad_hierarchy_is_refused(tmp_path: Path, tree: str, said: str) -> None:
    path = tmp_path / "tree.csv"
    path.write_text(tree)
    with pytest.raises(AuditError, match=said):
        run(tmp_path, "group,value\nx,3\n", hierarchies=path)


def test_numbers_that_no_people_could_stand_behind_are_refused(tmp_path: Path) -> None:
    # a in the south would have to be negative.
    with pytest.raises(AuditError, match="contradict"):
        run(tmp_path, two_way(sa="", sb="", na=30, n="", nb="", b=""))
