"""Bad files for `equity analyze`: whatever stands in a cell, an answer or a refusal by row and column, never a bug."""

from pathlib import Path

import numpy as np
import pytest

from analysis.file import analyze
from analysis.kind import Options
from analysis.registry import KINDS, kind
from etl.contract import ContractError

NASTY = (
    "", "0", "1", "-1", "0.5", "2", "100", "1e300", "1e-300", "-0", "nan", "NA", "inf", "-inf", "1,5", "12 000", "１２",
    "=1+1", "@x", "'", '"', "ALL", "POOLED", "Unknown", "Not reported", "é", "\u202e", "x" * 300, "1e12", "1000000000",
    "2025", "0.0000001", "999999999999", "true", "None",
)  # fmt: skip
ROUNDS = 150


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize("name", KINDS)
def test_a_file_with_wild_cells_is_answered_or_refused(name: str, tmp_path: Path) -> None:
    found, chance = kind(name), np.random.default_rng(24)
    heading, *lines = [line.split(",") for line in found.example.strip().splitlines()]
    options = Options(reference="Men", covariates=("grade",)) if found.asks else Options()
    outcomes = set()
    for number in range(ROUNDS):
        cells = [list(line) for line in lines]
        for _ in range(chance.integers(1, 5)):
            row = cells[chance.integers(len(cells))]
            row[chance.integers(len(row))] = NASTY[chance.integers(len(NASTY))]
        chance.shuffle(cells)
        kept = cells[: chance.integers(1, len(cells) + 1)]
        path = tmp_path / f"{number}.csv"
        path.write_text("\n".join(",".join(map(quoted, row)) for row in [heading, *kept]) + "\n", encoding="utf-8")
        try:
            answer = analyze(found, path, options)
        except ContractError as refused:
            outcomes.add("refused" if all(each.file == path.name for each in refused.problems) else "misplaced")
        else:
            outcomes.add("answered")
            assert tuple(answer.table.columns) == found.output
            numbers = answer.table.select_dtypes("number").to_numpy(float, na_value=np.nan)
            assert not np.isinf(numbers).any(), "an absent number is blank, never infinite"
    assert outcomes == {"answered", "refused"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\xff\xfe\x00",
        b"area\n",
        b"\x00\x01",
        b"area;numerator;denominator\na;1;2\n",
        b'area,"x\n',
        b"PK\x03\x04",
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(ContractError):
        analyze(kind("funnel"), path, Options())
