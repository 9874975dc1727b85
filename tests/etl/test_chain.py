from pathlib import Path

import pytest

from etl import chain
from etl.chain import Broken


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lines.jsonl"
    chain.append(path, [{"name": "one", "rows": 1}, {"name": "zwei – ü", "rows": 2}])
    return path


def test_records_come_back_in_order_and_more_are_appended(path: Path) -> None:
    before = path.read_bytes()
    head = chain.append(path, [{"name": "three", "rows": 3}])
    assert [each["rows"] for each in chain.records(path)] == [1, 2, 3]
    assert path.read_bytes().startswith(before)
    assert chain.heads(path)[-1] == head
    assert len(set(chain.heads(path))) == 4


def test_a_file_that_is_not_there_has_no_records(tmp_path: Path) -> None:
    assert chain.records(tmp_path / "none.jsonl") == []
    assert chain.heads(tmp_path / "none.jsonl") == [chain.START]


@pytest.mark.long
def test_any_turned_bit_breaks_the_chain(path: Path) -> None:
    sound = path.read_bytes()
    for place in range(len(sound)):
        for bit in range(8):
            content = bytearray(sound)
            content[place] ^= 1 << bit
            path.write_bytes(content)
            with pytest.raises(Broken, match=r"lines.jsonl, line \d"):
                chain.records(path)


def test_cut_anywhere_the_whole_lines_before_the_cut_are_left(path: Path) -> None:
    sound = path.read_bytes()
    first = sound.index(b"\n")
    for length in range(len(sound)):
        path.write_bytes(sound[:length])
        whole = 0 if length < first else 2 if length == len(sound) - 1 else 1
        assert len(chain.records(path)) == whole
        chain.append(path, [{"name": "next", "rows": 9}])
        assert [each["rows"] for each in chain.records(path)] == [*[1, 2][:whole], 9]


def test_a_line_taken_out_put_elsewhere_or_written_by_hand_breaks_the_chain(path: Path) -> None:
    one, two, _ = path.read_bytes().split(b"\n")
    for lines in ([two], [two, one], [one, one], [one, two.replace(b"zwei", b"vier")], [one, b"{}"], [one, b"[1]"]):
        path.write_bytes(b"\n".join([*lines, b""]))
        with pytest.raises(Broken):
            chain.records(path)


def test_nothing_is_written_behind_damage(path: Path) -> None:
    damaged = path.read_bytes().replace(b"one", b"one!")
    path.write_bytes(damaged)
    with pytest.raises(Broken, match="line 1: is not what was written"):
        chain.append(path, [{"name": "three"}])
    assert path.read_bytes() == damaged


OLDER = b'{"name": "one", "rows": 1}\n{"name": "two", "rows": 2}\n'


def test_lines_from_before_the_chain_stand_at_its_beginning_only_where_they_may(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(OLDER)
    with pytest.raises(Broken, match="line 1: is not what was written"):
        chain.records(path)
    assert not chain.begun(path)
    assert [each["rows"] for each in chain.records(path, older=True)] == [1, 2]
    head = chain.append(path, [{"name": "three", "rows": 3}], older=True)
    assert path.read_bytes().startswith(OLDER)
    assert chain.begun(path)
    assert chain.heads(path, older=True)[-1] == head
    assert [each["rows"] for each in chain.records(path, older=True)] == [1, 2, 3]
    path.write_bytes(path.read_bytes() + OLDER)
    with pytest.raises(Broken, match="line 4: is not what was written"):
        chain.records(path, older=True)


@pytest.mark.long
def test_once_a_chain_is_begun_it_holds_the_lines_before_it(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(OLDER)
    chain.append(path, [{"name": "three", "rows": 3}, {"name": "four", "rows": 4}], older=True)
    sound = path.read_bytes()
    for place in range(len(sound)):
        for bit in range(8):
            content = bytearray(sound)
            content[place] ^= 1 << bit
            path.write_bytes(content)
            with pytest.raises(Broken, match=r"lines.jsonl, (line \d|one of lines 1 to \d)"):
                chain.records(path, older=True)


@pytest.mark.parametrize("cut", [1, 5, len(OLDER) // 2])
def test_a_torn_line_from_before_the_chain_acknowledges_nothing(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(OLDER + OLDER[:cut])
    assert len(chain.records(path, older=True)) == 2 + OLDER[:cut].count(b"\n")
    chain.append(path, [{"rows": 3}], older=True)
    assert chain.records(path, older=True)[-1] == {"rows": 3}


def test_an_empty_file_is_no_chain_to_begin(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    assert chain.begun(path)
    path.touch()
    assert chain.begun(path)
