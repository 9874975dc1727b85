"""Tables as an XLSX workbook that no spreadsheet program will run anything of."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

_WIDEST, _SAMPLE = 60, 200
_NAME = 31
"""So many letters a sheet's name may have."""
MOST_ROWS = 1_048_575
"""So many rows a sheet holds below its headings."""
# A leading apostrophe makes a cell text. The minus stands last, where a pattern takes it for itself.
_SIGNS = "=+@\t\r\n＝＋－＠-"
"""What a spreadsheet may take for the beginning of a formula; some read the wide signs like the plain ones."""
FORMULA = f"^[{_SIGNS}]"
"""The pattern of a text that a spreadsheet may run."""


def safe_column(texts: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Return Arrow's texts with an apostrophe before each that a spreadsheet would run."""
    return pc.if_else(pc.match_substring_regex(texts, FORMULA), pc.binary_join_element_wise("'", texts, ""), texts)


def safe(text: object) -> object:
    """Return a text cell that no spreadsheet will run as a formula; anything else as it is.

    >>> safe("=1+1"), safe("White"), safe(-3.5)
    ("'=1+1", 'White', -3.5)
    """
    return f"'{text}" if isinstance(text, str) and text.startswith(tuple(_SIGNS)) else text


def workbook(sheets: Mapping[str, pd.DataFrame], title: str) -> bytes:
    """Return a workbook with a sheet for each table: numbers as numbers, blank cells blank, texts never formulas."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    ) as book:
        book.set_properties({"title": title})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:_NAME])
            sheet.write_row(0, 0, [safe(str(column)) for column in rows.columns], bold)
            sheet.freeze_panes(1, 0)
            for k, column in enumerate(rows.columns):
                cells = [_cell(value) for value in rows[column].tolist()]
                long = max([len(str(column)), *(len(str(each)) for each in cells[:_SAMPLE] if each is not None)])
                sheet.set_column(k, k, min(long + 2, _WIDEST), wrapped if long > _WIDEST else None)
                for row, value in enumerate(cells, start=1):
                    if value is not None:
                        sheet.write(row, k, value)
    return buffer.getvalue()


def pairs(facts: list[tuple[str, str]], headings: tuple[str, str]) -> pd.DataFrame:
    """Return names and texts as a table of two columns."""
    return pd.DataFrame(facts, columns=list(headings))


def _cell(value: Any) -> Any:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, bool | int | float):
        return value
    return safe(str(value))
