"""A release that is not what was written is found, whatever byte it is."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest

from metrics import journal, release, schema, seal
from metrics.compute import silent
from metrics.release import PublishError, Shelf
from metrics.verify import checksum, verify, verify_journal

pytestmark = pytest.mark.long

DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FACTS = {"release": "2026.1", "published": "2026-11-22", "content": "c", "has_demonstration": "no", "place": "ALL"}
CELLS = pd.DataFrame({"period": ["FY2024", "FY2025"], "value": [7.0, None], "status": ["shown", "withheld"]})


def sealed(releases: Path, name: str, cells: pd.DataFrame = CELLS) -> None:
    empty = {each: pd.DataFrame() for each in schema.TABLES if each != "manifest"}
    contents = {audience: {**empty, "cells": cells} for audience in release.AUDIENCES}
    seal.seal(releases, name, contents, {**FACTS, "release": name}, {"sources": [], "definitions": {}}, DAY, silent)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    releases = tmp_path_factory.mktemp("made") / "releases"
    sealed(releases, "2026.1")
    sealed(releases, "2026.2")
    return releases


@pytest.fixture
def releases(made: Path, tmp_path: Path) -> Path:
    return Path(copytree(made, tmp_path / "releases"))


def test_what_was_written_is_sound(made: Path) -> None:
    for name in Shelf(made).ids():
        verify(made, name)
    verify_journal(made)


def test_there_is_no_such_release(made: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no release '2099.1'"):
        verify(made, "2099.1")


@pytest.mark.parametrize("file", ["public.duckdb", "internal.duckdb", "manifest.json"])
def test_any_turned_bit_is_found_and_the_message_says_what_to_do(releases: Path, file: str) -> None:
    luck, path = random.Random(7), releases / "2026.1" / file  # noqa: S311 - a repeatable choice of places
    sound = path.read_bytes()
    for _ in range(20):
        content = bytearray(sound)
        content[luck.randrange(len(sound))] ^= 1 << luck.randrange(8)
        path.write_bytes(content)
        with pytest.raises(PublishError, match=rf"{file} is not what was written.*restore it.*equity rollback"):
            verify(releases, "2026.1")
    verify(releases, "2026.2")


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:100])])
@pytest.mark.parametrize("file", ["public.duckdb", "internal.duckdb", "manifest.json"])
def test_files_that_are_gone_or_cut_are_found(releases: Path, file: str, damage: Callable[[Path], None]) -> None:
    damage(releases / "2026.2" / file)
    with pytest.raises(PublishError, match=rf"2026.2.{file} is not what was written"):
        verify(releases, "2026.2")


def entered(releases: Path) -> None:
    """Enter the manifest of 2026.1 in the journal as it is now."""
    path = releases / "2026.1" / "manifest.json"
    journal.write(releases, journal.MADE, "2026.1", DAY, manifest=checksum(path))


def test_other_row_counts_than_the_manifests_are_found(releases: Path) -> None:
    path = releases / "2026.1" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["rows"]["internal"]["cells"] += 1
    path.write_text(json.dumps(manifest))
    entered(releases)
    with pytest.raises(PublishError, match="other row counts"):
        verify(releases, "2026.1")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"journal": "", "content": "", "files": {}, "rows": {}}', "\xff"])
def test_a_manifest_that_says_nothing_is_found(releases: Path, text: str) -> None:
    (releases / "2026.1" / "manifest.json").write_text(text, encoding="latin-1")
    entered(releases)
    with pytest.raises(PublishError, match="it is no manifest"):
        verify(releases, "2026.1")


def test_a_withheld_number_is_never_sealed(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="1 withheld rows of the public file hold a number"):
        sealed(tmp_path / "releases", "2026.1", CELLS.assign(value=7.0))
    assert Shelf(tmp_path / "releases").ids() == []
    assert [path.name for path in (tmp_path / "releases").iterdir()] == []


def test_a_release_from_elsewhere_is_not_taken_for_one_of_this_home(releases: Path) -> None:
    copytree(releases / "2026.2", releases / "2026.3")
    with pytest.raises(PublishError, match=r"2026.3 is not in the journal.*brought from elsewhere, remove it"):
        verify(releases, "2026.3")
    with pytest.raises(PublishError, match=r"2026.3 is not in the journal"):
        sealed(releases, "2026.4")


def test_a_journal_that_lost_lines_is_found_and_not_written_on(releases: Path) -> None:
    path = releases / journal.FILE
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 2
    path.write_bytes(lines[0])
    verify(releases, "2026.1")
    with pytest.raises(PublishError, match="restore the journal from a backup"):
        verify(releases, "2026.2")
    path.unlink()
    with pytest.raises(PublishError, match="restore the journal from a backup"):
        sealed(releases, "2026.3")
    assert not path.exists()


def test_a_journal_begun_anew_does_not_pass_for_the_old_one(releases: Path) -> None:
    path = releases / journal.FILE
    made = [journal.last(releases, journal.MADE, name) for name in ("2026.1", "2026.2")]
    path.unlink()
    path.with_name(f"{journal.FILE}.head").unlink()
    for entry in made:
        assert entry is not None
        journal.write(releases, journal.MADE, entry["release"], DAY + timedelta(days=1), manifest=entry["manifest"])
    with pytest.raises(PublishError, match=r"has lost lines that stood there when release 2026\.2 was made"):
        verify(releases, "2026.2")


def test_a_changed_journal_is_told_by_its_line(releases: Path) -> None:
    path = releases / journal.FILE
    path.write_bytes(path.read_bytes().replace(b"2026-11-22", b"2026-11-23", 1))
    with pytest.raises(PublishError, match=r"journal.jsonl, line 1: is not what was written; restore the releases"):
        verify(releases, "2026.2")
    with pytest.raises(PublishError, match=r"journal.jsonl, line 1"):
        journal.write(releases, journal.SERVED, "2026.2", DAY)
