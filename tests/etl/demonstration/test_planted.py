"""Each planted finding is in the files, as large as `planted.toml` says, and in no real agency."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from etl.demonstration.examples import CITY, CODES
from etl.demonstration.planted import effect, effects

pytestmark = pytest.mark.long
Files = Mapping[str, pd.DataFrame]
KINDS = {
    "adverse_impact", "simpson_reversal", "pay_gap", "late_plan", "missed_goal", "not_collected", "slow_denials",
    "data_swing",
}  # fmt: skip


def fiscal(days: pd.Series) -> pd.Series:
    when = pd.to_datetime(days)
    return "FY" + (when.dt.year + (when.dt.month >= 7)).astype(str)


def test_every_kind_is_planted_once_and_in_a_fictitious_agency() -> None:
    assert {each.kind for each in effects()} == KINDS
    assert len(effects()) == len(KINDS)
    assert {each.agency for each in effects()} <= set(CODES) - {CITY}


def selection(rows: pd.DataFrame, group: str) -> float:
    counts = rows.astype({"applicants": "int64"}).pivot_table(
        index="race_ethnicity", columns="stage", values="applicants", aggfunc="sum"
    )
    rates = counts["hired"] / counts["applied"]
    return float(rates[group] / rates["White"])


def test_adverse_impact(files: Files) -> None:
    planted = effect("adverse_impact")
    counts = files["applicant_counts"]
    counts = counts[counts["period"].isin(planted.periods)]
    there = selection(counts[counts["agency"] == planted.agency], planted.group)
    assert there == pytest.approx(planted.size, abs=0.1)
    assert there < 0.8
    real = selection(counts[~counts["agency"].isin(CODES)], planted.group)
    assert real == pytest.approx(1, abs=0.1)


def promotion_rates(files: Files, agency: str, periods: tuple[str, ...]) -> pd.DataFrame:
    """Return stayers and promotions by job category of the year before, and group."""
    stock = files["workforce"]
    stock = stock[stock["agency"] == agency]
    acts = files["personnel_actions"]
    acts = acts[(acts["agency"] == agency) & (acts["action"] == "promotion")]
    promoted = set(zip(acts["person_id"], fiscal(acts["date"]), strict=True))
    parts = []
    for period in periods:
        before = stock[stock["period"] == f"FY{int(period[2:]) - 1}"]
        parts.append(before.assign(promoted=[(each, period) in promoted for each in before["person_id"]]))
    rows = pd.concat(parts)
    return rows[["job_category", "race_ethnicity", "promoted"]]


def test_simpson_reversal(files: Files) -> None:
    planted = effect("simpson_reversal")
    rows = promotion_rates(files, planted.agency, planted.periods)
    within = rows.groupby(["job_category", "race_ethnicity"])["promoted"].mean().unstack()
    ratios = within[planted.group] / within["White"]
    assert len(ratios) == 2
    assert (ratios > 1.1).all(), ratios
    assert ratios.mean() == pytest.approx(planted.size, abs=0.3)
    overall = rows.groupby("race_ethnicity")["promoted"].mean()
    assert overall[planted.group] / overall["White"] < 0.9


def pay_gap(rows: pd.DataFrame, group: str) -> float:
    """Return one less the ratio of pay, by least squares on class, years served and sex."""
    served = (pd.to_datetime("2025-06-30") - pd.to_datetime(rows["hire_date"])).dt.days / 365.25
    classes = pd.get_dummies(rows["position_class"]).to_numpy(dtype=float)
    facts = np.column_stack([classes, served.clip(upper=25), rows["sex"] == group])
    weights, *_ = np.linalg.lstsq(facts, np.log(rows["annual_pay"].astype(float)), rcond=None)
    return float(1 - np.exp(weights[-1]))


def test_pay_gap(files: Files) -> None:
    planted = effect("pay_gap")
    rows = files["workforce"]
    rows = rows[(rows["period"] == "FY2025") & rows["sex"].isin(["Female", "Male"])]
    mine = rows[(rows["agency"] == planted.agency) & (rows["job_category"] == "Professionals")]
    assert pay_gap(mine, planted.group) == pytest.approx(planted.size, abs=0.02)
    rest = mine.groupby("sex")["annual_pay"].apply(lambda pay: pay.astype(float).median())
    assert rest["Female"] / rest["Male"] < 0.97
    others = rows[(rows["agency"] == planted.agency) & (rows["job_category"] != "Professionals")]
    assert pay_gap(others, planted.group) == pytest.approx(0, abs=0.03)
    real = rows[~rows["agency"].isin(CODES)]
    assert pay_gap(real, planted.group) == pytest.approx(0, abs=0.005)


def test_late_plan(files: Files) -> None:
    planted = effect("late_plan")
    plans = files["plans"]
    out = plans[plans["published"] != ""]
    late = (pd.to_datetime(out["published"]) - pd.to_datetime(out["due"])).dt.days
    assert dict(zip(out.loc[late > 0, "agency"], late[late > 0], strict=True)) == {planted.agency: planted.size}
    assert (plans.loc[plans["published"] == "", "due"] > "2026-12-31").all()


def test_missed_goal(files: Files) -> None:
    planted = effect("missed_goal")
    last = files["goal_updates"].sort_values("date").drop_duplicates("goal_id", keep="last")
    goals = files["goals"].merge(last, on="goal_id", suffixes=("", "_update"))
    ended = goals[goals["target_date"] <= goals["date"]]
    short = ended["target"].astype(float) - ended["value"].astype(float)
    assert list(zip(ended["agency"], ended["group"], short, strict=True)) == [
        (planted.agency, planted.group, pytest.approx(planted.size))
    ]


def test_not_collected(files: Files) -> None:
    planted = effect("not_collected")
    programs = files["services"].groupby(["agency", "program", "period"])["dimension"].agg(set)
    without = programs[programs.map(lambda held: "race_ethnicity" not in held)]
    assert {(agency, program) for agency, program, _ in without.index} == {(planted.agency, "Example child care aid")}
    assert tuple(sorted(without.index.get_level_values("period"))) == planted.periods


def slowness(rows: pd.DataFrame, group: str) -> tuple[float, float]:
    """Return the group's days and share denied over those of White applicants: medians over programs and years."""
    numbers = rows.astype(dict.fromkeys(("applied", "denied", "median_days"), float))
    numbers["share"] = numbers["denied"] / numbers["applied"]
    by = numbers.pivot_table(index=["program", "period"], columns="group", values=["share", "median_days"])
    days, share = (by[name][group] / by[name]["White"] for name in ("median_days", "share"))
    return float(days.median()), float(share.median())


def test_slow_denials(files: Files) -> None:
    planted = effect("slow_denials")
    rows = files["services"]
    rows = rows[(rows["dimension"] == "race_ethnicity") & rows["period"].isin(planted.periods)]
    mine = slowness(rows[rows["agency"] == planted.agency], planted.group)
    assert mine == (pytest.approx(planted.size, rel=0.1), pytest.approx(planted.size, rel=0.1))
    real = slowness(rows[~rows["agency"].isin(CODES)], planted.group)
    assert real == (pytest.approx(1, rel=0.05), pytest.approx(1, rel=0.05))


def test_data_swing(files: Files) -> None:
    planted = effect("data_swing")
    counts = files["workforce_counts"].astype({"employees": "int64"})
    totals = counts.pivot_table(index="agency", columns="period", values="employees", aggfunc="sum")
    change = totals.pct_change(axis="columns").iloc[:, 1:]
    swung = change[change.abs() > 0.3].stack().dropna()
    assert list(swung.index) == [(planted.agency, planted.periods[0])]
    assert swung.iloc[0] == pytest.approx(planted.size, abs=0.03)
