"""The audit trail says what happened, of a person only the subject; releases and readers are held together."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from metrics import journal, trail
from metrics.release import PublishError

NOW = datetime(2026, 11, 22, 12, 30, 1, 999, tzinfo=UTC)


def test_a_line_says_what_when_who_and_where(tmp_path: Path) -> None:
    trail.write(tmp_path, trail.EXPORT, NOW, "person-1", path="/download/figures.csv", release="2026.1")
    (line,) = trail.read(tmp_path)
    assert line == {
        "event": "export", "time": "2026-11-22T12:30:01+00:00", "subject": "person-1",
        "path": "/download/figures.csv", "release": "2026.1",
    }  # fmt: skip


def test_what_a_request_says_cannot_begin_a_line_or_fill_the_disk(tmp_path: Path) -> None:
    trail.write(tmp_path, trail.REFUSED, NOW, "x" * 9999, path='/a\n{"event": "sign_in"}\r\x00\u2028\udcff')
    (line,) = trail.read(tmp_path)
    assert len(line["subject"]) == 200
    assert line["path"] == '/a?{"event": "sign_in"}????'
    assert trail.verify(tmp_path) == 1


def test_a_home_without_a_trail_is_sound(tmp_path: Path) -> None:
    assert trail.verify(tmp_path) == 0
    assert trail.read(tmp_path) == []


@pytest.mark.parametrize("which", ["access/audit.jsonl", "releases/journal.jsonl"])
@pytest.mark.parametrize("wrong", ["changed", "first", "middle", "last", "moved", "all"])
def test_a_line_changed_removed_or_moved_is_found_in_both_files(tmp_path: Path, which: str, wrong: str) -> None:
    (tmp_path / "releases").mkdir()
    for number in range(3):
        trail.write(tmp_path, trail.SIGN_IN, NOW, f"person-{number}")
        journal.write(tmp_path / "releases", journal.SERVED, f"2026.{number}", NOW)
    assert trail.verify(tmp_path) == 6
    path = tmp_path / which
    one, two, three = path.read_bytes().splitlines(keepends=True)
    made = {
        "changed": [one, two.replace(b"2026-11-22T12", b"2026-11-22T13"), three], "first": [two, three],
        "middle": [one, three], "last": [one, two], "moved": [one, three, two], "all": [],
    }  # fmt: skip
    path.write_bytes(b"".join(made[wrong]))
    with pytest.raises(PublishError, match="restore it from a backup"):
        trail.verify(tmp_path)


def test_several_lines_keep_their_order_whoever_writes(tmp_path: Path) -> None:
    for number in range(5):
        trail.write(tmp_path, trail.EXPORT, NOW, f"person-{number % 2}", path=f"/{number}")
    assert [each["path"] for each in trail.read(tmp_path)] == [f"/{number}" for number in range(5)]
