"""An exported release is described by a sound data package, file by file and column by column, and can be cited."""

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics import release as releases
from metrics.export import FORMATS, write
from metrics.release import Release
from metrics.schema import TABLES
from tests.dashboard import sample

pytestmark = pytest.mark.long

NAME = re.compile(r"[-a-z0-9._/]+")
TYPES = {"string", "number", "integer", "boolean", "date"}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    home = tmp_path_factory.mktemp("home")
    sample.write(home)
    return releases.Shelf(home / "releases", "public").current()


def package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_the_package_follows_the_schema_and_names_every_file(release: Release, tmp_path: Path, form: str) -> None:
    written = write(release, tmp_path, form)
    found = package(tmp_path)
    assert NAME.fullmatch(found["name"])
    assert found["version"] == release.id
    assert found["profile"] in ("data-package", "tabular-data-package")
    assert all(source["title"] for source in found["sources"])
    files = {path.name for path in written} - {"datapackage.json", "CITATION.cff"}
    assert {each["path"] for each in found["resources"]} == files
    assert len({each["name"] for each in found["resources"]}) == len(files)
    for each in found["resources"]:
        body = (tmp_path / each["path"]).read_bytes()
        assert NAME.fullmatch(each["name"])
        assert each["bytes"] == len(body)
        assert each["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        for field in each.get("schema", {"fields": []})["fields"]:
            assert field["type"] in TYPES


def test_the_schema_is_that_of_the_rows(release: Release, tmp_path: Path) -> None:
    write(release, tmp_path, "csv")
    for each in package(tmp_path)["resources"]:
        with (tmp_path / each["path"]).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            assert next(rows) == [field["name"] for field in each["schema"]["fields"]]
            for row in rows:
                for field, cell in zip(each["schema"]["fields"], row, strict=True):
                    if cell and field["type"] == "number":
                        float(cell)
                    elif cell and field["type"] == "boolean":
                        assert cell in ("True", "False")


def test_a_workbook_holds_the_rows_of_the_table(release: Release, tmp_path: Path) -> None:
    write(release, tmp_path, "xlsx")
    assert {path.stem for path in tmp_path.glob("*.xlsx")} == set(TABLES)
    found = pd.read_excel(tmp_path / "agencies.xlsx", engine="calamine")
    assert sorted(found["agency"]) == sorted(release.table("agencies")["agency"])


def test_the_citation_says_which_release_and_that_it_is_invented(release: Release, tmp_path: Path) -> None:
    write(release, tmp_path, "duckdb")
    text = (tmp_path / "CITATION.cff").read_text(encoding="utf-8")
    assert f'version: "{release.id}"' in text
    assert "DEMONSTRATION DATA" in text
    assert "Office of Equity and Opportunity" in text
