"""Inputs that are wrong, or only look so: each is accepted, warned of, or refused with its row and column."""

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from etl.desk import State
from etl.home import Home
from etl.load import Report, check, load
from tests.etl import good

HEAD = "agency,period,job_category,race_ethnicity,sex,employees\n"
ROW = "PARKS,FY2025,1,WH,F,12\n"
GOOD = HEAD + ROW


def checked(folder: Path, name: str, content: bytes | str) -> Report:
    good.write(folder, "agencies", good.ROWS["agencies"])
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return check([folder / "agencies.csv", path], Home(folder / "home"))


def told(report: Report) -> list[str]:
    return [str(problem) for delivery in report.deliveries for problem in delivery.problems]


def cell(column: str, text: str) -> str:
    cells = dict(zip(HEAD.strip().split(","), ROW.strip().split(","), strict=True)) | {column: text}
    return HEAD + ",".join(cells.values()) + "\n"


ACCEPTED = {
    "reordered columns": "employees,sex,agency,period,job_category,race_ethnicity\n12,F,PARKS,FY2025,1,WH\n",
    "a byte order mark and CRLF": b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(),
    "mixed line ends": HEAD.replace("\n", "\r\n") + ROW,
    "blank rows inside": HEAD + ",,,,,\n\n" + ROW,
    "a former name": cell("agency", "board of PARKS"),
    "zero": cell("employees", "0"),
    "a whole number with a point": cell("employees", "12.0"),
    "quoted cells": HEAD + '"PARKS","FY2025","1","WH","F","12"\n',
    "a closed year": cell("period", "FY2015"),
}
REFUSED = {
    "empty file": ("", "workforce_counts.csv: is empty"),
    "headings only": (HEAD, "workforce_counts.csv: there are headings but no rows"),
    "missing column": ("agency,period\nPARKS,FY2025\n", "row 1, column employees: the column is missing"),
    "doubled column": (HEAD.replace("sex", "period") + ROW, "row 1, column period: the heading stands twice"),
    "misspelt column": (GOOD.replace("employees", "employes"), "row 1, column employes: unknown heading"),
    "extra column": (HEAD.strip() + ",shoe_size\n" + ROW.strip() + ",9\n", "row 1, column shoe_size: unknown heading"),
    "headings under a title": ("Head counts,,,,,\n" + GOOD, "row 1, column Head counts: unknown heading"),
    "UTF-16": (GOOD.encode("utf-16"), "is UTF-16; save it as CSV UTF-8"),
    "cp1252": (cell("agency", "Café").encode("cp1252"), "row 2: has bytes that are not UTF-8"),
    "invalid UTF-8": (GOOD.encode() + b"\xff\xfe", "row 3: has bytes that are not UTF-8"),
    "NUL": (GOOD.replace("12", "1\x002"), "row 2: holds a NUL byte"),
    "lone carriage returns": (GOOD.replace("\n", "\r"), "lone carriage returns"),
    "semicolons": (GOOD.replace(",", ";"), "row 1: is separated by semicolons"),
    "tabs": (GOOD.replace(",", "\t"), "row 1: is separated by tabs"),
    "unclosed quote": (HEAD + '"PARKS,FY2025\n', "check the quotes"),
    "ragged rows": (GOOD + "PARKS,FY2025\n", "row 3: has 2 cells; expected 6"),
    "newline in quotes": (HEAD + '"PA\nRKS",FY2025,1,WH,F,12\n', "column agency: "),
    "a total at the end": (GOOD + "Total,,,,,12\n", "row 3, column agency: 'Total' is not a known label"),
    "an agency nobody knows": (cell("agency", "MOON"), "row 2, column agency: 'MOON' is not a known label"),
    "a homoglyph": (cell("agency", "P\u0410RKS"), "row 2, column agency"),
    "a zero-width space": (cell("agency", "PAR\u200bKS"), "row 2, column agency"),
    "a change of direction": (cell("sex", "F\u202e"), "row 2, column sex"),
    "a race nobody knows": (cell("race_ethnicity", "Martian"), "column race_ethnicity: 'Martian' is not a known label"),
    "MENA under the standard of 1997": (cell("race_ethnicity", "ME"), "needs race_standard omb_2024"),
    "several races": (cell("race_ethnicity", "WH;AS"), "row 2, column race_ethnicity"),
    "a spreadsheet's date for 1-5": (cell("job_category", "5-Jan"), "row 2, column job_category"),
    "a two-digit year": (cell("period", "FY25"), "row 2, column period: expected a period"),
    "a serial date": (cell("period", "45838"), "row 2, column period: expected a period"),
    "a year far off": (cell("period", "FY2345"), "row 2, column period: expected a period"),
    "a conflicting duplicate": (GOOD + ROW.replace("12", "13"), "row 3: repeats agency, period"),
    "a duplicate": (GOOD + ROW, "row 3: repeats agency, period"),
    "a person's name as a heading": (GOOD.replace("employees", "Employee Name"), "heading for personal data"),
    "an e-mail address": (cell("agency", "ann@example.org"), "look like an e-mail address"),
    "a formula": (cell("employees", "=2+2"), "row 2, column employees: expected a whole number"),
    "a script": (cell("agency", "<script>alert(1)</script>"), "row 2, column agency"),
    "a cell of a million characters": (cell("agency", "x" * 1_000_000), "is not good CSV"),
    "an interrupted copy": (GOOD + "PARKS,FY20", "row 3: has 2 cells; expected 6"),
    **{
        f"employees {text}": (cell("employees", text), "row 2, column employees: expected a whole number")
        for text in ('"1,234"', '"1.234,5"', "-4", "2.5", "1e9", "9" * 30, "NaN", "inf", "<6", "*", "n/a", "-", "#REF!")
    },
}


