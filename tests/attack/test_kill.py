"""A load or a publish may be killed at any moment: what was served stays, what was loaded is kept."""

from pathlib import Path

import pytest

from etl.home import Home
from tests.attack.kill import kill_many


@pytest.mark.long
def test_killed_loads_and_publishes_break_nothing(served: Home, definitions: Path, tmp_path: Path) -> None:
    outcome = kill_many(served, definitions, tmp_path, times=3, seed=1, seconds={"load": 2.5, "publish": 4})
    assert outcome.broken == []
    assert outcome.facts["killed"]
