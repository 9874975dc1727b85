import hashlib
import json
import os
from datetime import date
from pathlib import Path
from shutil import copy, copytree

import pandas as pd
import pytest

from metrics import publish as publishing
from metrics import release
from metrics.compute import Tick, silent
from metrics.definition import DEFINITIONS
from metrics.publish import PublishError, fingerprint, verify
from metrics.release import Shelf, manifest_of
from tests.metrics import small

pytestmark = pytest.mark.long

DAY = date(2026, 11, 22)
MEASURES = ("employees", "graduation_rate", "leadership", "suspension_rate")


def publish(warehouse: Path, releases: Path, *, now: date = DAY, tick: Tick = silent) -> str:
    """Publish a few measures; the others have no rows here and would cost time."""
    folder = warehouse.parent / "definitions"
    if not folder.exists():
        folder.mkdir()
        for name in MEASURES:
            copy(DEFINITIONS / f"{name}.toml", folder)
    return publishing.publish(warehouse, releases, now=now, definitions=folder, tick=tick)


@pytest.fixture(scope="module")
def published(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The releases folder with one release in it, to be read."""
    folder = tmp_path_factory.mktemp("published")
    copy(warehouse, folder / "warehouse.duckdb")
    assert publish(folder / "warehouse.duckdb", folder / "releases") == "2026.1"
    return folder / "releases"


@pytest.fixture
def releases(published: Path, tmp_path: Path) -> Path:
    """A releases folder with one release in it, to be changed."""
    return Path(copytree(published, tmp_path / "releases", symlinks=True))


def changed(tmp_path: Path, tables: dict[str, pd.DataFrame], n: int) -> Path:
    tables["workforce_count"] = small.people("DOT", "FY2025", {"White": 500 + n, "Asian": 40})
    return small.build(tmp_path / f"w{n}.duckdb", **tables)


def test_a_release_is_a_folder_of_two_files_and_a_manifest_behind_one_link(published: Path) -> None:
    assert os.readlink(published / "current") == "2026.1"
    assert sorted(path.name for path in (published / "2026.1").iterdir()) == [
        "internal.duckdb", "manifest.json", "public.duckdb",
    ]  # fmt: skip
    assert [path.name for path in published.iterdir() if path.name.startswith(".")] == []


def test_the_manifest_says_what_the_release_is(published: Path) -> None:
    manifest = manifest_of(published, "2026.1")
    assert (manifest["release"], manifest["published"], manifest["has_demonstration"]) == ("2026.1", "2026-11-22", "no")
    for name, checksum in manifest["files"].items():
        assert hashlib.sha256((published / "2026.1" / name).read_bytes()).hexdigest() == checksum
    assert manifest["sources"][0]["sha256"] == "s1"
    assert manifest["definitions"]["employees"] == 1
    opened = Shelf(published, "internal").current()
    assert opened.manifest["content"] == manifest["content"]
    assert opened.rows() == manifest["rows"]["internal"]


def test_the_public_file_holds_no_count_of_the_agencies(published: Path) -> None:
    public, internal = (Shelf(published, each).current() for each in ("public", "internal"))
    seen = internal.table("figures", agency="DOT", measure="employees", group="White", benchmark=None)
    assert seen["numerator"].notna().all()
    hidden = public.table("figures", agency="DOT", measure="employees", group="White", benchmark=None)
    assert hidden["numerator"].isna().all()
    assert set(hidden["status"]) == {"withheld"}
    assert public.withheld_numbers() == 0


def test_publishing_the_same_again_makes_no_new_release(published: Path) -> None:
    assert publish(published.parent / "warehouse.duckdb", published, now=date(2027, 1, 1)) == "2026.1"
    assert Shelf(published).ids() == ["2026.1"]


def test_releases_are_counted_within_their_year_and_ten_comes_after_nine(
    tables: dict[str, pd.DataFrame], releases: Path, tmp_path: Path
) -> None:
    (releases / "2026.1").rename(releases / "2026.9")
    assert publish(changed(tmp_path, tables, 2), releases) == "2026.10"
    assert Shelf(releases).ids() == ["2026.9", "2026.10"]
    assert publish(changed(tmp_path, tables, 3), releases, now=date(2027, 1, 2)) == "2027.1"
    assert Shelf(releases).current().id == "2027.1"


def test_the_fingerprint_knows_no_order_but_every_value() -> None:
    rows = pd.DataFrame({"key": ["a", "b"], "value": ["1", None], "nature": "official"})
    same = fingerprint({"public": {"manifest": rows.iloc[::-1]}})
    assert fingerprint({"public": {"manifest": rows}}) == same
    assert fingerprint({"public": {"manifest": rows.assign(value=["1", "2"])}}) != same
    assert fingerprint({"internal": {"manifest": rows}}) != same


def test_without_a_warehouse_the_message_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="run `equity load` first"):
        publish(tmp_path / "none.duckdb", tmp_path / "releases")


def test_rows_that_no_figure_can_be_made_of_stop_the_release(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    rows = [{"group": "White", "numerator": 12, "denominator": 10, "value": 100}]
    tables["outcome"] = small.outcomes("graduation_rate", rows)
    path = small.build(tmp_path / "w.duckdb", **tables)
    with pytest.raises(PublishError, match=r"graduation_rate.*correct the delivery.*still served"):
        publish(path, tmp_path / "releases")


@pytest.mark.parametrize("stage", ["write", "flush", "point"])
def test_at_any_failure_the_old_release_stays(
    tables: dict[str, pd.DataFrame], releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    before = (releases / "2026.1" / "public.duckdb").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(release, stage, full)
    with pytest.raises(PublishError, match=r"release 2026.2 could not be written: No space left.*still served"):
        publish(changed(tmp_path, tables, 2), releases)
    monkeypatch.undo()
    assert Shelf(releases).current().id == "2026.1"
    assert (releases / "2026.1" / "public.duckdb").read_bytes() == before
    assert not list(releases.glob(".new.*"))


def test_what_a_killed_publisher_left_is_cleared_away(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    left = tmp_path / "releases" / ".new.2026.1.4711"
    left.mkdir(parents=True)
    (left / "public.duckdb").write_bytes(b"half")
    assert publish(changed(tmp_path, tables, 1), tmp_path / "releases") == "2026.1"
    assert not left.exists()


def test_a_changed_byte_is_noticed(releases: Path) -> None:
    verify(releases / "2026.1")
    file = releases / "2026.1" / "public.duckdb"
    content = bytearray(file.read_bytes())
    content[5000] ^= 1
    file.write_bytes(content)
    with pytest.raises(PublishError, match="checksum differs"):
        verify(releases / "2026.1")


def test_other_row_counts_than_the_manifests_are_noticed(releases: Path) -> None:
    path = releases / "2026.1" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["rows"]["internal"]["figures"] += 1
    path.write_text(json.dumps(manifest))
    with pytest.raises(PublishError, match="other row counts"):
        verify(releases / "2026.1")


def test_a_withheld_row_with_a_number_is_never_published(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaky(work: publishing.Work, earlier: object = ()) -> publishing.Tables:
        made = publishing.internal(work)
        return {**made, "figures": made["figures"].assign(status="withheld")}

    monkeypatch.setattr(publishing, "public", leaky)
    with pytest.raises(PublishError, match="withheld rows of the public file hold a number"):
        publish(changed(tmp_path, tables, 1), tmp_path / "releases")
    assert Shelf(tmp_path / "releases").ids() == []


def test_an_earlier_release_that_cannot_be_read_stops_the_next(
    tables: dict[str, pd.DataFrame], releases: Path, tmp_path: Path
) -> None:
    (releases / "2026.1" / "public.duckdb").write_bytes(b"torn")
    with pytest.raises(PublishError, match=r"release 2026.1 cannot be read.*restore it"):
        publish(changed(tmp_path, tables, 2), releases)


def test_progress_is_told(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    told: list[str] = []
    publish(changed(tmp_path, tables, 1), tmp_path / "releases", now=DAY, tick=told.append)
    assert "Employee representation" in told
    assert "the public file" in told


def test_demonstration_rows_mark_the_release(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables["workforce_count"] = small.people("DOT", "FY2025", {"White": 500, "Asian": 40}, "demonstration")
    publish(small.build(tmp_path / "w.duckdb", **tables), tmp_path / "releases")
    opened = Shelf(tmp_path / "releases").current()
    assert opened.manifest["has_demonstration"] == "yes"
    employees = opened.table("measures", measure="employees")
    assert employees["nature"].item() == "demonstration"
    assert opened.table("measures", measure="suspension_rate")["nature"].item() == "official"
