"""The sample release in a home of its own, and clients of the application over it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.application import create_app
from dashboard.tables import Tables
from metrics.release import Shelf
from tests.dashboard import entry, sample


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample release."""
    home = tmp_path_factory.mktemp("home")
    sample.write(home)
    return home


@pytest.fixture(scope="session")
def internal(sample_home: Path) -> FlaskClient:
    """A client of the internal pages."""
    return entry.internal(sample_home)


@pytest.fixture(scope="session")
def public(sample_home: Path) -> FlaskClient:
    """A client of the public pages."""
    return create_app(sample_home, "public").server.test_client()


@pytest.fixture(scope="session")
def tables(sample_home: Path) -> Tables:
    """The internal tables of the sample."""
    return Tables(Shelf(sample_home / "releases", "internal").current())
