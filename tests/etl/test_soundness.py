import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from etl import snapshot
from etl.home import Home
from etl.load import Unreadable, load
from etl.snapshot import DamagedLedger
from etl.soundness import unchained, unsound

HEAD = "agency,period,job_category,race_ethnicity,sex,employees\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two loads, to be copied."""
    folder = tmp_path_factory.mktemp("sound")
    (folder / "agencies.csv").write_text("agency,name\nPARKS,Parks Department\n")
    (folder / "workforce_counts.csv").write_text(f"{HEAD}PARKS,FY2025,1,WH,F,12\n")
    home = Home(folder / "home")
    assert not load([folder / "agencies.csv", folder / "workforce_counts.csv"], home).refused
    return home


@pytest.fixture
def kept(made: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(made.path, tmp_path / "home")))


def test_a_home_as_it_was_written_is_sound(kept: Home, tmp_path: Path) -> None:
    assert list(unsound(kept)) == []
    assert list(unsound(Home(tmp_path / "empty"))) == []


def test_changed_or_lost_bytes_are_named(kept: Home) -> None:
    first, second = (snapshot.kept(kept.snapshots, each.snapshot) for each in snapshot.loads(kept.snapshots))
    first.chmod(0o644)
    first.write_text(first.read_text() + " ")
    second.unlink()
    changed, gone = unsound(kept)
    assert "agencies.csv is damaged: its checksum is wrong; restore the snapshots from a backup" in changed
    assert "is gone but the ledger names it" in gone


@pytest.mark.long
def test_a_ledger_that_lost_loads_stops_the_next_load(kept: Home, tmp_path: Path) -> None:
    ledger = kept.snapshots / snapshot.LEDGER
    ledger.write_bytes(ledger.read_bytes().split(b"\n")[0] + b"\n")
    (problem,) = unsound(kept)
    assert "has lost loads that the warehouse was built from" in problem
    more = tmp_path / "workforce_counts_more.csv"
    more.write_text(f"{HEAD}PARKS,FY2024,1,WH,F,12\n")
    with pytest.raises(DamagedLedger, match="restore the snapshots from a backup, or remove the warehouse"):
        load([more], kept)
    kept.warehouse.unlink()
    load([more], kept)
    assert len(snapshot.loads(kept.snapshots)) == 2


def test_a_changed_ledger_is_told_by_its_line(kept: Home, tmp_path: Path) -> None:
    ledger = kept.snapshots / snapshot.LEDGER
    ledger.write_bytes(ledger.read_bytes().replace(b'"nature": "official"', b'"nature": "offici4l"', 1))
    (problem,) = unsound(kept)
    assert "ledger.jsonl, line 1: is not what was written; restore the snapshots from a backup" in problem
    with pytest.raises(DamagedLedger, match="line 1"):
        load([tmp_path], kept)


@pytest.mark.long
def test_a_damaged_warehouse_is_to_be_removed_and_is_built_again(kept: Home) -> None:
    content = kept.warehouse.read_bytes()
    kept.warehouse.write_bytes(content[:4096])
    (problem,) = unsound(kept)
    assert "warehouse.duckdb is damaged; remove it" in problem
    with pytest.raises(Unreadable, match="remove it and try again"):
        load([], kept)
    kept.warehouse.unlink()
    load([], kept)
    assert list(unsound(kept)) == []


def older(home: Home) -> bytes:
    """Write the ledger as it was written before its lines had checksums; return it."""
    ledger = home.snapshots / snapshot.LEDGER
    lines = [json.dumps(asdict(each)).encode() + b"\n" for each in snapshot.loads(home.snapshots)]
    ledger.write_bytes(b"".join(lines))
    return b"".join(lines)


@pytest.mark.long
def test_a_ledger_from_before_the_chain_goes_on_and_says_so_once(kept: Home, tmp_path: Path) -> None:
    before = older(kept)
    assert list(unsound(kept)) == []
    assert unchained(kept) == "2 loads are older than the ledger's chain of checksums; the next load begins it"
    assert load([], kept).notes == ()
    more = tmp_path / "workforce_counts_more.csv"
    said = []
    for year in (2023, 2024):
        more.write_text(f"{HEAD}PARKS,FY{year},1,WH,F,12\n")
        said.append(load([more], kept).notes)
    assert "the 2 loads before it stand as they were found" in said[0][0]
    assert said[1] == ()
    ledger = kept.snapshots / snapshot.LEDGER
    assert ledger.read_bytes().startswith(before)
    assert len(snapshot.loads(kept.snapshots)) == 4
    assert list(unsound(kept)) == []
    assert unchained(kept) == ""
    ledger.write_bytes(ledger.read_bytes().replace(b"official", b"offici4l", 1))
    (problem,) = unsound(kept)
    assert "one of lines 1 to 3: is not what was written; restore the snapshots from a backup" in problem


def test_a_line_from_before_the_chain_holds_what_a_load_has_and_nothing_else(kept: Home) -> None:
    before = older(kept)
    for damaged in (before.replace(b'"rows"', b'"rowz"', 1), before.replace(b'"nature"', b'"chain"', 1), b"{}\n"):
        (kept.snapshots / snapshot.LEDGER).write_bytes(damaged)
        (problem,) = unsound(kept)
        assert "ledger.jsonl, line 1: is not what was written; restore the snapshots" in problem
