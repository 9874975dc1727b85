"""docs/security.md names tests that exist, one or more a threat, and the figures that they print."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.attack import forged, test_formulas
from tests.metrics import test_locked

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_threat_has_a_control_and_tests_that_exist() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|") and "::" in line]
    assert len(rows) >= 30
    for row in rows:
        threat, control, shown = (cell.strip() for cell in row.strip("|").split("|"))
        assert threat
        assert control
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", shown)
        assert named, row
        for path, test in named:
            assert test in names_in(path), f"{path}::{test}"
    threats = [row.split("|")[1].strip() for row in rows]
    assert len(set(threats)) == len(threats)


@pytest.mark.long
def test_the_figures_are_those_of_the_attacks() -> None:
    tried = {kind: sum(1 for _ in make()) for kind, make in forged.KINDS.items()}
    told = ", ".join(f"{kind} {number:,}" for kind, number in tried.items())
    print(f"payloads: {sum(tried.values()):,} requests ({told}), {len(test_formulas.PAYLOADS)} formulas")
    assert f"| forged requests, public site as deployed | {sum(tried.values()):,} | 0 |" in PAGE
    assert f"Of the forged requests: {told}." in PAGE
    assert f"in CSV and XLSX | {len(test_formulas.PAYLOADS)} | 0 |" in PAGE
    refused = (
        test_locked.FILES,
        test_locked.SETTINGS,
        test_locked.CHANGES,
        test_locked.EXTENSIONS,
        test_locked.WITHOUT,
    )
    statements = sum(map(len, refused))
    assert f"| statements to a release's database | {statements} | 0 |" in PAGE
