"""Head counts under two standards of race: never together, unless a measure asks for the stated bridge and says so."""

from pathlib import Path

import pandas as pd
import pytest

from metrics.compute import Tables, internal, worked
from metrics.definition import DEFINITIONS, DefinitionError, load_measure
from tests.metrics import small

ME = "Middle Eastern or North African"
pytestmark = pytest.mark.long

RACES = {"White": 600, "Black or African American": 200, "Asian": 100}


def definitions(folder: Path, bridge: str) -> Path:
    folder.mkdir()
    text = (DEFINITIONS / "employees.toml").read_text(encoding="utf-8")
    assert "[formula]\n" in text
    (folder / "employees.toml").write_text(text.replace("[formula]\n", f"[formula]\nbridge = {bridge}\n"))
    return folder


def work(folder: Path, bridge: str) -> tuple[Tables, Tables]:
    """The internal and the public tables of a government that changed to the standard of 2024 in part."""
    counts = [
        small.people("DOT", "FY2024", RACES),
        small.people("DMV", "FY2024", RACES),
        small.people("DOT", "FY2025", RACES),
        small.people("DMV", "FY2025", {**RACES, ME: 100}, standard="omb_2024"),
    ]
    tables = {
        "workforce_count": pd.concat(counts),
        "agency": small.agencies("DOT", "DMV"),
        "benchmark": small.shares("population", "2019/2023", {"White": 63.0, "Black or African American": 10.0}),
    }
    made = worked(small.build(folder / "w.duckdb", **tables), definitions(folder / "definitions", bridge))
    return internal(made), small.public(made)


@pytest.fixture(scope="module")
def bridged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, Tables]:
    return work(tmp_path_factory.mktemp("bridged"), "true")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, Tables]:
    return work(tmp_path_factory.mktemp("alone"), "false")


def state(tables: Tables, period: str, benchmark: str | None = None) -> pd.DataFrame:
    rows = tables["figures"]
    held = rows["benchmark"].isna() if benchmark is None else rows["benchmark"] == benchmark
    rows = rows[held & (rows["agency"] == "ALL") & (rows["period"] == period)]
    return rows[rows["dimension"] == "race_ethnicity"].set_index("group")


def test_without_the_bridge_the_two_are_not_added(alone: tuple[Tables, Tables]) -> None:
    assert set(state(alone[0], "FY2025")["status"]) == {"not_applicable"}
    assert "2024" not in alone[0]["measures"].iloc[0]["caveats"]


def test_with_it_they_are_added_as_the_groups_of_1997(bridged: tuple[Tables, Tables]) -> None:
    rows = state(bridged[0], "FY2025")
    assert rows["numerator"].to_dict() == {"White": 1300, "Black or African American": 400, "Asian": 200}
    assert set(rows["denominator"]) == {1900}
    assert state(bridged[0], "FY2025", "population").loc["White", "comparison"] == "above"


def test_progress_runs_across_the_change(bridged: tuple[Tables, Tables]) -> None:
    rows = bridged[0]["progress"]
    row = rows[(rows["agency"] == "ALL") & (rows["group"] == "White") & (rows["of"] == "level")].iloc[0]
    assert (row["base_period"], row["period"]) == ("FY2024", "FY2025")


def test_the_measure_says_so_in_both_languages(bridged: tuple[Tables, Tables]) -> None:
    row = bridged[0]["measures"].iloc[0]
    assert row["caveats"].endswith("is counted as White there.")
    assert row["caveats_es"].endswith("se cuenta allí como Blanca.")


def test_groups_that_a_bridge_made_are_in_no_public_table(bridged: tuple[Tables, Tables]) -> None:
    assert state(bridged[1], "FY2025").empty
    assert state(bridged[1], "FY2024")["numerator"].to_dict()["White"] == 1200


def test_bridge_is_true_or_false(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="formula: bridge is 'yes'; it must be a bool"):
        load_measure(definitions(tmp_path / "definitions", '"yes"') / "employees.toml")
