"""Truncated, emptied, removed and bit-flipped files."""

import random
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd
from sqlalchemy.exc import DBAPIError

from etl.home import Home
from metrics.release import AUDIENCES, PublishError, Release, Shelf
from tests.attack.program import REFUSED, Deliveries, Outcome, acknowledged, contents, employees, run, whole

Damage = Callable[[Path, random.Random], None]


def truncate(path: Path, luck: random.Random) -> None:
    """Cut a file short, as a copy that was interrupted is."""
    content = path.read_bytes()
    path.write_bytes(content[: luck.randrange(len(content) // 4, 3 * len(content) // 4)])


def flip(path: Path, luck: random.Random) -> None:
    """Turn one bit around."""
    content = bytearray(path.read_bytes())
    content[luck.randrange(len(content))] ^= 1 << luck.randrange(8)
    path.write_bytes(content)


def empty(path: Path, _: random.Random) -> None:
    """Leave no byte of a file."""
    path.write_bytes(b"")


def remove(path: Path, _: random.Random) -> None:
    """Take a file away."""
    path.unlink()


WAYS: Mapping[str, Damage] = {"truncated": truncate, "bit-flipped": flip, "empty": empty, "gone": remove}
SERVED = ("public.duckdb", "internal.duckdb", "manifest.json")


def targets(home: Home) -> dict[str, Path]:
    """Return what may be damaged: name -> file."""
    current = home.releases / Shelf(home.releases).current().id
    kept = home.snapshots / acknowledged(home)[-1]
    return {
        "snapshot": next(kept.iterdir()),
        "ledger": home.snapshots / "ledger.jsonl",
        "warehouse": home.warehouse,
        **{name: current / name for name in SERVED},
        "journal": home.releases / "journal.jsonl",
    }


def damage_many(base: Home, definitions: Path, folder: Path, cases: Iterable[tuple[str, str]], seed: int) -> Outcome:
    """Damage one file at a time: it is found and told, what is served is as it was or refused, all can be mended."""
    luck = random.Random(seed)  # noqa: S311 - a repeatable choice of places
    outcome = Outcome()
    for number, (target, way) in enumerate(cases):
        home = Home(folder / f"home{number}")
        shutil.copytree(base.path, home.path, symlinks=True)
        _damage(home, definitions, folder, target, way, luck, outcome)
        shutil.rmtree(home.path)
    return outcome


def _damage(
    home: Home, definitions: Path, folder: Path, target: str, way: str, luck: random.Random, outcome: Outcome
) -> None:
    path, kept, before = targets(home)[target], folder / "kept", _current(home)
    sound, ledger, case = contents(home, before), acknowledged(home), f"{target} {way}"
    shutil.copy(path, kept)
    path.chmod(0o644)
    WAYS[way](path, luck)
    outcome.tried += 1
    code, said = run(home, definitions, "verify")
    # A warehouse that is gone is built again, and a bit of it may be one that holds nothing.
    outcome.hold(
        code != 0 or (target == "warehouse" and way in ("gone", "bit-flipped")), f"{case}: verify finds nothing"
    )
    outcome.count("found by verify", int(code != 0))
    _told(outcome, f"{case}: verify", code, said)
    _read(outcome, home, before, case, target, sound)
    deliveries = Deliveries(folder)
    for command in (("load", deliveries.next()), ("publish",)):
        code, said = run(home, definitions, *command)
        outcome.count("commands refused" if code else "commands done")
        _told(outcome, f"{case}: {command[0]}", code, said)
    if _current(home) == before:
        _read(outcome, home, before, case, target, sound)
    else:
        whole(home)
    if target in SERVED:
        code, said = run(home, definitions, "rollback", Shelf(home.releases).ids()[0])
        outcome.hold(code == 0 and whole(home) != "", f"{case}: rollback to a sound release: {said}")
        code, said = run(home, definitions, "rollback", before)
        outcome.hold(code in REFUSED, f"{case}: a damaged release is served again")
    # Mended as the message says, all goes on and nothing is lost.
    if target == "warehouse":
        path.unlink(missing_ok=True)
    else:
        shutil.copy(kept, path)
    for command in (("load", deliveries.next()), ("publish",), ("verify",)):
        code, said = run(home, definitions, *command)
        outcome.hold(code == 0, f"{case}: {command[0]} once mended: {said}")
    outcome.hold(acknowledged(home)[: len(ledger)] == ledger, f"{case}: an acknowledged load is gone")
    outcome.hold(employees(home) == deliveries.employees, f"{case}: the last delivery is not what is served")


def _current(home: Home) -> str:
    return home.releases.joinpath("current").readlink().name


def _told(outcome: Outcome, case: str, code: int, said: str) -> None:
    clear = not said.strip() if code == 0 else code in REFUSED and "equity: " in said
    outcome.hold(clear and "Traceback" not in said, f"{case}: left with {code}: {said}")


def _read(
    outcome: Outcome, home: Home, release: str, case: str, target: str, sound: Mapping[tuple[str, str], pd.DataFrame]
) -> None:
    """What is served reads as it did; of damaged files, a table reads as it did or not at all."""
    opened = {audience: Release(home.releases / release, audience) for audience in AUDIENCES}
    for (audience, name), rows in sound.items():
        try:
            outcome.hold(opened[audience].table(name).equals(rows), f"{case}: table {name} has other rows")
        except (DBAPIError, PublishError) as problem:
            outcome.hold(target in SERVED, f"{case}: table {name} cannot be read: {problem}")
            outcome.count("readings refused")
    for each in opened.values():
        each.close()