@pytest.mark.long
@pytest.mark.parametrize("what", ACCEPTED)
def test_what_only_looks_odd_is_accepted(tmp_path: Path, what: str) -> None:
    report = checked(tmp_path, "workforce_counts.csv", ACCEPTED[what])
    assert told(report) == []
    assert [each.state for each in report.deliveries] == [State.LOADED, State.LOADED]


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_wrong_is_refused_with_its_place(tmp_path: Path, what: str) -> None:
    content, said = REFUSED[what]
    report = checked(tmp_path, "workforce_counts.csv", content)
    assert report.deliveries[1].state is State.REFUSED
    assert any(said in problem for problem in told(report)), told(report)
    assert all("555" not in problem for problem in told(report))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"agency": "PARKS"', "row 1: is not JSON"),
        ("[1, 2]", "row 1: is not one flat object"),
        ('{"agency": {"code": "PARKS"}}', "row 1: is not one flat object"),
        ('{"agency": "PARKS", "employees": NaN}', "row 1: is not JSON"),
        ('{"agency": "PARKS", "agency": "FIRE"}', "row 1: is not JSON (a name stands twice"),
    ],
)
def test_json_that_cannot_be_trusted_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in problem for problem in told(checked(tmp_path, "workforce_counts.jsonl", text + "\n")))


def workbook(path: Path, write: object = None) -> bytes:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, line in enumerate(GOOD.splitlines()):
        sheet.write_row(number, 0, line.split(","))
    sheet.write(1, 5, 12)
    if callable(write):
        write(sheet)
    book.close()
    content = path.read_bytes()
    path.unlink()
    return content


@pytest.mark.long
@pytest.mark.parametrize(
    ("what", "said"),
    [
        (lambda sheet: sheet.write(2, 0, "#REF!"), "row 3, column period: is blank"),
        (lambda sheet: sheet.write_formula(1, 5, "=1/0", value="#DIV/0!"), "row 2, column employees"),
        (lambda sheet: [sheet.write(2, 5, 9), sheet.merge_range(3, 0, 4, 0, "FIRE")], "row 4, column period: is blank"),
        (lambda sheet: sheet.write_row(2, 0, ["Total", "", "", "", "", 12]), "row 3, column agency"),
    ],
)
def test_sheets_that_are_wrong_are_refused_with_row_and_column(tmp_path: Path, what: object, said: str) -> None:
    report = checked(tmp_path, "workforce_counts.xlsx", workbook(tmp_path / "w.xlsx", what))
    assert any(said in problem for problem in told(report)), told(report)


@pytest.mark.long
@pytest.mark.parametrize(
    "what",
    [
        lambda sheet: sheet.write_formula(1, 5, "=10+2", value=12),
        lambda sheet: sheet.set_row(1, None, None, {"hidden": True}),
        lambda sheet: sheet.set_column(5, 5, None, None, {"hidden": True}),
        lambda sheet: sheet.write_comment(0, 0, "a note"),
    ],
)
def test_what_a_sheet_computes_or_hides_is_read_like_the_rest(tmp_path: Path, what: object) -> None:
    report = checked(tmp_path, "workforce_counts.xlsx", workbook(tmp_path / "w.xlsx", what))
    assert told(report) == []
    assert report.deliveries[1].loaded is not None
    assert report.deliveries[1].loaded.tables["workforce_count"]["employees"].tolist() == [12]


