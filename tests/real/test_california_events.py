"""California's hires and promotions of 2020 for each employee, by race and ethnicity.

The files hold events and employees, no applicants: these are events per employee. Who was considered and passed over
is not in them, so nothing here is a selection rate, and nothing is called adverse impact.
"""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics.rate import rate, rate_limits
from metrics.standardized import Gap, gap
from metrics.stratified import risk_ratio

pytestmark = pytest.mark.shared

Frames = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def files(shared: Path) -> Frames:
    """Events and employees of 2020."""
    folder = shared / "data/workforce"
    employees = pd.read_csv(folder / "ca_state_dept_race_sex_2011_2021.csv")
    return pd.read_csv(folder / "ca_state_hires_promotions_2020.csv"), employees[employees["year"] == 2020]


def by_race(files: Frames, event: str) -> tuple[pd.Series, pd.Series]:
    events, employees = files
    chosen = events[events["event_type"] == event]
    return chosen.groupby("race_ethnicity")["events"].sum(), employees.groupby("race_ethnicity")["employees"].sum()


def within_departments(files: Frames, event: str, group: str) -> Gap:
    """The group's events per employee less White employees', made alike by department.

    A department with more events than employees of a group (people who came and went within the year) has no
    share of employees to compare, and is left out.
    """
    events, employees = files
    base = employees.pivot_table(
        index="department", columns="race_ethnicity", values="employees", aggfunc="sum", fill_value=0
    )
    counted = (
        events[events["event_type"] == event]
        .pivot_table(index="department", columns="race_ethnicity", values="events", aggfunc="sum", fill_value=0)
        .reindex(index=base.index, columns=base.columns, fill_value=0)
    )
    both = [group, "White"]
    held = (counted[both] <= base[both]).all(axis=1)
    assert held.mean() > 0.97
    x, n = counted[held], base[held]
    ratio = risk_ratio(x[group], n[group], x["White"], n["White"])
    assert ratio.lower < ratio.value < ratio.upper
    return gap(x[group], n[group], x["White"], n["White"])


def test_totals_agree_with_a_plain_count(shared: Path, files: Frames) -> None:
    plain: Counter[tuple[str, str]] = Counter()
    path = shared / "data/workforce/ca_state_hires_promotions_2020.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            plain[row["event_type"], row["race_ethnicity"]] += int(row["events"])
    # The publisher's totals of 2020.
    of_kind = {kind: sum(n for (each, _), n in plain.items() if each == kind) for kind, _ in plain}
    assert of_kind == {"hire_external": 26_382, "advancement_promotion": 16_837, "hire_transfer_in": 5_685}
    for kind in of_kind:
        events, employees = by_race(files, kind)
        assert {(kind, race): int(n) for race, n in events.items()} == {
            key: n for key, n in plain.items() if key[0] == kind
        }
        assert employees.sum() == 222_837
        overall = float(rate(events.sum(), employees.sum(), 100))
        weighed = float((rate(events, employees, 100) * employees).sum() / employees.sum())
        assert overall == pytest.approx(weighed)


def test_promotions_per_hundred_employees(files: Frames) -> None:
    events, employees = by_race(files, "advancement_promotion")
    rates = pd.Series(rate(events, employees, 100), index=employees.index).round(2)
    assert rates["White"] == 7.82
    assert rates["Black or African American"] == 6.38
    assert rates["Hispanic or Latino"] == 6.71
    lower, upper = rate_limits(events, employees, 100)
    limits = pd.DataFrame({"lower": lower, "upper": upper}, index=employees.index)
    assert (limits["lower"] < rates).all()
    assert (rates < limits["upper"]).all()
    assert limits.loc["Black or African American", "upper"] < limits.loc["White", "lower"]


def test_departments_explain_most_of_one_gap_in_promotions_and_half_of_another(files: Frames) -> None:
    hispanic = within_departments(files, "advancement_promotion", "Hispanic or Latino")
    assert 100 * float(hispanic.crude) == pytest.approx(-1.1, abs=0.05)
    assert hispanic.direct.lower < 0 < hispanic.direct.upper
    black = within_departments(files, "advancement_promotion", "Black or African American")
    assert 100 * float(black.crude) == pytest.approx(-1.4, abs=0.05)
    assert float(black.crude) < float(black.direct.value) < 0
    assert float(black.direct.upper) < 0
    assert float(black.pooled.upper) < 0
    assert not hispanic.reverses
    assert not black.reverses


def test_hires_of_hispanic_employees_turn_round_within_departments(files: Frames) -> None:
    events, employees = by_race(files, "hire_external")
    rates = pd.Series(rate(events, employees, 100), index=employees.index)
    assert rates["Hispanic or Latino"] < rates["White"]
    found = within_departments(files, "hire_external", "Hispanic or Latino")
    assert bool(found.reverses)
    assert float(found.crude) < 0 < float(found.direct.lower)
    assert float(found.pooled.lower) > 0
    assert 0.95 < float(found.covered) <= 1


def test_events_are_no_share_of_employees(files: Frames) -> None:
    events, employees = files
    place = ["department", "race_ethnicity"]
    base = employees.groupby(place)["employees"].sum()
    hires = events[events["event_type"] == "hire_external"].groupby(place)["events"].sum()
    at = ("Employment Development Department", "Other or multiple race")
    assert (hires[at], base[at]) == (1008, 958)
    lower, upper = rate_limits(hires[at], base[at])
    assert 0.98 < lower < 1.05 < upper
    # Two departments of the events have no employees in the other file: 12 events without a base.
    homeless = events[~events["department"].isin(set(employees["department"]))]
    assert set(homeless["department"]) == {"Unknown", "Seismic Safety Commission"}
    assert np.int64(homeless["events"].sum()) == 12
