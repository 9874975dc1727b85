import hashlib
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy, copytree

import pandas as pd
import pytest

from metrics import journal, release, schema
from metrics import publish as publishing
from metrics.compute import Tick, silent
from metrics.definition import DEFINITIONS
from metrics.fingerprint import fingerprint
from metrics.release import PublishError, Shelf, manifest_of
from metrics.verify import checksum
from tests.metrics import small

pytestmark = pytest.mark.long

DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MEASURES = ("employees", "graduation_rate", "leadership", "suspension_rate")


def unbroken(*_: object) -> str:
    """An attack that finds nothing."""
    return ""


def publish(
    warehouse: Path,
    releases: Path,
    *,
    now: datetime = DAY,
    tick: Tick = silent,
    attack: publishing.Attack = unbroken,
) -> str:
    """Publish a few measures; the others have no rows here and would cost time."""
    folder = warehouse.parent / "definitions"
    if not folder.exists():
        folder.mkdir()
        for name in MEASURES:
            copy(DEFINITIONS / f"{name}.toml", folder)
    return publishing.publish(warehouse, releases, now=now, attack=attack, definitions=folder, tick=tick)


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
    assert [entry["event"] for entry in journal.read(published)] == ["made", "served"]
    assert [path.name for path in published.iterdir() if path.name.startswith(".")] == []


def test_the_manifest_says_what_the_release_is(published: Path) -> None:
    manifest = manifest_of(published, "2026.1")
    assert (manifest["release"], manifest["published"], manifest["has_demonstration"]) == ("2026.1", "2026-11-22", "no")
    for name, expected in manifest["files"].items():
        assert hashlib.sha256((published / "2026.1" / name).read_bytes()).hexdigest() == expected
    assert manifest["sources"][0]["sha256"] == "s1"
    assert manifest["definitions"]["employees"] == 1
    opened = Shelf(published, "internal").current()
    assert opened.manifest["content"] == manifest["content"]
    assert opened.rows() == manifest["rows"]["internal"]


def test_the_public_file_withholds_what_the_internal_file_holds(published: Path) -> None:
    public, internal = (Shelf(published, each).current().table("figures") for each in ("public", "internal"))
    hidden = public[public["status"] == "withheld"]
    assert len(hidden) > 0
    assert hidden["numerator"].isna().all()
    assert internal[internal["figure_id"].isin(hidden["figure_id"])]["numerator"].notna().any()
    assert Shelf(published).current().withheld_numbers() == 0


def test_what_the_attack_can_work_out_stops_the_release(
    tables: dict[str, pd.DataFrame], releases: Path, tmp_path: Path
) -> None:
    asked = []

    def breaks(public: Path, internal: Path, earlier: Sequence[Path]) -> str:
        asked.append((public.name, internal.name, list(earlier)))
        assert public.exists()
        assert internal.exists()
        return "K0: 1 exact."

    with pytest.raises(PublishError, match=r"release 2026.2 is refused.*K0: 1 exact.*still served"):
        publish(changed(tmp_path, tables, 2), releases, attack=breaks)
    assert asked == [("public.duckdb", "internal.duckdb", [releases / "2026.1" / "public.duckdb"])]
    assert Shelf(releases).ids() == [Shelf(releases).current().id] == ["2026.1"]
    assert not list(releases.glob(".new.*"))
    assert [entry["event"] for entry in journal.read(releases)] == ["made", "served"]


def test_publishing_the_same_again_makes_no_new_release(published: Path) -> None:
    assert publish(published.parent / "warehouse.duckdb", published, now=datetime(2027, 1, 1, tzinfo=UTC)) == "2026.1"
    assert Shelf(published).ids() == ["2026.1"]


def test_releases_are_counted_within_their_year_and_ten_comes_after_nine(
    tables: dict[str, pd.DataFrame], releases: Path, tmp_path: Path
) -> None:
    (releases / "2026.1").rename(releases / "2026.9")
    entered = checksum(releases / "2026.9" / "manifest.json")
    journal.write(releases, journal.MADE, "2026.9", DAY, manifest=entered)
    second = changed(tmp_path, tables, 2)
    assert publish(second, releases) == "2026.10"
    assert Shelf(releases).ids() == ["2026.9", "2026.10"]
    assert publish(changed(tmp_path, tables, 3), releases, now=datetime(2027, 1, 2, tzinfo=UTC)) == "2027.1"
    assert Shelf(releases).current().id == "2027.1"


def test_the_fingerprint_knows_no_order_but_every_value() -> None:
    rows = pd.DataFrame({"dimension": ["sex", "sex"], "member": ["X", "Male"], "parent": ["Male", None]})
    same = fingerprint({"public": {"hierarchies": rows.iloc[::-1]}})
    assert fingerprint({"public": {"hierarchies": rows}}) == same
    assert fingerprint({"public": {"hierarchies": rows.assign(parent=["Male", "X"])}}) != same
    assert fingerprint({"internal": {"hierarchies": rows}}) != same
    assert fingerprint({"public": {"hierarchies": rows, "manifest": pd.DataFrame({"key": ["release"]})}}) == same


def test_the_same_rows_in_another_home_and_order_have_the_same_content(
    published: Path, tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    for seed, (name, rows) in enumerate(tables.items()):
        tables[name] = rows.sample(frac=1, random_state=seed)
    publish(small.build(tmp_path / "w.duckdb", **tables), tmp_path / "releases", now=datetime(2031, 5, 1, tzinfo=UTC))
    there = manifest_of(tmp_path / "releases", "2031.1")
    assert there["content"] == manifest_of(published, "2026.1")["content"]
    # To the last digit, so that no order of summing is left to chance.
    for audience in release.AUDIENCES:
        one, other = (Shelf(folder, audience).current() for folder in (published, tmp_path / "releases"))
        for name in set(schema.TABLES) - {"manifest"}:
            pd.testing.assert_frame_equal(one.table(name), other.table(name), check_exact=True)


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
    with pytest.raises(
        PublishError, match=r"release 2026.2 .*could not be (written|put in place): No space left.*still served"
    ):
        publish(changed(tmp_path, tables, 2), releases)
    monkeypatch.undo()
    assert Shelf(releases).current().id == "2026.1"
    assert (releases / "2026.1" / "public.duckdb").read_bytes() == before
    assert not list(releases.glob(".new.*"))
    # With room again: what was written whole is put in place, what was not is written.
    assert publish(tmp_path / "w2.duckdb", releases) == "2026.2"
    assert Shelf(releases).ids() == ["2026.1", "2026.2"]


def test_what_a_killed_publisher_left_is_cleared_away(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    left = tmp_path / "releases" / ".new.2026.1.4711"
    left.mkdir(parents=True)
    (left / "public.duckdb").write_bytes(b"half")
    assert publish(changed(tmp_path, tables, 1), tmp_path / "releases") == "2026.1"
    assert not left.exists()


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
