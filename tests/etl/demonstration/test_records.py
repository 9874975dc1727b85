"""What is delivered of contracts, services, plans, words and towns belongs together."""

import itertools
from collections.abc import Mapping

import pandas as pd
import pytest

from etl.demonstration.heads import workforce_counts
from etl.demonstration.recruitment import STAGES
from etl.demonstration.span import PERIODS

pytestmark = pytest.mark.long
Files = Mapping[str, pd.DataFrame]
COUNTS = ["eligible", "applied", "approved", "denied", "served", "completed"]


def test_payments_go_to_a_vendor_with_an_earlier_award_and_do_not_exceed_it(files: Files) -> None:
    rows = files["contracts"].astype({"amount": float})
    award = rows["payment_id"].where(rows["kind"] == "award", rows["payment_id"].str.rsplit("-", n=1).str[0])
    awards = rows[rows["kind"] == "award"].set_index("payment_id")
    paid = rows[rows["kind"] == "payment"].assign(award=award)
    of = awards.loc[paid["award"]]
    for column in ("agency", "vendor_id", "naics", "certifications", "eligible"):
        assert list(paid[column]) == list(of[column]), column
    assert (paid["date"].to_numpy() > of["date"].to_numpy()).all()
    sums = paid.groupby("award")["amount"].sum()
    assert (sums <= awards["amount"].reindex(sums.index)).all()


def test_a_vendor_keeps_its_industry_and_certifications(files: Files) -> None:
    held = files["contracts"].groupby("vendor_id")[["naics", "certifications"]].nunique()
    assert (held == 1).all(axis=None)


def test_goals_are_the_statutes_until_they_are_by_industry(files: Files) -> None:
    goals = files["contract_goals"]
    law = goals[goals["authority"] == "C.G.S. 4a-60g"]
    assert dict(zip(law["certification"], law["percent"].astype(float), strict=True)) == {"SBE": 25, "MBE": 6.25}
    assert set(law["valid_to"]) == {"2024-06-30"}
    assert (law["naics"] == "").all()
    later = goals.drop(law.index)
    assert set(later["valid_from"]) == {"2024-07-01"}
    assert later["authority"].str.startswith("Invented").all()
    assert set(later["naics"]) == set(files["contracts"]["naics"]) == set(files["contract_availability"]["naics"])


def test_ready_firms_are_minority_and_women_owned_as_published(files: Files) -> None:
    # Of certified minority enterprises 60 percent are women's (CHRO 2009, in Hartford Business Journal, 2020).
    rows = files["contract_availability"].astype({"ready_firms": int})
    sums = rows[rows["period"] == "FY2025"].groupby("certification")["ready_firms"].sum()
    assert sums["WBE"] / sums["MBE"] == pytest.approx(0.6, abs=0.08)


def test_dollars_to_small_and_minority_firms_are_near_the_goals_of_the_statute(files: Files) -> None:
    rows = files["contracts"].astype({"amount": float})
    paid = rows[(rows["kind"] == "payment") & (rows["eligible"] == "yes")]
    held = paid["certifications"].str.split(";")
    for name, goal in (("SBE", 0.25), ("MBE", 0.0625)):
        share = paid.loc[held.map(lambda each, name=name: name in each), "amount"].sum() / paid["amount"].sum()
        assert goal < share < 1.4 * goal, name


def test_groups_and_towns_of_a_program_add_up_to_everyone(files: Files) -> None:
    rows = files["services"].astype(dict.fromkeys(COUNTS, int))
    whole = rows[(rows["dimension"] == "ALL") & (rows["town"] == "")].set_index(["program", "period"])[COUNTS]
    for dimension in ("race_ethnicity", "sex", "disability", "income_band"):
        sums = rows[rows["dimension"] == dimension].groupby(["program", "period"])[COUNTS].sum()
        assert len(sums) > 0
        assert sums.equals(whole.loc[sums.index].sort_index()), dimension
    towns = rows[rows["town"] != ""]
    assert (towns.groupby(["program", "period"]).size() == 169).all()
    sums = towns.groupby(["program", "period"])[COUNTS].sum()
    assert sums.equals(whole.loc[sums.index].sort_index())


def test_people_eligible_apply_are_decided_upon_and_served_in_this_order(files: Files) -> None:
    rows = files["services"].astype(dict.fromkeys(COUNTS, int))
    assert (rows["eligible"] >= rows["applied"]).all()
    assert (rows["applied"] >= rows["approved"] + rows["denied"]).all()
    assert (rows["approved"] >= rows["served"]).all()
    assert (rows["served"] >= rows["completed"]).all()


def test_programs_of_the_budget_are_those_of_services(files: Files) -> None:
    services, budget = (set(zip(files[n]["agency"], files[n]["program"], strict=True)) for n in ("services", "budget"))
    assert services <= budget
    by_town = files["budget"][files["budget"]["town"] != ""]
    assert set(by_town.groupby(["program", "period"]).size()) == {169}


