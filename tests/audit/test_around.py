"""Whole points found from a whole point fit every line, and staff are found out as an enumeration finds them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from audit import examine, level
from audit.error import Contradiction
from audit.filled import filled
from audit.interval import found, known
from audit.level import Settings
from audit.program import groups
from audit.split import tasks
from audit.system import Part, built
from audit.truth import truth_of
from audit.witness import Witnesses
from tests.audit.generated import cube, possible, write

pytestmark = pytest.mark.long


def three_ways(seed: int) -> tuple[list[Part], list[Part], np.ndarray]:
    """Three tables that form a cycle, of the same people; inner cells of the first are withheld if small."""
    luck = np.random.default_rng(seed)
    rows = cube(luck.poisson(6.0, size=(4, 3, 4)), ("agency", "job", "race"))
    divided = (rows[["agency", "job", "race"]] != "TOTAL").to_numpy()
    public, whole = [], []
    for names in (("agency", "race"), ("agency", "job"), ("job", "race")):
        left = [name for name in ("agency", "job", "race") if name not in names]
        here = rows[(rows[left] == "TOTAL").all(axis=1)]
        hidden = (here["truth"] < 20) & (here[list(names)] != "TOTAL").all(axis=1) & ("race" in names)
        cells = here.drop(columns="truth").assign(
            table=" x ".join(names), row=np.arange(2, len(here) + 2), withheld=hidden, kind="cell", level=0,
            value=here["truth"].astype(float),
        )  # fmt: skip
        whole.append(Part(cells.reset_index(drop=True), ("agency", "job", "race"), "truth"))
        told = cells.assign(value=cells["value"].where(~hidden))
        public.append(Part(told.reset_index(drop=True), ("agency", "job", "race"), "public"))
    return public, whole, divided


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("with_truth", [True, False])
def test_every_whole_point_fits_all_lines_and_bounds(seed: int, with_truth: bool) -> None:
    public, whole, _ = three_ways(seed)
    system = built(public, {})
    assert (system.cells["table"] == "people").sum() == 48
    assert [sorted(set(cut)) for cut in system.cuts if (cut >= 0).any()]
    settings = Settings(seconds=20)
    truth = truth_of(system, whole) if with_truth else None
    seen = Witnesses(len(system.cells))
    level.begun(system, truth, settings, seen)
    assert len(seen.points) == 1
    if truth is not None:
        listed = ~np.isnan(truth)
        assert np.array_equal(seen.points[0][0][listed], truth[listed])
    targets = np.flatnonzero(system.cells["target"])
    low, high = level.started(system, 4, settings)
    lines = level.lines_of(system, 4)
    found(lines, low, high, level.aimed(system, targets, truth, settings, 4), seen, seconds=20)
    assert len(seen.points) >= 4
    for point, is_whole in seen.points:
        if is_whole.all():
            exact = point.astype(np.int64)
            assert np.array_equal(exact, point)
            sums = lines.matrix.astype(np.int64) @ exact
            assert (sums == 0).all()
            assert (exact >= low).all()
            assert (exact <= high).all()


def test_a_point_is_filled_only_with_what_fits() -> None:
    public, whole, _ = three_ways(1)
    system = built(public, {})
    truth = truth_of(system, whole)
    lines = level.lines_of(system, 4)
    low, high = known(lines, *level.started(system, 4, Settings()))
    (group,) = groups(lines.matrix, lines.least, lines.most, low, high)
    told = truth[group.cells]
    point = filled(group, told, 10.0)
    assert point is not None
    assert group.is_whole(point)
    wrong = told.copy()
    wrong[np.flatnonzero(~np.isnan(told))[0]] += 1
    with pytest.raises(Contradiction):
        filled(group, wrong, 10.0)
    wrong[np.flatnonzero(~np.isnan(told))[0]] = -1
    with pytest.raises(Contradiction):
        filled(group, wrong, 10.0)


@pytest.mark.parametrize("seed", range(20, 36))
def test_staff_know_what_an_enumeration_says_they_know(seed: int, tmp_path: Path) -> None:
    luck = np.random.default_rng(seed)
    rows = cube(luck.poisson(2.0, size=(3, 3)), ("agency", "race"))
    truth = rows["truth"].to_numpy()
    hidden = (rows != "TOTAL").all(axis=1).to_numpy() & (luck.random(len(rows)) < 0.8)
    public, whole = write(rows, hidden, tmp_path)
    report = examine.one_table(public, Settings(4, zeros="hidden", seconds=20), truth=whole)
    if report.staff is None or report.staff.empty:
        pytest.skip("nothing is withheld")
    every = possible(rows, hidden, (3, 3))
    # Payroll tells the head count of each agency, which is shown here anyway.
    for row in report.staff.to_dict("records"):
        own = (rows["agency"] == row["agency"]).to_numpy()
        known_ = every[(every[:, own] == truth[own]).all(axis=1)]
        others = hidden & ~own
        exact = others & (known_.max(axis=0) == known_.min(axis=0))
        assert (row["cells"], row["exact"], row["undecided"]) == (others.sum(), exact.sum(), 0), row


def test_parts_without_a_domain_are_one_task() -> None:
    public, whole, _ = three_ways(2)
    made = tasks(public, {}, (), whole, Settings())
    assert [len(each.parts) for each in made] == [3]
    assert made[0].size == sum(len(part.cells) for part in public)
    assert isinstance(made[0].parts[0].cells, pd.DataFrame)
