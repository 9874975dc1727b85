"""Availability by factor: those outside and the State's own, weighted; held against internal figures only."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from metrics import factor
from metrics.compute import internal, worked
from metrics.factor import BENCHMARK, FactorError, Weights
from tests.metrics import small

pytestmark = pytest.mark.long

HALF = Weights("Officials and Administrators", date(2018, 7, 1), 0.5, ("Professionals",), "as many from each")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Internal and public: 100 leaders and 1,000 professionals, of whom a fifth and three tenths are Hispanic."""
    cells = {
        ("White", "Female", small.LEADERS): 80, ("Hispanic or Latino", "Female", small.LEADERS): 20,
        ("White", "Male", small.OTHERS): 690, ("Hispanic or Latino", "Male", small.OTHERS): 300,
        ("Not reported", "Male", small.OTHERS): 10,
    }  # fmt: skip
    outside = small.shares(
        "availability", "2018", {"White": 90.0, "Hispanic or Latino": 10.0}, job_category=small.LEADERS,
        margin_of_error=1.645,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("factor")
    held = {
        "agency": small.agencies("DOT"), "workforce_count": small.counts("DOT", "FY2025", cells), "benchmark": outside,
    }  # fmt: skip
    work = worked(small.build(folder / "w.duckdb", **held), small.definitions(folder / "definitions", held))
    return internal(work), small.public(work)


def of(figures: pd.DataFrame, group: str) -> pd.Series:
    rows = figures[
        (figures["benchmark"] == BENCHMARK) & (figures["group"] == group) & (figures["dimension"] == "race_ethnicity")
        & (figures["agency"] == "ALL")
    ]  # fmt: skip
    assert len(rows) == 1
    return rows.iloc[0]


def test_half_of_those_outside_and_half_of_the_states_own_with_a_reported_group(
    tables: tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]],
) -> None:
    row = of(tables[0]["figures"], "Hispanic or Latino")
    assert row["benchmark_value"] == pytest.approx(100 * (0.5 * 0.10 + 0.5 * 300 / 990))
    stated = tables[0]["representation"]
    margin = stated[(stated["benchmark"] == BENCHMARK) & (stated["group"] == "White")]["reference_margin"].iloc[0]
    assert margin == pytest.approx(0.5 * 1.645)


def test_the_public_gets_nothing_of_it(tables: tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]) -> None:
    for name in ("figures", "representation", "findings", "progress", "summaries"):
        assert BENCHMARK in set(tables[0][name]["benchmark"]) or name == "progress", name
        assert BENCHMARK not in set(tables[1][name]["benchmark"]), name


def test_weights_in_force_are_the_newest_begun_and_both_sources_must_know_the_group() -> None:
    heads = pd.DataFrame(
        {
            "period": "FY2025", "nature": "official", "job_category": "Professionals",
            "race_ethnicity": ["White", "Asian"], "sex": "Female", "value": [60.0, 40.0],
        }
    )  # fmt: skip
    outside = pd.DataFrame(
        {
            "benchmark": "availability", "geography": "Connecticut", "vintage": "2018", "job_category": small.LEADERS,
            "dimension": "race_ethnicity", "group": ["White", "Hispanic or Latino"], "share": [70.0, 30.0],
            "margin_of_error": None, "note": None, "source": "survey", "nature": "official", "count": None,
            "last": pd.Timestamp("2018-12-31"),
        }
    )  # fmt: skip
    later = Weights(small.LEADERS, date(2024, 7, 1), 0.25, ("Professionals",), "more rise than come")
    unbegun = Weights(small.LEADERS, date(2026, 7, 1), 1.0, ("Professionals",), "all come")
    found = factor.rows(outside, heads, "Connecticut", [unbegun, later, HALF])
    found = found[found["dimension"] == "race_ethnicity"]
    assert dict(zip(found["group"], found["share"], strict=True)) == {"White": pytest.approx(25 * 0.7 + 75 * 0.6)}
    assert found["margin_of_error"].isna().all()
    assert factor.rows(outside, heads.iloc[:0], "Connecticut", [HALF]).empty


def test_wrong_weights_say_what_to_fix(tmp_path: Path) -> None:
    path = tmp_path / "factors.toml"
    entry = (
        '[[availability]]\njob_category = "A"\nvalid_from = 2024-01-01\nexternal = {}\nfeeders = ["B"]\nreason = "r"\n'
    )
    path.write_text(entry.format("1.5"), encoding="utf-8")
    with pytest.raises(FactorError, match=r"factors\.toml: entry 1: external is 1.5; expected a proportion"):
        factor.load(path)
    path.write_text('[[availability]]\njob_category = "A"\n', encoding="utf-8")
    with pytest.raises(FactorError, match=r"entry 1 has \['job_category'\]; expected"):
        factor.load(path)
    assert [each.job_category for each in factor.load()] == [small.LEADERS]