def test_files_that_are_not_what_their_name_says_are_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "w.xlsx")
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/vbaProject.bin", "x")
    with zipfile.ZipFile(tmp_path / "l.zip", "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/externalLinks/externalLink1.xml", "<x/>")
    for name, content, said in (
        ("workforce_counts.xlsx", b"\xd0\xcf\x11\xe0" + b"0" * 600, "not an XLSX workbook (or it is protected"),
        ("workforce_counts.xlsx", "<html></html>", "not an XLSX workbook"),
        ("workforce_counts.xlsx", whole[: len(whole) // 2], "not an XLSX workbook"),
        ("workforce_counts.xlsx", (tmp_path / "m.zip").read_bytes(), "holds macros"),
        ("workforce_counts.xlsx", (tmp_path / "l.zip").read_bytes(), "links to other files"),
        ("workforce_counts.parquet", "PAR1 no", "is not a whole Parquet file"),
        ("workforce_counts.csv.gz", gzip.compress(GOOD.encode())[:-9], "is not a whole gzip file"),
        ("workforce_counts.xls", "x", "is not recognised; expected .csv"),
    ):
        assert any(said in problem for problem in told(checked(tmp_path, name, content))), said


@pytest.mark.parametrize("name", ["workforce_counts_" + "x" * 200 + ".csv", "workforce_counts_\U0001f600.csv"])
def test_odd_names_of_files_are_read(tmp_path: Path, name: str) -> None:
    assert told(checked(tmp_path, name, GOOD)) == []


def test_a_parquet_file_keeps_whole_numbers_beside_blanks(tmp_path: Path) -> None:
    rows = [{"agency": "PARKS", "indicator": "visits", "period": "FY2025", "geography": "Connecticut",
             "dimension": "ALL", "group": "ALL", "numerator": n, "unit": "persons", "status": s}
            for n, s in ((9_007_199_254_740_993, "shown"), (None, "missing"))]  # fmt: skip
    pd.DataFrame(rows[:1]).to_parquet(tmp_path / "x.parquet")
    from etl.table import read_table

    assert read_table(tmp_path / "x.parquet")["numerator"].tolist() == ["9007199254740993"]


def test_a_swing_and_equal_cells_are_warned_of_and_stop_nothing(tmp_path: Path) -> None:
    rows = "".join(f"PARKS,{year},{job},WH,{sex},{n}\n" for year, n in (("FY2024", 20), ("FY2025", 50))
                   for job in range(1, 5) for sex in "FM")  # fmt: skip
    report = checked(tmp_path, "workforce_counts.csv", HEAD + rows)
    assert told(report) == []
    assert {warning["code"] for warning in report.warnings} == {"swing", "all_equal"}


def test_a_person_in_two_agencies_is_accepted_and_twice_in_one_is_not(tmp_path: Path) -> None:
    row = good.ROWS["workforce"][0]
    good.write(tmp_path, "agencies", good.ROWS["agencies"])
    two = good.write(tmp_path, "workforce", [row, {**row, "agency": "FIRE"}])
    assert told(check([tmp_path], Home(tmp_path / "home"))) == []
    good.write(tmp_path, "workforce", [row, row])
    assert told(check([tmp_path], Home(tmp_path / "home"))) == [
        f"{two.name}, row 3: repeats agency, period, person_id of an earlier row; keep one row each"
    ]


@pytest.mark.long
def test_a_refused_record_of_people_leaves_no_byte_behind(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    row = good.ROWS["workforce"][0]
    good.write(tmp_path / "in", "agencies", good.ROWS["agencies"])
    good.write(tmp_path / "in", "workforce", [{**row, "person_id": "canary-7f3a", "annual_pay": "none"}])
    report = load([tmp_path / "in"], home)
    assert told(report) == [
        "workforce.csv, row 2, column annual_pay: expected a number, 0 to 10000000, without thousands separators"
    ]
    assert not any(b"canary-7f3a" in path.read_bytes() for path in home.path.rglob("*") if path.is_file())
