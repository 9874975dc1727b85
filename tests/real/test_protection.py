"""Nashville's and California's real employees, protected and then attacked: nothing can be worked out."""

from pathlib import Path

import pandas as pd
import pytest

from benchmarks import protection
from benchmarks.protection import Protected
from metrics.disclosure import policy

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def checked(inner: pd.DataFrame, *, two: float, three: float, reached: float) -> Protected:
    """Protect, attack at every level, and hold the loss to shares of two-way and three-way cells."""
    rules = policy.load()
    release = protection.protected(inner, rules.domains["workforce"], rules)
    # Who is counted in the truth is everybody in the file.
    everyone = (release.truth[release.dimensions] == "TOTAL").all(axis=1)
    totals = release.truth[everyone].drop_duplicates("period").set_index("period")["value"]
    assert totals.to_dict() == inner.groupby("period")["value"].sum().to_dict()
    report = protection.attacked(release)
    assert [each.level for each in report.answers] == ["K0", "K1", "K2", "K3", "K4"]
    for each in report.answers:
        assert (each.exact, each.narrow, each.undecided) == (0, 0, 0), report.text(20)
        assert each.withheld > 100
    assert report.staff is not None
    assert report.staff["cells"].sum() > 0
    assert report.staff[["exact", "undecided"]].to_numpy().sum() == 0, report.text(20)
    assert report.code == 0
    assert release.loss(2) <= two
    assert release.loss(3) <= three
    assert release.reached() >= reached
    return release


def test_nashvilles_departments_cannot_be_worked_out(shared: Path) -> None:
    # Small departments by detailed jobs: more is lost than in a state.
    release = checked(protection.nashville(shared), two=0.20, three=0.50, reached=0.88)
    assert release.truth["agency"].nunique() > 40


def test_californias_departments_cannot_be_worked_out_in_any_of_eleven_years(shared: Path) -> None:
    release = checked(protection.california(shared), two=0.25, three=0.33, reached=0.98)
    assert release.cells["period"].nunique() == 11
