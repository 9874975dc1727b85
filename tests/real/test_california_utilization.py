"""California's state employees by occupation against Connecticut's labour market: a pure exercise of the five rules.

Nothing is claimed of either state: another state's people are no availability. The real table has what invented ones
lack, thousands of small categories and availabilities with margins of error.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.file import analyze
from analysis.kind import Options
from analysis.utilization import KIND
from metrics.interval import margin_error
from metrics.margin import proportion_margin, sum_margin
from metrics.utilization import Rule, decided, utilization

pytestmark = pytest.mark.shared

GROUPS = {
    "Black or African American alone": "Black or African American",
    "Asian alone": "Asian",
    "Hispanic or Latino": "Hispanic or Latino",
    "White alone, not Hispanic or Latino": "White",
}
EVERYONE = ("B24010A", "B24010B", "B24010C", "B24010D", "B24010E", "B24010F", "B24010G")
"""The tables of the census that share out all people; those of Hispanic people and of White others cut across."""


def occupation(names: pd.Series) -> pd.Series:
    return names.str.lower().str.replace(r"[^a-z]+", " ", regex=True).str.replace(" occupations", "").str.strip()


def availability(shared: Path) -> pd.DataFrame:
    """Return share and margin of each group of race and sex in each occupation, Connecticut 2018."""
    rows = pd.read_csv(shared / "data/labor_market/ct_occupation_by_sex_race_acs1_2010_2018.csv.gz")
    rows = rows[rows["year"] == 2018]
    rows = rows.assign(occupation=occupation(rows["occupation_path"].str.split(" > ").str[-1]))
    parts = rows[rows["source_table"].isin(EVERYONE)].dropna(subset=["estimate", "moe"])
    whole = parts.groupby("occupation").apply(
        lambda cells: pd.Series(
            {"everyone": cells["estimate"].sum(), "everyone_moe": float(sum_margin(cells["estimate"], cells["moe"]))}
        )
    )
    groups = rows.assign(group=rows["race_ethnicity"].map(GROUPS)).dropna(subset=["group", "estimate", "moe"])
    groups = groups.merge(whole, on="occupation")
    share = groups["estimate"] / groups["everyone"]
    margin = proportion_margin(groups["estimate"], groups["moe"], groups["everyone"], groups["everyone_moe"])
    return groups.assign(availability=share, availability_moe=margin)[
        ["occupation", "group", "sex", "availability", "availability_moe"]
    ]


@pytest.fixture(scope="module")
def jobs(shared: Path) -> pd.DataFrame:
    """Departments' occupations with every group, 2021: none of a group is 0 of it."""
    rows = pd.read_csv(shared / "data/workforce/ca_state_dept_occ_race_sex_2011_2021.csv.gz")
    rows = rows[rows["year"] == 2021].assign(occupation=occupation(rows["occupational_category"]))
    on = ["department", "occupation"]
    workforce = rows.groupby(on, as_index=False)["employees"].sum().rename(columns={"employees": "workforce"})
    actual = rows.groupby([*on, "race_ethnicity", "sex"], as_index=False)["employees"].sum()
    actual = actual.rename(columns={"race_ethnicity": "group", "employees": "actual"})
    full = workforce.merge(availability(shared), on="occupation").merge(actual, on=[*on, "group", "sex"], how="left")
    return full.assign(actual=full["actual"].fillna(0))


def test_the_rules_are_nested_as_they_must_be_and_agree_with_a_plain_loop(jobs: pd.DataFrame) -> None:
    columns = ("workforce", "actual", "availability")
    n, k, a = (jobs[name].to_numpy(float) for name in columns)
    found = utilization(n, k, a)
    assert len(jobs) > 5000
    for rule in Rule:
        assert (found.rules[rule] <= found.rules[Rule.ANY_DIFFERENCE]).all()
    counts = dict.fromkeys(Rule, 0)
    for people, group, share in zip(n, k, a, strict=True):
        expected = people * share
        counts[Rule.ANY_DIFFERENCE] += group < expected
        counts[Rule.WHOLE_PERSON] += expected - group >= 1
        counts[Rule.EIGHTY_PERCENT] += group / people < 0.8 * share
        # The survey found nobody of some groups in some occupations: an availability of 0 leaves no deviation.
        counts[Rule.TWO_SD] += share > 0 and (group - expected) / (expected * (1 - share)) ** 0.5 <= -2
    for rule in list(Rule)[:4]:
        assert int(found.rules[rule].sum()) == counts[rule]
    assert (found.goal >= 0).all()
    assert (found.goal[~found.rules[Rule.ANY_DIFFERENCE]] == 0).all()
    assert np.allclose(found.shortfall + k, found.expected)


def test_people_missing_in_one_group_are_too_many_in_others(jobs: pd.DataFrame) -> None:
    """Shortfalls of all groups of an occupation sum to what the groups left out have above their availability."""
    found = utilization(jobs["workforce"], jobs["actual"], jobs["availability"])
    each = jobs.assign(shortfall=found.shortfall).groupby(["department", "occupation"])
    rest = each["workforce"].first() * (1 - each["availability"].sum())
    others = each["workforce"].first() - each["actual"].sum()
    assert np.allclose(each["shortfall"].sum(), others - rest)


def test_margins_of_error_only_ever_soften_the_two_standard_deviations(jobs: pd.DataFrame) -> None:
    n, k, a = jobs["workforce"], jobs["actual"], jobs["availability"]
    sure, unsure = utilization(n, k, a), utilization(n, k, a, margin_error(jobs["availability_moe"]))
    assert (unsure.rules[Rule.TWO_SD] <= sure.rules[Rule.TWO_SD]).all()
    assert unsure.rules[Rule.TWO_SD].sum() < sure.rules[Rule.TWO_SD].sum()
    assert (decided(unsure, [Rule.TWO_SD]) <= ~unsure.indivisible).all()


def test_the_whole_table_goes_through_the_analysis(jobs: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "california.csv"
    jobs.assign(
        job_category=jobs["department"] + ": " + jobs["occupation"],
        group=jobs["group"] + " " + jobs["sex"],
        actual=jobs["actual"].astype(int),
    ).to_csv(path, index=False)
    result = analyze(KIND, path, Options())
    found = utilization(jobs["workforce"], jobs["actual"], jobs["availability"], margin_error(jobs["availability_moe"]))
    assert len(result.table) == len(jobs)
    for rule in Rule:
        assert int(result.table[rule.value].sum()) == int(found.rules[rule].sum())
    assert any("one person cannot be divided" in note for note in result.notes)
    assert any("the rules disagree" in note for note in result.notes)
