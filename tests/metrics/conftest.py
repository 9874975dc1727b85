"""Two agencies over two years, a labor force and a population, and a suspension rate with its absences."""

from pathlib import Path

import pandas as pd
import pytest

from metrics.compute import Tables, compute
from tests.metrics import small

RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian", "Not reported")


def _agency(code: str, period: str, numbers: tuple[int, ...], leaders: tuple[int, ...]) -> pd.DataFrame:
    cells = {}
    for race, others, leading in zip(RACES, numbers, leaders, strict=True):
        cells[race, "Female", small.OTHERS] = others // 2
        cells[race, "Male", small.OTHERS] = others - others // 2
        cells[race, "Female", small.LEADERS] = leading // 2
        cells[race, "Male", small.LEADERS] = leading - leading // 2
    return small.counts(code, period, {key: n for key, n in cells.items() if n})


def _shares(*shares: float) -> dict[str, float]:
    return dict(zip(RACES, shares, strict=False))


def _sample() -> dict[str, pd.DataFrame]:
    hartford = {"geography": "Hartford School District", "geography_kind": "district"}
    return {
        "agency": small.agencies("DOT", "DOC", "DMV"),
        "workforce_count": pd.concat(
            [
                _agency("DOT", "FY2024", (700, 60, 60, 20, 10), (60, 0, 0, 0, 0)),
                _agency("DOT", "FY2025", (680, 70, 90, 25, 12), (56, 8, 0, 0, 0)),
                _agency("DOC", "FY2024", (400, 180, 90, 12, 6), (30, 12, 10, 0, 0)),
                _agency("DOC", "FY2025", (390, 190, 110, 12, 6), (30, 14, 12, 0, 0)),
            ]
        ),
        "benchmark": pd.concat(
            [
                small.shares("labor_force", "2018", _shares(68.0, 10.8, 15.6, 4.7)),
                small.shares("labor_force", "2024", _shares(66.0, 11.0, 17.0)),
                small.shares("population", "2019/2023", _shares(63.0, 10.0, 18.0, 5.0), margin_of_error=0.5),
            ]
        ),
        "outcome": small.outcomes(
            "suspension_rate",
            [
                {"group": "White", "value": 4.1},
                {"group": "Asian", "value": 1.9},
                {"group": "Black or African American", "value": 14.0},
                {"group": "Two or More Races", "status": "suppressed_by_publisher"},
                {"group": "White", "value": 6.0, "period": "SY2009-10"},
                {"group": "Asian", "value": 2.5, "period": "SY2009-10"},
                {"group": "White", "value": 0.5, "period": "SY2020-21"},
                {"group": "White", "value": 5.0, **hartford},
            ],
        ),
    }


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    """The rows of a small warehouse, to be changed by a test."""
    return _sample()


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small warehouse, to be read."""
    return small.build(tmp_path_factory.mktemp("metrics") / "warehouse.duckdb", **_sample())


@pytest.fixture(scope="session")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the definitions that the small warehouse has rows for."""
    return small.definitions(tmp_path_factory.mktemp("metrics") / "definitions", _sample())


@pytest.fixture(scope="session")
def internal(warehouse: Path, definitions: Path) -> Tables:
    """Its internal tables, to be read."""
    return compute(warehouse, definitions)
