"""Templates: empty but headed, with drop-downs and notes; filled in they pass the check. The dictionary is current."""

import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from etl import template
from etl.contract import ContractError
from etl.delivered import DELIVERIES
from etl.dictionary import markdown
from etl.home import Home
from etl.load import check
from etl.table import read_table
from tests.etl import good

ROOT = Path(__file__).parents[2]


@pytest.mark.long
@pytest.mark.parametrize("form", template.FORMATS)
def test_an_empty_template_is_recognised_and_says_that_rows_are_missing(tmp_path: Path, form: str) -> None:
    for name, source in DELIVERIES.items():
        path = tmp_path / f"{name}.{form}"
        path.write_bytes(template.written(source, form))
        raw = read_table(path)
        assert list(raw.columns) == [column.name for column in source.columns if column.name != "nature"], name
        with pytest.raises(ContractError, match="there are headings but no rows; deliver at least one row"):
            source.check(raw, path.name)


def test_a_workbook_template_has_a_list_for_each_code_and_a_note_on_each_heading() -> None:
    for name, source in DELIVERIES.items():
        with zipfile.ZipFile(io.BytesIO(template.written(source, "xlsx"))) as packed:
            sheet = packed.read("xl/worksheets/sheet1.xml").decode()
            notes = packed.read("xl/comments1.xml").decode()
        columns = template.headings(source)
        lists = {column.name for column in columns if template._choice(column)}
        assert sheet.count('type="list"') == len(lists), name
        assert {c.name for c in columns} & {"race_ethnicity", "sex", "job_category", "stage", "action"} <= lists
        assert notes.count("<comment ") == len(columns)
    assert "omb_2024" in notes or "ISO" in notes or "expected" in notes.lower()


def test_a_template_is_the_same_bytes_each_time_but_for_its_day() -> None:
    assert template.written(DELIVERIES["boards"], "csv") == template.written(DELIVERIES["boards"], "csv")


@pytest.mark.long
def test_templates_that_are_filled_in_pass_the_check(tmp_path: Path) -> None:
    for name, rows in good.ROWS.items():
        empty = CalamineWorkbook.from_filelike(io.BytesIO(template.written(DELIVERIES[name], "xlsx")))
        (headings,) = empty.get_sheet_by_index(0).to_python()
        filled = [{str(heading): row.get(str(heading), "") for heading in headings} for row in rows]
        good.write(tmp_path, name, filled, ".xlsx")
        text = template.written(DELIVERIES[name], "csv").decode().strip()
        good.write(tmp_path / "csv", name, [{each: row.get(each, "") for each in text.split(",")} for row in rows])
    for folder in (tmp_path, tmp_path / "csv"):
        paths = [path for path in folder.iterdir() if path.is_file()]
        report = check(paths, Home(tmp_path / "home"))
        assert [str(problem) for each in report.deliveries for problem in each.problems] == []
        assert len(report.deliveries) == len(DELIVERIES)


def test_the_data_dictionary_is_current() -> None:
    page = (ROOT / "docs" / "deliveries.md").read_text(encoding="utf-8")
    assert page == markdown(DELIVERIES), "run `python -m etl.dictionary > docs/deliveries.md`"


def test_the_data_dictionary_tells_of_every_column() -> None:
    for part in re.split(r"^## ", markdown(DELIVERIES), flags=re.MULTILINE)[1:]:
        source = DELIVERIES[part.split("`")[1]]
        assert part.count("\n| ") == len(source.columns) + 1
        assert all(promise in part for promise in source.promises)


def test_dates_of_either_base_are_the_days_that_the_sheet_shows(tmp_path: Path) -> None:
    for base in (False, True):
        book = xlsxwriter.Workbook(tmp_path / "boards.xlsx", {"date_1904": base, "default_date_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        row = good.ROWS["boards"][0]
        for place, (heading, cell) in enumerate(row.items()):
            sheet.write(0, place, heading)
            sheet.write(1, place, good.real(cell) or cell)
        book.close()
        assert read_table(tmp_path / "boards.xlsx")["term_start"].tolist() == ["2024-01-01"]
