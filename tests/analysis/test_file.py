"""A person's own file: what is refused, by row and column; what is read; what is written."""

from functools import partial
from pathlib import Path

import pandas as pd

from analysis.file import text, write
from analysis.kind import Kind, Options, Result
from etl.contract import Column, Number
from tests.analysis import own


def doubled(rows: pd.DataFrame, file: str, options: Options) -> Result:
    twice = rows.assign(twice=2 * rows["people"], of=options.reference)
    return Result(twice, (f"{file} has {len(rows)} rows",))


KIND = Kind(
    id="doubling",
    title="Twice the people.",
    columns=(
        Column(name="town", meaning="a town"),
        Column(name="people", meaning="how many", promise=Number(whole=True), blank=True),
        Column(name="weight", meaning="a weight", promise=Number(exponent=True), optional=True, blank=True),
    ),
    output=("town", "people", "twice", "weight"),
    example="town,people\nAvon,3\n",
    run=doubled,
    key=("town",),
    whole=("people", "twice"),
)


answered, refused = partial(own.answered, KIND), partial(own.refused, KIND)


def test_an_answer_has_the_columns_of_its_kind_and_whole_numbers_stay_whole(tmp_path: Path) -> None:
    result = answered(tmp_path, "town,people\nAvon,3\nKent,\n")
    assert text(result.table) == "town,people,twice,weight\nAvon,3,6,\nKent,,,\n"


def test_words_that_programs_write_for_no_number_are_blank(tmp_path: Path) -> None:
    result = answered(tmp_path, "town,people,weight\nAvon,NA,1.5e-05\nKent,nan,2\n")
    assert result.table["people"].isna().all()
    assert list(result.table["weight"]) == [1.5e-05, 2]


def test_a_column_that_is_not_used_is_said(tmp_path: Path) -> None:
    notes = answered(tmp_path, "town,people,wieght\nAvon,3,1\n").notes
    assert notes[0] == "not used: column wieght; doubling reads town, people, weight"
    assert notes[1] == "own.csv has 1 rows"


def test_every_mistake_is_told_with_its_row_and_column(tmp_path: Path) -> None:
    told = refused(tmp_path, "town,people\nAvon,three\nAvon,4\n,5\n")
    assert told == [
        "own.csv, row 4, column town: is blank; expected text of at most 200 characters on one line",
        "own.csv, row 2, column people: expected a whole number, 0 to 1000000000000, without thousands separators",
        "own.csv, row 3: repeats town of an earlier row; keep one row each",
    ]
    assert "the column is missing" in refused(tmp_path, "town\nAvon\n")[0]
    assert "no rows" in refused(tmp_path, "town,people\n")[0]
    assert "stands twice" in refused(tmp_path, "town,people,people\nAvon,1,2\n")[0]


def test_covariates_are_columns_of_the_file_and_not_of_the_kind(tmp_path: Path) -> None:
    assert "column is missing" in refused(tmp_path, "town,people\nAvon,3\n", Options(covariates=("grade",)))[0]
    told = refused(tmp_path, "town,people\nAvon,3\n", Options(covariates=("people",)))
    assert told[0].startswith("own.csv, row 1, column people: is a column of doubling itself")
    assert answered(tmp_path, "town,people,grade\nAvon,3,A\n", Options(covariates=("grade",))).notes == (
        "own.csv has 1 rows",
    )


def test_an_answer_is_safe_to_open_in_a_spreadsheet(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    write(pd.DataFrame({"town": ["=1+1", "Avon"], "gap": [-1.5, 2.0]}), out)
    assert out.read_text() == "town,gap\n'=1+1,-1.5\nAvon,2.0\n"
    assert not list(tmp_path.glob("*.part"))
