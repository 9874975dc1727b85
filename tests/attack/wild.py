"""Files for `equity analyze` with wild cells: whatever stands in a cell, an answer or a refusal by row and column."""

from pathlib import Path

import numpy as np

from analysis.file import analyze
from analysis.kind import Options
from analysis.registry import kind
from etl.contract import ContractError
from tests.attack.program import Outcome

NASTY = (
    "", "0", "1", "-1", "0.5", "2", "100", "1e300", "1e-300", "-0", "nan", "NA", "inf", "-inf", "1,5", "12 000", "１２",
    "=1+1", "@x", "'", '"', "ALL", "POOLED", "Unknown", "Not reported", "é", "\u202e", "x" * 300, "1e12", "1000000000",
    "2025", "0.0000001", "999999999999", "true", "None",
)  # fmt: skip


def write_wildly(name: str, folder: Path, rounds: int, seed: int) -> Outcome:
    """Put wild cells into the example of a kind of analysis, in another order and cut short, and analyze it."""
    outcome, found, chance = Outcome(), kind(name), np.random.default_rng(seed)
    heading, *lines = [line.split(",") for line in found.example.strip().splitlines()]
    options = Options(reference="Men", covariates=("grade",)) if found.asks else Options()
    path = folder / "wild.csv"
    for _ in range(rounds):
        cells = [list(line) for line in lines]
        for _ in range(chance.integers(1, 5)):
            row = cells[chance.integers(len(cells))]
            row[chance.integers(len(row))] = NASTY[chance.integers(len(NASTY))]
        chance.shuffle(cells)
        kept = cells[: chance.integers(1, len(cells) + 1)]
        text = "\n".join(",".join(map(_quoted, row)) for row in [heading, *kept]) + "\n"
        path.write_text(text, encoding="utf-8")
        outcome.tried += 1
        try:
            answer = analyze(found, path, options)
        except ContractError as refused:
            outcome.count("refused")
            placed = all(each.file == path.name for each in refused.problems)
            outcome.hold(placed, f"{name}: refused elsewhere: {refused}: {text}")
        except Exception as bug:
            outcome.hold(False, f"{name}: {type(bug).__name__}: {bug}: {text}")
        else:
            outcome.count("answered")
            outcome.hold(tuple(answer.table.columns) == found.output, f"{name}: other columns: {text}")
            numbers = answer.table.select_dtypes("number").to_numpy(float, na_value=np.nan)
            outcome.hold(not np.isinf(numbers).any(), f"{name}: an absent number is blank, never infinite: {text}")
    return outcome


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
