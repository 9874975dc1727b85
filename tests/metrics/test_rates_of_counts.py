"""Rates: one count in another, by hand and one by one."""

from pathlib import Path

import pandas as pd
import pytest

from metrics.compute import FigureError, Tables
from tests.metrics import events, small

pytestmark = pytest.mark.long

APPLIED = {"White": 400, "Black or African American": 200, "Hispanic or Latino": 100, "Asian": 60}
HIRED = {"White": 60, "Black or African American": 18, "Hispanic or Latino": 15, "Asian": 12}


def plain(tables: Tables, measure: str, dimension: str = "race_ethnicity", agency: str = "ALL") -> pd.DataFrame:
    rows = tables["figures"]
    rows = rows[(rows["measure"] == measure) & (rows["dimension"] == dimension) & (rows["agency"] == agency)]
    return rows[rows["benchmark"].isna()].set_index("group")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("rates")
    stages = {"applied": APPLIED, "hired": HIRED}
    half = {stage: {race: n // 2 for race, n in races.items()} for stage, races in stages.items()}
    return small.compute(
        folder,
        {
            "agency": small.agencies("DOT", "DOC"),
            "applicant_counts": pd.concat(
                [events.applicants("DOT", "FY2025", stages), events.applicants("DOC", "FY2025", half, "Male")]
            ),
        },
    )


def test_a_statewide_rate_is_of_summed_counts(tables: Tables) -> None:
    rows = plain(tables, "selection_rate")
    for race, people in APPLIED.items():
        row = rows.loc[race]
        assert (row["numerator"], row["denominator"]) == (HIRED[race] + HIRED[race] // 2, people + people // 2)
        assert row["value"] == pytest.approx(100 * row["numerator"] / row["denominator"])
    everyone = plain(tables, "selection_rate", "ALL").loc["ALL"]
    assert everyone["denominator"] == 760 + 380


def test_the_groups_are_held_against_the_group_doing_best(tables: Tables) -> None:
    rows = tables["figures"]
    rows = rows[(rows["measure"] == "selection_rate") & (rows["dimension"] == "race_ethnicity")]
    black = rows[(rows["benchmark"] == "best_group") & (rows["group"] == "Black or African American")].iloc[0]
    # 18 of 300 (27 of 300 with both agencies) against 18 of 90 Asian applicants.
    assert black["benchmark_value"] == pytest.approx(20.0)
    assert black["value"] == pytest.approx(9.0)
    assert black["comparison"] == "worse"


def test_agencies_have_rates_by_five_groups_of_race_and_are_held_against_the_state(tables: Tables) -> None:
    assert plain(tables, "selection_rate", "race_ethnicity", "DOT").empty
    rows = plain(tables, "selection_rate", "race5", "DOT")
    assert rows.loc["Asian", "value"] == pytest.approx(20.0)
    state = tables["figures"]
    state = state[(state["agency"] == "DOT") & (state["benchmark"] == "statewide") & (state["dimension"] == "race5")]
    assert set(state["benchmark_kind"]) == {"statewide"}
    assert len(state[state["measure"] == "selection_rate"]) == 4


def test_who_delivers_one_of_the_two_counts_only_has_no_rate(tmp_path: Path) -> None:
    people = {"White": 300, "Asian": 50}
    tables = small.compute(
        tmp_path,
        {
            "agency": small.agencies("DOT", "DOC"),
            "workforce_count": pd.concat(
                [small.people("DOT", "FY2025", people), small.people("DOC", "FY2025", people)]
            ),
            "personnel_action_counts": events.actions("DOT", "FY2025", {"hire": {"White": 30}, "promotion": {}}),
        },
    )
    rows = plain(tables, "promotion_rate", "ALL")
    # DOT sent its actions, none of them a promotion; what DOC's were nobody knows.
    assert rows.loc["ALL", ["numerator", "denominator"]].tolist() == [0.0, 350.0]
    assert plain(tables, "promotion_rate", "ALL", "DOC").empty


def test_more_hired_than_applied_stops_the_release_with_a_message(tmp_path: Path) -> None:
    wrong = events.applicants("DOT", "FY2025", {"applied": {"White": 10}, "hired": {"White": 11}})
    with pytest.raises(FigureError, match=r"measure selection_rate: .*11 in 10; a part is at most its whole"):
        small.compute(tmp_path, {"agency": small.agencies("DOT"), "applicant_counts": wrong})


def test_more_leavers_than_employees_is_not_applicable(tmp_path: Path) -> None:
    tables = small.compute(
        tmp_path,
        {
            "agency": small.agencies("DOT"),
            "workforce_count": small.people("DOT", "FY2025", {"White": 300, "Asian": 2}),
            "personnel_action_counts": events.actions("DOT", "FY2025", {"retirement": {"White": 30, "Asian": 3}}),
        },
    )
    row = plain(tables, "turnover").loc["Asian"]
    assert row["status"] == "not_applicable"
    assert pd.isna(row["value"])
    assert (row["numerator"], row["denominator"]) == (3.0, 2.0)


def test_one_dimension_at_a_time_is_summed_over_its_own_rows(tmp_path: Path) -> None:
    counted = {"applied": 60, "approved": 40, "denied": 20}
    rows = [
        {"dimension": "ALL", "group": "ALL", **counted},
        {"dimension": "sex", "group": "Female", "applied": 30, "approved": 24, "denied": 6},
        {"dimension": "race_ethnicity", "group": "White", "applied": 35, "approved": 30, "denied": 5},
        # The rows of one town are among those of the State.
        {"dimension": "ALL", "group": "ALL", "town": "Hartford", "applied": 9, "approved": 9, "denied": 0},
        # Without its base known a count is no part of a rate.
        {"dimension": "ALL", "group": "ALL", "program": "Loans", "applied": 500, "approved": None, "denied": 20},
    ]
    tables = small.compute(
        tmp_path, {"agency": small.agencies("DSS"), "services": events.services("DSS", "FY2025", rows)}
    )
    assert plain(tables, "approval_rate", "ALL").loc["ALL", ["numerator", "denominator"]].tolist() == [40.0, 60.0]
    assert plain(tables, "approval_rate", "sex").loc["Female", "value"] == pytest.approx(80.0)
    assert plain(tables, "approval_rate").loc["White", "denominator"] == 35.0


def test_without_rows_for_everyone_they_are_those_of_the_first_dimension(tmp_path: Path) -> None:
    rows = [
        {"dimension": "sex", "group": "Female", "applied": 30, "approved": 24, "denied": 6},
        {"dimension": "sex", "group": "Male", "applied": 20, "approved": 10, "denied": 6},
        {"dimension": "race_ethnicity", "group": "White", "applied": 35, "approved": 30, "denied": 5},
    ]
    tables = small.compute(
        tmp_path, {"agency": small.agencies("DSS"), "services": events.services("DSS", "FY2025", rows)}
    )
    assert plain(tables, "approval_rate", "ALL").loc["ALL", "denominator"] == 35.0
