"""Rates and shares of people's events: a table is shown whole or not at all, held to each rule by hand."""

from pathlib import Path

import pandas as pd
import pytest

from metrics.compute import Tables, worked
from tests.metrics import events, small

pytestmark = pytest.mark.long

MANY = {"White": 900, "Black or African American": 300, "Hispanic or Latino": 250, "Asian": 120, "Other": 60}


def shown(folder: Path, **tables: pd.DataFrame) -> pd.DataFrame:
    """The public figures of a warehouse, without those against a benchmark."""
    folder.mkdir(exist_ok=True)
    given = {"agency": small.agencies("DOT", "DOC", "DMV"), **tables}
    work = worked(small.build(folder / "w.duckdb", **given), small.definitions(folder / "definitions", given))
    found: Tables = small.public(work)
    return found["figures"][found["figures"]["benchmark"].isna()]


def table(rows: pd.DataFrame, measure: str, dimension: str, agency: str = "ALL") -> pd.DataFrame:
    return rows[(rows["measure"] == measure) & (rows["dimension"] == dimension) & (rows["agency"] == agency)]


def part(share: float, **less: int) -> dict[str, int]:
    return {race: less.get(race, round(share * n)) for race, n in MANY.items()}


def selected(folder: Path, hired: dict[str, int], applied: dict[str, int] = MANY) -> pd.DataFrame:
    return shown(folder, applicant_counts=events.applicants("DOT", "FY2025", {"applied": applied, "hired": hired}))


def test_groups_are_public_for_the_state_and_not_of_agencies(tmp_path: Path) -> None:
    rows = selected(tmp_path, part(0.2))
    assert table(rows, "selection_rate", "race5")["status"].tolist() == ["shown"] * 5
    assert table(rows, "selection_rate", "race5", "DOT").empty
    assert table(rows, "selection_rate", "ALL", "DOT").empty
    assert table(rows, "applicants", "ALL", "DOT")["status"].tolist() == ["shown"]


@pytest.mark.parametrize(
    ("hired", "applied"),
    [
        (part(0.2, Asian=5), MANY),  # five were hired
        (part(0.2, Asian=116), MANY),  # four were not
        (part(0.2, Other=0), {**MANY, "Other": 19}),  # of nineteen
    ],
)
def test_a_table_with_a_small_number_is_withheld_whole(
    tmp_path: Path, hired: dict[str, int], applied: dict[str, int]
) -> None:
    rows = table(selected(tmp_path, hired, applied), "selection_rate", "race5")
    assert rows["status"].tolist() == ["withheld"] * 5
    assert rows[["numerator", "denominator", "value", "lower", "upper"]].isna().all(axis=None)


def test_none_hired_of_many_is_no_small_number(tmp_path: Path) -> None:
    rows = table(selected(tmp_path, part(0.2, Asian=0)), "selection_rate", "race5").set_index("group")
    assert rows.loc["Asian", ["status", "numerator"]].tolist() == ["shown", 0.0]


def test_finer_groups_have_no_row_where_the_coarser_tell_the_rest(tmp_path: Path) -> None:
    applied = {**MANY, "Two or More Races": 12}
    rows = selected(tmp_path, {**part(0.2), "Two or More Races": 3}, applied)
    assert set(table(rows, "selection_rate", "race5")["status"]) == {"shown"}
    assert table(rows, "selection_rate", "race_ethnicity").empty


def test_how_many_came_in_an_agency_is_public_and_by_group_it_is_not(tmp_path: Path) -> None:
    people = small.people("DOT", "FY2025", MANY)
    came = events.actions("DOT", "FY2025", {"hire": {"White": 3}})
    rows = shown(tmp_path, workforce_count=people, personnel_action_counts=came)
    assert table(rows, "hires", "ALL", "DOT")["numerator"].tolist() == [3.0]
    assert set(table(rows, "hires", "race5")["status"]) <= {"withheld"}


def test_moves_are_shown_only_beside_head_counts_that_are(tmp_path: Path) -> None:
    # Three Asian employees of one agency are withheld, and so is the State's number of them: five.
    heads = pd.concat(
        [small.people("DOT", "FY2025", {**MANY, "Asian": 3}), small.people("DOC", "FY2025", {**MANY, "Asian": 2})]
    )
    moved = events.actions("DOT", "FY2025", {"promotion": part(0.1, Asian=0)})
    moved = pd.concat([moved, events.actions("DOC", "FY2025", {"promotion": part(0.1, Asian=0)})])
    rows = shown(tmp_path, workforce_count=heads, personnel_action_counts=moved)
    asian = table(rows, "employees", "race5").set_index("group").loc["Asian"]
    assert asian["status"] == "withheld"
    assert set(table(rows, "promotion_rate", "race5")["status"]) == {"withheld"}


def test_what_is_missing_between_two_measures_of_a_chain_is_not_told(tmp_path: Path) -> None:
    stages = {"applied": MANY, "qualified": part(0.5), "interviewed": part(0.4), "offered": part(0.3)}
    close = {race: n - 2 for race, n in stages["offered"].items()}
    found = shown(tmp_path, applicant_counts=events.applicants("DOT", "FY2025", {**stages, "hired": close}))
    told = {name: set(table(found, name, "race5")["status"]) for name in ("offer_rate", "selection_rate")}
    assert {"shown"} in told.values()
    assert {"withheld"} in told.values()


def test_the_last_part_of_a_sum_is_not_told_by_the_rest(tmp_path: Path) -> None:
    heads = small.people("DOT", "FY2025", MANY)
    gone = {"separation_voluntary": part(0.2), "separation_involuntary": part(0.2)}
    few = {"retirement": {**part(0.2), "Asian": 2}}
    found = {
        name: shown(
            tmp_path / name, workforce_count=heads, personnel_action_counts=events.actions("DOT", "FY2025", more)
        )
        for name, more in (("many", {**gone, "retirement": part(0.2)}), ("few", {**gone, **few}))
    }
    rates = ("turnover", "quit_rate", "discharge_rate")
    told = {name: [set(table(rows, rate, "race5")["status"]) for rate in rates] for name, rows in found.items()}
    assert told["many"] == [{"shown"}] * 3
    assert sorted(told["few"], key=str).count({"shown"}) == 2


def test_a_count_that_a_measure_filters_is_not_public(tmp_path: Path) -> None:
    given = {
        "agency": small.agencies("DOT"),
        "applicant_counts": events.applicants("DOT", "FY2025", {"applied": MANY, "hired": part(0.2)}),
    }
    folder = small.definitions(tmp_path / "definitions", given)
    text = (folder / "selection_rate.toml").read_text()
    kind = 'denominator = "applicants"\n'
    assert kind in text
    (folder / "selection_rate.toml").write_text(text.replace(kind, kind + 'where = { sex = "Female" }\n'))
    work = worked(small.build(tmp_path / "w.duckdb", **given), folder)
    assert "selection_rate" in set(work.figures["measure"])
    assert "selection_rate" not in set(small.public(work)["figures"]["measure"])
