"""A chain that is extended: whole lines cannot be cut from its end unnoticed, and several processes may add to it."""

import json
from multiprocessing import get_context
from pathlib import Path

import pytest

from etl import chain
from etl.chain import Broken

LINES = 6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "kept" / "audit.jsonl"
    for number in range(LINES):
        chain.extend(path, [{"event": "export", "number": number}])
    return path


def _many(path: Path, name: str) -> None:
    for number in range(20):
        chain.extend(path, [{"name": name, "number": number}])


def test_it_is_sound_as_it_was_written(path: Path) -> None:
    assert chain.hold(path) == LINES
    assert [each["number"] for each in chain.records(path)] == list(range(LINES))


def test_any_line_changed_removed_doubled_or_moved_is_found(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    wrong = [lines[:k] + lines[k + 1 :] for k in range(LINES)]
    wrong += [lines[:k] for k in range(LINES)]
    wrong += [[*lines[:k], lines[k], *lines[k:]] for k in range(LINES)]
    wrong += [[*lines[:k], lines[k + 1], lines[k], *lines[k + 2 :]] for k in range(LINES - 1)]
    wrong += [[*lines[:k], lines[k].replace(b'"number": ', b'"number": 1'), *lines[k + 1 :]] for k in range(LINES)]
    for each in wrong:
        path.write_bytes(b"".join(each))
        with pytest.raises(Broken, match=r"audit\.jsonl"):
            chain.hold(path)
    path.write_bytes(b"".join(lines))
    assert chain.hold(path) == LINES


def test_lines_written_anew_after_a_cut_are_found_by_the_head(path: Path) -> None:
    beside = path.with_name("audit.jsonl.head")
    kept = beside.read_bytes()
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    for number in range(LINES):
        chain.append(path, [{"event": "export", "number": 100 + number}])
    assert beside.read_bytes() == kept
    with pytest.raises(Broken, match="lost lines"):
        chain.hold(path)


def test_a_head_that_is_gone_or_changed_is_found_and_nothing_is_written_behind_it(path: Path) -> None:
    beside, before = path.with_name("audit.jsonl.head"), path.read_bytes()
    for wrong in (None, "{}", "nothing", json.dumps({"lines": 2, "bytes": 9999, "head": "0"})):
        beside.unlink(missing_ok=True)
        if wrong is not None:
            beside.write_text(wrong)
        with pytest.raises(Broken):
            chain.hold(path)
        with pytest.raises(Broken):
            chain.extend(path, [{"event": "more"}])
        assert path.read_bytes() == before


def test_nothing_is_written_behind_lines_that_are_gone(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(Broken, match="lost lines"):
        chain.extend(path, [{"event": "more"}])


def test_what_a_crash_left_before_the_head_was_written_stays_and_a_torn_line_goes(path: Path) -> None:
    beside = path.with_name("audit.jsonl.head")
    kept = beside.read_bytes()
    chain.extend(path, [{"event": "written", "number": LINES}])
    beside.write_bytes(kept)
    with path.open("ab") as file:
        file.write(b'{"event": "tor')
    assert chain.hold(path) == LINES + 1
    chain.extend(path, [{"event": "next"}])
    assert [each["event"] for each in chain.records(path)][-2:] == ["written", "next"]
    assert chain.hold(path) == LINES + 2


def test_a_file_from_before_there_were_heads_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "older.jsonl"
    chain.append(path, [{"event": "made"}, {"event": "served"}])
    path.write_bytes(path.read_bytes()[:-1])
    assert chain.hold(path, older=True) == 2
    chain.extend(path, [{"event": "signed"}], older=True)
    assert [each["event"] for each in chain.records(path)] == ["made", "served", "signed"]
    assert chain.hold(path) == 3


@pytest.mark.long
def test_several_processes_add_to_one_chain(tmp_path: Path) -> None:
    path, context = tmp_path / "audit.jsonl", get_context("spawn")
    processes = [context.Process(target=_many, args=(path, name)) for name in "abc"]
    for each in processes:
        each.start()
    for each in processes:
        each.join(60)
    assert [each.exitcode for each in processes] == [0, 0, 0]
    assert chain.hold(path) == 60
    assert sorted({each["name"] for each in chain.records(path)}) == ["a", "b", "c"]
