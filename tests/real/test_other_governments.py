"""California's and Nashville's real workforces go through the standard deliveries; shares agree with a plain count."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from etl.home import Home
from etl.load import load
from metrics.compute import compute
from tests.real.governments import CROSSWALKS, Cell, california, deliver, nashville

pytestmark = [pytest.mark.shared, pytest.mark.long]


def plain_shares(cells: Counter[Cell], department: str | None, period: str) -> dict[str, float]:
    """Percent of each group, counted one row after another."""
    totals: Counter[str] = Counter()
    for (name, when, _, race, _), count in cells.items():
        if when == period and department in (None, name):
            totals[CROSSWALKS["race_ethnicity"].get(race, race)] += count
    everyone = sum(totals.values())
    return {race: 100 * count / everyone for race, count in totals.items()}


@pytest.mark.parametrize(("read", "period"), [(california, "2021"), (california, "2011"), (nashville, "2020-08-31")])
def test_shares_agree_with_a_plain_recomputation(
    home: Home, tmp_path: Path, shared: Path, read: Callable[[Path], Counter[Cell]], period: str
) -> None:
    cells = read(shared)
    codes = deliver(cells, tmp_path / "inbox", home.crosswalks)
    report = load([tmp_path / "inbox"], home)
    assert not report.refused, [str(p) for d in report.deliveries for p in d.problems][:5]
    figures = compute(home.warehouse)["figures"]
    figures = figures[(figures["measure"] == "employees") & (figures["dimension"] == "race_ethnicity")]
    figures = figures[(figures["period"] == period) & figures["benchmark"].isna()]
    assert_same(figures[figures["agency"] == "ALL"], plain_shares(cells, None, period))
    names = {code: name for name, code in codes.items()}
    delivered = sorted(set(figures["agency"]) - {"ALL"})
    assert len(delivered) > 40
    for code in delivered[::7]:
        assert_same(figures[figures["agency"] == code], plain_shares(cells, names[code], period))


def assert_same(figures: pd.DataFrame, plain: dict[str, float]) -> None:
    shown = figures[figures["numerator"] > 0].set_index("group")["value"].to_dict()
    assert shown == pytest.approx({group: share for group, share in plain.items() if share > 0}, abs=1e-9)


def test_californias_incomplete_2019_is_warned_about(home: Home, tmp_path: Path, shared: Path) -> None:
    deliver(california(shared), tmp_path / "inbox", home.crosswalks)
    report = load([tmp_path / "inbox"], home)
    assert [(w["agency"], w["period"]) for w in report.warnings if w["code"] == "incomplete_year"] == [("ALL", "2019")]
