from pathlib import Path

import pandas as pd
import pytest

from metrics.compute import compute
from metrics.definition import DEFINITIONS
from tests.metrics import small


def built(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return small.compute(tmp_path, tables)["progress"]


def of(rows: pd.DataFrame, **equal: str) -> pd.Series:
    rows = rows[~rows["dimension"].isin(["race5", "sex2"])] if "dimension" in rows else rows
    for column, value in equal.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.long
def test_level_holds_the_benchmark_still_and_gap_takes_each_years_own(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    # The labor force alone: it has a vintage of its own for each year.
    tables["benchmark"] = tables["benchmark"][tables["benchmark"]["benchmark"] == "labor_force"]
    progress = built(tmp_path, tables)
    which = {"measure": "employees", "agency": "ALL", "group": "Hispanic or Latino"}
    level, gap = of(progress, **which, of="level"), of(progress, **which, of="gap")
    before, after = 100 * 160 / 1634, 100 * 212 / 1687
    assert (level["base_value"], level["value"]) == pytest.approx((before, after))
    assert (gap["base_value"], gap["value"]) == pytest.approx((before / 15.6, after / 17.0))
    assert (gap["base_period"], gap["period"], gap["benchmark"]) == ("FY2024", "FY2025", "labor_force")
    assert level["status"] == gap["status"] == "improving"
    assert level["pace_actual"] == pytest.approx(after - before, rel=0.01)
    assert level["change"] == pytest.approx(after - before)
    assert gap["change"] == pytest.approx(after / 17.0 - before / 15.6)
    assert level["direction"] == gap["direction"] == "toward"
    assert gap["growth_status"] == "substantial_progress"
    assert pd.isna(gap["p"]), "a head count's change has no independent samples"
    assert level["sentence_en"].startswith("Hispanic or Latino: from 9.8% in fiscal year 2024 to 12.6%")
    assert level["sentence_es"].startswith("Hispana o latina: de 9.8")


@pytest.mark.long
def test_a_statewide_count_under_95_percent_gets_no_status_and_a_warning(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    counts = tables["workforce_count"]
    tables["workforce_count"] = counts[(counts["agency"] != "DOC") | (counts["period"] != "FY2025")]
    made = small.compute(tmp_path, tables)
    state = made["progress"][(made["progress"]["measure"] == "employees") & (made["progress"]["agency"] == "ALL")]
    assert set(state["status"]) == {"not_enough_data"}
    assert state["value"].isna().all()
    agency = made["progress"][(made["progress"]["measure"] == "employees") & (made["progress"]["agency"] == "DOT")]
    assert "improving" in set(agency["status"])
    warning = of(made["quality"], code="statewide_incomplete")
    assert warning["period"] == "FY2025"
    assert "941 employees in 1 of 3 agencies, under 95%" in warning["message"]


@pytest.mark.long
def test_an_exceptional_period_neither_begins_nor_ends_progress(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    level = of(built(tmp_path, tables), measure="suspension_rate", group="White", of="level")
    assert (level["base_period"], level["period"], level["value"]) == ("SY2009-10", "SY2018-19", 4.1)
    assert level["status"] == "improving"


@pytest.mark.long
def test_the_gap_of_a_rate_is_in_points_to_the_group_doing_best(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    gap = of(built(tmp_path, tables), measure="suspension_rate", group="White", of="gap")
    assert (gap["base_value"], gap["value"]) == pytest.approx((3.5, 2.2))
    assert gap["pct_targeted_change"] == pytest.approx(100 * 1.3 / 3.5)
    assert gap["status"] == "improving"


@pytest.mark.long
def test_one_period_is_not_enough(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    level = of(built(tmp_path, tables), measure="suspension_rate", group="Black or African American", of="level")
    assert level["status"] == "not_enough_data"
    assert pd.isna(level["value"])


@pytest.mark.long
def test_dollars_are_judged_by_their_ratio_and_never_by_their_level(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    rows = [
        {"period": period, "group": group, "value": value, "margin_of_error": 500.0, "dimension": dimension}
        for period, pairs in {"2010": (60_000.0, 30_000.0), "2018": (80_000.0, 48_000.0)}.items()
        for group, dimension, value in (("ALL", "ALL", pairs[0]), ("Hispanic or Latino", "race_ethnicity", pairs[1]))
    ]
    tables["outcome"] = small.outcomes("median_household_income", rows, agency="ALL", unit="dollars")
    progress = built(tmp_path, tables)
    which = {"measure": "median_household_income", "group": "Hispanic or Latino"}
    assert of(progress, **which, of="level")["status"] == "not_enough_data"
    gap = of(progress, **which, of="gap")
    assert (gap["base_value"], gap["value"], gap["status"]) == (0.5, 0.6, "improving")
    assert "The ratio to all groups together went from 0.50 to 0.60." in gap["sentence_en"]


@pytest.mark.long
def test_a_target_gets_its_pace_and_from_five_points_on_its_chance(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    rows = [{"period": f"SY{year}-{year - 1999}", "group": "White", "value": value} for year, value in
            zip(range(2013, 2019), (10.0, 9.1, 8.3, 7.2, 6.1, 5.0), strict=True)]  # fmt: skip
    tables["outcome"] = small.outcomes("suspension_rate", rows)
    folder = tmp_path / "definitions"
    folder.mkdir()
    text = (DEFINITIONS / "suspension_rate.toml").read_text(encoding="utf-8")
    text = text.replace('["best_group", "everyone"]', '["best_group", "target"]')
    text += '\n[target]\nvalue = 4.0\nyear = 2021\nauthority = "An example"\n'
    (folder / "suspension_rate.toml").write_text(text, encoding="utf-8")
    made = compute(small.build(tmp_path / "w.duckdb", **tables), folder)
    level = of(made["progress"], group="White", of="level")
    assert level["target_period"] == "2021"
    assert level["pct_targeted_change"] == pytest.approx(100 * 5 / 6)
    assert level["pace_actual"] == pytest.approx(-1.0, abs=0.01)
    assert -0.5 < level["pace_required"] < -0.3
    assert level["probability_met"] > 0.8
    # By growth: (5/10)^(1/5) − 1 from 2014 to 2019, against (4/10)^(1/7) − 1 to 2021.
    assert (level["pace"], level["direction"], level["change"]) == ("on_course", "toward", pytest.approx(-5))
    assert level["growth_status"] == "substantial_progress"
    assert level["growth_score"] == pytest.approx(7.1429 * (1 - 0.5**0.2) / (1 - 0.4 ** (1 / 7)) - 4.2857, abs=1e-6)
    target = made["figures"][made["figures"]["benchmark"] == "target"]
    assert (target["benchmark_value"] == 4.0).all()


@pytest.mark.long
def test_a_change_of_the_standard_of_race_begins_a_new_series(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables["workforce_count"] = pd.concat([
        small.people("DOT", "FY2023", {"White": 500, "Asian": 40}),
        small.people("DOT", "FY2024", {"White": 500, "Asian": 60}, standard="omb_2024"),
        small.people("DOT", "FY2025", {"White": 500, "Asian": 80}, standard="omb_2024"),
    ])  # fmt: skip
    rows = built(tmp_path, tables)
    # No bridge between the standards: no benchmark, so no status either.
    assert of(rows, measure="employees", agency="DOT", group="Asian", of="level")["status"] == "not_enough_data"
