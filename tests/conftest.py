"""What every test may use: an empty home, and the shared data where it is there."""

import os
from pathlib import Path

import pytest

from etl.home import Home

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
