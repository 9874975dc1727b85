"""What a checksum of code tells apart, and what it does not mind."""

from pathlib import Path
from shutil import copytree

from metrics.code import checksum


def test_another_text_or_name_is_another_and_where_the_whole_lies_is_not(tmp_path: Path) -> None:
    place = tmp_path / "definitions" / "one"
    (place / "inner").mkdir(parents=True)
    (place / "inner" / "rate.py").write_text("A = 1\n")
    first = checksum([place], (".py",), ("definitions",))
    moved = copytree(place, tmp_path / "elsewhere")
    assert checksum([moved], (".py",), ("definitions",)) == first
    (moved / "inner" / "rate.py").write_text("A = 2\n")
    second = checksum([moved], (".py",), ("definitions",))
    assert second != first
    (moved / "inner" / "rate.py").rename(moved / "inner" / "share.py")
    assert checksum([moved], (".py",), ("definitions",)) not in (first, second)


def test_what_is_left_out_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    (tmp_path / "rate.py").write_text("A = 1\n")
    before = checksum([tmp_path], (".py", ".toml"), ("definitions",))
    (tmp_path / "definitions" / "x.toml").write_text("a = 1\n")
    (tmp_path / "notes.md").write_text("of no use")
    assert checksum([tmp_path], (".py", ".toml"), ("definitions",)) == before