def test_updates_belong_to_goals_and_every_agency_carries_the_directed_one(files: Files) -> None:
    goals, updates = files["goals"], files["goal_updates"]
    assert set(updates["goal_id"]) == set(goals["goal_id"])
    begun = goals.set_index("goal_id")["baseline_date"]
    assert (updates["date"] > updates["goal_id"].map(begun)).all()
    directed = goals[goals["directed"] == "yes"]
    assert sorted(directed["agency"]) == sorted(goals["agency"].unique())
    assert goals["goal_id"].is_unique


def test_stages_of_plans_follow_each_other_and_only_the_city_asks_its_mayor(files: Files) -> None:
    plans = files["plans"]
    city = plans["kind"] == "city"
    assert set(plans.loc[city, "agency"]) == {"EXCITY"}
    assert (plans.loc[~city, ["mayor_reviewed", "council_approved"]] == "").all(axis=None)
    whole = plans[plans["version"] == "1"]
    stages = ["drafting", "consulted", "office_review", "agency_revision", "approved", "published", "effective"]
    for before, after in itertools.pairwise(stages):
        assert (whole[before] < whole[after]).all(), after
    assert (whole.loc[whole["kind"] == "city", "council_approved"] != "").all()


def test_practices_are_those_of_the_list_and_languages_those_needed(files: Files) -> None:
    assert set(files["practices"]["practice"]) == set(files["practice_list"]["practice"])
    needed = set(zip(files["languages_needed"]["agency"], files["languages_needed"]["language"], strict=True))
    for name in ("interpreter_requests", "communications"):
        rows = files[name][files[name]["language"] != "English"]
        assert set(zip(rows["agency"], rows["language"], strict=True)) <= needed, name
    requests = files["interpreter_requests"]
    assert ((requests["met"] == "yes") == (requests["minutes_waited"] != "")).all()


def test_every_document_is_there_in_english_and_every_meetings_groups_add_up(files: Files) -> None:
    words = files["communications"]
    spoken = words.groupby(["agency", "document", "date"])["language"].agg(set)
    assert spoken.map(lambda held: "English" in held).all()
    meetings = files["engagement"].astype({"participants": int})
    by = meetings.groupby(["session_id", "dimension"])["participants"].sum().unstack()
    assert (by["ALL"] == by["race_ethnicity"]).all()


def test_a_disparity_is_only_found_and_mitigated_where_an_assessment_is_decided(files: Files) -> None:
    rows = files["assessments"]
    assert ((rows["decided"] != "") == (rows["disparity_found"] != "")).all()
    assert set(rows.loc[rows["mitigation"] != "", "disparity_found"]) == {"yes"}
    assert (rows["decided"] == "").any()


def test_boards_have_members_every_year(files: Files) -> None:
    rows = files["boards"]
    for period in PERIODS:
        day = f"{period[2:]}-06-30"
        there = rows[(rows["term_start"] <= day) & ((rows["term_end"] == "") | (rows["term_end"] >= day))]
        assert there.groupby("board").size().reindex(rows["board"].unique(), fill_value=0).min() >= 5, period


def test_towns_take_the_steps_in_order_and_some_reach_three_other_actions(files: Files) -> None:
    rows = files["municipal_actions"]
    mine = rows[rows["action"] == "1.1"]
    order = {name: i for i, name in enumerate(dict.fromkeys(mine["step"]))}
    steps = mine.assign(place=mine["step"].map(order)).sort_values(["town", "date"])
    assert (steps.groupby("town")["place"].diff().dropna() >= 0).all()
    others = mine[mine["applied_to"] != ""].groupby("town")["applied_to"].nunique()
    assert set(others) == {1, 2, 3, 4}
    assert 0 < mine["town"].nunique() < 169


def test_a_class_of_the_city_has_ended_and_others_came_later(files: Files) -> None:
    classes = files["protected_classes"]
    assert set(classes["jurisdiction"]) == {"Example City"}
    assert (classes["valid_to"] != "").sum() == 1
    assert (classes["valid_from"] > "2020-01-01").any()


def test_the_city_has_applicants_actions_appraisals_and_people_at_will(files: Files) -> None:
    acts = files["personnel_actions"][files["personnel_actions"]["agency"] == "EXCITY"]
    assert {"hire", "promotion", "discipline", "separation_involuntary", "appraisal"} <= set(acts["action"])
    assert "yes" in set(acts["at_will"])
    assert "yes" in set(acts["justice_impacted"])
    assert set(files["applicants"].loc[files["applicants"]["agency"] == "EXCITY", "stage"]) == set(STAGES)


def test_a_seed_of_its_own_gives_other_head_counts() -> None:
    assert not workforce_counts(["DOT"]).equals(workforce_counts(["DOT"], seed=1))
