"""Releases made before the journal was kept: read and served as ever, entered in the journal as they are found."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from etl import chain
from metrics import journal, release
from metrics.publish import serve
from metrics.release import PublishError, Release, Shelf
from metrics.verify import checksum, verify, verify_journal
from tests.metrics import older
from tests.metrics.test_verify import sealed

pytestmark = pytest.mark.long

DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    releases = tmp_path_factory.mktemp("made") / "releases"
    for name in ("2026.1", "2026.2"):
        sealed(releases, name)
    release.point(releases, "2026.1")
    older.releases(releases)
    return releases


@pytest.fixture
def releases(made: Path, tmp_path: Path) -> Path:
    return Path(copytree(made, tmp_path / "releases", symlinks=True))


def events(releases: Path) -> list[tuple[str, str]]:
    return [(each["event"], each["release"]) for each in journal.read(releases)]


def test_they_are_sound_listed_and_read_without_a_journal(made: Path) -> None:
    for name in ("2026.1", "2026.2"):
        verify(made, name)
    verify_journal(made)
    assert journal.older(made) == ["2026.1", "2026.2"]
    assert [(row["state"], row["told"]) for row in journal.states(made, DAY)] == [
        ("served", "published 2026-11-22"), ("earlier", "published 2026-11-22"),
    ]  # fmt: skip
    opened = Release(made / "2026.1", "public")
    assert (opened.manifest["release"], opened.manifest["published"]) == ("2026.1", "2026-11-22")
    assert not (made / journal.FILE).exists()


def test_the_first_entry_adopts_them_all_as_they_are_found(releases: Path) -> None:
    serve(releases, "2026.2", DAY)
    assert events(releases) == [
        ("adopted", "2026.1"), ("adopted", "2026.2"), ("served", "2026.1"), ("served", "2026.2"),
    ]  # fmt: skip
    adopted = journal.last(releases, journal.ADOPTED, "2026.1")
    assert adopted is not None
    assert adopted["manifest"] == checksum(releases / "2026.1" / "manifest.json")
    assert journal.older(releases) == []
    sealed(releases, "2026.3")
    for name in Shelf(releases).ids():
        verify(releases, name)


def test_a_damaged_one_is_found_before_and_after_and_the_sound_one_can_be_served(releases: Path) -> None:
    path = releases / "2026.1" / "public.duckdb"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(PublishError, match=r"public.duckdb is not what was written: its checksum differs"):
        verify(releases, "2026.1")
    serve(releases, "2026.2", DAY)
    with pytest.raises(PublishError, match=r"public.duckdb is not what was written: its checksum differs"):
        verify(releases, "2026.1")


def test_after_the_adoption_a_changed_manifest_is_found(releases: Path) -> None:
    serve(releases, "2026.2", DAY)
    path = releases / "2026.1" / "manifest.json"
    path.write_text(path.read_text().replace("2026-11-22", "2026-11-23"))
    with pytest.raises(PublishError, match="its checksum differs from the journal's"):
        verify(releases, "2026.1")


def test_an_adoption_cut_short_by_a_crash_is_finished(releases: Path) -> None:
    serve(releases, "2026.2", DAY)
    path = releases / journal.FILE
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b'\n{"event": "adop')
    path.with_name(f"{journal.FILE}.head").unlink()
    assert journal.older(releases) == ["2026.2"]
    verify(releases, "2026.2")
    serve(releases, "2026.1", DAY)
    assert events(releases)[:2] == [("adopted", "2026.1"), ("adopted", "2026.2")]
    assert chain.heads(path)[-1] != chain.START


def test_an_older_release_brought_from_elsewhere_later_is_not_adopted(releases: Path) -> None:
    serve(releases, "2026.2", DAY)
    copytree(releases / "2026.1", releases / "2026.7")
    with pytest.raises(PublishError, match=r"2026.7 is not in the journal.*brought from elsewhere, remove it"):
        verify(releases, "2026.7")


def test_releases_of_a_journal_that_is_lost_are_not_taken_for_older_ones(tmp_path: Path) -> None:
    sealed(tmp_path, "2026.1")
    (tmp_path / journal.FILE).unlink()
    assert journal.older(tmp_path) == []
    with pytest.raises(PublishError, match="restore the journal from a backup"):
        verify(tmp_path, "2026.1")
