"""`equity analyze`: help whose example works, answers in a file or printed, refusals by row and column."""

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from analysis.command import MISTAKE, REFUSED
from analysis.registry import KINDS, kind

runner = CliRunner()


def options(name: str) -> list[str]:
    return ["--reference", "Men", "--covariates", "grade"] if kind(name).asks else []


@pytest.mark.long
@pytest.mark.parametrize("name", KINDS)
def test_the_example_of_the_help_works_as_it_stands(name: str, tmp_path: Path) -> None:
    shown = runner.invoke(cli.app, ["analyze", name, "--help"])
    assert shown.exit_code == 0
    lines = [line.strip() for line in shown.output.splitlines()]
    begin = next(i for i, line in enumerate(lines) if line.startswith("An example. Save these lines"))
    end = lines.index("and run:")
    file, out = tmp_path / f"{name.replace('-', '_')}.csv", tmp_path / "answer.csv"
    file.write_text("\n".join(lines[begin + 1 : end]) + "\n", encoding="utf-8")
    command = lines[end + 1].split()
    assert command[:3] == ["equity", "analyze", name]
    rest = [str(file) if part == file.name else str(out) if part == out.name else part for part in command[1:]]
    done = runner.invoke(cli.app, rest)
    assert done.exit_code == 0, done.output
    written = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert written
    assert tuple(written[0]) == kind(name).output


@pytest.mark.parametrize("name", KINDS)
def test_every_column_of_a_kind_stands_in_its_help(name: str) -> None:
    shown = runner.invoke(cli.app, ["analyze", name, "--help"]).output
    for column in kind(name).columns:
        assert f"{column.name}: " in shown


@pytest.mark.parametrize("name", KINDS)
def test_a_wrong_cell_is_refused_by_row_and_column_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    heading, first, *_ = kind(name).example.strip().splitlines()
    numbers = [column.name for column in kind(name).columns if not hasattr(column.promise, "longest")]
    at = heading.split(",").index(next(each for each in numbers if each in heading.split(",")))
    cells = first.split(",")
    cells[at] = "many"
    file, out = tmp_path / "wrong.csv", tmp_path / "answer.csv"
    file.write_text(f"{heading}\n{','.join(cells)}\n", encoding="utf-8")
    done = runner.invoke(cli.app, ["analyze", name, str(file), "--out", str(out), *options(name)])
    assert done.exit_code == REFUSED
    assert f"wrong.csv, row 2, column {heading.split(',')[at]}: expected" in done.output
    assert "Traceback" not in done.output
    assert not out.exists()


def test_without_a_file_to_write_the_answer_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "funnel.csv"
    file.write_text(kind("funnel").example, encoding="utf-8")
    done = runner.invoke(cli.app, ["analyze", "funnel", str(file)])
    assert done.output.startswith("area,value,lower_95,upper_95,lower_998,upper_998,label\n")


def test_an_unknown_kind_and_an_absent_file_are_told_in_a_sentence(tmp_path: Path) -> None:
    assert "No such command 'equality'" in runner.invoke(cli.app, ["analyze", "equality", "x.csv"]).output
    absent = runner.invoke(cli.app, ["analyze", "funnel", str(tmp_path / "none.csv")])
    assert absent.exit_code == 2
    assert "does not exist" in absent.output


def test_an_answer_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "funnel.csv"
    file.write_text(kind("funnel").example, encoding="utf-8")
    done = runner.invoke(cli.app, ["analyze", "funnel", str(file), "--out", str(tmp_path / "nowhere" / "a.csv")])
    assert done.exit_code == MISTAKE
    assert "a.csv was not written: No such file or directory" in done.output
