"""Full disks, writers at once, damaged files, switches under load: a short form of `make chaos`."""

from pathlib import Path

import pytest

from etl.home import Home
from tests.attack.damage import damage_many
from tests.attack.disk import can_mount, fill_disk
from tests.attack.switch import switch_many
from tests.attack.writers import write_at_once

pytestmark = pytest.mark.long


def test_a_full_disk_breaks_nothing(base: Home, definitions: Path, tmp_path: Path) -> None:
    mounted = can_mount(tmp_path / "mount")
    outcome = fill_disk(base, definitions, tmp_path, (5 << 20,) if mounted else (1 << 16,), mounted=mounted)
    assert outcome.broken == []
    assert outcome.facts["refused"]


def test_of_two_loaders_at_once_one_waits(served: Home, definitions: Path, tmp_path: Path) -> None:
    outcome = write_at_once(served, definitions, tmp_path, rounds=1)
    assert outcome.broken == []


def test_a_damaged_file_is_told_and_can_be_mended(base: Home, definitions: Path, tmp_path: Path) -> None:
    outcome = damage_many(base, definitions, tmp_path, [("public.duckdb", "bit-flipped")], seed=3)
    assert outcome.broken == []
    assert outcome.facts["found by verify"] == 1


def test_releases_are_switched_under_readers_and_no_request_fails(served: Home) -> None:
    outcome = switch_many(served, times=6, pause=0.2, workers=1)
    assert outcome.broken == []
    assert int(str(outcome.facts["requests"])) > 20
