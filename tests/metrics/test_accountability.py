"""Directives, plans, goals and goals for contract dollars, as a release holds them."""

from pathlib import Path

import pandas as pd
import pytest

from audit.leak import leaks
from audit.release import read
from etl import warehouse
from metrics import release
from metrics.definition import load_measures
from metrics.release import Release
from metrics.table import directives, goals, plans
from tests.metrics import deliveries
from tests.metrics.things import ROWS

MEASURES = load_measures()
OUTSIDE = {"city", "municipal"}
"""Sections of other documents than the order."""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    typed = {name: ROWS[name] for name in ("plans", "goal_updates", "contract_goals")}
    words = {"G1": "vital_documents", "G2": " Employee Representation ", "G3": "visits", "G4": ""}
    more = {"G2": {"group": "White"}}
    asked = [row | {"measure": words[row["goal_id"]]} | more.get(row["goal_id"], {}) for row in ROWS["goals"]]
    path = deliveries.build(tmp_path_factory.mktemp("acc") / "w.duckdb", {**typed, "goals": asked})
    with warehouse.reading(path) as connection:
        return {
            "plans": plans.table(connection),
            "goals": goals.table(connection, MEASURES),
            "contract_goals": plans.contract_goals(connection),
        }


def figures(*rows: dict[str, object]) -> pd.DataFrame:
    usual = {"agency": "ALL", "group": "ALL", "period": "FY2025", "status": "shown", "nature": "official"}
    columns = ["measure", *usual, "benchmark", "value"]
    return pd.DataFrame([{**usual, "benchmark": None, "value": 1.0, **row} for row in rows], columns=columns)


def test_every_measure_of_the_order_stands_in_one_row_and_every_row_has_one() -> None:
    held = {row["directive"]: [each.id for each in directives.of(row, MEASURES.values())] for row in directives.order()}
    listed = [name for names in held.values() for name in names]
    assert sorted(listed) == sorted(name for name, each in MEASURES.items() if each.directive not in OUTSIDE)
    assert all(held.values())


def test_a_row_of_the_order_is_measured_only_by_official_figures() -> None:
    one, other = (
        [each.id for each in directives.of(row, MEASURES.values())] for row in directives.order()[3:5]
    )  # strategy, services
    made = directives.table(
        MEASURES,
        figures(
            *({"measure": name} for name in one),
            {"measure": other[0], "status": "withheld", "value": None},
            *({"measure": name, "nature": "demonstration"} for name in other[1:]),
            {"measure": "hires", "nature": "demonstration"},
            {"measure": "population", "status": "not_collected"},
        ),
    ).set_index("directive")
    assert made["state"][["3a", "3b", "preamble_representation", "preamble_conditions"]].tolist() == [
        "measured", "partly", "demonstrated", "not_collected",
    ]  # fmt: skip
    assert made.loc["3b", ["defined", "measured", "demonstrated", "current"]].tolist() == [
        len(other), 1, len(other) - 1, 1,
    ]  # fmt: skip
    assert made.loc["preamble_representation", ["current", "nature"]].tolist() == [1, "demonstration"]
    assert set(made["year"]) == {"FY2025"}


def test_a_directive_counts_figures_of_the_year_that_is_the_newest_of_most_measures() -> None:
    made = directives.table(
        MEASURES,
        figures(
            {"measure": "strategy_done"},
            {"measure": "strategy_overdue", "period": "FY2023"},
            {"measure": "assessments_open", "period": "FY2026"},
            {"measure": "denial_rate"},
        ),
    ).set_index("directive")
    assert made.loc["3a", ["measured", "current", "year"]].tolist() == [2, 1, "FY2025"]


def test_a_release_without_figures_has_every_row_and_no_year() -> None:
    made = directives.table(MEASURES, figures())
    assert len(made) == 20
    assert set(made["state"]) == {"not_collected"}
    assert made["year"].isna().all()


def test_a_plan_stands_as_of_the_day_of_its_measures(rows: dict[str, pd.DataFrame]) -> None:
    made = rows["plans"].set_index(["agency", "kind", "version"])
    first, second, late = (
        made.loc[key] for key in (("PARKS", "state", "1"), ("PARKS", "state", "2"), ("FIRE", "state", "1"))
    )
    assert set(made["as_of"]) == {"2025-06-30"}
    assert (first["stage"], first["stage_since"], first["days_in_stage"]) == ("published", "2024-06-30", 365)
    assert pd.isna(first["days_late"])
    assert (second["stage"], second["days_in_stage"], second["days_late"]) == ("office_review", 121, 29)
    assert (late["stage"], late["days_late"]) == ("published", 100)


