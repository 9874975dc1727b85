"""A home made before the chain and the journal were kept goes on working, and is told once what is done to it."""

from pathlib import Path

import pytest

from etl.home import Home
from metrics.release import Shelf
from tests.attack.program import Deliveries, acknowledged, employees, run, whole
from tests.metrics import older

pytestmark = pytest.mark.long
LEDGER = "2 loads are older than the ledger's chain of checksums; the next load begins it"
JOURNAL = "older than the journal of releases"


@pytest.fixture
def old(served: Home) -> Home:
    older.ledger(served.snapshots)
    older.releases(served.releases)
    return served


def test_every_command_goes_on_and_says_once_what_is_done(old: Home, definitions: Path, tmp_path: Path) -> None:
    def said(*arguments: str) -> str:
        code, told = run(old, definitions, *arguments)
        assert code == 0, told
        assert "damaged" not in told
        return told

    before = acknowledged(old)
    first, second = Shelf(old.releases).ids()
    assert whole(old) == second
    asked = said("verify")
    assert LEDGER in asked
    assert f"{JOURNAL}: {first}, {second}; the next publish, sign-off or rollback enters them" in asked
    assert f"{JOURNAL}: {first}, {second};" in said("releases")
    # Asking changes nothing.
    assert not (old.releases / "journal.jsonl").exists()
    assert said("rollback", first) == f"equity: {JOURNAL}, and entered in it as found: {first}, {second}\n"
    assert said("rollback", second) == said("releases") == ""
    deliveries = Deliveries(tmp_path)
    assert "chain of checksums begins with this load; the 2 loads before it stand" in said("load", deliveries.next())
    assert said("publish") == said("verify") == ""
    assert employees(old) == deliveries.employees
    assert acknowledged(old)[:2] == before
    assert len(Shelf(old.releases).ids()) == 3
