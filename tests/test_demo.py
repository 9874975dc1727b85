"""A demonstration as `make run` makes it, looked at and stopped; nobody of those it is made of is told of."""

from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest

from audit import canary
from tests.demonstrated import demonstrate

pytestmark = pytest.mark.long


def test_the_demo_serves_real_figures_then_everything_and_stops_when_told(demonstrated: Path, tmp_path: Path) -> None:
    nobody_is_named(demonstrated, tmp_path)


@pytest.mark.slow
def test_the_whole_demo_does_so_too(tmp_path: Path) -> None:
    demonstrate(tmp_path, (), 7)
    nobody_is_named(tmp_path / "home", tmp_path / "copy")


def nobody_is_named(home: Path, copy: Path) -> None:
    """Look for ids of the people that the figures of a home are of in its releases."""
    people = pd.read_parquet(home / "demonstration" / "workforce_demonstration.parquet")["person_id"]
    # A copy, since a server may not have let go of the files yet.
    copytree(home / "releases", copy / "releases", symlinks=True)
    assert canary.search(copy / "releases", tuple(people.iloc[::50_000])) == []
