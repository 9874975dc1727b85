"""A home with two releases, made once, and a copy of it for each attack."""

from pathlib import Path
from shutil import copytree

import pytest

from etl.home import Home
from tests.attack import program


@pytest.fixture(scope="session")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of few definitions."""
    return program.few(tmp_path_factory.mktemp("attack") / "definitions")


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory, definitions: Path) -> Home:
    """A home with one load and two releases, to be copied."""
    folder = tmp_path_factory.mktemp("attack")
    return program.served(Home(folder / "home"), definitions, folder)


@pytest.fixture
def served(base: Home, tmp_path: Path) -> Home:
    """Its copy, to be attacked."""
    return Home(Path(copytree(base.path, tmp_path / "home", symlinks=True)))
