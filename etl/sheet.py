"""The guarded process: reads one workbook under limits and prints its rows, or a reason, as JSON.

It imports little, so that it starts fast: a workbook that breaks the parser breaks only this process.
"""

import json
import resource
import sys

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from etl.cell import plain


def read(path: str) -> list[list[str]] | str:
    """Return the rows of the only filled sheet as text, or why it is not to be read."""
    book = CalamineWorkbook.from_path(path)
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if any(sheet.visible != SheetVisibleEnum.Visible for sheet in sheets):
        return "has a hidden sheet; show or delete it"
    filled = [sheet for sheet in sheets if book.get_sheet_by_name(sheet.name).to_python()]
    if not filled:
        return "is empty; deliver a sheet with headings and rows"
    if len(filled) > 1:
        return f"has {len(filled)} filled sheets; deliver one sheet a file"
    rows = book.get_sheet_by_name(filled[0].name).to_python(skip_empty_area=False)
    return [[plain(cell) for cell in row] for row in rows]


if __name__ == "__main__":
    path, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    json.dump(read(path), sys.stdout)
