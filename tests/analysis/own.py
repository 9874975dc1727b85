"""A file of one's own, answered or refused by a kind of analysis."""

from pathlib import Path

import pytest

from analysis.file import analyze
from analysis.kind import Kind, Options, Result
from etl.contract import ContractError, Problem


def answered(kind: Kind, folder: Path, content: str, options: Options | None = None) -> Result:
    path = folder / "own.csv"
    path.write_text(content, encoding="utf-8")
    return analyze(kind, path, options or Options())


def problems(kind: Kind, folder: Path, content: str, options: Options | None = None) -> tuple[Problem, ...]:
    with pytest.raises(ContractError) as caught:
        answered(kind, folder, content, options)
    return caught.value.problems


def refused(kind: Kind, folder: Path, content: str, options: Options | None = None) -> list[str]:
    return [str(problem) for problem in problems(kind, folder, content, options)]


def places(kind: Kind, folder: Path, content: str) -> set[tuple[int | None, str | None]]:
    """Where the mistakes are; each says what was expected."""
    found = problems(kind, folder, content)
    assert all("expected" in problem.message for problem in found)
    return {(problem.row, problem.column) for problem in found}
