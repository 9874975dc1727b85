"""Files of every format become the same table; what cannot be read is refused with a row and a way out."""

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from etl.contract import ContractError
from etl.table import read_table, stem

ROWS = [["agency", "employees"], ["DOT", "12"], ["DCF", "7"]]


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(path: Path, sheets: dict[str, list[list[object]]], hidden: str | None = None) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name == hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def test_every_format_gives_the_same_table(tmp_path: Path) -> None:
    text = "agency,employees\nDOT,12\nDCF,7\n"
    frame = pd.DataFrame({"agency": ["DOT", "DCF"], "employees": [12, 7]})
    frame.to_parquet(tmp_path / "a.parquet", index=False)
    paths = [
        written(tmp_path / "a.csv", text),
        written(tmp_path / "b.csv", "\ufeff" + text.replace("\n", "\r\n")),
        written(tmp_path / "a.csv.gz", gzip.compress(text.encode())),
        workbook(tmp_path / "a.xlsx", {"one": [["agency", "employees"], ["DOT", 12], ["DCF", 7.0]]}),
        tmp_path / "a.parquet",
        written(tmp_path / "a.jsonl", '{"agency":"DOT","employees":12}\n{"agency":"DCF","employees":7}\n'),
    ]
    for path in paths:
        table = read_table(path)
        assert [list(table.columns), *table.to_numpy().tolist()] == ROWS, path.name


def test_rows_carry_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "a.csv", 'agency,employees\nDOT,12\n,\n"DCF",7\n'))
    assert list(table.index) == [2, 4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"agency;employees\nDOT;1\n", "semicolons"),
        (b"agency\temployees\nDOT\t1\n", "tabs"),
        (b"agency,employees\rDOT,1\r", "lone carriage returns"),
        ("agency,employees\nDOT,1".encode("utf-16"), "UTF-16"),
        ("agency,employees\nDépartement,1".encode("cp1252"), "row 2: has bytes that are not UTF-8"),
        (b"agency,employees\nDOT,1\x00\n", "row 2: holds a NUL byte"),
        (b'agency,employees\n"DOT,1\n', "check the quotes"),
        (b"agency,employees\nDOT,1,9\nDCF\n", "row 2: has 3 cells; expected 2"),
    ],
)
def test_csv_that_cannot_be_trusted_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ContractError, match=said):
        read_table(written(tmp_path / "a.csv", content))


def test_all_ragged_rows_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ContractError) as refused:
        read_table(written(tmp_path / "a.csv", "a,b\n1\n1,2\n1,2,3\n"))
    assert [problem.row for problem in refused.value.problems] == [2, 4]


def test_workbooks_that_hide_things_are_refused(tmp_path: Path) -> None:
    rows: list[list[object]] = [["agency"], ["DOT"]]
    with pytest.raises(ContractError, match="hidden sheet"):
        read_table(workbook(tmp_path / "a.xlsx", {"one": rows, "two": rows}, hidden="two"))
    with pytest.raises(ContractError, match="2 filled sheets"):
        read_table(workbook(tmp_path / "b.xlsx", {"one": rows, "two": rows}))
    with pytest.raises(ContractError, match="is not an XLSX workbook"):
        read_table(written(tmp_path / "c.xlsx", "<html></html>"))
    whole = workbook(tmp_path / "d.xlsx", {"one": rows}).read_bytes()
    with pytest.raises(ContractError, match="is not an XLSX workbook"):
        read_table(written(tmp_path / "d.xlsx", whole[: len(whole) // 2]))


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    with pytest.raises(ContractError, match="unpacks to more than is safe"):
        read_table(tmp_path / "a.xlsx")


def test_dates_in_workbooks_become_iso_dates(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["day"])
    sheet.write_datetime(
        1, 0, pd.Timestamp("2025-06-30").to_pydatetime(), book.add_format({"num_format": "yyyy-mm-dd"})
    )
    book.close()
    assert read_table(tmp_path / "a.xlsx")["day"].tolist() == ["2025-06-30"]


def test_a_name_tells_its_stem() -> None:
    assert stem(Path("Workforce_Counts_DOT.csv.gz")) == "workforce_counts_dot"