def test_a_city_plan_takes_a_citys_steps_and_is_never_late(rows: dict[str, pd.DataFrame]) -> None:
    made = rows["plans"].set_index(["agency", "kind", "version"]).sort_index()
    assert made.loc[("PARKS", "city", "1"), "stage"] == "effective"
    assert made.loc[("FIRE", "city", "1"), "stage"] == "consulted"
    assert pd.isna(made.loc[("PARKS", "city", "1"), "days_late"])


def test_a_goal_has_its_newest_value_and_the_way_it_has_made(rows: dict[str, pd.DataFrame]) -> None:
    made = rows["goals"].set_index("goal")
    assert made.loc["G1", ["of", "value", "value_date", "progress"]].tolist() == [
        "vital_documents", 70, "2025-05-01", "improving",
    ]  # fmt: skip
    assert made.loc["G1", "done"] == pytest.approx(60)
    # From 1 January 2024 to 30 June 2027 are 1276 days; 546 of them are gone by 30 June 2025.
    assert made.loc["G1", "time_gone"] == pytest.approx(100 * 546 / 1276)
    assert made.loc["G2", "of"] == "employees"
    assert pd.isna(made.loc["G3", "of"])
    assert made.loc["G4", "progress"] == "not_enough_data"
    assert pd.isna(made.loc["G4", "done"])


def test_the_public_is_told_of_people_only_what_figures_tell(rows: dict[str, pd.DataFrame]) -> None:
    here = {"measure": "employees", "agency": "PARKS", "group": "White"}
    cases = {
        "both are figures": ([(30.0, "FY2024"), (33.04, "FY2024")], "shown"),
        "the newest is of another year": ([(30.0, "FY2024"), (33.0, "FY2025")], "withheld"),
        "the newest differs": ([(30.0, "FY2024"), (33.2, "FY2024")], "withheld"),
        "there are none": ([], "withheld"),
    }
    for what, (values, status) in cases.items():
        known = figures(*({**here, "value": value, "period": period} for value, period in values))
        made = goals.public(rows["goals"], MEASURES, known).set_index("goal")
        assert made.loc["G2", "status"] == status, what
        assert made.loc["G2", ["baseline", "value", "done", "progress", "value_date"]].notna().all() == (
            status == "shown"
        )
        assert made.loc["G2", "target"] == 10
        # Of things all is told; of what names no measure nothing is.
        assert made["status"].drop("G2").to_dict() == {"G1": "shown", "G3": "withheld", "G4": "withheld"}


def test_a_withheld_figure_opens_no_goal(rows: dict[str, pd.DataFrame]) -> None:
    here = {"measure": "employees", "agency": "PARKS", "group": "White", "period": "FY2024", "status": "withheld"}
    known = figures({**here, "value": 30.0}, {**here, "value": 33.0})
    assert goals.public(rows["goals"], MEASURES, known).set_index("goal").loc["G2", "status"] == "withheld"


@pytest.mark.long
def test_what_is_written_of_a_withheld_goal_is_checked_twice(rows: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    sound = goals.public(rows["goals"], MEASURES, figures())
    unsound = sound.assign(value=sound["value"].where(sound["goal"] != "G2", 33.0))
    for name, table, wrong in (("sound", sound, 0), ("unsound", unsound, 1)):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "public.duckdb"
        release.write(path, {"goals": table, **{key: rows[key] for key in ("plans", "contract_goals")}})
        opened = Release(path.parent, "public")
        assert opened.withheld_numbers() == wrong
        opened.close()
        assert len(leaks(read(path))) == wrong


def test_goals_for_contract_dollars_keep_their_days_and_authority(rows: dict[str, pd.DataFrame]) -> None:
    made = rows["contract_goals"].set_index(["certification", "valid_from"])
    assert made.loc[("SBE", "2025-01-01"), ["percent", "naics", "authority"]].tolist() == [40, "54", "another act"]
    assert made.loc[("MBE", "2020-01-01"), "valid_to"] == "2024-06-30"
