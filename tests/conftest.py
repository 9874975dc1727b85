"""What every test may use: an empty home, and the shared data where it is there."""

import os
from pathlib import Path

import pytest
from filelock import FileLock

from etl.home import Home
from tests.demonstrated import demonstrate

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real public data beside the checkout, which only the team's machines have."""
    if not SHARED.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{SHARED} is absent; CI must have it")
        pytest.skip(f"reads real public data in {SHARED}, which is not here")
    return SHARED


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as `equity demo` leaves it, of three agencies and two years, made once for all processes.

    The command is looked at while it makes it: a demonstration that is not as it should be fails whoever asks.
    """
    folder = tmp_path_factory.getbasetemp()
    place = (folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder) / "demonstrated"
    done = place / "done"
    with FileLock(f"{place}.lock"):
        if not done.exists():
            if place.exists():
                pytest.fail("the demonstration failed before; its first failure says why")
            demonstrate(place, ("CHRO", "DMV", "DOT"), 2)
            done.touch()
    return place / "home"
