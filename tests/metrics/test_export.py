"""CSV as the database writes it, beside each cell made safe by itself."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics.export import separated
from metrics.workbook import safe

TEXTS = [
    "plain", "", None, "=1+1", "+x", "-5", "@a", "\tq", "\rq", "\nq", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a",
    "'=x", "a,b", 'say "hi"', "two\nlines", "\u00e9", "=", "  =x", "NaN", "nan", "NULL", "None", "0", "1e5", "true",
    "\u0301=", "=\u0301x", "\u65e5\u672c", "a\x00b", " ", "2024-01-01", "\u200b=1", "x=", "a-b",
]  # fmt: skip


def read(rows: pd.DataFrame, path: Path) -> list[list[str]]:
    separated(rows, path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def expected(cell: object) -> str:
    return "" if cell is None else str(safe(cell))


@pytest.mark.parametrize("kind", ["object", "str", "string", "category"])
def test_every_text_is_as_safe_as_by_itself(tmp_path: Path, kind: str) -> None:
    cells = pd.Series(TEXTS, dtype=kind)
    assert read(pd.DataFrame({"text": cells, "n": 1.0}), tmp_path / "it's.csv")[1:] == [
        [expected(cell), "1.0"] for cell in TEXTS
    ]


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA])
def test_a_text_after_many_blank_cells_is_a_text(tmp_path: Path, blank: object) -> None:
    cells = pd.Series([*[blank] * 5_000, "=late", "12"], dtype=object)
    found = read(pd.DataFrame({"text": cells, "n": range(5_002)}), tmp_path / "out.csv")
    assert [row[0] for row in found[1:]] == [*[""] * 5_000, "'=late", "12"]


def test_whatever_else_stands_among_texts_is_a_text(tmp_path: Path) -> None:
    cells = pd.Series([1, 2.5, True, None, "=x", date(2024, 1, 2), np.nan], dtype=object)
    found = read(pd.DataFrame({"mixed": cells, "n": 1}), tmp_path / "out.csv")
    assert [row[0] for row in found[1:]] == ["1", "2.5", "True", "", "'=x", "2024-01-02", ""]


def test_numbers_stay_numbers_and_blank_ones_blank(tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {
            "share": [0.1, np.nan, -3.0],
            "whole": pd.Series([5, None, -7], dtype="Int64"),
            "yes": [True, False, True],
        }
    )
    assert read(rows, tmp_path / "out.csv")[1:] == [["0.1", "5", "true"], ["", "", "false"], ["-3.0", "-7", "true"]]


def test_rows_keep_their_order_and_columns_their_names(tmp_path: Path) -> None:
    many = 300_000
    names = ["a.b", 'say "hi"', "=x", "I", "count"]
    rows = pd.DataFrame({**{name: [f"word {n % 50}" for n in range(many)] for name in names}, "n": range(many)})
    found = read(rows, tmp_path / "out.csv")
    assert found[0] == [*names, "n"]
    assert [int(row[-1]) for row in found[1:]] == list(range(many))


def test_columns_whose_names_differ_in_capitals_hold_each_its_own(tmp_path: Path) -> None:
    found = read(pd.DataFrame({"i": [1], "I": ["=2"]}), tmp_path / "out.csv")
    assert found[1] == ["1", "'=2"]


def test_a_table_without_rows_has_its_heading(tmp_path: Path) -> None:
    rows = pd.DataFrame({"text": pd.Series([], dtype=object), "n": pd.Series([], dtype="float64")})
    assert read(rows, tmp_path / "out.csv") == [["text", "n"]]
