"""What the protection publishes is attacked together with what it published before."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from audit import examine
from audit.level import Settings
from audit.report import BREACHED, SAFE, Report
from benchmarks import protection
from metrics.disclosure import policy
from metrics.disclosure.protect import protect
from tests.audit.published import export

RULES = policy.load()
WORKFORCE = RULES.domains["workforce"]
AGENCIES = ("DAS", "DOL", "OAG", "OSC", "DVA")
FIXED = {"domain": "workforce", "period": "FY2025", "nature": "demonstration"}


@pytest.fixture(scope="module")
def inner() -> pd.DataFrame:
    rows = protection.demonstrated()
    rows = rows[(rows["period"] == "FY2025") & rows["agency"].isin(AGENCIES)]
    return rows.drop(columns="period").reset_index(drop=True)


@pytest.fixture(scope="module")
def first(inner: pd.DataFrame) -> pd.DataFrame:
    return protect(inner, WORKFORCE, RULES).cells


def attacked(inner: pd.DataFrame, now: pd.DataFrame, folder: Path, *before: pd.DataFrame) -> Report:
    release = protection.exported(inner.assign(period="FY2025"), now.assign(**FIXED), RULES, 0.0)
    public, internal = protection.written(release, folder / "now")
    past = [
        export(folder / f"before{place}", cells=each.assign(**FIXED), hierarchies=release.parents)
        for place, each in enumerate(before)
    ]
    return examine.one_release(public, Settings(), truth=internal, earlier=past)


@pytest.mark.long
def test_a_year_published_twice_with_its_pattern_is_safe(
    inner: pd.DataFrame, first: pd.DataFrame, tmp_path: Path
) -> None:
    again = protect(inner, WORKFORCE, RULES, frozen=first).cells
    report = attacked(inner, again, tmp_path, first)
    assert report.code == SAFE, report.text(20)
    assert [each.withheld > 50 for each in report.answers] == [True] * 5


@pytest.mark.slow
def test_a_year_published_again_with_another_pattern_is_told(
    inner: pd.DataFrame, first: pd.DataFrame, tmp_path: Path
) -> None:
    # Under another policy smaller counts were shown, and others hid them.
    other = protect(inner, replace(WORKFORCE, threshold=4), RULES).cells
    alone = attacked(inner, first, tmp_path / "alone")
    report = attacked(inner, first, tmp_path / "both", other)
    assert alone.code == SAFE, alone.text(20)
    assert report.answers[1].exact == 0
    assert report.answers[3].exact > 0
    assert report.code == BREACHED


@pytest.mark.slow
def test_an_agency_that_comes_late_is_told_by_difference_unless_the_pattern_is_kept(
    inner: pd.DataFrame, first: pd.DataFrame, tmp_path: Path
) -> None:
    few = protect(inner[inner["agency"] != "DVA"].reset_index(drop=True), WORKFORCE, RULES).cells
    anew = attacked(inner, first, tmp_path / "anew", few)
    assert anew.answers[1].exact == 0
    assert anew.answers[3].exact > 0
    told = {each["cell"] for each in anew.worst(99) if each["found"] == "exact"}
    assert any("agency DVA" in cell for cell in told)
    kept = protect(inner, WORKFORCE, RULES, frozen=few).cells
    report = attacked(inner, kept, tmp_path / "kept", few)
    assert report.code == SAFE, report.text(20)
