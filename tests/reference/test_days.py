"""Medians of the days that people waited, once more from lists of days in plain Python."""

from datetime import date
from math import comb
from statistics import median

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from metrics.compute import Tables, internal, worked
from metrics.mean import medians_by
from tests.metrics import events, small
from tests.metrics.days import DECISIONS, DUE, TRAININGS


def limits(days: list[float]) -> tuple[float, float] | None:
    """The r-th from either end, r the largest with P(X < r) at most 1 in 40 on each side."""
    n, ordered, below = len(days), sorted(days), 0.0
    for r in range(n + 1):
        below += comb(n, r) / 2**n
        if below > 0.025:
            return None if r == 0 else (ordered[r - 1], ordered[n - r])
    return None


@given(rows=some.lists(some.tuples(some.integers(0, 4), some.integers(1, 400)), min_size=1, max_size=120))
@settings(max_examples=40, deadline=None)
def test_medians_by_group_are_those_of_each_groups_own_list(rows: list[tuple[int, int]]) -> None:
    group, days = zip(*rows, strict=True)
    middle, lower, upper, many = medians_by(days, group)
    for code in range(max(group) + 1):
        own = [float(each) for each, of in zip(days, group, strict=True) if of == code]
        assert many[code] == len(own)
        if own:
            assert middle[code] == median(own)
            known = limits(own)
            assert known == (None if pd.isna(lower[code]) else (lower[code], upper[code]))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("days")
    given = {
        "agency": small.agencies("DOT", "DOC"),
        "training": TRAININGS,
        "services": pd.concat(events.services(agency, "FY2025", rows) for agency, rows in DECISIONS.items()),
    }
    return internal(worked(small.build(folder / "w.duckdb", **given), small.definitions(folder / "d", given)))


def value(tables: Tables, measure: str, agency: str, dimension: str = "ALL", group: str = "ALL") -> pd.DataFrame:
    rows = tables["figures"]
    wanted = {"measure": measure, "agency": agency, "dimension": dimension, "group": group}
    return rows[(rows[list(wanted)] == pd.Series(wanted)).all(axis=1)]


@pytest.mark.long
@pytest.mark.parametrize("agency", ["ALL", "DOT", "DOC"])
def test_days_overdue_are_counted_to_completion_or_to_the_last_day_known(tables: Tables, agency: str) -> None:
    rows = TRAININGS.fillna({"completed_date": ""}).to_dict("records")
    own = [row for row in rows if agency in ("ALL", row["agency"])]
    known = {code: max(row["completed_date"] or "" for row in rows if row["agency"] == code) for code in ("DOT", "DOC")}
    for group in (None, "White", "Asian"):
        days = []
        for row in own:
            end = row["completed_date"] or known[row["agency"]]
            asked = row["mandatory"] == "yes" and row["excused"] != "yes"
            if asked and known[row["agency"]] >= DUE and end > DUE and group in (None, row["race_ethnicity"]):
                days.append((date.fromisoformat(end) - date.fromisoformat(DUE)).days)
        if group is None:
            found = value(tables, "training_days_overdue", agency)
        else:
            found = value(tables, "training_days_overdue", agency, "race5", group)
        assert found["value"].tolist() == [median(days)]
        assert found["denominator"].tolist() == [len(days)]


@pytest.mark.long
def test_a_delivered_median_is_told_as_it_is_and_of_no_two_together(tables: Tables) -> None:
    assert value(tables, "decision_days", "DOC")["value"].tolist() == [44]
    assert value(tables, "decision_days", "DOT").empty
    assert value(tables, "decision_days", "ALL").empty
    assert value(tables, "decision_days", "ALL", "program", "Permits")["value"].tolist() == [30.4]
    crossed = value(tables, "decision_days", "DOT", "program x race_ethnicity", "Permits x Asian")
    assert crossed[["value", "denominator"]].values.tolist() == [[61, 19]]
    assert value(tables, "decision_days", "ALL", "program", "Camps").empty
    assert value(tables, "decision_days", "DOT", "program", "Camps")["value"].tolist() == [12]
