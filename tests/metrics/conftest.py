"""Two agencies over two years, a labor force and a population, and a suspension rate with its absences."""

from pathlib import Path

import pandas as pd
import pytest

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


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    """The rows of a small warehouse, to be changed by a test."""
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
                small.shares("labor_force", "2018", {"White": 68, "Black or African American": 10.8, "Hispanic or Latino": 15.6, "Asian": 4.7}),
                small.shares("labor_force", "2024", {"White": 66, "Black or African American": 11.0, "Hispanic or Latino": 17.0}),
                small.shares("population", "2019/2023", {"White": 63, "Black or African American": 10, "Hispanic or Latino": 18, "Asian": 5}, margin_of_error=0.5),
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
                {"group": "White", "value": 5.0, "geography": "Hartford School District", "geography_kind": "district"},
            ],
        ),
    }  # fmt: skip


@pytest.fixture
def warehouse(tables: dict[str, pd.DataFrame], tmp_path: Path) -> Path:
    """A small warehouse."""
    return small.build(tmp_path / "warehouse.duckdb", **tables)
