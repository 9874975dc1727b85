"""An empty delivery to fill in: its headings as CSV, or a workbook with drop-downs and a note on each heading.

The workbook has one sheet, since a delivery has one: lists stand in the cells' own rules.
"""

import io

import xlsxwriter

from etl.contract import NATURE, Column, Number, OneOf, Source
from etl.promise import Day, Standard

FORMATS = ("csv", "xlsx")
_ROWS = 1_048_575
_LONGEST_LIST = 255


def headings(source: Source) -> tuple[Column, ...]:
    """Return the columns of a template: all but the one that says that rows are invented."""
    return tuple(column for column in source.columns if column is not NATURE)


def written(source: Source, form: str) -> bytes:
    """Return an empty template of a standard delivery, of one of FORMATS. The same bytes for the same contract."""
    if form == "csv":
        return (",".join(column.name for column in headings(source)) + "\n").encode()
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet(source.id[:31])
    sheet.freeze_panes(1, 0)
    plain, optional = book.add_format({"bold": True}), book.add_format({"bold": True, "italic": True})
    forms = {"day": "yyyy-mm-dd", "number": "General", "text": "@"}
    styles = {name: book.add_format({"num_format": form}) for name, form in forms.items()}
    for place, column in enumerate(headings(source)):
        sheet.set_column(place, place, max(14, len(column.name) + 4), styles[_form(column)])
        sheet.write_string(0, place, column.name, optional if column.optional else plain)
        sheet.write_comment(0, place, note(column), {"x_scale": 2.5, "y_scale": 2, "author": source.title})
        if words := _choice(column):
            sheet.data_validation(
                1, place, _ROWS, place,
                {
                    "validate": "list", "source": list(words), "ignore_blank": True,
                    # A label may also be written as a code, or as a crosswalk knows it.
                    "error_type": "warning" if isinstance(column.promise, Standard) else "stop",
                    "error_title": column.name, "error_message": "Not in the list of this column",
                },
            )  # fmt: skip
    book.close()
    return content.getvalue()


def note(column: Column) -> str:
    """Return what a heading's note says: what it means, what is expected, whether it may be left out."""
    absent = " The column may be left out." if column.optional else ""
    blank = " A cell may be blank." if column.blank else ""
    return f"{column.meaning[:1].upper()}{column.meaning[1:]}. Expected: {column.promise.text}.{absent}{blank}"


def _choice(column: Column) -> tuple[str, ...]:
    words = column.promise.words if isinstance(column.promise, OneOf | Standard) else ()
    return words if len(",".join(words)) <= _LONGEST_LIST else ()


def _form(column: Column) -> str:
    if isinstance(column.promise, Day):
        return "day"
    return "number" if isinstance(column.promise, Number) else "text"
