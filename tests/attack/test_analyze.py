"""Bad files for `equity analyze`: whatever stands in a cell, an answer or a refusal by row and column, never a bug."""

from pathlib import Path

import pytest

from analysis.file import analyze
from analysis.kind import Options
from analysis.registry import KINDS, kind
from etl.contract import ContractError
from tests.attack.wild import write_wildly


@pytest.mark.long
@pytest.mark.parametrize("name", KINDS)
def test_a_file_with_wild_cells_is_answered_or_refused(name: str, tmp_path: Path) -> None:
    outcome = write_wildly(name, tmp_path, rounds=40, seed=24)
    assert outcome.broken == []
    assert set(outcome.facts) == {"answered", "refused"}


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
