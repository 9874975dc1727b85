"""A source's ten-row fixture, and the publication itself where the team's shared folder is there."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from etl.contract import Source
from etl.harmonize import CROSSWALKS, Labels, load_crosswalks
from etl.registry import sources
from etl.table import read_table

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests" / "fixtures" / "sources"

Tables = dict[str, pd.DataFrame]


def source(name: str) -> Source:
    return sources()[name]


def transformed(name: str, raw: pd.DataFrame) -> Tables:
    """The rows that a publication's cells become, its promises checked first."""
    publication = source(name)
    publication.check(raw, f"{name}.csv")
    labels = Labels(name, load_crosswalks([CROSSWALKS]), {}, f"{name}.csv")
    return publication.transform(raw, labels).tables


@pytest.fixture(scope="session")
def raw() -> Callable[[str], pd.DataFrame]:
    """The cells of a source's fixture."""
    return lambda name: read_table(FIXTURES / f"{name}.csv")


@pytest.fixture(scope="session")
def load() -> Callable[[str], Tables]:
    """The rows of a source's fixture."""
    return lambda name: transformed(name, read_table(FIXTURES / f"{name}.csv"))


@pytest.fixture(scope="session")
def change() -> Callable[..., Tables]:
    """The rows of a source's fixture with one cell changed, by row number and column."""

    def changed(name: str, row: int, column: str, cell: str) -> Tables:
        cells = read_table(FIXTURES / f"{name}.csv")
        cells.loc[row, column] = cell
        return transformed(name, cells)

    return changed


@pytest.fixture(scope="session")
def published(shared: Path) -> Callable[[str, str], Tables]:
    """The rows of a publication itself."""
    known: dict[str, Tables] = {}

    def read(name: str, path: str) -> Tables:
        if name not in known:
            known[name] = transformed(name, read_table(shared / "data" / path))
        return known[name]

    return read


@pytest.fixture(scope="session")
def state() -> Callable[..., dict[str, float]]:
    """Group -> number of Connecticut, of the rows where the other columns equal these."""

    def of(rows: pd.DataFrame, column: str = "value", **equal: str) -> dict[str, float]:
        kept = rows[rows["geography"] == "Connecticut"]
        for name, wanted in equal.items():
            kept = kept[kept[name] == wanted]
        assert not kept["group"].duplicated().any()
        return dict(zip(kept["group"], kept[column], strict=True))

    return of
