"""The demonstration's files, written once, as plain tables of text."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from etl import demonstration, register


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all files."""
    place = tmp_path_factory.mktemp("demonstration")
    demonstration.write(place, list(register.bundled()["agency"]))
    return place


@pytest.fixture(scope="session")
def files(folder: Path) -> Mapping[str, pd.DataFrame]:
    """Delivery -> its rows as delivered, cells as text."""
    found = {}
    for path in sorted(each for each in folder.iterdir() if each.suffix in (".csv", ".parquet")):
        name = path.name.split("_demonstration")[0]
        rows = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)
        found[name] = rows.astype(object).fillna("").astype(str)
    return found
