import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from metrics import release, schema
from metrics.locked import TooLong
from metrics.manifest import sealed
from metrics.release import PublishError, Release, Shelf, point, write

pytestmark = pytest.mark.long


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "releases" / "2026.1"
    folder.mkdir(parents=True)
    rows = pd.DataFrame({"key": ["release", "published"], "value": ["2026.1", "2026-11-22"], "nature": "official"})
    cells = pd.DataFrame({"period": ["FY2025", "FY2024"], "value": [None, 7.0], "status": ["withheld", "shown"]})
    for audience in release.AUDIENCES:
        write(folder / f"{audience}.duckdb", {"manifest": rows, "cells": cells})
    (folder / "manifest.json").write_text("{}")
    return folder


def test_a_release_is_never_written_twice(folder: Path) -> None:
    with pytest.raises(FileExistsError, match="never written twice"):
        write(folder / "public.duckdb", {})


def test_a_table_that_a_release_does_not_have_is_a_mistake(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(KeyError, match="payroll"):
        write(tmp_path / "x.duckdb", {"payroll": pd.DataFrame()})
    with pytest.raises(KeyError, match="payroll"):
        Release(folder, "public").table("payroll")
    with pytest.raises(ValueError, match="choose public, internal"):
        Release(folder, "press")


def test_rows_come_back_in_a_fixed_order_and_filtered(folder: Path) -> None:
    opened = Release(folder, "public")
    assert list(opened.table("cells")["period"]) == ["FY2024", "FY2025"]
    assert list(opened.table("cells", period="FY2025")["status"]) == ["withheld"]
    assert len(opened.table("cells", agency=None)) == 2
    assert opened.manifest == {"release": "2026.1", "published": "2026-11-22"}
    assert opened.rows()["cells"] == 2


def test_rows_lie_in_small_groups_so_that_a_reading_passes_over_few(tmp_path: Path) -> None:
    rows = pd.DataFrame({"period": [f"P{n:06}" for n in range(3 * release.GROUP)], "value": 1.0})
    write(tmp_path / "it's.duckdb", {"cells": rows})
    asked = "SELECT count(DISTINCT row_group_id), max(count) FROM pragma_storage_info('cells')"
    with duckdb.connect(str(tmp_path / "it's.duckdb"), read_only=True) as connection:
        assert connection.execute(asked).fetchone() == (3, release.GROUP)


def test_a_release_made_before_a_column_or_table_came_is_still_read(folder: Path) -> None:
    engine = sa.create_engine(f"duckdb:///{folder / 'public.duckdb'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE cells DROP COLUMN status")
        connection.exec_driver_sql("DROP TABLE quality")
    engine.dispose()
    opened = Release(folder, "public")
    cells = opened.table("cells", period="FY2024")
    assert (cells["value"].item(), cells["status"].item()) == (7.0, None)
    assert opened.table("quality").empty
    assert list(opened.table("quality").columns) == [column.name for column in schema.quality.columns]
    assert "quality" not in opened.rows()


def test_a_withheld_cell_with_a_number_is_counted(tmp_path: Path) -> None:
    write(tmp_path / "public.duckdb", {"cells": pd.DataFrame({"value": [3.0], "status": ["withheld"]})})
    assert Release(tmp_path, "public").withheld_numbers() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH '/tmp/other.duckdb'",
        "COPY cells TO '/tmp/out.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "INSERT INTO cells (period) VALUES ('x')",
    ],
)
def test_a_release_is_read_only_and_locked_down(folder: Path, statement: str) -> None:
    with Release(folder, "public")._engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(sa.text(statement))


def test_a_shelf_says_how_long_a_reading_may_take_and_a_command_may_take_its_time(folder: Path) -> None:
    sizes = {"a": 100_000_000, "b": 100_000}
    numbers = (sa.func.range(size).table_valued(name).alias(name) for name, size in sizes.items())
    slow = sa.select(sa.func.count().label("n")).select_from(sa.join(*numbers, sa.true()))
    with pytest.raises(TooLong, match=r"took over 0\.2 s"):
        Shelf(folder.parent, seconds=0.2).get("2026.1").run(slow)
    assert Shelf(folder.parent).get("2026.1").seconds == Release(folder, "public").seconds == 600


def test_the_shelf_follows_the_link_at_every_call(folder: Path) -> None:
    releases = folder.parent
    with pytest.raises(FileNotFoundError, match="run `equity publish`"):
        Shelf(releases).current()
    shelf = Shelf(releases, "internal")
    point(releases, "2026.1")
    assert shelf.current().id == "2026.1"
    other = releases / "2026.2"
    other.mkdir()
    write(other / "internal.duckdb", {})
    with pytest.raises(FileNotFoundError, match=r"no release '2026.2'"):
        point(releases, "2026.2")
    (other / "manifest.json").write_text("{}")
    point(releases, "2026.2")
    assert shelf.current().id == "2026.2"
    assert shelf.get("2026.1").audience == "internal"
    with pytest.raises(FileNotFoundError, match=r"no release '2099.1'"):
        shelf.get("2099.1")


@pytest.mark.parametrize("name", ["../2026.1", "2026.1/../2026.1", "", "2026.9"])
def test_the_link_points_at_nothing_but_a_release_of_the_home(tmp_path: Path, name: str) -> None:
    for folder in (tmp_path / "2026.1", tmp_path / "releases" / "2026.1"):
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")
    with pytest.raises(FileNotFoundError, match="no release"):
        release.point(tmp_path / "releases", name)
    release.point(tmp_path / "releases", "2026.1")
    assert (tmp_path / "releases" / "current").readlink() == Path("2026.1")


def test_what_stands_beside_the_files_is_read_as_it_was_written_or_not_at_all(folder: Path) -> None:
    path = folder / "manifest.json"
    said = sealed({"release": "2026.1", "published": "2026-11-23", "preview_was": "2026.1-preview.1", "journal": ""})
    path.write_text(json.dumps(said))
    facts = Release(folder, "internal").table("manifest").set_index("key")["value"].to_dict()
    assert facts == {"release": "2026.1", "published": "2026-11-23", "preview_was": "2026.1-preview.1"}
    sound = path.read_bytes()
    for text in (b"", b"[]", sound.replace(b"-23", b"-24"), sound.replace(b'"after"', b'"afteq"')):
        path.write_bytes(text)
        with pytest.raises(PublishError, match="equity verify"):
            Release(folder, "public").table("manifest")
    path.unlink()
    with pytest.raises(PublishError, match="is gone"):
        Release(folder, "public").table("manifest")
