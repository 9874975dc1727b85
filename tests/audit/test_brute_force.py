"""The attack finds what enumerating every possible table finds: no more, no less."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from audit import examine
from audit.level import Settings
from audit.report import Report
from tests.audit.generated import cube, possible, write

SETTINGS = Settings(threshold=4, seconds=20)
SHAPES = [(2, 3), (3, 3), (2, 2, 2), (2, 2, 3)]


def flagged(report: Report, level: int, rows: pd.DataFrame) -> tuple[set[int], set[int]]:
    cells = report.answers[level].cells
    names = list(rows.columns[:-1])
    at = pd.MultiIndex.from_frame(rows[names])
    places = at.get_indexer(pd.MultiIndex.from_frame(report.system.cells.loc[cells["cell"], names]))
    exact = set(places[cells["exact"].to_numpy(dtype=bool)])
    narrow = set(places[cells["narrow"].to_numpy(dtype=bool)])
    return exact, narrow


def expected(tables: np.ndarray, truth: np.ndarray, hidden: np.ndarray) -> tuple[set[int], set[int]]:
    width = tables.max(axis=0) - tables.min(axis=0)
    exact = set(np.flatnonzero(hidden & (width == 0)))
    narrow = set(np.flatnonzero(hidden & (width < SETTINGS.threshold - 2) & (truth < SETTINGS.threshold)))
    return exact, narrow


def one(seed: int) -> tuple[pd.DataFrame, np.ndarray, tuple[int, ...]]:
    luck = np.random.default_rng(seed)
    shape = SHAPES[seed % len(SHAPES)]
    rows = cube(luck.poisson(luck.gamma(1.0, 2.0, size=shape)), tuple("abc"[: len(shape)]))
    truth = rows["truth"].to_numpy()
    hidden = (truth > 0) & ((truth < SETTINGS.threshold) | (luck.random(len(rows)) < 0.3))
    return rows, hidden, shape


def compare(seed: int, folder: Path) -> bool:
    rows, hidden, shape = one(seed)
    truth = rows["truth"].to_numpy()
    if not hidden.any() or hidden[-1] or truth[-1] > 24:
        return False
    public, whole = write(rows, hidden, folder)
    report = examine.one_table(public, Settings(4, zeros="shown", seconds=20), truth=whole)
    for level, least in ((0, 0), (4, 1)):
        tables = possible(rows, hidden, shape, least=least)
        assert flagged(report, level, rows) == expected(tables, truth, hidden), f"seed {seed}, K{level}"
        assert report.answers[level].undecided == 0
        assert report.answers[level].relaxed == 0
    insiders: list[set[int]] = [set(), set()]
    every = possible(rows, hidden, shape)
    for cell in np.flatnonzero(hidden):
        told = expected(every[every[:, cell] >= 1], truth, hidden)
        insiders = [known | more for known, more in zip(insiders, told, strict=True)]
    assert flagged(report, 2, rows) == tuple(insiders), f"seed {seed}, K2"
    return True


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 32, 8))
def test_exact_and_narrow_cells_are_those_of_an_enumeration(first: int, tmp_path: Path) -> None:
    assert sum(compare(seed, tmp_path) for seed in range(first, first + 8)) >= 2


@pytest.mark.long
def test_many_tables_agree_with_an_enumeration(tmp_path: Path) -> None:
    assert sum(compare(seed, tmp_path) for seed in range(100, 180)) >= 30


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_tables_that_form_a_cycle_are_attacked_through_the_people_behind_them(seed: int, tmp_path: Path) -> None:
    luck = np.random.default_rng(seed)
    counts = luck.poisson(0.9, size=(2, 2, 2)) * luck.integers(0, 2, size=(2, 2, 2))
    rows = cube(counts, ("a", "b", "c"))
    divided = (rows[["a", "b", "c"]] != "TOTAL").sum(axis=1).to_numpy()
    # Three tables of two dimensions; of a by b nothing inside is shown, and the inner cells stand in no table.
    by = {name: ((rows[list(name)] != "TOTAL").all(axis=1) & (divided == 2)).to_numpy() for name in ("ab", "bc", "ac")}
    hidden = by["ab"]
    tables = pd.concat([rows[by[name]].assign(table_id=name) for name in by])
    tables["value"] = tables["truth"].astype(str).where(tables["table_id"] != "ab", "")
    path = tmp_path / "cycle.csv"
    tables.drop(columns="truth").to_csv(path, index=False)
    report = examine.one_table(path, Settings(4, zeros="hidden", seconds=20))
    every = possible(rows, hidden | (divided == 3), (2, 2, 2))
    width = every.max(axis=0) - every.min(axis=0)
    expected = {int(cell) for cell in np.flatnonzero(hidden & (width == 0))}
    exact, _ = flagged(report, 0, rows)
    assert exact == expected
    told = report.answers[0].cells
    assert not told["undecided"].any()
    if seed == 6:
        # Sums alone would leave every one of the four cells open.
        apart = examine.one_table(path, Settings(4, zeros="hidden", crossed=False, seconds=20))
        assert len(expected) == 4
        assert flagged(apart, 0, rows)[0] == set()
