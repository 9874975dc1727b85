"""Connecticut's own publications, from file to public release, held to what is published elsewhere."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.attack import attack
from etl.home import Home
from etl.load import load
from metrics.publish import publish
from metrics.release import Release, Shelf

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def released(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    home = Home(tmp_path_factory.mktemp("real") / "home")
    report = load([shared / "data/child_welfare", shared / "data/education"], home)
    assert not report.refused
    publish(home.warehouse, home.releases, now=datetime(2026, 11, 22, tzinfo=UTC), attack=attack)
    return Shelf(home.releases).current()


def values(released: Release, measure: str, period: str) -> dict[str, float]:
    rows = released.table("figures", measure=measure, period=period, geography="Connecticut", benchmark=None)
    rows = rows[rows["dimension"] == "race_ethnicity"]
    return dict(zip(rows["group"], rows["value"], strict=True))


def test_children_in_placement_on_the_first_of_july_2018(released: Release) -> None:
    found = values(released, "children_in_placement", "2018-07-01")
    assert found == {"White": 1503, "Hispanic or Latino": 1434, "Black or African American": 996, "Other": 411}


def test_suspensions_of_2018_19(released: Release) -> None:
    found = values(released, "suspension_rate", "SY2018-19")
    expected = {"Black or African American": 14.0, "Hispanic or Latino": 9.2, "White": 4.1, "Asian": 1.9}
    assert {group: found[group] for group in expected} == expected


def test_the_publishers_codes_for_no_number_are_never_values(released: Release) -> None:
    figures = released.table("figures")
    assert not figures["value"].isin([-9999, -6666]).any()
    assert (figures["value"].notna() <= (figures["status"] == "shown")).all()
    assert {"suppressed_by_publisher", "missing"} <= set(figures["status"])


def test_graduation_is_compared_with_intervals_from_its_counts(released: Release) -> None:
    rows = released.table(
        "figures", measure="graduation_rate", period="SY2014-15", geography="Connecticut", benchmark="best_group"
    )
    readings = dict(zip(rows["group"], rows["comparison"], strict=True))
    assert readings["Black or African American"] == readings["Hispanic or Latino"] == "worse"


def test_the_pandemic_years_are_shown_but_judge_no_progress(released: Release) -> None:
    assert values(released, "suspension_rate", "SY2020-21")["Black or African American"] == 2.1
    rows = released.table("progress", measure="suspension_rate", of="level")
    assert set(rows["period"]) == {"SY2018-19"}
